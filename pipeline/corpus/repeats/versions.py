"""Printings of one text put together: which came first, which is best, and which each of the others repeats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from pipeline.corpus.repeats.stories import Letters, Stories, Story
from pipeline.duplicates.fold import fold
from pipeline.duplicates.relation import Relation
from pipeline.duplicates.winnow import fingerprints
from pipeline.values.settings import DuplicateSettings

Pair = tuple[int, int]

LONGER = 1.1
"""So many times as long, a text that contains another is the more complete one."""


@dataclass(frozen=True, slots=True)
class Version:
    """A cluster of printings.

    Attributes:
        name: stays the same when printings are added.
        members: the articles, in order of time: date, paper, page.
        best: complete, undamaged, most like all others; of equals the first.
        kept: the article that each of the others repeats: the best one, or one that leads to it.
        held: an article for each that may be dropped, which has all that it says, and is not dropped.
    """

    name: str
    members: tuple[int, ...]
    best: int
    kept: dict[int, int]
    held: dict[int, int]


def versions(
    groups: Sequence[Sequence[int]],
    found: Mapping[Pair, Relation],
    stories: Stories,
    letters: Letters,
    settings: DuplicateSettings,
) -> list[Version]:
    """The clusters of articles that are connected as copies of one another, in the order of their first articles.

    Args:
        groups: the articles that have each text.
        found: the relations of texts.
        stories: all articles.
        letters: of the articles.
        settings: what counts as part of another.
    """
    near: dict[int, dict[int, float]] = {group[0]: {} for group in groups}
    longer: set[int] = set()  # texts that another has and says more
    holds: set[Pair] = set()  # a text, and another that holds it
    lengths = stories.lengths
    for (one, two), known in found.items():
        if not known.repeats:
            continue
        near[one][two] = near[two][one] = min(known.share_a, known.share_b)
        for side, (less, more) in enumerate(((one, two), (two, one))):
            if lengths[more] >= LONGER * lengths[less]:
                longer.add(less)
            if _holds(known, side, (int(lengths[less]), int(lengths[more])), settings):
                holds.add((less, more))
    members = {group[0]: sorted(group, key=lambda n: witness(stories.table[n], n)) for group in groups}
    seen: set[int] = set()
    clusters: list[Version] = []
    marks: list[list[int]] = []
    for first, group in members.items():
        if first in seen:
            continue
        texts = _connected(first, near)
        seen |= texts
        if len(texts) > 1 or len(group) > 1:
            made = _version(texts, members, near, longer, stories)
            clusters.append(replace(made, held=_held(texts, members, made.best, holds, stories)))
            marks.append(_marks(texts, members, letters))
    return _named(clusters, marks)


def witness(story: Story, number: int) -> tuple[str, str, str, int]:
    """Sorts printings by time: an unknown date comes last."""
    page = story.page or ""
    return story.date or "9999", story.newspaper or "", page.rjust(8), number


def _connected(first: int, near: Mapping[int, Mapping[int, float]]) -> set[int]:
    found, waiting = {first}, [first]
    while waiting:
        for other in near[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _version(
    texts: set[int],
    members: Mapping[int, Sequence[int]],
    near: Mapping[int, Mapping[int, float]],
    longer: set[int],
    stories: Stories,
) -> Version:
    table = stories.table

    def worth(text: int) -> tuple[bool, int, float, bool, tuple[str, str, str, int]]:
        """The least is best."""
        one = members[text][0]
        like = sum(share * len(members[other]) for other, share in near[text].items()) + len(members[text])
        return (
            not table[one].whole,
            table[one].damage,
            -round(like, 6),
            text in longer,
            witness(table[one], one),
        )

    best = min(texts, key=worth)
    kept: dict[int, int] = {}
    level, reached = [best], {best}
    while level:
        following: dict[int, tuple[float, int]] = {}
        for text in level:
            kept |= dict.fromkeys(members[text][1:], members[text][0]) if text == best else {}
            for other, share in near[text].items():
                if other not in reached:
                    following[other] = max(following.get(other, (0.0, 0)), (share, -members[text][0]))
        for other, (_, source) in following.items():
            kept |= dict.fromkeys(members[other], -source)
        level = sorted(following)
        reached |= following.keys()
    every = sorted((n for text in texts for n in members[text]), key=lambda n: witness(table[n], n))
    return Version("", tuple(every), members[best][0], kept, {})


def _holds(known: Relation, side: int, sizes: tuple[int, int], settings: DuplicateSettings) -> bool:
    """Whether the other text has all of one but some words, or most of it and more of its own.

    Args:
        known: their relation.
        side: the one text, 0 or 1, of which the other may be the fuller one.
        sizes: letters of the one and of the other.
        settings: what counts as part of another.
    """
    shares = (known.share_a, known.share_b)[:: -1 if side else 1]
    own, more = (size * (1 - share) for size, share in zip(sizes, shares, strict=True))
    if shares[0] >= settings.contains and own <= more:
        return True
    alone = at = 0
    for low, high in sorted(span[side] for span in known.spans):
        alone, at = max(alone, low - at), max(at, high)
    return max(alone, sizes[0] - at) < settings.sentence


def _held(
    texts: set[int], members: Mapping[int, Sequence[int]], best: int, holds: set[Pair], stories: Stories
) -> dict[int, int]:
    """Find the printings that may be dropped: another one, that stays, has all of each; of one text all but one.

    The best one stays, then the longest of the others first.
    """
    lengths, table = stories.lengths, stories.table
    others = sorted(
        texts, key=lambda text: (members[text][0] != best, -lengths[text], witness(table[text], text))
    )
    held: dict[int, int] = {}
    stay: list[int] = []
    for text in others:
        by = next((members[one][0] for one in stay if (text, one) in holds), None)
        held |= dict.fromkeys(members[text][by is None :], members[text][0] if by is None else by)
        if by is None:
            stay.append(text)
    return held


def _marks(texts: set[int], members: Mapping[int, Sequence[int]], letters: Letters) -> list[int]:
    """The least of the fingerprints that two printings have: one more printing seldom changes them."""
    counts: dict[int, int] = defaultdict(int)
    for text in sorted(texts):
        for key in set(fingerprints(fold([letters.text(text)]))["key"].tolist()):
            counts[key] += len(members[text])
    return sorted(key for key, count in counts.items() if count > 1)[:_MARKS]


_MARKS = 16


def _named(clusters: Sequence[Version], marks: Sequence[Sequence[int]]) -> list[Version]:
    """The clusters, each with a name of its own: of its least mark that is no other cluster's least."""
    left = [list(some) for some in marks]
    while True:
        least = Counter(some[0] for some in left if some)
        contested = {mark for mark, count in least.items() if count > 1}
        if not contested:
            break
        left = [[mark for mark in some if mark not in contested] for some in left]
    return [
        replace(cluster, name=_digest(f"{some[0]}" if some else f"of {cluster.members[0]}"))
        for cluster, some in zip(clusters, left, strict=True)
    ]


def _digest(mark: str) -> str:
    return blake2b(mark.encode(), digest_size=8).hexdigest()

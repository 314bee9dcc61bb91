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
    """

    name: str
    members: tuple[int, ...]
    best: int
    kept: dict[int, int]


def versions(
    groups: Sequence[Sequence[int]], found: Mapping[Pair, Relation], stories: Stories, letters: Letters
) -> list[Version]:
    """The clusters of articles that are connected as copies of one another, in the order of their first articles."""
    near: dict[int, dict[int, float]] = {group[0]: {} for group in groups}
    longer: set[int] = set()  # texts that another has and says more
    lengths = stories.lengths
    for (one, two), known in found.items():
        if not known.repeats:
            continue
        near[one][two] = near[two][one] = min(known.share_a, known.share_b)
        for less, more in ((one, two), (two, one)):
            if lengths[more] >= LONGER * lengths[less]:
                longer.add(less)
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
            clusters.append(_version(texts, members, near, longer, stories))
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
    return Version("", tuple(every), members[best][0], kept)


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

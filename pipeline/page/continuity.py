"""Continuity: which fragment of running text goes on in which.

Columns, boxes and pages break paragraphs. A fragment that ends in mid-sentence is linked to the one that
goes on from there, wherever on the page it stands: the links of a page are the assignment of ends to
beginnings with the highest sum of log-odds, in which every end and every beginning is used once, or not
at all. On a page that loses full stops an open end says little: there the page's habit decides (``seams``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.language import LanguageModel
from pipeline.language.openings import opening_score
from pipeline.page import seams
from pipeline.page.topics import Topics, around
from pipeline.values.arrays import assignment
from pipeline.values.model import Clues, Link

_CERTAIN = 100.0
"""Log-odds of what a person decided: more than all evidence together."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A page's fragments as continuity sees them.

    Attributes:
        texts, clues, roles: one for each fragment.
        headed: whether a fragment is the first of an article that has a headline right above it.
        fresh: whether a fragment continues another page, and so nothing on this one.
        topics: what the fragments speak of.
        said: the joins that people made or took back.
    """

    texts: Sequence[str]
    clues: Sequence[Clues]
    roles: Sequence[str]
    headed: Sequence[bool]
    fresh: Sequence[bool]
    topics: Topics
    said: Mapping[tuple[int, int], bool] = field(default_factory=dict)


def links(strand: Strand, model: LanguageModel, habit: Habit | None = None) -> list[Link]:
    """The links between a page's fragments, by their left end; ``habit`` is the page's, if it is known already."""
    body = [n for n, role in enumerate(strand.roles) if role == "body"]
    rank = {n: at for at, n in enumerate(body)}
    said = [pair for pair, held in strand.said.items() if held and rank.keys() >= set(pair)]
    texts = strand.texts
    made = [
        _Seam(left, right, rank[right] - rank[left], _CERTAIN, _repeated(texts[left], texts[right]))
        for left, right in said
    ]
    habit = habit or Habit.of(strand, model)
    found = [_link(strand, *read, habit) for read in _read_on(strand, model, [*_near(strand, body), *made])]
    held = [_certain(link) if (link.left, link.right) in said else link for link in found] if said else found
    chosen = _assigned([link for link in held if link.odds > 0])
    return sorted(map(_told, chosen), key=lambda link: link.left)


def ends(strand: Strand, model: LanguageModel) -> list[tuple[int, int, seams.Values]]:
    """The open ends of a page, each with the text below it and what speaks for its going on there."""
    body = [n for n, role in enumerate(strand.roles) if role == "body"]
    open_ends = [
        pair for pair in pairwise(body) if is_open(strand.clues[pair[0]]) and not strand.fresh[pair[1]]
    ]
    joins = model.joins([(strand.texts[left], strand.texts[right]) for left, right in open_ends])
    return [
        (left, right, _values(strand, left, right, join))
        for (left, right), join in zip(open_ends, joins, strict=True)
    ]


def _values(strand: Strand, left: int, right: int, join: float) -> seams.Values:
    text, beginning, clues = strand.texts[left], strand.texts[right], strand.clues[right]
    return {
        **seams.end(strand.clues[left], text),
        **seams.start(clues.begin, clues.opens, beginning),
        **seams.between(strand.roles[left + 1 : right]),
        **seams.across(join, _repeated(text, beginning) > 0, text, beginning),
    }


class Habit(NamedTuple):
    """How often open ends of a page go on right below.

    Attributes:
        prior: log-odds that they do.
        odds: of each open end, by its fragment, with all that speaks for it.
    """

    prior: float
    odds: Mapping[int, float]

    @classmethod
    def of(cls, strand: Strand, model: LanguageModel) -> Habit:
        """That of a page; its open ends are asked about where it loses full stops."""
        asked = ends(strand, model)
        found = {left: seams.weighed(values) for left, _, values in asked}
        near = [found[left] for left, _, values in asked if not values["head"]]
        prior = seams.habit(near)
        if max(near, default=0.0) > seams.SURE:
            prior = max(prior, seams.LOSES)
        commas = seams.of_comma(prior)
        return cls(
            prior,
            {left: odds + (commas if strand.clues[left].broken else prior) for left, odds in found.items()},
        )

    @property
    def loses_stops(self) -> bool:
        """Whether the page loses full stops, so that an end without one is no lost end."""
        return self.prior < seams.LOSES

    def says(self, seam: _Seam, odds: float) -> float:
        """What it adds to the log-odds of a link on a page that loses full stops; nothing on others."""
        if not self.loses_stops or seam.left not in self.odds or seam.most == _CERTAIN:
            return 0.0
        return min(0.0, self.odds[seam.left] + seam.topic - odds) if seam.steps == 1 else min(0.0, self.prior)


def _near(strand: Strand, body: Sequence[int]) -> Iterator[_Seam]:
    """The ends that are open, each with the beginnings that it may go on in; what people said stands apart.

    Left out are those that no word could join, unless something may have been printed twice.
    """
    begins = [
        _open_start(strand.clues[n].begin) + _set_start(strand.clues[n]) + _DATELINE * strand.clues[n].opens
        for n in body
    ]
    far = [odds + _elsewhere(strand, n) for odds, n in zip(begins, body, strict=True)]
    ahead = [(n, odds, strand.texts[n][:1]) for odds, n in zip(far, body, strict=True)]
    long, said = [n for n in body if strand.clues[n].size > _LONG], strand.said
    for at, left in enumerate(body[:-1]):
        if not is_open(strand.clues[left]):
            continue
        text, below = strand.texts[left], body[at + 1]
        end, tail = (
            _open_end(strand.clues[left]) + _set_end(strand.clues[left]) + _prose(strand.clues[left], text),
            text[-_LONGEST_OVERLAP:],
        )
        topic = _topic(strand, left, below, long)
        next_to = below, begins[at + 1] + _place(strand, left, below, 1) + topic, strand.texts[below][:1]
        parted = any(role in _HEADS for role in strand.roles[left + 1 : below])
        close = not parted or strand.clues[left].commas + strand.clues[left].stops > 0
        for steps, (right, odds, first) in enumerate((next_to, *ahead[at + 2 : at + 1 + _FAR]), 1):
            twice = _repeated(tail, strand.texts[right]) if close and steps == 1 and first in tail else 0
            most = end + odds
            hopeless = most + _MOST_WORDS <= 0 and not twice
            if not (hopeless or strand.fresh[right] or (said and (left, right) in said)):
                yield _Seam(left, right, steps, most, twice, topic if steps == 1 else 0.0)


def _assigned(found: Sequence[Link]) -> Iterator[Link]:
    """Of links that share an end or a beginning, those with the highest sum; a fragment may stay open.

    Links are solved in the groups that hang together, so that time grows with their number, not its cube.
    """
    for group in _groups(found):
        if len(group) == 1:
            yield group[0]
            continue
        lefts, rights = (sorted({getattr(link, side) for link in group}) for side in ("left", "right"))
        odds = np.zeros((len(lefts), len(rights)))  # 0 where none was found: the fragment stays open
        pairs = {(lefts.index(link.left), rights.index(link.right)): link for link in group}
        for place, link in pairs.items():
            odds[place] = link.odds
        rows, columns = assignment(odds)
        yield from (
            pairs[pair] for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in pairs
        )


def _groups(found: Sequence[Link]) -> list[list[Link]]:
    lefts: dict[int, list[Link]] = {}
    rights: dict[int, list[Link]] = {}
    for link in found:
        small, large = lefts.get(link.left, []), rights.get(link.right, [])
        if len(small) > len(large):
            small, large = large, small
        moved = [link] if small is large else [link, *small]
        large += moved
        for one in moved:
            lefts[one.left] = rights[one.right] = large
    return list({id(group): group for group in lefts.values()}.values())


_FAR = 12
"""Paragraphs between a break and its continuation that are looked at: a column of a broadsheet has fewer."""


def is_open(clues: Clues) -> bool:
    """Whether a fragment ends in mid-sentence, and not in a last line."""
    return not clues.ends and clues.shape_ends <= 0


class _Seam(NamedTuple):
    """An end and a beginning.

    Attributes:
        left, right: the fragments.
        steps: paragraphs of running text from one to the other.
        most: log-odds of a link without the words across it, if nothing was printed twice.
        twice: characters that stand on both sides.
        topic: log-odds of a link below a headline, by what stands above and below it.
    """

    left: int
    right: int
    steps: int
    most: float
    twice: int
    topic: float = 0.0


class _Words(NamedTuple):
    """What is read across a seam.

    Attributes:
        odds: log-odds that it reads on, by the language model.
        begin: log-odds that a paragraph begins behind what was printed twice.
        overlap: characters printed twice.
    """

    odds: float
    begin: float
    overlap: int = 0


def _read_on(strand: Strand, model: LanguageModel, asked: Sequence[_Seam]) -> Iterator[tuple[_Seam, _Words]]:
    """Of some seams those that may be links."""
    pairs = [(strand.texts[seam.left], strand.texts[seam.right]) for seam in asked]
    repeats = {n: seam.twice for n, seam in enumerate(asked) if seam.twice}
    once = [(pairs[n][0], pairs[n][1][size:]) for n, size in repeats.items()]
    answers = model.answers([rest for _, rest in once], [], [*pairs, *once])
    again = map(_Words, answers.joins[len(pairs) :], answers.starts, repeats.values())
    without = dict(zip(repeats, again, strict=True))
    for n, (seam, odds) in enumerate(zip(asked, answers.joins, strict=False)):
        cut = without.get(n)
        if cut and (cut.overlap >= _SURE_OVERLAP or cut.odds > odds + 1.0):
            yield seam, cut
        elif seam.most + _by_words(odds) > 0:
            yield seam, _Words(odds, strand.clues[seam.right].begin)


def _link(strand: Strand, seam: _Seam, words: _Words, habit: Habit) -> Link:
    clues = strand.clues[seam.left]
    evidence = {
        "open_end": _open_end(clues),
        "open_start": _open_start(words.begin),
        "prose": _prose(clues, strand.texts[seam.left]),
        "words": _by_words(words.odds),
        "place": _place(strand, seam.left, seam.right, seam.steps),
        "topic": seam.topic,
        "overlap": 0.5 * min(words.overlap, 4),
        "dateline": _DATELINE * strand.clues[seam.right].opens,
        "lines": _set_end(clues) + _set_start(strand.clues[seam.right]),
    }
    evidence["habit"] = habit.says(seam, sum(evidence.values()))
    odds = sum(evidence.values())
    if odds > 0:  # an opening only speaks against a link
        evidence["opening"] = _opening(strand, seam)
        odds += evidence["opening"]
    return Link(seam.left, seam.right, words.overlap, odds, evidence)


def _told(link: Link) -> Link:
    """A link, its evidence as it is told."""
    return link._replace(evidence={name: round(value, 2) for name, value in link.evidence.items() if value})


def _opening(strand: Strand, seam: _Seam) -> float:
    """Log-odds against a continuation below a headline: what begins as a story does is the headline's."""
    if seam.steps > 1 or not any(role in _HEADS for role in strand.roles[seam.left + 1 : seam.right]):
        return 0.0
    return -0.3 * max(0.0, opening_score(strand.texts[seam.right]) - _UNDECIDED)


def _open_end(clues: Clues) -> float:
    return 1.5 if clues.broken else 0.6 if clues.end < 0 else -0.3


def _open_start(begin: float) -> float:
    return -0.3 * max(-6.0, min(6.0, begin))


def _set_end(clues: Clues) -> float:
    """Log-odds of a link by the last printed line: a full one goes on."""
    return -_SHAPE * clues.shape_ends


def _set_start(clues: Clues) -> float:
    """Log-odds of a link by the first printed line: one with an indent goes on from nothing."""
    return -_SHAPE * clues.shape_begins


_SHAPE = 0.7
"""What the shape of printed lines weighs."""


def _prose(clues: Clues, text: str) -> float:
    return 1.3 if clues.commas + clues.stops and not text.endswith(_CLOSED) else -0.5


def _by_words(odds: float) -> float:
    within = -4.0 < odds < 8.0  # as most of hundreds are
    return 0.45 * (odds if within else max(-4.0, min(8.0, odds)))


def _certain(link: Link) -> Link:
    """A link that a person made."""
    return link._replace(odds=_CERTAIN, evidence={**link.evidence, "person": _CERTAIN})


def _place(strand: Strand, left: int, right: int, steps: int) -> float:
    """Log-odds of a continuation by where it stands.

    Fitted by logistic regression, with the weights in :func:`_link`, to 29,000 pairs of 160 made pages: what
    goes on stands right below in 85 of 100 breaks, below a caption or a headline in the rest, elsewhere in 37
    of 13,000 pairs.
    """
    between = strand.roles[left + 1 : right]
    if steps > 1:
        return _elsewhere(strand, right)
    if "byline" in between:
        return -6.0
    if any(role in _HEADS for role in between):
        return -1.6
    return 1.5 if between else 0.2


def _topic(strand: Strand, left: int, right: int, long: Sequence[int]) -> float:
    """Log-odds that what stands below a headline goes on what stands above it, by what they speak of.

    A headline printed inside another story's sentence names what neither side of it speaks of. Weights of a
    logistic regression to 622 open ends above headlines on 1,480 made pages, with all other evidence: of 185 that go on
    below 171 are found and 16 others are wrong; without it 162 and 25.
    """
    head = next((n for n in range(left + 1, right) if strand.roles[n] in _HEADS), None)
    if head is None:
        return 0.0
    above, below = around(head, long, _AROUND)
    new = strand.topics.opens(head, sorted({*above, left}), sorted({*below, right}))
    return -0.4 - 0.77 * new - 10.0 * strand.topics.covered(head, (right,))


def _elsewhere(strand: Strand, right: int) -> float:
    return _ELSEWHERE - 2.0 * strand.headed[right]


_ELSEWHERE = -6.2
"""Log-odds of what does not stand right below."""
_MOST_WORDS = 3.6
"""Log-odds that the words across a seam can add at most."""
_DATELINE = -4.0
_CLOSED = ("）", ")", "”", "」", "』", "》")
"""A fragment with one of these at its end may be whole, though it has no full stop."""
_UNDECIDED = -4.0
"""Score of an opening from which on it speaks against a join: of 148 joins across headlines on 1,080 made pages 110 of
114 right ones stay and 16 of 34 wrong ones."""
_HEADS = ("title", "kicker", "subtitle", "heading")


_LONG = 40
"""Characters of a paragraph from which on it tells what a story speaks of."""
_AROUND = 5
"""Paragraphs above and below a headline that are compared."""
_LONGEST_OVERLAP = 24
_SURE_OVERLAP = 3
"""Characters from which on what stands on both sides of a seam was printed twice; fewer may be a word (一块 | 一块)."""


def _repeated(left: str, right: str) -> int:
    """How many characters stand on both sides of a seam."""
    end = left[-_LONGEST_OVERLAP:]
    at = end.find(right[:1])
    while at >= 0 and not (right.startswith(end[at:]) and len(end) - at < len(right)):
        at = end.find(right[:1], at + 1)
    return len(end) - at if at >= 0 and any(map(str.isalnum, end[at:])) else 0

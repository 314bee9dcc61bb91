"""Strand: a page's running text as continuity sees it, its open ends and the beginnings that they may go on in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language import LanguageModel
from pipeline.language.openings import opening_scores
from pipeline.page import seams
from pipeline.page.topics import Topics, around
from pipeline.values.arrays import distinct
from pipeline.values.model import Clues

_NEAR = 60
"""Paragraphs above and below an end in which its other half is looked for: a newspaper page has fewer, and a text that
was put together of many pages is read in time that grows as its length."""
_MOST = 50_000
"""Pairs above which other halves are looked for nearer by: each takes a kilobyte, and a page has a thousand at most. A
line end behind every word makes ten thousand open ends."""
_BEGINS, _OPENS = 3.0, 3.0
"""Log-odds of a beginning, by the n-gram model and by the network, from which on a text that does not stand right below
an end is not asked about: 98 of 100 halves of typeset pages lie below both, and a third of all paragraphs."""
_LONG = 40
"""A paragraph of so many characters or more tells the topic of its story."""
_AROUND = 5
"""Paragraphs above and below a headline that are compared."""
_LONGEST_OVERLAP = 24
_SURE_OVERLAP = 3
"""So many equal characters on both sides of a seam were printed twice; fewer may be a word (一块 | 一块)."""
_READS_BETTER = 1.0
"""Log-odds that a seam must gain by dropping a shorter overlap."""


@dataclass(frozen=True)
class Strand:
    """A page's fragments as continuity sees them.

    Attributes:
        texts, clues, roles: one for each fragment.
        headed: whether a fragment is the first of an article that has a headline right above it.
        fresh: whether a fragment continues another page, and so nothing on this one.
        topics: the topics of the fragments.
        said: the joins that people made or took back.
        flat: whether the page lost its line ends, so that white space parted it, in mid-sentence too.
    """

    texts: Sequence[str]
    clues: Sequence[Clues]
    roles: Sequence[str]
    headed: Sequence[bool]
    fresh: Sequence[bool]
    topics: Topics
    said: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    flat: bool = False

    @cached_property
    def body(self) -> list[int]:
        """The fragments of running text."""
        return [n for n, role in enumerate(self.roles) if role == "body"]

    @cached_property
    def rank(self) -> dict[int, int]:
        """Which fragment of running text each of them is."""
        return {n: at for at, n in enumerate(self.body)}

    @cached_property
    def long(self) -> list[int]:
        """The paragraphs that are long enough to tell the topic of their story."""
        return [n for n in self.body if self.clues[n].size > _LONG]

    @cached_property
    def _openings(self) -> dict[int, float]:
        return {}

    def openings(self, some: Sequence[int]) -> list[float]:
        """Tell how much likelier a paragraph than the rest of a sentence begins so; each fragment is asked once."""
        new = [n for n in dict.fromkeys(some) if n not in self._openings]
        self._openings.update(zip(new, opening_scores([self.texts[n] for n in new]), strict=True))
        return [self._openings[n] for n in some]

    def below(self, n: int) -> int:
        """The running text right below fragment ``n`` of it; -1 for none."""
        at = bisect_right(self.body, n)
        return self.body[at] if at < len(self.body) else -1

    def between(self, left: int, right: int) -> Sequence[str]:
        """The roles between two fragments."""
        return self.roles[left + 1 : right]


def is_open(clues: Clues) -> bool:
    """Tell whether a fragment ends in mid-sentence, and not in a last line."""
    return not clues.ends and clues.shape_ends <= 0


class Pairs(NamedTuple):
    """Open ends, each with a beginning that it may go on in, (pairs,).

    Attributes:
        lefts, rights: the end and the beginning, by fragment; the pairs of one end stand together.
        below: whether the beginning is the running text right below the end.
        twice: the characters that stand at both.
    """

    lefts: seams.Numbers
    rights: seams.Numbers
    below: NDArray[np.bool_]
    twice: seams.Numbers


def pairs(strand: Strand) -> Pairs:
    """List the open ends of a page with the beginnings that each may go on in, and the pairs that people joined."""
    rows = [*_first_halves(strand), *_pairs(strand)]
    if strand.said:
        said = {pair: held for pair, held in strand.said.items() if strand.rank.keys() >= set(pair)}
        rows = [row for row in rows if row[:2] not in said]
        rows += [
            (left, right, strand.below(left) == right, repeated(strand.texts[left], strand.texts[right]))
            for (left, right), held in said.items()
            if held
        ]
    columns = zip(*rows, strict=True) if rows else ((),) * 4
    lefts, rights, below, twice = (np.array(column, np.int64) for column in columns)
    return Pairs(lefts, rights, below > 0, twice)


Row = tuple[int, int, bool, int]
"""A pair, in the order of :class:`Pairs`."""


def _pairs(strand: Strand) -> Iterator[Row]:
    ends = [n for n in strand.body if is_open(strand.clues[n])]
    if not ends:
        return
    begins, reach = _halves(strand), min(_NEAR, _MOST // (2 * len(ends)))
    ranks = [strand.rank[n] for n in begins]
    for left in ends:
        at, below = strand.rank[left], strand.below(left)
        if below >= 0 and _may_go_on(strand, below):
            yield left, below, True, _twice(strand, left, below)
        near = begins[bisect_left(ranks, at - reach) : bisect_right(ranks, at + reach)]
        yield from [(left, right, False, 0) for right in near if right != left and right != below]


def _first_halves(strand: Strand) -> Iterator[Row]:
    """Short lines that were taken for cross-heads: the text they go on in repeats their last characters."""
    for left, role in enumerate(strand.roles[:-1]):
        if role == "heading" and strand.roles[left + 1] == "body" and is_open(strand.clues[left]):
            twice = repeated(strand.texts[left], strand.texts[left + 1])
            if _SURE_OVERLAP <= twice < len(strand.texts[left]):
                yield left, left + 1, True, twice


def _may_go_on(strand: Strand, n: int) -> bool:
    """Whether a text may continue another of the page: not one with 上接, nor one that opens with a dateline."""
    return not strand.fresh[n] and not strand.clues[n].opens


def _halves(strand: Strand) -> list[int]:
    """The fragments that may begin in mid-sentence."""
    likely = [n for n in strand.body if strand.clues[n].begin < _BEGINS and _may_go_on(strand, n)]
    scores = strand.openings(likely)
    return [n for n, score in zip(likely, scores, strict=True) if score + USUAL < _OPENS]


USUAL = 4.0
"""Added to the network's score of an opening, which is -4 for a text that may be an opening or not."""


def _twice(strand: Strand, left: int, below: int) -> int:
    """Count the characters that were printed on both sides of a seam; below a headline only where prose broke.

    A whole line with which the text below it begins is a cross-head with its topic, not the first half of a sentence.
    """
    parted = any(role in seams.HEADS for role in strand.between(left, below))
    prose = strand.clues[left].commas + strand.clues[left].stops > 0
    found = repeated(strand.texts[left], strand.texts[below]) if prose or not parted else 0
    return found if found < len(strand.texts[left]) else 0


def repeated(left: str, right: str) -> int:
    """Count the characters that stand on both sides of a seam: 2 for ``…走到海边`` and ``海边的人…``."""
    end = left[-_LONGEST_OVERLAP:]
    at = end.find(right[:1])
    while at >= 0 and not (right.startswith(end[at:]) and len(end) - at < len(right)):
        at = end.find(right[:1], at + 1)
    return len(end) - at if at >= 0 and any(map(str.isalnum, end[at:])) else 0


class Examined(NamedTuple):
    """The evidence for each of some pairs, and how many characters of its right text were printed twice."""

    asked: seams.Asked
    overlaps: list[int]


def examined(strand: Strand, model: LanguageModel, asked: Pairs) -> Examined:
    """Weigh some pairs; the language model is asked for all of them at once."""
    texts, twice = strand.texts, asked.twice.tolist()
    again = np.flatnonzero(asked.twice).tolist()
    lefts, rights = asked.lefts.tolist(), asked.rights.tolist()
    ends, begins = distinct(asked.lefts), distinct(asked.rights)
    joins = model.among(
        [texts[n] for n in ends.tolist()],
        [texts[n] for n in begins.tolist()],
        (ends.searchsorted(asked.lefts), begins.searchsorted(asked.rights)),
    )
    overlaps, begun = [0] * len(joins), dict[int, tuple[str, float]]()
    rests = [texts[rights[n]][twice[n] :] for n in again]
    answers = model.answers(
        rests, [], [(texts[lefts[n]], rest) for n, rest in zip(again, rests, strict=True)]
    )
    for n, rest, join, begin in zip(again, rests, answers.joins, answers.starts, strict=True):
        if twice[n] >= _SURE_OVERLAP or join > joins[n] + _READS_BETTER:
            joins[n], overlaps[n], begun[n] = join, twice[n], (rest, begin)
    return Examined(_evidence(strand, asked, joins, begun), overlaps)


def _evidence(
    strand: Strand, asked: Pairs, joins: seams.Floats, begun: Mapping[int, tuple[str, float]]
) -> seams.Asked:
    """The columns of evidence; ``begun`` are the right texts without the doubled characters, and their log-odds."""
    lefts = list(dict.fromkeys(asked.lefts.tolist()))
    number = np.zeros(len(strand.texts), np.int64)
    number[lefts] = np.arange(len(lefts))
    owner = number[asked.lefts]
    ends = np.array([seams.end(strand.clues[n], strand.texts[n]) for n in lefts])
    starts = _starts(strand, asked.rights, begun)
    return seams.Asked(
        np.array(lefts),
        owner,
        asked.rights,
        asked.below,
        np.hstack((ends[owner], starts, _across(strand, asked, joins, starts))),
    )


def _starts(strand: Strand, rights: seams.Numbers, begun: Mapping[int, tuple[str, float]]) -> seams.Floats:
    """What the beginning of each pair shows by itself, in the order of :data:`seams.STARTS`."""
    whole = distinct(rights)
    shown = [(n, strand.texts[n], strand.clues[n]) for n in whole.tolist()]
    openings = strand.openings(whole.tolist())
    for pair, (text, begin) in begun.items():
        n = int(rights[pair])
        shown.append((n, text, strand.clues[n]._replace(begin=begin)))
    openings += opening_scores([text for text, _ in begun.values()])
    rows = np.array(
        [
            seams.start(clues, text, opening + USUAL, _above(strand, n), strand.headed[n])
            for (n, text, clues), opening in zip(shown, openings, strict=True)
        ]
    )
    place = whole.searchsorted(rights)
    place[list(begun)] = np.arange(len(whole), len(shown))
    found: seams.Floats = rows[place]
    return found


def _above(strand: Strand, n: int) -> tuple[str, bool]:
    """The role of the fragment above one, and whether it ends as paragraphs do."""
    return (strand.roles[n - 1], not is_open(strand.clues[n - 1])) if n else ("", True)


def _across(strand: Strand, asked: Pairs, joins: seams.Floats, starts: seams.Floats) -> seams.Floats:
    """The evidence that the two sides of each pair give together, in the order of :data:`seams.ACROSS`."""
    below, far = asked.below, ~asked.below
    clipped = joins.clip(-6.0, 8.0)
    ranks = np.zeros(len(strand.texts), np.int64)
    ranks[strand.body] = np.arange(len(strand.body))
    steps = np.where(below, 1, ranks[asked.rights] - ranks[asked.lefts])
    waits = _marks(strand, seams.waits, asked.lefts)
    places = np.zeros((len(joins), 5))
    near = np.flatnonzero(below)
    ends = zip(asked.lefts[near].tolist(), asked.rights[near].tolist(), strict=True)
    places[near] = [_place(strand, *pair) for pair in ends] or np.empty((0, 5))
    names = seams.STARTS
    return np.column_stack(
        (
            clipped * below,
            clipped * far,
            _rivals(clipped, asked.rights),
            (waits > 0) & (waits == _marks(strand, seams.closes, asked.rights)),
            asked.twice > 0,
            places,
            below,
            far,
            far & (steps < 0),
            far * np.log(np.maximum(np.abs(steps), 1)),
            far * starts[:, names.index("below_whole")],
            far * starts[:, names.index("below_head")],
        )
    )


def _marks(strand: Strand, asked_for: Callable[[str], str], some: seams.Numbers) -> seams.Numbers:
    """The mark that each of some fragments waits for, or closes, as a number; 0 for none."""
    found = np.zeros(len(strand.texts), np.int64)
    for n in distinct(some).tolist():
        found[n] = ord(asked_for(strand.texts[n]) or "\0")
    return found[some]


def _rivals(joins: seams.Floats, rights: seams.Numbers) -> seams.Floats:
    """How much better each pair reads than the best other end before the same beginning; 0 where there is none."""
    order = np.lexsort((-joins, rights))
    ordered, values = rights[order], joins[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    group = np.cumsum(np.diff(ordered, prepend=-1) != 0) - 1
    sizes = np.diff(np.append(first, len(order)))
    best = values[first][group]
    second = values[np.minimum(first + 1, len(order) - 1)][group]
    rival = np.where(np.arange(len(order)) == first[group], second, best)
    found = np.empty(len(order))
    found[order] = np.where(sizes[group] > 1, values - rival, 0.0)
    return found


def _place(strand: Strand, left: int, right: int) -> tuple[float, ...]:
    """The kinds of line between an end and the text right below it, and the topic of a headline there, in tenths."""
    roles = strand.between(left, right)
    head = next((n for n, role in enumerate(roles, left + 1) if role in seams.HEADS), None)
    byline = "byline" in roles
    if head is None:
        return 0.0, float(byline), float(bool(roles) and not byline), 0.0, 0.0
    above, below = around(head, strand.long, _AROUND)
    new = strand.topics.opens(head, sorted({*above, left}), sorted({*below, right}))
    return 1.0, float(byline), 0.0, new, 10.0 * strand.topics.covered(head, (right,))

"""Strand: a page's running text as continuity sees it, its open ends and the beginnings that they may go on in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pipeline.language import LanguageModel
from pipeline.language.openings import opening_scores
from pipeline.page import seams
from pipeline.page.topics import Topics, around
from pipeline.values.model import Clues

_NEAR = 60
"""Paragraphs above and below an end in which its other half is looked for: a newspaper page has fewer, and a text that
was put together of many pages is read in time that grows as its length."""
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


class Pair(NamedTuple):
    """An open end and a beginning, by fragment; ``twice`` are the characters that stand at both."""

    left: int
    right: int
    below: bool
    twice: int = 0


def pairs(strand: Strand) -> list[Pair]:
    """List the open ends of a page with the beginnings that each may go on in, and the pairs that people joined."""
    said = {pair: held for pair, held in strand.said.items() if strand.rank.keys() >= set(pair)}
    found = [pair for pair in _pairs(strand) if (pair.left, pair.right) not in said]
    made = [
        Pair(left, right, strand.below(left) == right, repeated(strand.texts[left], strand.texts[right]))
        for (left, right), held in said.items()
        if held
    ]
    return [*found, *made]


def _pairs(strand: Strand) -> Iterator[Pair]:
    yield from _first_halves(strand)
    ends = [n for n in strand.body if is_open(strand.clues[n])]
    if not ends:
        return
    begins = _halves(strand)
    ranks = [strand.rank[n] for n in begins]
    for left in ends:
        at, below = strand.rank[left], strand.below(left)
        if below >= 0 and _may_go_on(strand, below):
            yield Pair(left, below, True, _twice(strand, left, below))
        for right in begins[bisect_left(ranks, at - _NEAR) : bisect_right(ranks, at + _NEAR)]:
            if right not in (left, below):
                yield Pair(left, right, False)


def _first_halves(strand: Strand) -> Iterator[Pair]:
    """Short lines that were taken for cross-heads: the text they go on in repeats their last characters."""
    for left, role in enumerate(strand.roles[:-1]):
        if role == "heading" and strand.roles[left + 1] == "body" and is_open(strand.clues[left]):
            twice = repeated(strand.texts[left], strand.texts[left + 1])
            if _SURE_OVERLAP <= twice < len(strand.texts[left]):
                yield Pair(left, left + 1, True, twice)


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


def examined(strand: Strand, model: LanguageModel, asked: Sequence[Pair]) -> Examined:
    """Weigh some pairs; the language model is asked once for all."""
    texts = strand.texts
    again = [n for n, pair in enumerate(asked) if pair.twice]
    rests = [texts[asked[n].right][asked[n].twice :] for n in again]
    answers = model.answers(
        rests,
        [],
        [
            *((texts[pair.left], texts[pair.right]) for pair in asked),
            *((texts[asked[n].left], rest) for n, rest in zip(again, rests, strict=True)),
        ],
    )
    joins, overlaps = answers.joins[: len(asked)], [0] * len(asked)
    begun: dict[int, tuple[str, float]] = {}
    for n, rest, join, begin in zip(again, rests, answers.joins[len(asked) :], answers.starts, strict=True):
        if asked[n].twice >= _SURE_OVERLAP or join > joins[n] + _READS_BETTER:
            joins[n], overlaps[n], begun[n] = join, asked[n].twice, (rest, begin)
    return Examined(_evidence(strand, asked, joins, begun), overlaps)


def _evidence(
    strand: Strand, asked: Sequence[Pair], joins: Sequence[float], begun: Mapping[int, tuple[str, float]]
) -> seams.Asked:
    """The columns of evidence; ``begun`` are the right texts without the doubled characters, and their log-odds."""
    lefts = list(dict.fromkeys(pair.left for pair in asked))
    number = {left: n for n, left in enumerate(lefts)}
    owner = np.array([number[pair.left] for pair in asked], np.int64)
    rights = np.array([pair.right for pair in asked], np.int64)
    below = np.array([pair.below for pair in asked], bool)
    ends = np.array([seams.end(strand.clues[n], strand.texts[n]) for n in lefts])
    starts = _starts(strand, asked, begun)
    far = seams.Asked(np.array(lefts, np.int64), owner, rights, below, np.zeros((0, 0)))
    return far._replace(
        evidence=np.hstack((ends[owner], starts, _across(strand, asked, far, np.array(joins), starts)))
    )


def _starts(strand: Strand, asked: Sequence[Pair], begun: Mapping[int, tuple[str, float]]) -> seams.Floats:
    whole = list(dict.fromkeys(pair.right for pair in asked))
    rests = [(asked[n].right, text, begin) for n, (text, begin) in begun.items()]
    shown = [(n, strand.texts[n], strand.clues[n].begin) for n in whole] + rests
    openings = [*strand.openings(whole), *opening_scores([text for _, text, _ in rests])]
    rows = np.array(
        [
            seams.start(
                strand.clues[n]._replace(begin=begin),
                text,
                opening + USUAL,
                _above(strand, n),
                strand.headed[n],
            )
            for (n, text, begin), opening in zip(shown, openings, strict=True)
        ]
    )
    at = {n: row for row, n in enumerate(whole)}
    place = [at[pair.right] for pair in asked]
    for row, n in enumerate(begun, len(whole)):
        place[n] = row
    found: seams.Floats = rows[place]
    return found


def _above(strand: Strand, n: int) -> tuple[str, bool]:
    """The role of the fragment above one, and whether it ends as paragraphs do."""
    return (strand.roles[n - 1], not is_open(strand.clues[n - 1])) if n else ("", True)


def _across(
    strand: Strand, asked: Sequence[Pair], ends: seams.Asked, joins: seams.Floats, starts: seams.Floats
) -> seams.Floats:
    """The evidence that the two sides of each pair give together, in the order of :data:`seams.ACROSS`."""
    below, far = ends.below, ~ends.below
    clipped = joins.clip(-6.0, 8.0)
    steps = np.array(
        [1 if pair.below else strand.rank[pair.right] - strand.rank[pair.left] for pair in asked]
    )
    waits = {n: seams.waits(strand.texts[n]) for n in ends.lefts.tolist()}
    closes = {n: seams.closes(strand.texts[n]) for n in set(ends.rights.tolist())}
    paired = [bool(waits[pair.left]) and waits[pair.left] == closes[pair.right] for pair in asked]
    places = np.array([_place(strand, pair) if pair.below else (0.0,) * 5 for pair in asked])
    names = seams.STARTS
    return np.column_stack(
        (
            clipped * below,
            clipped * far,
            _rivals(clipped, ends.rights),
            paired,
            [pair.twice > 0 for pair in asked],
            places,
            below,
            far,
            far & (steps < 0),
            far * np.log(np.maximum(np.abs(steps), 1)),
            far * starts[:, names.index("below_whole")],
            far * starts[:, names.index("below_head")],
        )
    )


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


def _place(strand: Strand, pair: Pair) -> tuple[float, ...]:
    """The kinds of line between an end and the text right below it, and the topic of a headline there, in tenths."""
    roles = strand.between(pair.left, pair.right)
    head = next((n for n, role in enumerate(roles, pair.left + 1) if role in seams.HEADS), None)
    byline = "byline" in roles
    if head is None:
        return 0.0, float(byline), float(bool(roles) and not byline), 0.0, 0.0
    above, below = around(head, strand.long, _AROUND)
    new = strand.topics.opens(head, sorted({*above, pair.left}), sorted({*below, pair.right}))
    return 1.0, float(byline), 0.0, new, 10.0 * strand.topics.covered(head, (pair.right,))

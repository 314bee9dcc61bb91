"""Letters of two texts that agree in one order, found in about linear time.

An alignment by dynamic programming takes time by the square: 6 ms for two articles of 8,000 letters, and most
pairs share one sentence. So long texts are cut first at runs of letters that are unique in either, in the order that
most of them have (as in patience diff, Bram Cohen, 2007). Only the short stretches between two such runs are aligned
letter by letter. Between runs that are far apart nothing agrees but by chance, save near the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel

from pipeline.duplicates.alignment import Block
from pipeline.duplicates.fold import Index
from pipeline.duplicates.runs import consecutive, heaviest, places_in_both, places_once
from pipeline.duplicates.shingles import Keys, keys
from pipeline.values.arrays import changes, distinct

REACH = 64
"""Letters beside a run that are aligned where the next run is far away."""

_REPEATED = 1 << 24
"""Pairs of letters, at most, of texts without a run that stands once in each, such as tables: two of 4,096 letters take
1 ms to align."""


class Search(NamedTuple):
    """How two texts are searched.

    Attributes:
        run: letters of a run that both texts have once.
        direct: up to so many pairs of letters are aligned at once, without looking for runs.
        again: between two runs others are looked for, that stand once there.
    """

    run: int
    direct: int
    again: bool


CLOSE = Search(run=6, direct=1 << 20, again=True)
"""For texts of which much may agree. Of two readings with 12 % wrong letters each, a fifth of the runs of six agree.
Two texts of 1,024 letters take .07 ms to align, and .3 to cut."""

SPARSE = Search(run=12, direct=1 << 13, again=False)
"""For texts of which little agrees: shared passages have runs as long as those that made the texts a pair."""


class _Area(NamedTuple):
    """A stretch of the one text and a stretch of the other, from the first letter to before the last."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def size(self) -> int:
        return (self.a1 - self.a0) * (self.b1 - self.b0)


def grams(text: str, size: int) -> Keys:
    """A 64-bit hash of every run of ``size`` letters of a text, (n - size + 1,).

    >>> len(grams("三千人种下柳树", 6))
    2
    """
    return keys(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), size)


@lru_cache(1 << 9)  # a text is compared with several others in a row
def _distinct(text: str, size: int) -> Keys:
    return distinct(grams(text, size))


def alike(one: str, two: str, size: int) -> float:
    """The share of the shorter text's different runs of ``size`` letters that the other has, too.

    >>> alike("三千人种下柳树", "三千人种下杨树", 3)
    0.6
    """
    first, second = _distinct(one, size), _distinct(two, size)
    return _shared(first, second) / max(min(len(first), len(second)), 1)


def share_runs(one: str, two: str, size: int) -> bool:
    """Whether a run of ``size`` letters stands in both texts.

    >>> share_runs("三千人种下柳树", "三百人种下了柳树", 3)
    True
    """
    return _shared(distinct(grams(one, size)), distinct(grams(two, size))) > 0


def _shared(one: Keys, two: Keys) -> int:
    both = np.sort(np.concatenate((one, two)), kind="stable")  # merges two that are in order
    return len(both) - int(changes(both).sum())


def in_order(one: str, two: str, search: Search = CLOSE) -> list[Block]:
    """The letters of two texts that agree, in the order of both; neighbours are one block.

    >>> in_order("三千人种下柳树", "三百人种下了柳树")
    [Block(a=0, b=0, length=1), Block(a=2, b=2, length=3), Block(a=5, b=6, length=2)]
    """
    whole = _Area(0, len(one), 0, len(two))
    if whole.size <= search.direct:
        return list(_aligned(one, two, whole))
    return _merged(_Cutting(one, two, search).blocks(whole))


def _aligned(one: str, two: str, area: _Area) -> Iterator[Block]:
    """The letters that agree in an alignment with the fewest insertions and deletions."""
    a0, a1, b0, b1 = area
    if a0 < a1 and b0 < b1:
        for a, b, length in Indel.editops(one[a0:a1], two[b0:b1]).as_matching_blocks():
            if length:
                yield Block(a0 + a, b0 + b, length)


@lru_cache(1 << 9)
def _grams(text: str, size: int) -> tuple[Keys, Index]:
    """The hash of every run, and where those stand that stand once, in the order of their hashes."""
    every = grams(text, size)
    return every, places_once(every)


class _Cutting:
    """Two texts that are cut at runs which both have once."""

    def __init__(self, one: str, two: str, search: Search) -> None:
        self._one, self._two, self._search = one, two, search
        self._grams = _grams(one, search.run), _grams(two, search.run)

    def blocks(self, whole: _Area) -> Iterator[Block]:
        """The blocks of an area, in order; the areas between runs wait on a stack, so that no text is too deep."""
        waiting: list[_Area | Block] = [whole]
        while waiting:
            area = waiting.pop()
            if isinstance(area, Block):
                yield area
            elif area.size <= self._search.direct:
                yield from _aligned(self._one, self._two, area)
            elif (area is whole or self._search.again) and (runs := self._runs(area, area is whole)):
                waiting += reversed(list(_parts(area, runs)))
            elif self._search.again and area.size <= _REPEATED and self._repeats(area):
                yield from _aligned(self._one, self._two, area)
            else:
                yield from _ends(self._one, self._two, area)

    def _runs(self, area: _Area, whole: bool) -> list[Block]:
        """Runs of an area that stand once in either of its sides, those of them that are in one order and say most."""
        (one, once_a), (two, once_b) = self._grams
        one, two = self._within(area)
        at_a, at_b = (once_a, once_b) if whole else (places_once(one), places_once(two))
        first, second = places_in_both(one[at_a], two[at_b])
        if not len(first):
            return []
        a, b = at_a[first], at_b[second]
        order = np.argsort(a)
        runs = heaviest(consecutive(a[order], b[order], self._search.run))
        return [Block(area.a0 + run.a, area.b0 + run.b, run.length) for run in runs]

    def _within(self, area: _Area) -> tuple[Keys, Keys]:
        (one, _), (two, _) = self._grams
        less = self._search.run - 1
        return one[area.a0 : max(area.a1 - less, area.a0)], two[area.b0 : max(area.b1 - less, area.b0)]

    def _repeats(self, area: _Area) -> bool:
        """Whether half of the shorter side's runs stand in the other: several times, or they would have been found."""
        short, long = sorted(self._within(area), key=len)
        return bool(np.isin(short, long).mean() >= 0.5) if len(short) else False


def _parts(area: _Area, runs: Sequence[Block]) -> Iterator[_Area | Block]:
    """The runs of an area, and the areas between them."""
    a, b = area.a0, area.b0
    for run in runs:
        yield _Area(a, run.a, b, run.b)
        yield run
        a, b = run.a + run.length, run.b + run.length
    yield _Area(a, area.a1, b, area.b1)


def _ends(one: str, two: str, area: _Area) -> Iterator[Block]:
    """The letters that agree at the beginning of an area and at its end."""
    a0, a1, b0, b1 = area
    head = list(_aligned(one, two, _Area(a0, min(a0 + REACH, a1), b0, min(b0 + REACH, b1))))
    yield from head
    if head:
        a0, b0 = head[-1].a + head[-1].length, head[-1].b + head[-1].length
    yield from _aligned(one, two, _Area(max(a0, a1 - REACH), a1, max(b0, b1 - REACH), b1))


def _merged(blocks: Iterator[Block]) -> list[Block]:
    """The blocks, those that touch in both texts as one."""
    found: list[Block] = []
    for block in blocks:
        if found:
            last = found[-1]
            if (last.a + last.length, last.b + last.length) == (block.a, block.b):
                found[-1] = last._replace(length=last.length + block.length)
                continue
        found.append(block)
    return found

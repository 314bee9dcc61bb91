"""Seeds: stretches of folded texts that stand twice, letter for letter."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from pipeline.duplicates.fold import Folded, decode
from pipeline.duplicates.shingles import Again, keys, recurring

SIZE = 8
"""Letters of a seed: long enough that set phrases of four to six characters are no seeds."""

MOST = 8
"""Up to so many places of one n-gram are all paired; more are paired with the first place only, so that a
refrain that stands n times costs n pairs and not n squared."""


class Seed(NamedTuple):
    """``length`` letters at ``a`` that stand again at ``b`` > ``a``."""

    a: int
    b: int
    length: int


def repeats(folded: Folded, shingle: int = SIZE, again: Again | None = None) -> list[Seed]:
    """The longest stretches of at least :data:`SIZE` letters that begin in two of the texts.

    Texts are taken end to end, so that a stretch may run on from one to the next; one that repeats within
    itself is cut where its copy begins. In order of ``a``, then ``b``.

    Args:
        folded: the texts.
        shingle: letters of the n-grams of ``again``.
        again: the n-grams that stand more than once, if they are known.

    >>> from pipeline.duplicates.fold import fold
    >>> repeats(fold(["志愿者在河堤种下柳树", "昨日志愿者在河堤种下柳树"]))
    [Seed(a=0, b=12, length=10)]
    """
    if again is None or shingle > SIZE:
        shingle, again = SIZE, recurring(keys(folded.codes, SIZE))
    places, more = np.sort(again.places), SIZE - shingle
    within = places[: max(0, len(places) - more)]
    within = within[places[more:] - within == more]  # a passage that stands again is made of parts that do
    found: list[tuple[int, int]] = []  # how far apart the copies are, and where the first of them begins
    ends: list[int] = []
    for shift, first in sorted(_pairs(folded, within.tolist())):
        if found and found[-1][0] == shift and ends[-1] == first:
            ends[-1] += 1
        else:
            found.append((shift, first))
            ends.append(first + 1)
    lengths = [min(end - first + SIZE - 1, shift) for (shift, first), end in zip(found, ends, strict=True)]
    seeds = zip(found, lengths, strict=True)
    return sorted(Seed(first, first + shift, length) for (shift, first), length in seeds if length >= SIZE)


def _pairs(folded: Folded, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """How far apart two places of different texts are whose n-grams are equal, and the earlier of them."""
    text, bounds = decode(folded.codes), folded.bounds.tolist()
    same = defaultdict[str, list[tuple[int, int]]](list)
    for place in places:
        same[text[place : place + SIZE]].append((place, bisect_right(bounds, place)))
    for group in same.values():
        pairs = combinations(group, 2) if len(group) <= MOST else ((group[0], other) for other in group[1:])
        for (one, owner), (two, other) in pairs:
            if owner != other:
                yield two - one, one

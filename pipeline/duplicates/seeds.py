"""Seeds: stretches of folded texts that stand twice, letter for letter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.duplicates.fold import Folded, Index
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
    first, shift = _pairs(folded, within)
    starts = np.ones(len(first), dtype=np.bool_)
    starts[1:] = (np.diff(first) != 1) | (np.diff(shift) != 0)
    begins = np.flatnonzero(starts)
    first, shift, run = first[begins], shift[begins], np.diff(begins, append=len(first))
    lengths = np.minimum(run + SIZE - 1, shift)
    kept = np.flatnonzero(lengths >= SIZE)
    kept = kept[np.lexsort((shift[kept], first[kept]))]
    rows = zip(*(column[kept].tolist() for column in (first, first + shift, lengths)), strict=True)
    return [Seed(*row) for row in rows]


def _pairs(folded: Folded, places: Index) -> tuple[Index, Index]:
    """Places whose n-grams stand in a later text again, and how far away; in order of how far, then of place."""
    grams = keys(folded.codes, SIZE)[places]
    order = np.argsort(grams, kind="stable")
    grams, places = grams[order], places[order]
    owner = folded.owner(places)
    begins = np.flatnonzero(np.append(True, grams[1:] != grams[:-1])[: len(grams)])
    sizes = np.diff(begins, append=len(grams))
    few = np.repeat(sizes <= MOST, sizes)
    ones, others = [], []
    for step in range(1, MOST):
        same = np.flatnonzero((grams[step:] == grams[:-step]) & few[step:])
        ones.append(same)
        others.append(same + step)
    many = np.flatnonzero(~few)
    ones.append(np.repeat(begins, sizes)[many])
    others.append(many)
    one, two = np.concatenate(ones), np.concatenate(others)
    apart = owner[one] != owner[two]
    first, shift = places[one[apart]], places[two[apart]] - places[one[apart]]
    order = np.lexsort((first, shift))
    return first[order], shift[order]

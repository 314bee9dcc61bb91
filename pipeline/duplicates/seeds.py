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
    """
    if again is None or shingle > SIZE:
        shingle, again = SIZE, recurring(keys(folded.codes, SIZE))
    places, more = np.sort(again.places), SIZE - shingle
    within = places[: max(0, len(places) - more)]
    within = within[places[more:] - within == more]  # what stands again is made of parts that do
    first, second = _pairs(
        keys(folded.codes[within[:, None] + np.arange(SIZE)].ravel(), SIZE)[::SIZE], within
    )
    apart = folded.owner(first) != folded.owner(second)
    first, second = first[apart], second[apart]
    if not len(first):
        return []
    shift = second - first
    order = np.lexsort((first, shift))
    first, shift = first[order], shift[order]
    breaks = np.flatnonzero((np.diff(first) != 1) | (np.diff(shift) != 0)) + 1
    starts = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(first)]))
    lengths = np.minimum(ends - starts + SIZE - 1, shift[starts])
    found = zip(first[starts].tolist(), (first + shift)[starts].tolist(), lengths.tolist(), strict=True)
    return sorted(Seed(*seed) for seed in found if seed[2] >= SIZE)


def _pairs(grams: np.ndarray, places: Index) -> tuple[Index, Index]:
    """Pairs of the places whose n-grams are equal, the earlier first."""
    if not len(places):
        return places, places
    order = np.argsort(grams, kind="stable")
    ranked, order = grams[order], places[order]
    new = np.concatenate(([True], ranked[1:] != ranked[:-1]))
    begin = np.flatnonzero(new)
    size = np.diff(np.append(begin, len(grams)))
    rank = np.arange(len(grams)) - np.repeat(begin, size)
    sizes = np.repeat(size, size)
    firsts, seconds = [], []
    for step in range(1, min(MOST, int(size.max()))):
        at = np.flatnonzero((rank >= step) & (sizes <= MOST))
        firsts.append(order[at - step])
        seconds.append(order[at])
    at = np.flatnonzero((rank > 0) & (sizes > MOST))
    firsts.append(order[at - rank[at]])
    seconds.append(order[at])
    return np.concatenate(firsts), np.concatenate(seconds)

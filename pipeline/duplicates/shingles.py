"""Shingles: the character n-grams of folded texts, as hashes; exact Jaccard and containment of two texts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.fold import Codes, Folded, Index
from pipeline.values.arrays import distinct

Hashes = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]

BASE = np.uint32(0x01000193)
"""Base of the polynomial hash: the 32-bit FNV prime (Fowler, Noll and Vo, 1991). On Chinese n-grams of 3 to 7
characters its collisions equal those of a random function."""

_WIDE_BASE = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, odd: Knuth's multiplicative hashing


def hashes(codes: Codes, size: int) -> Hashes:
    """The 32-bit hash of every n-gram of ``size`` code points, (m - size + 1,), for signatures.

    >>> hashes(np.array([1, 2, 3, 4], dtype=np.uint32), 3).tolist()
    [671251858, 1325726095]
    """
    count = max(0, len(codes) - size + 1)
    value = codes[:count].copy()
    for at in range(1, size):
        value *= BASE
        value += codes[at : at + count]
    return value


def keys(codes: Codes, size: int) -> Keys:
    """A 64-bit hash of every n-gram of ``size`` code points, (m - size + 1,), for exact comparison.

    Up to three code points of 21 bits the map is one to one before it is mixed.

    >>> len(keys(np.arange(10, dtype=np.uint32), 3))
    8
    """
    count = max(0, len(codes) - size + 1)
    value = codes[:count].astype(np.uint64)
    for at in range(1, size):
        value = value * np.uint64(1 << 21) if at < 3 else value * _WIDE_BASE
        value += codes[at : at + count]
    value *= _WIDE_BASE
    return value ^ (value >> np.uint64(32))


class Again(NamedTuple):
    """N-grams that stand more than once.

    Attributes:
        grams: their numbers, ascending, once for each place, (k,).
        places: where they stand; those of one n-gram in order, (k,).
    """

    grams: Index
    places: Index


def recurring(keys: Keys) -> Again:
    """Those of some hashes that stand more than once, and where.

    Sorted with their places in place of their low bits, which takes a fifth of the time of sorting places by them.

    >>> recurring(np.array([9, 5, 9, 7], dtype=np.uint64)).places.tolist()
    [0, 2]
    """
    bits = np.uint64(len(keys).bit_length())
    marked = keys >> bits << bits | np.arange(len(keys), dtype=np.uint64)
    marked.sort()
    order = (marked & (np.uint64(1) << bits) - np.uint64(1)).astype(np.int64)
    ranked = keys.take(order)
    if (ranked[1:] < ranked[:-1]).any():  # two differ in these bits only: one page in a hundred million
        order = np.argsort(keys, kind="stable")
        ranked = keys[order]
    new = np.ones(len(keys) + 1, dtype=np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=new[1:-1])
    twice = np.flatnonzero(~(new[:-1] & new[1:]))
    return Again(np.cumsum(new, dtype=np.int64)[twice], order[twice])


def counts(folded: Folded, size: int) -> Index:
    """N-grams per text, (n,); none for a text shorter than ``size``.

    >>> from pipeline.duplicates.fold import fold
    >>> counts(fold(["接版", "人民日报"]), 3).tolist()
    [0, 2]
    """
    return np.maximum(folded.lengths - (size - 1), 0)


def similarity(one: Codes, two: Codes, size: int) -> tuple[float, float]:
    """Jaccard and containment (of the smaller set in the larger) of two folded texts.

    Texts without an n-gram are compared whole: (1, 1) if they are equal, (0, 0) if not.

    >>> from pipeline.duplicates.fold import fold
    >>> similarity(fold(["河堤种下柳树"]).codes, fold(["河堤种下柳"]).codes, 3)
    (0.75, 1.0)
    """
    if np.array_equal(one, two):
        return 1.0, 1.0
    first, second = distinct(keys(one, size)), distinct(keys(two, size))
    if not len(first) or not len(second):
        return 0.0, 0.0
    both = len(first) + len(second) - len(distinct(np.concatenate((first, second))))
    return both / (len(first) + len(second) - both), both / min(len(first), len(second))

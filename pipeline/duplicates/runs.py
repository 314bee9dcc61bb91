"""Runs of letters that stand once in each of two texts: where they stand, and those of them that are in one order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from pipeline.duplicates.alignment import Block
from pipeline.duplicates.fold import Index
from pipeline.duplicates.shingles import Keys


def places_once(every: Keys) -> Index:
    """Give the places of the values that stand once, in the order of the values.

    >>> places_once(np.array([7, 5, 7, 3], dtype=np.uint64)).tolist()
    [3, 1]
    """
    order = np.argsort(every)
    ranked = every[order]
    new = np.ones(len(every) + 1, dtype=bool)
    np.not_equal(ranked[1:], ranked[:-1], out=new[1:-1])
    places: Index = order[new[:-1] & new[1:]]
    return places


def places_in_both(one: Keys, two: Keys) -> tuple[Index, Index]:
    """Give the places of the values that both have, of values in order.

    >>> [places.tolist() for places in places_in_both(np.array([3, 5, 9]), np.array([5, 7, 9]))]
    [[1, 2], [0, 2]]
    """
    at = np.minimum(np.searchsorted(two, one), max(len(two) - 1, 0))
    first = np.flatnonzero(two[at] == one) if len(two) else np.zeros(0, dtype=np.int64)
    return first, at[first]


def consecutive(a: Index, b: Index, size: int) -> list[Block]:
    """Put together runs that follow one another in both texts; in the order of the first.

    >>> consecutive(np.array([0, 1, 5]), np.array([2, 3, 9]), 6)
    [Block(a=0, b=2, length=7), Block(a=5, b=9, length=6)]
    """
    new = np.ones(len(a), dtype=bool)
    new[1:] = (np.diff(a) != 1) | (np.diff(b) != 1)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(a)) - 1
    return [
        Block(low_a, low_b, high_a - low_a + size)
        for low_a, low_b, high_a in zip(a[first].tolist(), b[first].tolist(), a[last].tolist(), strict=True)
    ]


def heaviest(blocks: Sequence[Block]) -> list[Block]:
    """Choose, of blocks in the order of the first text, those in the order of the second that have most letters.

    >>> heaviest([Block(0, 20, 9), Block(10, 0, 6), Block(20, 9, 6)])
    [Block(a=10, b=0, length=6), Block(a=20, b=9, length=6)]

    The heaviest increasing subsequence, by a Fenwick tree of the best chain that ends up to a place: n log n.
    """
    if len(blocks) < 2:
        return list(blocks)
    ends = sorted({block.b for block in blocks})
    tree = [(0, -1)] * (len(ends) + 1)
    before = [-1] * len(blocks)
    best = (0, -1)
    for number, block in enumerate(blocks):
        rank = bisect_left(ends, block.b)
        chain, at = (0, -1), rank
        while at:
            chain = max(chain, tree[at])
            at -= at & -at
        before[number] = chain[1]
        mine = (chain[0] + block.length, number)
        best, at = max(best, mine), rank + 1
        while at < len(tree):
            tree[at] = max(tree[at], mine)
            at += at & -at
    found = []
    number = best[1]
    while number >= 0:
        found.append(blocks[number])
        number = before[number]
    return _apart(found[::-1])


def _apart(blocks: Sequence[Block]) -> list[Block]:
    """Without the letters that the block before has taken in either text."""
    found: list[Block] = []
    a = b = 0
    for block in blocks:
        over = max(a - block.a, b - block.b, 0)
        if over < block.length:
            found.append(Block(block.a + over, block.b + over, block.length - over))
            a, b = found[-1].a + found[-1].length, found[-1].b + found[-1].length
    return found

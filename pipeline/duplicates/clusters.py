"""Clusters of texts that are one, and which of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.bands import Pairs
from pipeline.duplicates.fold import Index
from pipeline.duplicates.verification import Verified
from pipeline.values.arrays import connected

Reason = Literal["complete", "undamaged", "earliest"]

COMPLETE = 0.98
"""A text is complete if it has this share of the letters of the longest of its cluster: readings of one
paragraph differ by one letter in a hundred (median of the measured pairs) even where neither lost any."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Copies, and the texts that are kept in their place; arrays of one length.

    Attributes:
        pairs: (kept, copy), verified.
        cluster: the earliest text of the component they are in, (n,).
        reason: index into :data:`REASONS`, (n,): why the kept text is better than the copy.
    """

    pairs: Verified
    cluster: Index
    reason: npt.NDArray[np.int8]


REASONS: tuple[Reason, ...] = ("complete", "undamaged", "earliest")


def components(pairs: Pairs, count: int) -> Index:
    """The earliest text that each of ``count`` texts is connected with, (count,).

    >>> components(np.array([[1, 2], [2, 4]]), 5).tolist()
    [0, 1, 1, 3, 1]
    """
    return connected(pairs[:, 0], pairs[:, 1], count)


def clusters(pairs: Pairs, lengths: Index, damage: Index, check: Callable[[Pairs], Verified]) -> Clusters:
    """Choose the text that is kept of each connected component of the pairs that are alike.

    The best text of a component is kept: complete, then undamaged, then earliest. All others are compared
    with it, whether a candidate pair led there or not. Of those that are not alike the best is kept again,
    for those that a verified pair joins to it: nothing is dropped for a text that it was not compared with.

    Args:
        pairs: the candidates, (n, 2).
        lengths: folded letters of each text, (n,).
        damage: signs of damage in each text, (n,).
        check: compares pairs.

    >>> alike = np.ones(1, dtype=bool)
    >>> def check(pairs: Pairs) -> Verified:
    ...     n = len(pairs)
    ...     return Verified(pairs, np.ones(n), np.ones(n), np.ones(n) > 0, np.ones(n) > 0, np.ones(n) < 0)
    >>> found = clusters(np.array([[0, 2]]), np.array([40, 60, 41]), np.array([1, 0, 0]), check)
    >>> found.pairs.pairs.tolist(), REASONS[found.reason[0]]
    ([[2, 0]], 'complete')
    """
    label = _connected(pairs, len(lengths), check)
    nodes = np.flatnonzero(np.bincount(label, minlength=len(label))[label] > 1)
    longest = np.zeros(len(lengths), dtype=np.int64)
    np.maximum.at(longest, label[nodes], lengths[nodes])
    partial = lengths < COMPLETE * longest[label]
    nodes = nodes[np.lexsort((nodes, damage[nodes], partial[nodes], label[nodes]))]
    new = np.ones(len(nodes), dtype=bool)
    new[1:] = label[nodes[1:]] != label[nodes[:-1]]
    best = np.repeat(nodes[new], np.diff(np.append(np.flatnonzero(new), len(nodes))))
    found = check(np.stack((best[~new], nodes[~new]), axis=1))
    left = nodes[~new][~found.alike]
    found = found.only(found.alike).joined(_greedy(left, pairs, check))
    kept, copy = found.pairs[:, 0], found.pairs[:, 1]
    reason = np.where(partial[copy] & ~partial[kept], 0, np.where(damage[kept] < damage[copy], 1, 2))
    return Clusters(found, label[kept], reason.astype(np.int8))


def _connected(pairs: Pairs, count: int, check: Callable[[Pairs], Verified]) -> Index:
    """The components of the pairs that are alike, as :func:`components` gives them.

    Each text is first compared with the earliest it is paired with; a pair within a component that is
    already connected cannot change it and is not compared.
    """
    _, earliest = np.unique(pairs[:, 1], return_index=True)
    first = check(pairs[earliest])
    edges = first.pairs[first.alike]
    label = components(edges, count)
    rest = check(pairs[label[pairs[:, 0]] != label[pairs[:, 1]]])
    return components(np.concatenate((edges, rest.pairs[rest.alike])), count)


def _greedy(nodes: Index, pairs: Pairs, check: Callable[[Pairs], Verified]) -> Verified:
    """Of ``nodes``, best first, keep each that no kept one took; it takes its neighbours: (kept, copy)."""
    within = np.zeros(int(pairs.max(initial=0)) + 1, dtype=bool)
    within[nodes[nodes < len(within)]] = True
    edges = check(pairs[within[pairs].all(axis=1)])
    edges = edges.only(edges.alike)
    place = {node: rank for rank, node in enumerate(nodes.tolist())}
    neighbours: dict[int, list[int]] = {}
    for one, two in edges.pairs.tolist():
        neighbours.setdefault(one, []).append(two)
        neighbours.setdefault(two, []).append(one)
    taken: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for node in place:
        if node in taken:
            continue
        worse = (other for other in neighbours.get(node, []) if place[other] > place[node])
        near = [other for other in worse if other not in taken]
        taken.update(near)
        chosen += [(node, other) for other in near]
    return check(np.array(chosen, dtype=np.int64).reshape(-1, 2))

"""Clusters of texts that are one, and which of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from pipeline.duplicates.bands import Pairs
from pipeline.duplicates.fold import Index
from pipeline.duplicates.verification import Verified

Reason = Literal["complete", "undamaged", "earliest"]

COMPLETE = 0.98
"""A text is complete if it has this share of the letters of the longest of its cluster: readings of one
paragraph differ by one letter in a hundred (median of the measured pairs) even where neither lost any."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Copies and what is kept in their place, arrays of one length.

    Attributes:
        kept, copy: numbers of the texts; each pair was verified directly.
        cluster: the earliest text of the component they are in.
        reason: index into :data:`REASONS`: what the kept text has over the copy.
        jaccard, containment, equal: as verified.
    """

    kept: Index
    copy: Index
    cluster: Index
    reason: npt.NDArray[np.int8]
    jaccard: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]
    equal: npt.NDArray[np.bool_]


REASONS: tuple[Reason, ...] = ("complete", "undamaged", "earliest")


def components(pairs: Pairs, count: int) -> Index:
    """The earliest text that each of ``count`` texts is connected with, (count,)."""
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    number, label = connected_components(graph, directed=False)
    earliest = np.full(number, count, dtype=np.int64)
    np.minimum.at(earliest, label, np.arange(count))
    return np.asarray(earliest[label])


def clusters(
    verified: Verified, lengths: Index, damage: Index, check: Callable[[Pairs], Verified]
) -> Clusters:
    """Choose what is kept of each connected component of the pairs that are alike.

    The best text of a component is kept: complete, then undamaged, then earliest. All others are compared
    with it by ``check``, whether a candidate pair led there or not. Of those that are not alike the best is
    kept again, for those that a verified pair joins to it: nothing is dropped for a text that it was not
    compared with.

    Args:
        verified: the candidates, compared.
        lengths: folded letters of each text, (n,).
        damage: signs of damage in each text, (n,).
        check: compares pairs (kept, copy).
    """
    edges = verified.only(verified.alike)
    label = components(edges.pairs, len(lengths))
    nodes = np.unique(edges.pairs)
    longest = np.zeros(len(lengths), dtype=np.int64)
    np.maximum.at(longest, label[nodes], lengths[nodes])
    partial = lengths < COMPLETE * longest[label]
    nodes = nodes[np.lexsort((nodes, damage[nodes], partial[nodes], label[nodes]))]
    new = np.ones(len(nodes), dtype=bool)
    new[1:] = label[nodes[1:]] != label[nodes[:-1]]
    best = np.repeat(nodes[new], np.diff(np.append(np.flatnonzero(new), len(nodes))))
    checked = check(np.stack((best[~new], nodes[~new]), axis=1))
    rest = _greedy(nodes[~new][~checked.alike], edges)
    first = checked.only(checked.alike)
    pairs = np.concatenate((first.pairs, rest.pairs))
    kept, copy = pairs[:, 0], pairs[:, 1]
    reason = np.where(damage[kept] < damage[copy], 1, 2)
    return Clusters(
        kept,
        copy,
        label[kept],
        np.where(partial[copy] & ~partial[kept], 0, reason).astype(np.int8),
        np.concatenate((first.jaccard, rest.jaccard)),
        np.concatenate((first.containment, rest.containment)),
        np.concatenate((first.equal, rest.equal)),
    )


def _greedy(nodes: Index, edges: Verified) -> Verified:
    """Of ``nodes``, best first, keep each that no kept one took; it takes its neighbours: (kept, copy)."""
    place = {node: rank for rank, node in enumerate(nodes.tolist())}
    within = np.flatnonzero(np.isin(edges.pairs, nodes).all(axis=1))
    neighbours: dict[int, list[tuple[int, int]]] = {}
    for edge, (one, two) in zip(within.tolist(), edges.pairs[within].tolist(), strict=True):
        neighbours.setdefault(one, []).append((two, edge))
        neighbours.setdefault(two, []).append((one, edge))
    taken: set[int] = set()
    chosen: list[int] = []
    flipped: list[tuple[int, int]] = []
    for node in place:
        for other, edge in neighbours.get(node, []) if node not in taken else []:
            if other not in taken and place[other] > place[node]:
                taken.add(other)
                chosen.append(edge)
                flipped.append((node, other))
    found = edges.only(np.array(chosen, dtype=np.int64))
    return Verified(
        np.array(flipped, dtype=np.int64).reshape(-1, 2),
        found.jaccard,
        found.containment,
        found.equal,
        found.alike,
    )

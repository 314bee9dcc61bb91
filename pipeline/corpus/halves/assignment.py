"""The assignment problem: pairs that are worth most together, each row and column in one at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.values.arrays import assignment, connected


def assigned(odds: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int, float]]:
    """Give the pairs of the best assignment, each with its worth: the total less the best total without it.

    Args:
        odds: the gain of each pair, above 0; a pair that is not named gains nothing.
    """
    for pairs in _components(list(odds)):
        rows, columns = (sorted(set(side)) for side in zip(*pairs, strict=True))
        gain = np.zeros((len(rows), len(columns)))
        for row, column in pairs:
            gain[rows.index(row), columns.index(column)] = odds[row, column]
        total, chosen = _best(gain)
        for row, column in chosen:
            without = gain.copy()
            without[row, column] = 0.0
            yield rows[row], columns[column], total - _best(without)[0]


def _best(gain: NDArray[np.float64]) -> tuple[float, list[tuple[int, int]]]:
    rows, columns = assignment(gain)
    chosen = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0]
    return float(gain[rows, columns].sum()), chosen


def _components(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs by the part of the graph that they hang together in."""
    if not pairs:
        return []
    rows, columns = np.array(pairs).T
    edge = rows.max() + 1
    labels = connected(rows, columns + edge, edge + columns.max() + 1)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, column in pairs:
        found[int(labels[row])].append((row, column))
    return list(found.values())

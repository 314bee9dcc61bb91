"""Distinct values of arrays, the best assignment of rows to columns, connected parts of a graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.integer)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """The distinct ones of integers, (m,), ascending.

    ``np.unique`` gives the same. It hashes the values first, and takes 1.0 ms for the 6,000 characters of a page where
    this takes .02.
    """
    ordered = np.sort(values)
    return ordered[changes(ordered)]


def changes(ordered: NDArray[Number]) -> NDArray[np.bool_]:
    """Where a value, of some in order, differs from the one before it, (m,)."""
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new


def assignment(gain: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows and columns, (min(n, m),) each, whose values of ``gain``, (n, m), add up to most."""
    rows, columns = _solver()(gain, maximize=True)
    return rows, columns


@cache
def _solver() -> Callable[..., Any]:
    """Load scipy's solver when a page first needs it: loading takes .2 s."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    return linear_sum_assignment  # type: ignore[no-any-return]


def connected(one: NDArray[np.int64], two: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The least node that each of ``count`` nodes is connected with, (count,).

    Edges go from ``one`` to ``two``, (n,) each. Each round hangs the greater of two roots on the less. scipy's search
    gives the same, and takes .15 s to load.

    >>> connected(np.array([0, 3]), np.array([2, 4]), 5).tolist()
    [0, 1, 0, 3, 3]
    """
    least = np.arange(count)
    while len(one):
        low, high = np.minimum(least[one], least[two]), np.maximum(least[one], least[two])
        apart = low < high
        one, two = one[apart], two[apart]
        np.minimum.at(least, high[apart], low[apart])
        while not np.array_equal(above := least[least], least):
            least = above
    return least

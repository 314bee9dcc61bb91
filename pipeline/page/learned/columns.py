"""Columns: the named features of a page, one number for each fragment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column = NDArray[np.float64]


class Columns:
    """Named columns, in the order in which they were added."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._parts: list[Column] = []

    def add(self, name: str, values: ArrayLike) -> None:
        """A column; yes and no become 1 and 0."""
        self.names.append(name)
        self._parts.append(np.asarray(values, np.float64)[:, None])

    def table(self, names: Iterable[str], values: Column) -> None:
        """Several columns at once, shape (fragments, names)."""
        self.names += names
        self._parts.append(values)

    def steps(self, name: str, values: ArrayLike, knots: Sequence[float]) -> None:
        """A number as shares of the two knots that it lies between, so that any curve over them can be fitted.

        >>> columns = Columns()
        >>> columns.steps("size", [1.0, 3.0], (0, 2, 4))
        >>> columns.matrix().tolist()
        [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]
        """
        ends = np.asarray(knots, np.float64)
        inside = np.clip(np.asarray(values, np.float64), ends[0], ends[-1])
        left = np.clip(ends.searchsorted(inside, "right") - 1, 0, len(ends) - 2)
        share = (inside - ends[left]) / (ends[left + 1] - ends[left])
        table = np.zeros((len(inside), len(ends)))
        rows = np.arange(len(inside))
        table[rows, left], table[rows, left + 1] = 1 - share, share
        self.table([f"{name} {knot}" for knot in knots], table)

    def matrix(self) -> Column:
        """All columns, shape (fragments, columns)."""
        return np.concatenate(self._parts, axis=1)


def moved(values: Column, by: int, empty: float = 0.0) -> Column:
    """Shift by ``by`` fragments: each gets the value of the one above (below, if negative), ``empty`` beyond the page.

    >>> moved(np.array([1.0, 2.0, 3.0]), 1).tolist()
    [0.0, 1.0, 2.0]
    """
    found = np.full_like(values, empty, dtype=np.float64)
    if abs(by) < len(values):
        if by > 0:
            found[by:] = values[:-by]
        else:
            found[:by] = values[-by:]
    return found

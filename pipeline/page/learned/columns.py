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
        self._values: list[tuple[int, ArrayLike]] = []  # from which column on
        self._curves: list[tuple[int, ArrayLike, Sequence[float]]] = []

    def add(self, name: str, values: ArrayLike) -> None:
        """A column; yes and no become 1 and 0."""
        self._values.append((len(self.names), np.asarray(values, np.float64)[:, None]))
        self.names.append(name)

    def table(self, names: Iterable[str], values: Column) -> None:
        """Several columns at once, shape (fragments, names)."""
        self._values.append((len(self.names), values))
        self.names += names

    def steps(self, name: str, values: ArrayLike, knots: Sequence[float]) -> None:
        """A number as shares of the two knots that it lies between, so that any curve over them can be fitted.

        >>> columns = Columns()
        >>> columns.steps("size", [1.0, 3.0], (0, 2, 4))
        >>> columns.matrix().tolist()
        [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]
        """
        self._curves.append((len(self.names), values, knots))
        self.names += [f"{name} {knot}" for knot in knots]

    def matrix(self) -> Column:
        """All columns, shape (fragments, columns)."""
        count = len(self._values[0][1] if self._values else self._curves[0][1])  # type: ignore[arg-type]
        found = np.zeros((count, len(self.names)))
        for at, values in self._values:
            found[:, at : at + np.shape(values)[1]] = values
        if self._curves:
            self._shares(found)
        return found

    def _shares(self, found: Column) -> None:
        """Write the shares of all knots, of all curves at once."""
        starts, numbers, knots = zip(*self._curves, strict=True)
        first = np.array(starts)[:, None]
        ends = np.full((len(knots), max(map(len, knots))), np.inf)
        for row, own in zip(ends, knots, strict=True):
            row[: len(own)] = own
        last = np.array([len(own) - 1 for own in knots])[:, None]
        curve = np.arange(len(knots))[:, None]
        inside = np.clip(np.array(numbers, np.float64), ends[:, :1], ends[curve, last])
        left = np.minimum((inside[:, :, None] >= ends[:, None]).sum(axis=2) - 1, last - 1)
        share = (inside - ends[curve, left]) / (ends[curve, left + 1] - ends[curve, left])
        rows = np.arange(inside.shape[1])
        found[rows, first + left], found[rows, first + left + 1] = 1 - share, share


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

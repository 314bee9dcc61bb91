"""How work on a corpus is spread: a function over values, here or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")
R = TypeVar("R")

SHARE = 1 << 12
"""Pairs of one task: an eighth of a second of comparing, of which a cluster's overhead is a tenth."""


class Spread(Protocol):
    """Runs a function over values; the results come in their order."""

    def __call__(self, function: Callable[[T], R], values: Sequence[T], /) -> Iterator[R]:
        """The function's result for each value."""
        ...


def here(function: Callable[[T], R], values: Sequence[T], /) -> Iterator[R]:
    """One value after the other, in this process."""
    return map(function, values)


def shares(pairs: npt.NDArray[np.int64], size: int = SHARE) -> list[npt.NDArray[np.int64]]:
    """The pairs, (n, 2), cut into tasks."""
    return np.split(pairs, range(size, len(pairs), size)) if len(pairs) else []

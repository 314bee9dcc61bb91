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

_PART = 2 / 3
"""The share of the rest that the next portion of each worker takes: of 2,000 pages two workers get 11 portions, the
last of a tenth of a second."""


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


def portions(sizes: Sequence[int], workers: int, most: int) -> Iterator[tuple[int, ...]]:
    """Which values each task gets, by number, ascending: large portions first, then smaller and smaller ones.

    A process that begins a task has to warm up again, and with small ones at the end no worker stands idle for
    long: guided self-scheduling (Polychronopoulos and Kuck, 1987), the largest values first.

    Args:
        sizes: of the values.
        workers: how many take the next portion when they are done with one.
        most: portions at most, about.
    """
    waiting = sorted(range(len(sizes)), key=lambda number: (-sizes[number], number))
    left = sum(sizes)
    least, at = left / most, 0
    while at < len(waiting):
        share, first = max(_PART * left / workers, least), at
        while at < len(waiting) and (at == first or share >= sizes[waiting[at]]):
            share -= sizes[waiting[at]]
            left -= sizes[waiting[at]]
            at += 1
        yield tuple(sorted(waiting[first:at]))

"""The machine itself: one value after the other, in the process that Luigi gave the task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Local:
    """The engine that every other is held against."""

    name: ClassVar[str] = "local"
    splits: ClassVar[bool] = True

    def __init__(self, master: str = "") -> None:
        """``master`` is of no meaning here."""

    def map(self, function: Callable[[T], R], values: Sequence[T]) -> Iterator[R]:
        """The function's result for each value, computed when it is asked for."""
        return map(function, values)

    def close(self) -> None:
        """There is nothing to end."""

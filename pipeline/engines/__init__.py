"""Where shards are computed: the same function over the same values, on one machine or on many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from pipeline.engines.local import Local

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Runs a function over values; the results come in the order of the values."""

    name: str
    splits: bool  # whether Luigi gives each shard a task of its own, or the engine spreads them itself

    def map(self, function: Callable[[T], R], values: Sequence[T]) -> Iterator[R]:
        """The function's result for each value."""
        ...


ENGINES: dict[str, Callable[[], Engine]] = {"local": Local}

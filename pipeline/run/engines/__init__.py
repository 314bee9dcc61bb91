"""Where shards are computed: the same function over the same values, on one machine or on many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, Protocol, TypeVar

from pipeline.run.engines.local import Local
from pipeline.run.engines.spark import Spark

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Runs a function over values; the results come in the order of the values."""

    name: ClassVar[str]
    splits: ClassVar[bool]  # whether Luigi gives each shard a task, or the engine spreads them itself

    def map(self, function: Callable[[T], R], values: Sequence[T]) -> Iterator[R]:
        """The function's result for each value."""
        ...

    def close(self) -> None:
        """Give back the engine's processes."""


ENGINES: dict[str, type[Engine]] = {"local": Local, "spark": Spark}


def make(name: str, master: str = "", workers: int = 1) -> Engine:
    """An engine by name.

    Args:
        name: a key of :data:`ENGINES`.
        master: where a cluster is.
        workers: how many processes the engine of this machine may use.

    Raises:
        UserError: the engine lacks something.
    """
    return Spark(master) if name == Spark.name else Local(workers)

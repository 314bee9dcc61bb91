"""Results of an earlier run, by what they were computed of: a run computes only those that are new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, TypeVar

V = TypeVar("V")
R = TypeVar("R")

Kept = dict[str, dict[bytes, Any]]
"""Results by the name of their function, and by key."""


class Memory:
    """Results of functions whose code and settings are the same as then.

    Args:
        known: the :attr:`kept` of an earlier run.

    Attributes:
        kept: the results that this run asked for; others are forgotten, so that it does not grow from run to run.
    """

    def __init__(self, known: Kept | None = None) -> None:
        self._known = known or {}
        self.kept: Kept = {}

    def recall(
        self, name: str, keys: Sequence[bytes], values: Sequence[V], compute: Callable[[list[V]], Iterable[R]]
    ) -> Iterator[R]:
        """The result for each value; work on the new ones begins at once.

        Args:
            name: of the function.
            keys: digests of all that each result depends on; empty for one that is not kept.
            values: as many.
            compute: gives the results of some values, in their order.

        >>> memory = Memory({"double": {b"1": 2}})
        >>> list(memory.recall("double", [b"1", b"3"], [1, 3], lambda new: [print(new)] and [2 * n for n in new]))
        [3]
        [2, 6]
        """
        known = self._known.get(name, {})
        missing = [not key or key not in known for key in keys]
        return self._joined(name, keys, missing, iter(compute(list(compress(values, missing)))))

    def _joined(
        self, name: str, keys: Sequence[bytes], missing: Sequence[bool], new: Iterator[R]
    ) -> Iterator[R]:
        kept = self.kept.setdefault(name, {})
        for key, is_new in zip(keys, missing, strict=True):
            result = next(new) if is_new else self._known[name][key]
            if key:
                kept[key] = result
            yield result

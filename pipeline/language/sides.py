"""The two sides of a join, as the language model reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from pipeline.language.evidence import REACH, Count, inner_counts
from pipeline.language.folding import fold
from pipeline.language.page import PageCounts
from pipeline.language.vectors import Vector, Vectors


class Side(NamedTuple):
    """One side of a join: its nearest 1, 2 and 3 characters, their counts, and its vector."""

    grams: tuple[str, ...]
    counts: tuple[float, ...]
    vector: Vector


class Sides:
    """Reads what stands before and after joins.

    Args:
        count: counts of n-grams of folded text.
        vectors: see :mod:`pipeline.language.vectors`.
        folded: the texts of the page at hand and their folded forms: they are read all at once when the first of
            them is asked for, in a third of the time.
        page: counts of that page.
    """

    def __init__(
        self, count: Count, vectors: Vectors, folded: Mapping[str, str], page: PageCounts | None = None
    ) -> None:
        self._count, self._vectors, self._folded, self._page = count, vectors, folded, page

    def before(self, text: str) -> Side:
        """A text before a join."""
        if text in self._folded:
            return self._befores[text]
        folded = fold(text)
        return self._side(_last(folded), self._vectors.before(folded))

    def after(self, text: str) -> Side:
        """A text after a join."""
        if text in self._folded:
            return self._afters[text]
        folded = fold(text)
        return self._side(_first(folded), self._vectors.after(folded))

    @cached_property
    def _befores(self) -> dict[str, Side]:
        texts = list(self._folded.values())
        return self._read(list(map(_last, texts)), self._vectors.befores(texts))

    @cached_property
    def _afters(self) -> dict[str, Side]:
        texts = list(self._folded.values())
        return self._read(list(map(_first, texts)), self._vectors.afters(texts))

    def _read(self, grams: Sequence[tuple[str, ...]], vectors: Iterable[Vector]) -> dict[str, Side]:
        if self._page is not None:
            self._page.ask(chain.from_iterable(grams))
        return dict(zip(self._folded, map(self._side, grams, vectors), strict=True))

    def _side(self, grams: tuple[str, ...], vector: Vector) -> Side:
        return Side(grams, inner_counts(self._count, grams), vector)


def _last(folded: str) -> tuple[str, ...]:
    return tuple([folded[-n:] for n in range(1, REACH + 1)])


def _first(folded: str) -> tuple[str, ...]:
    return tuple([folded[:n] for n in range(1, REACH + 1)])

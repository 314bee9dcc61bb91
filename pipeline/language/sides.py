"""The two sides of a join, as the language model reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from pipeline.language.evidence import REACH, Count, inner_counts
from pipeline.language.folding import fold
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
        folded: texts and their folded forms; their vectors are summed all at once when the first is asked for.
    """

    def __init__(self, count: Count, vectors: Vectors, folded: Mapping[str, str]) -> None:
        self._count, self._vectors, self._folded = count, vectors, folded

    def before(self, text: str) -> Side:
        """A text before a join."""
        known = self._folded.get(text)
        folded = fold(text) if known is None else known
        vector = self._vectors.before(folded) if known is None else self._befores[text]
        grams = tuple(folded[-n:] for n in range(1, REACH + 1))
        return Side(grams, inner_counts(self._count, grams), vector)

    def after(self, text: str) -> Side:
        """A text after a join."""
        known = self._folded.get(text)
        folded = fold(text) if known is None else known
        vector = self._vectors.after(folded) if known is None else self._afters[text]
        grams = tuple(folded[:n] for n in range(1, REACH + 1))
        return Side(grams, inner_counts(self._count, grams), vector)

    @cached_property
    def _befores(self) -> dict[str, Vector]:
        return dict(zip(self._folded, self._vectors.befores(list(self._folded.values())), strict=True))

    @cached_property
    def _afters(self) -> dict[str, Vector]:
        return dict(zip(self._folded, self._vectors.afters(list(self._folded.values())), strict=True))

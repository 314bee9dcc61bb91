"""The two sides of joins, as the language model reads them: all of a page as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, count
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.language.evidence import BEGIN, END, REACH
from pipeline.language.folding import fold_all
from pipeline.language.hashes import Hashes
from pipeline.language.page import Keys, packed
from pipeline.language.vectors import Vectors

EDGE = 48
"""Characters read at a join, before folding drops white space."""

_REMEMBERED = 1 << 12
"""Sides above which none is remembered any more: those of a page of 200,000 characters."""
_ORDERS = np.arange(1, REACH + 1)[:, np.newaxis]
_SHIFTS = np.array([48, 32, 16], dtype=np.uint64)


class Sides(NamedTuple):
    """The same side of some joins, n of them.

    Attributes:
        keys, hashes, sizes: shape (3, n): of its nearest 1, 2 and 3 characters the numbers by which :class:`PageCounts`
            and :class:`CountTable` know them, and their bytes of UTF-8.
        counts: shape (3, n), 0.0 where a text is shorter.
        vectors: shape (n, dimensions).
    """

    keys: Keys
    hashes: Hashes
    sizes: NDArray[np.intp]
    counts: NDArray[np.float64]
    vectors: NDArray[np.float32]

    def at(self, numbers: ArrayLike) -> Sides:
        """Give those of some numbers, in that order.

        >>> from pipeline.language.table import shipped
        >>> edges = Edges(shipped().vectors, lambda keys, hashes, orders: np.ones(keys.shape), {})
        >>> lefts, _ = edges.of(["上", "下"], ["版"])
        >>> lefts.at([1]).keys.tolist() == lefts.keys[:, 1:].tolist()
        True
        """
        places = np.asarray(numbers, np.intp)
        return Sides(
            self.keys.take(places, axis=1),
            self.hashes.take(places, axis=1),
            self.sizes.take(places, axis=1),
            self.counts.take(places, axis=1),
            self.vectors.take(places, axis=0),
        )

    def over(self, others: Sides) -> Sides:
        """Put others behind these.

        >>> from pipeline.language.table import shipped
        >>> edges = Edges(shipped().vectors, lambda keys, hashes, orders: np.ones(keys.shape), {})
        >>> lefts, rights = edges.of(["上", "下"], ["版"])
        >>> lefts.over(rights).counts.shape
        (3, 3)
        """
        return Sides(
            np.concatenate((self.keys, others.keys), axis=1),
            np.concatenate((self.hashes, others.hashes), axis=1),
            np.concatenate((self.sizes, others.sizes), axis=1),
            np.concatenate((self.counts, others.counts), axis=1),
            np.concatenate((self.vectors, others.vectors)),
        )


CountAll = Callable[[Keys, Hashes, NDArray[np.int64]], NDArray[np.float64]]
"""Counts of n-grams, by their keys and hashes, and how many characters they have."""


class Edges:
    """Reads texts as the sides of joins, all that are new together, and remembers them.

    Args:
        vectors: vectors of texts.
        count_all: counts n-grams.
        folded: the texts of the page at hand, and their folded forms.
    """

    def __init__(self, vectors: Vectors, count_all: CountAll, folded: Mapping[str, str]) -> None:
        self._vectors, self._count_all = vectors, count_all
        self._folded = {BEGIN: BEGIN, END: END, **folded}
        self._befores: dict[str, int] = {}  # the numbers of texts that are remembered
        self._afters: dict[str, int] = {}
        self._sides: Sides | None = None

    def of(self, lefts: Sequence[str], rights: Sequence[str]) -> tuple[Sides, Sides]:
        """Give the sides of texts before joins, and those of texts after joins.

        >>> from pipeline.language.table import shipped
        >>> edges = Edges(shipped().vectors, lambda keys, hashes, orders: np.ones(keys.shape), {})
        >>> lefts, rights = edges.of(["上", "下"], ["版"])
        >>> lefts.sizes[0].tolist(), rights.vectors.shape[0]
        ([3, 3], 1)
        """
        sides = self._with(lefts, rights)
        before, after = self._befores, self._afters
        return sides.at([before[text] for text in lefts]), sides.at([after[text] for text in rights])

    def _with(self, lefts: Sequence[str], rights: Sequence[str]) -> Sides:
        """All that are remembered, those of some texts among them."""
        known = len(self._befores) + len(self._afters)
        if known > _REMEMBERED:
            self._befores, self._afters, self._sides, known = {}, {}, None, 0
        new_lefts = [text for text in dict.fromkeys(lefts) if text not in self._befores]
        new_rights = [text for text in dict.fromkeys(rights) if text not in self._afters]
        if self._sides is None or new_lefts or new_rights:
            read = self._read(self._ends_of(new_lefts, -EDGE, None), self._ends_of(new_rights, 0, EDGE))
            self._befores.update(zip(new_lefts, count(known), strict=False))
            self._afters.update(zip(new_rights, count(known + len(new_lefts)), strict=False))
            self._sides = read if self._sides is None else self._sides.over(read)
        return self._sides

    def _ends_of(self, texts: Sequence[str], start: int, end: int | None) -> list[str]:
        """So much of each text, folded; those of the page are."""
        known = self._folded
        unknown = [text for text in texts if text not in known]
        if unknown:
            known = known | dict(zip(unknown, fold_all([text[start:end] for text in unknown]), strict=True))
        return [known[text][start:end] for text in texts]

    def _read(self, befores: Sequence[str], afters: Sequence[str]) -> Sides:
        """The sides that folded texts are before joins, and behind them those that others are after joins."""
        grams: list[str] = []
        for n in range(1, REACH + 1):
            grams += [text[-n:] for text in befores]
            grams += [text[:n] for text in afters]
        coded = [gram.encode("utf-8", "surrogatepass") for gram in grams]
        codes = np.array(grams, dtype=f"<U{REACH}").view("<u4").reshape(REACH, -1, REACH)
        keys = np.bitwise_or.reduce(packed(codes) << _SHIFTS, axis=2)
        hashes = np.fromiter(map(crc32, coded), np.uint32, len(coded)).reshape(REACH, -1)
        sizes = np.fromiter(map(len, coded), np.intp, len(coded)).reshape(REACH, -1)
        lengths = np.fromiter(map(len, chain(befores, afters)), np.intp, keys.shape[1])
        counts = self._count_all(keys, hashes, _ORDERS) * (lengths >= _ORDERS)
        vectors = np.concatenate((self._vectors.befores(befores), self._vectors.afters(afters)))
        return Sides(keys, hashes, sizes, counts, vectors)

"""The two sides of a join, as the language model reads them: one by one, or all of a page as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.language.evidence import REACH
from pipeline.language.folding import fold_all
from pipeline.language.hashes import Hashes
from pipeline.language.page import Keys, packed
from pipeline.language.vectors import Vector, Vectors

EDGE = 48
"""Characters read at a join, before folding drops white space."""

_ORDERS = np.arange(1, REACH + 1)
_SHIFTS = np.array([48, 32, 16], dtype=np.uint64)


class Side(NamedTuple):
    """One side of a join: its nearest 1, 2 and 3 characters, their counts, and its vector."""

    grams: tuple[str, ...]
    counts: tuple[float, ...]
    vector: Vector


class Sides(NamedTuple):
    """The same side of some joins, a row for each.

    Attributes:
        keys, hashes, sizes: shape (n, 3): of its nearest 1, 2 and 3 characters what :class:`PageCounts` and
            :class:`CountTable` know them by, and their bytes of UTF-8.
        counts: shape (n, 3), 0.0 where a text is shorter.
        vectors: shape (n, dimensions).
    """

    keys: Keys
    hashes: Hashes
    sizes: NDArray[np.intp]
    counts: NDArray[np.float64]
    vectors: NDArray[np.float32]

    def at(self, numbers: Sequence[int]) -> Sides:
        """Those of some rows, in that order."""
        rows = np.array(numbers, dtype=np.intp)
        return Sides(
            self.keys.take(rows, axis=0),
            self.hashes.take(rows, axis=0),
            self.sizes.take(rows, axis=0),
            self.counts.take(rows, axis=0),
            self.vectors.take(rows, axis=0),
        )

    def over(self, others: Sides) -> Sides:
        """These, and others below them."""
        return Sides(
            np.concatenate((self.keys, others.keys)),
            np.concatenate((self.hashes, others.hashes)),
            np.concatenate((self.sizes, others.sizes)),
            np.concatenate((self.counts, others.counts)),
            np.concatenate((self.vectors, others.vectors)),
        )


CountAll = Callable[[Keys, Hashes, NDArray[np.int64]], NDArray[np.float64]]
"""Counts of n-grams, by their keys and hashes, and how many characters they have."""


class Edges:
    """Reads texts as the sides of joins; those of the page at hand once, and all at once.

    Args:
        vectors: vectors of texts.
        count: counts n-grams.
        folded: the texts of the page, and their folded forms.
    """

    def __init__(self, vectors: Vectors, count: CountAll, folded: Mapping[str, str]) -> None:
        self._vectors, self._count, self._folded = vectors, count, folded

    def of(self, lefts: Sequence[str], rights: Sequence[str]) -> tuple[Sides, Sides]:
        """The sides that texts before joins are, and those that texts after joins are."""
        befores, afters, sides = self._page
        new_lefts = [text for text in dict.fromkeys(lefts) if text not in befores]
        new_rights = [text for text in dict.fromkeys(rights) if text not in afters]
        if new_lefts or new_rights:
            befores = befores | _numbered(new_lefts, len(sides.keys))
            afters = afters | _numbered(new_rights, len(sides.keys) + len(new_lefts))
            ends, beginnings = [text[-EDGE:] for text in new_lefts], [text[:EDGE] for text in new_rights]
            sides = sides.over(self._read(fold_all(ends), fold_all(beginnings)))
        return sides.at([befores[text] for text in lefts]), sides.at([afters[text] for text in rights])

    @cached_property
    def _page(self) -> tuple[dict[str, int], dict[str, int], Sides]:
        """Of the texts of the page, which row of the sides each is before a join and after one."""
        forms = list(self._folded.values())
        rows = _numbered(self._folded, 0), _numbered(self._folded, len(forms))
        return *rows, self._read(forms, forms)

    def _read(self, befores: Sequence[str], afters: Sequence[str]) -> Sides:
        """The sides that folded texts are before joins, and below them those that others are after joins."""
        near = range(1, REACH + 1)
        grams = [text[-n:] for text in befores for n in near] + [text[:n] for text in afters for n in near]
        coded = [gram.encode("utf-8", "surrogatepass") for gram in grams]
        codes = np.array(grams, dtype=f"<U{REACH}").view("<u4").reshape(-1, REACH, REACH)
        keys = np.bitwise_or.reduce(packed(codes) << _SHIFTS, axis=2)
        hashes = np.fromiter(map(crc32, coded), np.uint32, len(coded)).reshape(-1, REACH)
        sizes = np.fromiter(map(len, coded), np.intp, len(coded)).reshape(-1, REACH)
        lengths = np.fromiter(map(len, chain(befores, afters)), np.intp, len(keys))
        counts = self._count(keys, hashes, _ORDERS) * (lengths[:, np.newaxis] >= _ORDERS)
        vectors = np.concatenate((self._vectors.befores(befores), self._vectors.afters(afters)))
        return Sides(keys, hashes, sizes, counts, vectors)


def _numbered(texts: Iterable[str], start: int) -> dict[str, int]:
    return {text: n for n, text in enumerate(texts, start)}

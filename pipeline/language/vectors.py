"""Character vectors: which texts go together though their n-grams were never seen.

A text before a join and one after it have a vector each; their inner product tells whether they belong
together. A vector is a sum over the nearest characters, each with a vector for its place, the nearest pair,
and, scaled down, the characters further off. They are trained like the skip-grams of word2vec (Mikolov et
al. 2013), with the other joins of a batch as negatives (InfoNCE, van den Oord et al. 2018), by
``tools/train_language.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

NEAR = 3
"""Characters that have a vector for their place."""

FAR = 20
"""Characters beyond, which share one: of 0, 8 and 20 the one with the best held-out AUC."""

FAR_WEIGHT = 1 / sqrt(FAR)
PAD, UNKNOWN, FIRST_ID = 0, 1, 2

Vector = NDArray[np.float32]


class Vectors:
    """Vectors for what stands before and after a join.

    The rows of ``PAD``, which stands where a text has no character, hold zeros.

    Args:
        characters: the known characters; the id of the first is ``FIRST_ID``.
        pairs: the known pairs, one after the other.
        before, after: shape ((NEAR + 1) * ids + pairs, dimensions): a block of rows for each place, then
            the pairs; small integers.
        scale: what the product of two integers is worth.
    """

    def __init__(
        self, characters: str, pairs: str, before: NDArray[np.int8], after: NDArray[np.int8], scale: float
    ) -> None:
        self._ids = {"\0": PAD} | {char: n for n, char in enumerate(characters, FIRST_ID)}
        self._stride = len(characters) + FIRST_ID
        first_pair = (NEAR + 1) * self._stride
        self._pairs = {pairs[at : at + 2]: first_pair + at // 2 for at in range(0, len(pairs), 2)}
        self._before, self._after = before, after
        self._unit = sqrt(scale)
        self._id_of = np.full(max(map(ord, characters), default=0) + 2, UNKNOWN)
        self._id_of[list(map(ord, self._ids))] = list(self._ids.values())
        self._blocks = np.minimum(np.arange(NEAR + FAR), NEAR)[:, np.newaxis] * self._stride

    def before(self, text: str) -> Vector:
        """The vector, shape (dimensions,), of the folded text before a join."""
        return self._sum(self._before, text[: -NEAR - FAR - 1 : -1], text[-2:])

    def after(self, text: str) -> Vector:
        """The vector, shape (dimensions,), of the folded text after a join."""
        return self._sum(self._after, text[: NEAR + FAR], text[:2])

    def befores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As :meth:`before` for each of ``texts``, shape (n, dimensions), in a quarter of the time."""
        return self._sums(
            self._before, [text[: -NEAR - FAR - 1 : -1] for text in texts], [text[-2:] for text in texts]
        )

    def afters(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As :meth:`after` for each of ``texts``, shape (n, dimensions)."""
        return self._sums(self._after, [text[: NEAR + FAR] for text in texts], [text[:2] for text in texts])

    def _sums(
        self, rows: NDArray[np.int8], outward: Sequence[str], pairs: Sequence[str]
    ) -> NDArray[np.float32]:
        codes = np.array(outward, dtype=f"<U{NEAR + FAR}").view("<u4").reshape(len(outward), NEAR + FAR)
        places = self._id_of[np.minimum(codes.T, len(self._id_of) - 1)] + self._blocks
        known = np.array([self._pairs.get(pair, PAD) for pair in pairs], dtype=np.int64)
        total: NDArray[np.float32] = rows.take(places[:NEAR], axis=0).sum(axis=0, dtype=np.float32)
        total += rows.take(known, axis=0)
        far = rows.take(places[NEAR:], axis=0).sum(axis=0, dtype=np.int16)
        total += far * np.float32(FAR_WEIGHT)
        return total * np.float32(self._unit)

    def _sum(self, rows: NDArray[np.int8], outward: str, pair: str) -> Vector:
        ids = [self._ids.get(char, UNKNOWN) for char in outward]
        near = [place * self._stride + known for place, known in enumerate(ids[:NEAR])]
        if pair in self._pairs:
            near.append(self._pairs[pair])
        total: Vector = rows.take(near, axis=0).sum(axis=0, dtype=np.float32)
        if len(ids) > NEAR:
            far = [NEAR * self._stride + known for known in ids[NEAR:]]
            total += rows.take(far, axis=0).sum(axis=0, dtype=np.float32) * np.float32(FAR_WEIGHT)
        return total * np.float32(self._unit)

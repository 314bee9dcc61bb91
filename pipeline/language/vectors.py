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


class Vectors:
    """Vectors for the texts before and after a join.

    The rows of ``PAD``, which stands where a text has no character, hold zeros.

    Args:
        characters: the known characters; the id of the first is ``FIRST_ID``.
        pairs: the known pairs, one after the other.
        before, after: shape ((NEAR + 1) * ids + pairs, dimensions): a block of rows for each place, then
            the pairs; small integers.
        scale: by which the product of two integers is multiplied.
    """

    def __init__(
        self, characters: str, pairs: str, before: NDArray[np.int8], after: NDArray[np.int8], scale: float
    ) -> None:
        ids = {"\0": PAD} | {char: n for n, char in enumerate(characters, FIRST_ID)}
        self._stride = len(characters) + FIRST_ID
        first_pair = (NEAR + 1) * self._stride
        self._before, self._after = before, after
        self._unit = sqrt(scale)
        self._pair_keys, self._pair_rows = _in_order(pairs, first_pair)
        self._id_of = np.full(max(map(ord, characters), default=0) + 2, UNKNOWN)
        self._id_of[list(map(ord, ids))] = list(ids.values())
        self._blocks = np.minimum(np.arange(NEAR + FAR), NEAR)[:, np.newaxis] * self._stride

    def befores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give the vectors, shape (n, dimensions), of folded texts before a join.

        >>> Vectors("甲", "", np.ones((10, 2), np.int8), np.ones((10, 2), np.int8), 1.0).befores(["甲"]).shape
        (1, 2)
        """
        return self._sums(self._before, [text[: -NEAR - FAR - 1 : -1] for text in texts], (1, 0))

    def afters(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give the vectors, shape (n, dimensions), of folded texts after a join.

        >>> Vectors("甲", "", np.ones((10, 2), np.int8), np.ones((10, 2), np.int8), 1.0).afters(["甲"]).shape
        (1, 2)
        """
        return self._sums(self._after, [text[: NEAR + FAR] for text in texts], (0, 1))

    def _sums(
        self, rows: NDArray[np.int8], outward: Sequence[str], pair: tuple[int, int]
    ) -> NDArray[np.float32]:
        """``outward``: their characters from the join on; ``pair``: which of them are the nearest pair, as read."""
        codes = np.array(outward, dtype=f"<U{NEAR + FAR}").view("<u4").reshape(len(outward), NEAR + FAR).T
        places = self._id_of.take(codes, mode="clip") + self._blocks
        total: NDArray[np.float32] = rows.take(places[:NEAR], axis=0).sum(axis=0, dtype=np.float32)
        total += rows.take(self._rows_of(codes[pair[0]], codes[pair[1]]), axis=0)
        far = rows.take(places[NEAR:], axis=0).sum(axis=0, dtype=np.int16)
        total += far * np.float32(FAR_WEIGHT)
        return total * np.float32(self._unit)

    def _rows_of(self, ones: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The rows of pairs of characters, by the code points of the first and the second; all shape (n,)."""
        keys = ones.astype(np.uint64) << np.uint64(32) | others
        places = self._pair_keys.searchsorted(keys)
        rows: NDArray[np.int64] = self._pair_rows.take(places) * (self._pair_keys.take(places) == keys)
        return rows  # PAD is 0


def _in_order(pairs: str, first: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Pairs of characters as ascending numbers, and their rows; behind them a number that no pair has."""
    codes = np.frombuffer(pairs.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    keys = np.append(codes[::2] << np.uint64(32) | codes[1::2], np.uint64(2**64 - 1))
    order = keys.argsort()
    return keys[order], np.append(order[:-1] + first, PAD)

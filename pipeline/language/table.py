"""The shipped counts: a few bytes an n-gram, ready as soon as the file is read.

An n-gram is known by the CRC-32 of its UTF-8. Of 1.3 million n-grams one pair in 3,300 shares a hash
and gets the sum of its counts, and an unseen n-gram is taken for a seen one as rarely: far below the
worth of a count. The hashes are kept sorted, as differences: so the file is small.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.hashes import Hashes, hashed
from pipeline.language.vectors import Vectors

FILE = "newspaper.npz"

Weights = Mapping[str, Sequence[float]]
"""The weight of each kind of evidence, the constant last, by question."""

_BUCKET_BITS = 18  # two or three hashes a bucket, at most twelve
_STEPS = 8  # codes an octave: a count is kept to 9 %, and exactly while it is small


def quantised(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Give counts (1 and above) as codes, ``_STEPS`` to a doubling.

    >>> quantised(np.array([1, 2, 1000])).tolist()
    [0, 8, 80]
    """
    codes: NDArray[np.uint8] = np.minimum(255, np.rint(np.log2(counts) * _STEPS)).astype(np.uint8)
    return codes


_LAST = np.uint32(2**32 - 1)
_COUNTS = np.array([2 ** (code / _STEPS) for code in range(256)])


class CountTable:
    """Counts of n-grams.

    Args:
        hashes: shape (n,), ascending and distinct, CRC-32 of the n-grams.
        codes: shape (n,), the counts as :func:`quantised` gives them.
    """

    def __init__(self, hashes: NDArray[np.uint32], codes: NDArray[np.uint8]) -> None:
        sizes = np.bincount(hashes >> np.uint32(32 - _BUCKET_BITS), minlength=1 << _BUCKET_BITS)
        strides = [1 << n for n in reversed(range(int(sizes.max()).bit_length()))]
        beyond = 2 * strides[0]
        self._bounds = np.append(0, sizes.cumsum()).astype(np.int32)
        self._hashes = np.append(hashes, np.full(beyond, _LAST))
        self._codes = np.append(codes, np.zeros(beyond, np.uint8))
        self._halving = [(stride, self._hashes[stride - 1 :]) for stride in strides]
        self._one = self._bounds.data, self._hashes.data, self._codes.data  # read one by one

    def __call__(self, gram: str) -> float:
        """Tell how often ``gram`` was counted; 0.0 where it was not."""
        key = hashed(gram)
        bucket = key >> (32 - _BUCKET_BITS)
        bounds, hashes, codes = self._one
        end = bounds[bucket + 1]
        at = bisect_left(hashes, key, bounds[bucket], end)
        return float(_COUNTS[codes[at]]) if at < end and hashes[at] == key else 0.0

    def of(self, keys: Hashes) -> NDArray[np.float64]:
        """Tell how often each n-gram was counted, by its hash; any shape.

        All are looked for by halving at once: 1,500 take as long as 100 one by one.

        >>> shipped().table.of(np.array([hashed("中国")], np.uint32))[0] == shipped().table("中国")
        np.True_
        """
        at = self._bounds.take(keys >> np.uint32(32 - _BUCKET_BITS)).astype(np.intp)
        for stride, last in self._halving:
            at += stride * (last.take(at) < keys)
        counts: NDArray[np.float64] = _COUNTS.take(self._codes.take(at)) * (self._hashes.take(at) == keys)
        return counts


def packed(counts: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """Make the arrays that :func:`unpacked` reads: differences of the sorted hashes, and codes.

    The four bytes of the differences are kept apart, shape (4, n), for the high ones compress.

    >>> sorted(packed({"版": 3})), packed({"版": 3})["steps"].shape
    (['codes', 'steps'], (4, 1))
    """
    sums: dict[int, int] = {}
    for gram, count in counts.items():
        key = hashed(gram)
        sums[key] = sums.get(key, 0) + count
    hashes = np.array(sorted(sums), dtype=np.uint32)
    steps = np.diff(hashes, prepend=np.uint32(0)).astype("<u4")
    values = np.array([sums[key] for key in hashes.tolist()], dtype=np.int64)
    return {"steps": steps.view(np.uint8).reshape(-1, 4).T.copy(), "codes": quantised(values)}


def unpacked(arrays: Mapping[str, NDArray[Any]]) -> CountTable:
    """Read the table that :func:`packed` wrote.

    >>> round(unpacked(packed({"版": 3}))("版"), 1)  # kept to 9 %
    3.1
    """
    steps = np.ascontiguousarray(arrays["steps"].T).view("<u4").ravel()
    return CountTable(np.cumsum(steps, dtype=np.uint32), arrays["codes"])


class Shipped(NamedTuple):
    """The data file. ``header`` names source, licence, versions and hashes."""

    table: CountTable
    vectors: Vectors
    weights: Weights
    characters: float
    names: float
    header: dict[str, Any]


@cache
def shipped() -> Shipped:
    """Give the data that ship with the package, read once.

    >>> shipped().table("中国") > 1000
    True
    """
    data = files("pipeline.language").joinpath(FILE).read_bytes()
    with np.load(BytesIO(data)) as arrays:
        header: dict[str, Any] = json.loads(arrays["header"].tobytes())
        vectors = Vectors(
            header.pop("alphabet"), header.pop("pairs"), arrays["before"], arrays["after"], header["scale"]
        )
        weights, characters, names = header["weights"], header["characters"], header["names"]
        return Shipped(unpacked(arrays), vectors, weights, characters, names, header)

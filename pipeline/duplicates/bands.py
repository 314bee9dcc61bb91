"""Candidates: pairs whose signatures agree in a band, found by sorting one band at a time.

Locality-sensitive hashing by bands (Indyk and Motwani, 1998; Leskovec, Rajaraman and Ullman, *Mining of
Massive Datasets*, 3.4), with a sorted array in place of a dictionary per band: 4 bytes a text and band.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.fold import Index
from pipeline.duplicates.shingles import Hashes
from pipeline.duplicates.signatures import EMPTY
from pipeline.values.arrays import distinct
from pipeline.values.spread import Spread, here

Pairs = npt.NDArray[np.int64]

NO_KEY = np.uint32(0xFFFFFFFF)
"""The key of a text that has no sketch."""

BUCKET = 32
"""Up to so many texts of a bucket are all paired: 496 pairs. In a larger bucket each is paired with the
first text and, in the order of the next band, with :data:`NEIGHBOURS`: pairs grow with the bucket, not with
its square."""

NEIGHBOURS = 8

_COMPACT = 1 << 22  # pairs held before repeated ones are removed: 32 MB


class Bands(Protocol):
    """Band keys by band, each (n,); an array (bands, n) is one."""

    def __len__(self) -> int:
        """How many bands."""

    def __getitem__(self, band: int, /) -> Hashes:
        """The keys of one."""


def bands_for(target: float, recall: float, permutations: int) -> tuple[int, int]:
    """Bands and rows that offer a pair at Jaccard ``target`` with probability ``recall``, (bands, rows).

    The most rows, hence the fewest chance pairs, that ``permutations`` allow. A pair at similarity s is
    offered with probability 1 - (1 - s^rows)^bands.

    Raises:
        ValueError: even bands of one row miss the recall.

    >>> bands_for(0.65, 0.99, 96)
    (24, 4)
    """
    for rows in range(permutations, 0, -1):
        bands = permutations // rows
        if 1 - (1 - target**rows) ** bands >= recall:
            return bands, rows
    raise ValueError(
        f"{permutations} permutations cannot offer {recall:.0%} of the pairs at {target}: "
        "raise permutations, or lower recall"
    )


def band_keys(signatures: Hashes, bands: int, rows: int) -> Hashes:
    """A 32-bit key for each band of each signature, (bands, n): a batch keeps these for the search.

    Multilinear hashing (Lemire and Kaser, 2014): keys of different rows agree once in 2^32.

    >>> one = np.arange(8, dtype=np.uint32)
    >>> keys = band_keys(np.stack((one, one, one[::-1])), 2, 4)
    >>> keys.shape, bool((keys[:, 0] == keys[:, 1]).all()), bool((keys[:, 0] == keys[:, 2]).any())
    ((2, 3), True, False)
    """
    factors = odd_factors(rows)
    columns = signatures.T
    keys = np.empty((bands, len(signatures)), dtype=np.uint32)
    for band in range(bands):
        value = np.zeros(len(signatures), dtype=np.uint64)
        for row in range(rows):
            value += columns[band * rows + row] * factors[row]
        keys[band] = np.minimum(value >> np.uint64(32), NO_KEY - np.uint32(1))
    keys[:, (columns == EMPTY).all(axis=0)] = NO_KEY
    return keys


@cache
def odd_factors(count: int) -> npt.NDArray[np.uint64]:
    """So many odd numbers below 2^64, drawn with their count as the seed.

    >>> odd_factors(2).tolist() == odd_factors(2).tolist()
    True
    """
    return np.random.RandomState(count).randint(0, 1 << 64, count, dtype=np.uint64) | np.uint64(1)


def candidates(keys: Bands, spread: Spread = here) -> Pairs:
    """Pairs of texts, the earlier first, that share a key in a band: (pairs, 2), in order.

    ``keys`` are read one band at a time, so they may be on disk; ``spread`` runs a function over the bands.

    >>> candidates(np.array([[7, 8, 7], [1, 2, 3]], dtype=np.uint32)).tolist()
    [[0, 2]]
    """
    found: list[npt.NDArray[np.uint64]] = []
    held = 0
    for pairs in spread(partial(_of_band, keys), range(len(keys))):
        found.append(pairs)
        held += len(pairs)
        if held > _COMPACT:
            found = [distinct(np.concatenate(found))]
            held = len(found[0])
    packed = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)
    return unpack(packed)


def _of_band(keys: Bands, number: int) -> npt.NDArray[np.uint64]:
    """The pairs of one band, packed, each once."""
    pairs = list(_paired(keys[number], keys, (number + 1) % len(keys)))
    return distinct(np.concatenate(pairs)) if pairs else np.zeros(0, dtype=np.uint64)


def pack(one: Index, two: Index) -> npt.NDArray[np.uint64]:
    """Pairs as single numbers, the smaller index in the high half.

    >>> pack(np.array([1]), np.array([2])).tolist()
    [4294967298]
    """
    low, high = np.minimum(one, two).astype(np.uint64), np.maximum(one, two).astype(np.uint64)
    return (low << np.uint64(32)) | high


def both(one: Pairs, two: Pairs) -> Pairs:
    """The pairs of either, each once, in order.

    >>> both(np.array([[1, 2]]), np.array([[0, 3], [1, 2]])).tolist()
    [[0, 3], [1, 2]]
    """
    return unpack(distinct(np.concatenate([pack(some[:, 0], some[:, 1]) for some in (one, two)])))


def unpack(packed: npt.NDArray[np.uint64]) -> Pairs:
    """The inverse of :func:`pack`, (n, 2).

    >>> unpack(pack(np.array([5]), np.array([2]))).tolist()
    [[2, 5]]
    """
    both = np.empty((len(packed), 2), dtype=np.int64)
    both[:, 0] = packed >> np.uint64(32)
    both[:, 1] = packed & np.uint64(0xFFFFFFFF)
    return both


def _paired(band: Hashes, keys: Bands, following: int) -> Iterator[npt.NDArray[np.uint64]]:
    live = np.flatnonzero(band != NO_KEY)
    live = live[_again(band[live])].astype(np.uint64)
    order = np.sort((band[live].astype(np.uint64) << np.uint64(32)) | live)
    bucket = order >> np.uint64(32)
    text = (order & np.uint64(0xFFFFFFFF)).astype(np.int64)
    new = np.ones(len(bucket), dtype=bool)
    new[1:] = bucket[1:] != bucket[:-1]
    shared = ~new
    shared[:-1] |= ~new[1:]
    text, new = text[shared], new[shared]  # most texts are alone in their bucket
    begin = np.flatnonzero(new)
    size = np.diff(np.append(begin, len(new)))
    sizes = np.repeat(size, size)
    small = sizes <= BUCKET
    yield from _neighbours(text[small], size[size <= BUCKET], BUCKET - 1)
    if not small.all():
        yield from _crowded(text[~small], size[size > BUCKET], keys[following])


def _again(band: Hashes) -> npt.NDArray[np.bool_]:
    """Which keys may stand more than once: most do not, and need not be sorted. Counted by their first bits."""
    bits = min(_SLOTS, (8 * len(band)).bit_length())
    slot = band >> np.uint32(32 - bits)
    several: npt.NDArray[np.bool_] = np.bincount(slot, minlength=1 << bits)[slot] > 1
    return several


_SLOTS = 23  # bits: 64 MB of counts, at the most


def _neighbours(text: Index, size: Index, most: int) -> Iterator[npt.NDArray[np.uint64]]:
    """Pair each text with up to ``most`` before it in its bucket."""
    rank = np.arange(len(text)) - np.repeat(np.cumsum(size) - size, size)
    at = np.arange(len(text))
    for step in range(1, most + 1):
        at = at[rank[at] >= step]
        if not len(at):
            return
        yield pack(text[at - step], text[at])


def _crowded(text: Index, size: Index, following: Hashes) -> Iterator[npt.NDArray[np.uint64]]:
    first = np.cumsum(size) - size
    hub = np.repeat(text[first], size)
    yield pack(hub[hub != text], text[hub != text])
    bucket = np.repeat(np.arange(len(size)), size)
    order = np.lexsort((text, following[text], bucket))
    yield from _neighbours(text[order], size, NEIGHBOURS)

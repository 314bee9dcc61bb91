"""MinHash signatures of many texts at once, bit for bit those of datasketch 2.0's scheme ``affine32``.

A signature equals ``datasketch.MinHash(permutations, seed=1, hashfunc=int, scheme="affine32")`` after ``update_batch``
with the n-gram hashes of :func:`pipeline.duplicates.shingles.hashes` (Broder, 1997; the finaliser is that of
MurmurHash3). datasketch draws the permutations; for the rest it takes 171 µs for a paragraph of 200 characters, this
module 9 µs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from pipeline.duplicates.fold import Folded, Index, fold
from pipeline.duplicates.shingles import Hashes, counts, hashes
from pipeline.values.settings import DuplicateSettings

SCHEME = "affine32"
SEED = 1
EMPTY = np.uint32(0xFFFFFFFF)
"""Every value of an empty sketch, as in datasketch."""

_BLOCK = 3 << 15
"""Hashes permuted at a time. Two arrays of this size stay in the cache; smaller blocks pay more for calls:
14 µs a paragraph at 16,000 hashes, 10 at 65,000 to 130,000."""

# glibc gives arrays above a threshold back to the system each time they are freed, and page faults then cost
# 5 of 20 µs a paragraph. The threshold rises to the largest array that was freed, up to 32 MB: so free one.
np.empty(31 << 20, dtype=np.uint8)


def sign(texts: Sequence[str], settings: DuplicateSettings) -> Hashes:
    """Signatures of ``texts``, (n, permutations).

    A text of fewer than ``settings.shortest`` folded characters gets the empty sketch, which no candidate
    search offers: such texts are compared whole.

    >>> sign(["三千名志愿者在河堤种下柳树一万株", "短"], DuplicateSettings()).shape
    (2, 96)
    >>> bool((sign(["短"], DuplicateSettings()) == EMPTY).all())
    True
    """
    return signatures(fold(texts), settings)


def signatures(
    folded: Folded, settings: DuplicateSettings, drawn: tuple[Hashes, Hashes] | None = None
) -> Hashes:
    """Signatures of folded texts, (n, permutations); ``drawn`` are the permutations of an index that was kept.

    >>> signatures(fold(["三千名志愿者在河堤种下柳树一万株"]), DuplicateSettings()).shape
    (1, 96)
    """
    a, b = drawn or permutations(settings.permutations)
    size = np.where(folded.lengths >= settings.shortest, counts(folded, settings.shingle), 0)
    texts = np.flatnonzero(size)
    signed = _minima(_grams(folded, settings), np.concatenate(([0], np.cumsum(size[texts]))), a, b).T
    if len(texts) == len(folded):
        return signed
    every = np.full((len(folded), settings.permutations), EMPTY, dtype=np.uint32)
    every[texts] = signed
    return every


def _grams(folded: Folded, settings: DuplicateSettings) -> Hashes:
    """The mixed n-gram hashes of all texts that are signed, end to end."""
    size = settings.shingle
    grams = hashes(folded.codes, size)
    last = np.zeros(len(folded.codes), dtype=bool)
    lengths = folded.lengths
    for step in range(1, size):
        at = folded.bounds[1:][lengths >= step] - step
        last[at] = True  # an n-gram from here would run into the next text
    for text in np.flatnonzero((lengths > 0) & (lengths < settings.shortest)).tolist():
        last[folded.bounds[text] : folded.bounds[text + 1]] = True
    return _mixed(grams[~last[: len(grams)]])


def _mixed(value: Hashes) -> Hashes:
    """MurmurHash3's 32-bit finaliser, which datasketch applies before it permutes."""
    value = value ^ (value >> np.uint32(16))
    value *= np.uint32(0x85EBCA6B)
    value ^= value >> np.uint32(13)
    value *= np.uint32(0xC2B2AE35)
    value ^= value >> np.uint32(16)
    return value


def _minima(grams: Hashes, bounds: Index, a: Hashes, b: Hashes) -> Hashes:
    """The least hash of each text under each permutation, (permutations, n)."""
    count = len(bounds) - 1
    least = np.empty((len(a), count), dtype=np.uint32)
    at = 0
    while at < count:
        end = max(at + 1, int(np.searchsorted(bounds, bounds[at] + _BLOCK, side="right")) - 1)
        block = grams[bounds[at] : bounds[end]]
        starts, value = bounds[at:end] - bounds[at], np.empty_like(block)
        for row in range(len(a)):
            np.multiply(block, a[row], out=value)
            np.add(value, b[row], out=value)
            np.minimum.reduceat(value, starts, out=least[row, at:end])
        at = end
    return least


@lru_cache(maxsize=4)
def permutations(count: int) -> tuple[Hashes, Hashes]:
    """The ``a`` and ``b`` of datasketch's permutations ``a * hash + b`` modulo 2^32 under :data:`SEED`, (count,) each.

    datasketch itself draws them, so that a signature is one of its own whatever version is installed.

    >>> a, b = permutations(96)
    >>> a[:2].tolist(), b[:2].tolist()
    ([3582191691, 4270784983], [1235985687, 513207677])
    """
    from datasketch import MinHash  # type: ignore[import-untyped]  # with scipy it takes half a second to load

    a, b = MinHash(num_perm=count, seed=SEED, scheme=SCHEME).permutations
    return a, b

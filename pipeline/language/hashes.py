"""Hashes of n-grams: CRC-32 of their UTF-8. That of two texts in a row follows from theirs."""

from __future__ import annotations

from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

_LONGEST = 12
"""Bytes of the longest right part: three characters."""


def hashed(gram: str) -> int:
    """Hash a text, 0 to 2**32 - 1.

    >>> hashed("版")
    1523463975
    """
    return crc32(gram.encode("utf-8", "surrogatepass"))


@cache
def letters() -> tuple[Hashes, NDArray[np.int8]]:
    """Give the hash of each code point and its bytes of UTF-8, (0x40000,) each: all planes that have letters.

    >>> int(letters()[0][ord("版")]) == hashed("版"), int(letters()[1][ord("版")])
    (True, 3)
    """
    codes = np.arange(0x40000, dtype=np.uint32)
    sizes = (1 + (codes > 0x7F) + (codes > 0x7FF) + (codes > 0xFFFF)).astype(np.int8)
    table = ~np.array([crc32(bytes([byte]), 0xFFFFFFFF) for byte in range(256)], np.uint32)
    found = np.full(len(codes), 0xFFFFFFFF, np.uint32)
    for place in range(4):  # the first byte of n has n ones at its head, the others six bits of the code
        own = place < sizes
        rest = codes[own] >> (6 * (sizes[own] - 1 - place)).astype(np.uint32)
        byte = _FIRST[sizes[own]] | rest if place == 0 else 0x80 | rest & 0x3F
        found[own] = table[(found[own] ^ byte) & 0xFF] ^ found[own] >> np.uint32(8)
    return ~found, sizes


_FIRST = np.array([0, 0, 0xC0, 0xE0, 0xF0], np.uint32)
"""The first byte of so many, without the bits of the code."""


def joined(lefts: Hashes, rights: Hashes, sizes: NDArray[np.intp]) -> Hashes:
    """Give the hash of each left part with its right part behind it, from theirs (zlib's ``crc32_combine``).

    Args:
        lefts: hashes of the left parts, any shape.
        rights: hashes of the right parts, same shape.
        sizes: bytes of the right parts, at most 12, same shape.

    >>> one, two = np.array([[hashed("上")], [hashed("版")]], np.uint32)
    >>> joined(one, two, np.array([3])).tolist() == [hashed("上版")]
    True
    """
    moved, row = _moved(), sizes << 10
    found = rights.copy()
    for place in range(4):
        found ^= moved.take(row + (256 * place) + (lefts >> np.uint32(8 * place) & np.uint32(0xFF)))
    return found


@cache
def _moved() -> Hashes:
    """Give the value of each byte of a hash, by its place, once so many bytes follow it: (13 * 4 * 256,)."""
    values = [value << 8 * place for place in range(4) for value in range(256)]
    return np.array(
        [
            crc32(follows, value) ^ crc32(follows)
            for follows in map(bytes, range(_LONGEST + 1))
            for value in values
        ],
        dtype=np.uint32,
    )

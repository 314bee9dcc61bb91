"""How much a text looks like written Chinese: the bits that a character model spends on it.

The model knows single characters and pairs, counted in a newspaper and in reviews, simplified and traditional
(``data/build.py`` names source and licence). A text read in its right encoding costs about 9.5 bits a
character (the entropy of single Chinese characters) and 7.5 with its pairs, the same bytes read wrongly 15 and
more, because they land anywhere in a code table.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]

# Bits of a character that the corpora do not hold, by block; later lines win. Those of ideographs continue
# the counted ones (23 bits: seen once); the others were set so that text of that kind, read rightly, costs
# less than UNREADABLE_BYTE says, and read wrongly more.
_BLOCKS: tuple[tuple[int, int, int], ...] = (
    (0x000000, 0x10FFFF, 32),  # unassigned or exotic
    (0x000000, 0x00001F, 30),  # control characters
    (0x000020, 0x00007E, 5),
    (0x00007F, 0x00009F, 30),
    (0x0000A0, 0x0000BF, 13),
    (0x0000C0, 0x001FFF, 11),  # letters of other scripts
    (0x000370, 0x0004FF, 14),  # Greek and Cyrillic, which GBK holds too
    (0x002000, 0x00206F, 13),
    (0x002070, 0x002BFF, 16),
    (0x002E80, 0x002FDF, 24),  # radicals
    (0x003000, 0x00303F, 14),
    (0x003040, 0x0030FF, 16),  # kana, as Chinese writes them
    (0x003100, 0x0033FF, 20),
    (0x003400, 0x004DBF, 28),  # ideographs, extension A
    (0x004E00, 0x009FFF, 24),
    (0x00AC00, 0x00D7A3, 20),  # Hangul
    (0x00D800, 0x00DFFF, 40),  # surrogates
    (0x00E000, 0x00F8FF, 30),  # private use
    (0x00F900, 0x00FAFF, 25),
    (0x00FF00, 0x00FF5E, 14),
    (0x00FF61, 0x00FFEF, 26),  # half-width katakana
    (0x00FFFD, 0x00FFFD, 40),
    (0x01F300, 0x01FAFF, 18),  # emoji
    (0x020000, 0x0323AF, 28),
)
UNREADABLE_BYTE = 7.5  # bits of a byte of unknown data, when it is not ASCII
_STEPS = 4.0  # of the pairs' bits; they are kept to a quarter


@cache
def table() -> Bits:
    """Give the bits of every code point, shape (0x110000,).

    >>> table()[ord("的")] < table()[ord("囧")]
    np.True_
    """
    bits = np.empty(0x110000, dtype=np.uint8)
    for first, last, bits_of_block in _BLOCKS:
        bits[first : last + 1] = bits_of_block
    bits[[9, 10, 13]] = 5
    counted = (files(__package__) / "data" / "characters.txt").read_text(encoding="utf-8")
    for line in counted.splitlines():
        counted_bits, chars = line.split("\t")
        bits[codes(chars)] = int(counted_bits)
    return bits


def codes(text: str) -> NDArray[np.uint32]:
    """Give the code points of a text, shape (len(text),).

    >>> codes("渔港").tolist()
    [28180, 28207]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def bits(text: str) -> int:
    """Add up the bits of the single characters of a text.

    >>> bits("的了") < bits("囧卍")
    True
    """
    return int(table()[codes(text)].sum(dtype=np.int64))


class _Pairs(NamedTuple):
    """Pairs of characters.

    Attributes:
        keys: shape (n,), ascending; the first code point times 0x10000 plus the second.
        bits: shape (n,), those of the second after the first.
        more: shape (0x10000,), those that a character costs more after one that it makes no known pair with.
    """

    keys: NDArray[np.uint32]
    bits: NDArray[np.float32]
    more: NDArray[np.float32]


@cache
def _pairs() -> _Pairs:
    data = (files(__package__) / "data" / "pairs.npz").read_bytes()
    with np.load(BytesIO(data)) as arrays:
        steps = np.ascontiguousarray(arrays["steps"].T).view("<u4").ravel()
        return _Pairs(
            np.cumsum(steps, dtype=np.uint32),
            arrays["bits"].astype(np.float32) / np.float32(_STEPS),
            arrays["more"].astype(np.float32) / np.float32(_STEPS),
        )


def costs(points: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Give the bits of each code point of a text after the one before it; both shape (n,).

    >>> costs(codes("渔港")).shape
    (2,)
    """
    found = table()[points].astype(np.float32)
    if len(points) > 1:
        found[1:] = costs_after(points[:-1], points[1:])
    return found


def costs_after(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Give the bits of code points, each after another one; all shape (n,).

    >>> costs_after(codes("中"), codes("国"))[0] < costs_after(codes("中"), codes("囧"))[0]
    np.True_
    """
    pairs = _pairs()
    keys = np.where((first | second) < 0x10000, first << np.uint32(16) | second, np.uint32(0))
    at = np.minimum(np.searchsorted(pairs.keys, keys), len(pairs.keys) - 1)
    after_any = table()[second] + pairs.more[np.minimum(first, 0xFFFF)]
    found: NDArray[np.float32] = np.where(pairs.keys[at] == keys, pairs.bits[at], after_any)
    return found


def cost(text: str) -> float:
    """Add up the bits of a text, each character after the one before it.

    >>> cost("渔港开市") < cost("渔丅卐市")
    True
    """
    return float(costs(codes(text)).sum())

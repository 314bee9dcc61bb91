"""Double bytes that were read in another encoding of double bytes: Big5 as GBK and GBK as Big5.

Each wrong character stands for one right one, and nothing in the bytes tells where such a stretch begins and
ends: the cheapest way to read a line does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.encoding import likeness, mistaken

_GATE = (
    12  # bits that two neighbours would save; in clean text one pair in 50,000 does (measured on 5 million)
)
_SWITCH = 8.0  # bits that it costs to begin or end a stretch in the middle of a line
_NO_CHARACTER = 1000.0


class Exchange(NamedTuple):
    """The characters ``start`` to ``end`` of a text and what they were, one for one."""

    start: int
    end: int
    text: str


def exchanged(text: str, wrong: str, right: str) -> Iterator[Exchange]:
    """The stretches of a text that read better if their bytes, read as ``wrong``, are read as ``right``."""
    table = mistaken.exchanged(wrong, right)
    for first, last in _lines(text, wrong, right):
        line = text[first:last]
        good = "".join(char if char.isascii() else table.get(char, "\0") for char in line)
        at = first
        for broken, states in groupby(_cheapest(line, good)):
            size = sum(1 for _ in states)
            if broken:
                yield Exchange(at, at + size, good[at - first : at - first + size])
            at += size


def _lines(text: str, wrong: str, right: str) -> Iterator[tuple[int, int]]:
    """Where the lines are that hold two neighbours which would gain."""
    gains = _gains(wrong, right)[likeness.codes(text)]
    end = -1
    for hit in np.flatnonzero(gains[:-1] + gains[1:] >= _GATE).tolist():
        if hit > end and _is_strange(text[hit : hit + 2]):
            end = text.find("\n", hit)
            end = len(text) if end < 0 else end
            yield text.rfind("\n", 0, hit) + 1, end


def _is_strange(pair: str) -> bool:
    """Whether two neighbours are neither an ornament (＝＝) nor part of a rare word (秸秆)."""
    return pair[0] != pair[1] and not likeness.known_pairs(pair)


@cache
def _gains(wrong: str, right: str) -> NDArray[np.int8]:
    """Bits that each code point would save, -30 to 14, shape (0x110000,)."""
    bits = likeness.table().astype(np.int8)
    exchanged = mistaken.exchanged(wrong, right)
    before, after = (likeness.codes("".join(chars)) for chars in (exchanged, exchanged.values()))
    gains = np.full(0x110000, -30, dtype=np.int8)
    gains[before] = np.clip(bits[before] - bits[after], -30, 14)
    return gains


def _cheapest(line: str, good: str) -> list[bool]:
    """For each character whether it is cheaper as ``good`` has it, given its neighbours.

    This is Viterbi's algorithm. Beside ASCII, which both readings share, a stretch may begin and end freely.
    """
    clean = broken = 0.0
    came: list[tuple[bool, bool]] = []  # whether the best way to clean, and that to broken, comes from broken
    shared = True
    for char, one, two in zip(line, _costs(line), _costs(good), strict=True):
        switch = 0.0 if shared or char.isascii() else _SWITCH
        came.append((broken + switch < clean, broken <= clean + switch))
        clean, broken = min(clean, broken + switch) + one, min(broken, clean + switch) + two
        shared = char.isascii()
    states = [broken < clean]
    for steps in reversed(came[1:]):
        states.append(steps[states[-1]])
    return states[::-1]


def _costs(text: str) -> list[float]:
    costs = likeness.costs(text)
    costs[likeness.codes(text) == 0] = _NO_CHARACTER
    return [float(cost) for cost in costs]

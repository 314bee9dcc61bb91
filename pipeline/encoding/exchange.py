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

Route = tuple[str, str]
"""The encoding that bytes were read in, and the one that they are in."""

ROUTES: tuple[Route, ...] = (("gb18030", "big5"), ("big5", "gb18030"))
# Bits that two to four neighbours would save: of four characters of mojibake 99 in 100 do, of three 93; clean text
# of 6,000 characters has one such place, or two.
_GATE = 10
_SWITCH = 8.0  # bits that it costs to begin or end a stretch in the middle of a line
_SWITCH_AT_ASCII = 4.0  # the same beside a character that both readings share
_AROUND = 24  # characters before and behind such a place that are looked at first
_SPACE = 0x20
_ASCII = "".join(map(chr, range(0x80)))
_BEYOND = 0xFFFF  # stands for every character beyond the basic plane, which no route leads from
_STRANGE = (
    8.0  # bits more for a character that is neither ideograph nor mark, where both readings are possible
)
_RARE = 20  # bits; that an ideograph is still rarer tells of the corpus, not of the text
_NO_CHARACTER = 1000.0


class Exchange(NamedTuple):
    """The characters ``start`` to ``end`` of a text and their originals, one for one."""

    start: int
    end: int
    text: str


def promising(units: NDArray[np.uint16]) -> Iterator[tuple[Route, list[int]]]:
    """Where two, three or four neighbours might read better, and along which route.

    ``units`` are as a glance gives them. Single characters say where to look, pairs of them whether it is worth it.

    >>> [(route, places[0]) for route, places in promising(likeness.codes("今天陔恓暮氪来了").astype(np.uint16))]
    [(('big5', 'gb18030'), 1)]
    """
    if len(units) < 2:
        return
    gains = _gains().take(units)
    sums = gains[:-1] + gains[1:]
    best = sums.copy()
    for size in (2, 3):
        if len(gains) > size:
            sums = sums[:-1] + gains[size:]
            np.maximum(best[: len(sums)], sums, out=best[: len(sums)])
    places = np.flatnonzero(best >= _GATE)
    if not len(places):
        return
    # Each with its three neighbours and a space before, which makes no pair with anything; all readings at once.
    apart = np.full((len(places), 5), _SPACE, dtype=np.uint32)
    apart[:, 1:] = units[np.minimum(places[:, np.newaxis] + np.arange(4), len(units) - 1)]
    readings = np.stack((apart, *(_rights(*route)[apart] for route in ROUTES)))
    # A character that is printed twice saves once.
    bits = costs(readings.ravel()).reshape(readings.shape)[:, :, 1:]
    saved = np.where(apart[:, 1:] == apart[:, :-1], 0, bits[0] - bits[1:])
    enough = saved.cumsum(axis=2)[:, :, 1:].max(axis=2) >= _GATE
    for route, good in zip(ROUTES, enough, strict=True):
        if good.any():
            yield route, places[good].tolist()


def likely(text: str, places: list[int], route: Route, least: float) -> Iterator[tuple[int, int]]:
    """Give the surroundings of those places where a stretch would save ``least`` bits along a route.

    >>> list(likely("今天陔恓暮氪来了", [2], ("big5", "gb18030"), 13.0))
    [(0, 8)]
    """
    end = -1
    for place in places:
        if place >= end:
            start = max(text.rfind("\n", 0, place) + 1, place - _AROUND)
            end = text.find("\n", place, place + _AROUND)
            end = min(len(text), place + _AROUND) if end < 0 else end
            points = likeness.codes(text[start:end])
            before, after = _both_costs(points, route)
            if _best_stretch(points, before - after) >= least:
                yield start, end


def exchanged(text: str, start: int, end: int, route: Route) -> Iterator[Exchange]:
    """The stretches of a line, or of a part of one, that read better along a route.

    >>> list(exchanged("今天，陔恓暮氪惆耋。", 0, 10, ("big5", "gb18030")))
    [Exchange(start=3, end=9, text='新闻记者报道')]
    """
    points = likeness.codes(text[start:end])
    rights = _rights(*route).take(np.minimum(points, _BEYOND))
    at_edge = not start or text[start - 1] == "\n"
    at = start
    for broken, states in groupby(_cheapest(points, rights, at_edge)):
        size = sum(1 for _ in states)
        if broken:
            good = "".join(map(chr, rights[at - start : at - start + size].tolist()))
            first = size - len(good.lstrip(_ASCII))
            last = len(good.rstrip(_ASCII))
            if first < last:
                yield Exchange(at + first, at + last, good[first:last])
        at += size


@cache
def _rights(wrong: str, right: str) -> NDArray[np.uint32]:
    """Give for each code point its original, rightly read: ASCII itself, 0 where there is none; shape (0x10000,)."""
    table = np.zeros(0x10000, dtype=np.uint32)
    table[:0x80] = np.arange(0x80)
    for char, good in mistaken.exchanged(wrong, right).items():
        if ord(char) < _BEYOND:
            table[ord(char)] = ord(good)
    return table


@cache
def _gains() -> NDArray[np.int8]:
    """Bits that each code point would save by the better of the two ways, -30 to 14, shape (0x10000,)."""
    bits = likeness.table()[:0x10000].astype(np.int16)
    capped = bits.copy()
    capped[0x3400:0xA000] = np.minimum(bits[0x3400:0xA000], _RARE)
    gains = np.full(0x10000, -30, dtype=np.int8)
    for rights in (_rights(*route) for route in ROUTES):
        saved = np.clip(capped - likeness.table()[rights], -30, 14).astype(np.int8)
        saved[rights < 0x80] = -30
        np.maximum(gains, saved, out=gains)
    # No letters; characters of private use, which a third of Big5 is read as, show where to look.
    for first, last in ((0x500, 0x3041), (0x30FF, 0x3400), (0xA000, 0xE000), (0xF900, 0x10000)):
        gains[first:last] = np.minimum(gains[first:last], 0)
    return gains


def _best_stretch(points: NDArray[np.uint32], gains: NDArray[np.float32]) -> float:
    """Give the most that any stretch saves (Kadane's algorithm); a character printed twice (一艘艘) saves once."""
    gains = np.append(gains[:1], np.where(points[1:] == points[:-1], 0.0, gains[1:]))
    sums = np.concatenate(([0.0], np.cumsum(gains, dtype=np.float64)))
    return float((sums - np.minimum.accumulate(sums)).max())


def _cheapest(points: NDArray[np.uint32], rights: NDArray[np.uint32], at_edge: bool) -> list[bool]:
    """For each character of a line whether it is cheaper as it would be read rightly, given its neighbours.

    This is Viterbi's algorithm. At the ends of a line a stretch may begin and end freely.
    """
    if not len(points):
        return []
    shared = points < 0x80
    switches = np.where(shared[:-1] | shared[1:], _SWITCH_AT_ASCII, _SWITCH)
    strange = np.where(
        (points > 0x370) & ((points < 0x2000) | (points > 0x2500)) & ~_is_han(points), _STRANGE, 0.0
    )
    gone = np.where(rights == 0, _NO_CHARACTER, 0.0)
    steps = (
        likeness.costs_after(of[:-1], to[1:]) + more[1:] + (0 if to is of else switches)
        for to, more in ((points, strange), (rights, gone))
        for of in (points, rights)
    )
    clean = float(likeness.costs(points[:1])[0] + strange[0])
    broken = float(likeness.costs(rights[:1])[0] + gone[0]) + (0.0 if at_edge else _SWITCH)
    came: list[tuple[bool, bool]] = []  # whether the best way to clean, and that to broken, comes from broken
    for to_clean, back, away, to_broken in zip(*(step.tolist() for step in steps), strict=True):
        came.append((broken + back < clean + to_clean, broken + to_broken < clean + away))
        clean, broken = min(clean + to_clean, broken + back), min(broken + to_broken, clean + away)
    states = [broken < clean]
    for from_broken in reversed(came):
        states.append(from_broken[states[-1]])
    return states[::-1]


def _both_costs(points: NDArray[np.uint32], route: Route) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the bits of each character as it is and as it would be; the same where both readings share it."""
    rights = _rights(*route).take(np.minimum(points, _BEYOND))
    before, after = costs(points), costs(rights)
    return before, np.where(points < 0x80, before, after)


def costs(points: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Give the bits of each character; a rare ideograph tells of the corpus, and costs no more than another.

    >>> costs(likeness.codes("渔港")).shape
    (2,)
    """
    bits = likeness.costs(points)
    ideographs = _is_han(points)
    bits[ideographs] = np.minimum(bits[ideographs], _RARE)
    bits[points == 0] = _NO_CHARACTER
    return bits


def _is_han(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return (points >= 0x3001) & (points < 0x3021) | (points >= 0x3400) & (points < 0xA000) | (points > 0xFF00)

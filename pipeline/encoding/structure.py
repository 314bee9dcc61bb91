"""UTF-8 that was read in another encoding, turned back, in parts as small as both readings allow."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from pipeline.encoding import mistaken

LOST = "\ufffd"


class Part(NamedTuple):
    """The characters ``start`` to ``end`` of a stretch, and their originals; U+FFFD stands for lost bytes."""

    start: int
    end: int
    text: str


def decoded(stretch: str, codec: str) -> list[Part]:
    """A stretch, encoded in ``codec`` and decoded as UTF-8.

    A part ends where a character of both readings ends. ASCII stands for itself.

    >>> decoded("æ–°é—»", "cp1252")
    [Part(start=0, end=3, text='新'), Part(start=3, end=6, text='闻')]
    """
    table = mistaken.bytes_of(codec)
    pieces = [table.get(char) or char.encode("utf-8") for char in stretch]
    bounds = list(accumulate(map(len, pieces), initial=0))
    read = _read(b"".join(pieces), frozenset(bounds))
    edges = {at for at, _ in read} | {bounds[-1]}
    parts: list[Part] = []
    first = taken = 0
    for index in range(1, len(bounds)):
        if bounds[index] in edges:
            till = next((n for n in range(taken, len(read)) if read[n][0] >= bounds[index]), len(read))
            parts.append(Part(first, index, _marked("".join(char for _, char in read[taken:till]))))
            first, taken = index, till
    return parts


def _marked(text: str) -> str:
    """The text with one mark for all that was lost in a row."""
    while LOST * 2 in text:
        text = text.replace(LOST * 2, LOST)
    return text


def _read(data: bytes, bounds: frozenset[int]) -> list[tuple[int, str]]:
    """UTF-8 with gaps: (offset, character), and U+FFFD for each byte that belongs to no certain character.

    Whole wrong characters, of two bytes, are lost. So a character of three bytes is not certain if its
    last byte begins a wrong character and a stray byte follows: it may have been put together from two.
    """
    read: list[tuple[int, str]] = []
    at = 0
    while at < len(data):
        size = _size(data[at])
        try:
            read.append((at, data[at : at + size].decode("utf-8")))
        except UnicodeDecodeError:
            size = 1
            if data[at] < 0xC0 and read and at - read[-1][0] == 3 and at - 1 in bounds:
                start, _ = read.pop()
                read += [(start + n, LOST) for n in range(3)]
            read.append((at, LOST))
        at += size
    return read


def _size(lead: int) -> int:
    if lead < 0xC2:
        return 1
    return 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4

"""Quotation marks: straight ones that touch Chinese become curly, in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.encoding.changes import Change
from pipeline.encoding.width import CHINESE, FULL

QUOTATION: Final = "quotation"
# Neither the quotation mark of an attribute or an inch sign, nor an apostrophe.
_QUOTES = {
    '"': re.compile(r"""[“”"\n](?<![=\\]["])(?<![0-9]["](?![^\x00-\x7f]))"""),
    "'": re.compile(r"""[‘’'\n](?<![A-Za-z0-9]['](?=[A-Za-z]))"""),
}


def quotation(text: str) -> list[Change]:
    """Give every straight quotation mark that becomes a curly one, in order. Comes before width.

    >>> [change[:3] for change in quotation('他说"今天开市"。')]
    [(2, 3, '“'), (7, 8, '”')]
    """
    return sorted(_quotes(text))


def _quotes(text: str) -> Iterator[Change]:
    if '"' not in text and "'" not in text:
        return
    for straight, (opening, closing) in (('"', "“”"), ("'", "‘’")):
        marks: list[int] = []
        for match in _QUOTES[straight].finditer(text + "\n"):
            if match.group() != "\n":
                marks.append(match.start())
                continue
            if any(text[at] == straight for at in marks):
                yield from _pairs(text, marks, opening, closing)
            marks = []


def _pairs(text: str, marks: list[int], opening: str, closing: str) -> Iterator[Change]:
    """The straight marks of a line, if all marks of the line pair; a curly one may be the partner."""
    found: list[Change] = []
    half = {
        (text[start] == opening, text[end] == closing)
        for start, end in zip(marks[::2], marks[1::2], strict=False)
    }
    if {(True, False), (False, True)} <= half:  # “甲"乙"丙”: one quotation within another, or two
        return
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        if text[start] == closing or text[end] == opening:
            return
        near = 2 if text[start - 1 : start] in FULL else 1  # 他说,"Yes!"
        touching = text[max(0, start - near) : start + 2] + text[end - 1 : end + 2]
        if end > start + 1 and CHINESE.search(touching.replace(opening, "").replace(closing, "")):
            found += [Change(at, at + 1, new, QUOTATION) for at, new in ((start, opening), (end, closing))]
    if len(marks) % 2 == 0:
        yield from (change for change in found if text[change.start] != change.text)

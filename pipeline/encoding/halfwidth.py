"""Digits, Latin letters and the marks of numbers and addresses that are set full-width: half-width (GB/T 15834)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.encoding.changes import Change

REASON: Final = "punctuation_width"
_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．％]")
_LETTER = re.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_WIDE_ADDRESS = re.compile(
    "(?:(?:[A-Za-zＡ-Ｚａ-ｚ]{3,6}[：:]／／|[wｗ]{3}．)|(?<![!-~！-～])[!-~！-～]{1,40}?＠(?=[A-Za-zＡ-Ｚａ-ｚ]))"
    "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ./:_~?=&%．／：＿～？＝＆％－-]*"
)
_OF_ADDRESS = ("／／", "www．", "ｗｗｗ．", "＠")
_THOUSANDS = re.compile("，(?<=[０-９].)(?=[０-９]{3}(?![０-９]))")
_WIDE, _NARROW = 0xFF01, 0x21  # the first full-width form, and its half-width form


def changes(text: str) -> Iterator[Change]:
    """Give every change, in no order: １９９８年 -> 1998年, ３．５％ -> 3.5%, ｗｗｗ．ａ．ｃｎ -> www.a.cn.

    >>> sorted(change[:3] for change in changes("增长３％"))
    [(2, 3, '3'), (3, 4, '%')]
    """
    for match in WIDE.finditer(text):
        at, char = match.start(), match.group()
        if char not in "．％":
            yield Change(at, at + 1, char.translate(_HALF), REASON)
        elif at and _is_of_number(text, at, char):
            yield Change(at, at + 1, "%" if char == "％" else ".", REASON)
    for match in _THOUSANDS.finditer(text):
        yield Change(match.start(), match.end(), ",", REASON)
    if any(mark in text for mark in _OF_ADDRESS):
        yield from _addressed(text)


def _addressed(text: str) -> Iterator[Change]:
    """The marks of addresses that are full-width."""
    for match in _WIDE_ADDRESS.finditer(text):
        for at in range(*match.span()):
            if text[at] >= "！" and text[at] not in "．％" and not _LETTER.match(text, at):
                yield Change(at, at + 1, chr(ord(text[at]) - _WIDE + _NARROW), REASON)


def _is_of_number(text: str, at: int, char: str) -> bool:
    """Whether a point or per cent sign is that of a number, or a point that of an address."""
    if char == "％":
        return text[at - 1].isdecimal()
    return bool(_LETTER.match(text, at - 1) and _LETTER.match(text, at + 1)) or text[max(0, at - 3) : at] in (
        "www",
        "ｗｗｗ",
    )

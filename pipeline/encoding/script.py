"""Conversion between simplified and traditional characters with OpenCC: an option, off by default."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

from pipeline.encoding.changes import Change

if TYPE_CHECKING:
    from collections.abc import Callable

REASON: Final = "script"


@cache
def _converter(name: str) -> Callable[[str], str]:
    try:
        from opencc import OpenCC
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "[encoding] script needs OpenCC, which is not installed: pip install 'jieban[opencc]', "
            "or leave script empty"
        ) from error
    convert: Callable[[str], str] = OpenCC(name).convert
    return convert


def changes(text: str, conversion: str) -> list[Change]:
    """The changes that an OpenCC conversion (``t2s``, ``s2tw``, …) makes to a text, in order.

    Raises:
        ModuleNotFoundError: the extra ``jieban[opencc]`` is not installed.

    >>> changes("渔港", "s2t")  # doctest: +SKIP
    [Change(start=0, end=1, text='漁', reason='script')]
    """
    found: list[Change] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found += _differences(line, _converter(conversion)(line), start)
        start += len(line)
    return found


def _differences(before: str, after: str, start: int) -> Iterator[Change]:
    if len(before) == len(after):
        for at, (one, two) in enumerate(zip(before, after, strict=True)):
            if one != two:
                yield Change(start + at, start + at + 1, two, REASON)
        return
    blocks = [code for code in Levenshtein.opcodes(before, after) if code.tag != "equal"]
    if any(code.tag == "insert" for code in blocks):  # inserted characters have the source of the line
        yield Change(start, start + len(before), after, REASON)
        return
    for code in blocks:
        after_part = after[code.dest_start : code.dest_end]
        yield Change(start + code.src_start, start + code.src_end, after_part, REASON)

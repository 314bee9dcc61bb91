"""Folds several ways of writing into one: digits, letters, widths, quotation marks, scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

TABLE = "scripts.json"

OPENING, CLOSING = "“‘(《〈", "”’)》〉"
"""The brackets and quotation marks that are left after folding, in pairs."""

_SAME = {
    "「『﹁﹃": "“‘“‘",
    "」』﹂﹄": "”’”’",
    "〔［【": "(((",
    "〕］】": ")))",
    "‧•・･∙": "·····",
    "━－─―": "————",
}


def common_folds() -> dict[int, str]:
    """Give the part of the table that needs no list of characters: widths, digits, letters, marks.

    White space goes; any digit becomes ``0``, any Latin letter ``a``.

    >>> [common_folds()[ord(char)] for char in "Ａ7「 "]
    ['a', '0', '“', '']
    """
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in range(0x21, 0x7F):
        folded = "0" if chr(code).isdigit() else "a" if chr(code).isalpha() else chr(code)
        table[code] = table[code + 0xFEE0] = folded
    for written, folded in _SAME.items():
        table.update(zip(map(ord, written), folded, strict=True))
    table.update(dict.fromkeys(map(ord, " \t\r\n\f\v\u3000\u00a0\u200b\ufeff"), ""))
    return table


@cache
def _table() -> dict[int, str]:
    return _scripts() | common_folds()


@cache
def _scripts() -> dict[int, str]:
    scripts = json.loads(files("pipeline.language").joinpath(TABLE).read_text("utf-8"))
    return dict(zip(map(ord, scripts["traditional"]), scripts["simplified"], strict=True))


def simplified(text: str) -> str:
    """Write the traditional characters of a text as simplified ones, one by one.

    >>> simplified("報導")
    '报导'
    """
    return text.translate(_scripts())


def fold(text: str) -> str:
    """Fold a text as the model counts it; idempotent, at most as long as ``text``.

    Traditional characters become simplified ones one by one (the table is opencc's t2s, Apache-2.0,
    where it maps a single character to one).

    >>> fold("「報導」 ２０")
    '“报导”00'
    """
    return text.translate(_table())


GONE = 0xFFFFFFFF
_MARK = "\0"
"""Stands between texts that are folded together."""


@cache
def codes() -> NDArray[np.uint32]:
    """Give the table as an array, shape (0x110000,), from code point to code point; ``GONE`` where nothing is left.

    >>> chr(codes()[ord("報")]), int(codes()[ord(" ")]) == GONE
    ('报', True)
    """
    table = np.arange(0x110000, dtype="<u4")
    for code, folded in _table().items():
        table[code] = ord(folded) if folded else GONE
    return table


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold each of some texts as :func:`fold` does; the whole of a page takes a tenth of the time.

    >>> fold_all(["報導", "Ａ1"])
    ['报导', 'a0']
    """
    return list(_folded(tuple(texts)))


@lru_cache(maxsize=8)
def _folded(texts: tuple[str, ...]) -> Sequence[str]:
    """Kept for a while: the model, the topics and the articles of a page each ask for all of its texts."""
    joined = np.frombuffer(_MARK.join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    found = codes()[joined]
    folded = found[found != GONE].tobytes().decode("utf-32-le", "surrogatepass").split(_MARK)
    return (
        folded if len(folded) == len(texts) else [fold(text) for text in texts]
    )  # one holds the mark itself

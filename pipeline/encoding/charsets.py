"""The encodings that compete for a page, and how each is decoded when bytes of it are damaged."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.encoding import cns, languages, likeness
from pipeline.encoding.languages import CHINESE, Language

_LOST = 40  # bits of a byte that is part of no character; as much as the model takes for U+FFFD
_FEWEST, _FLUENT = 4, 12.0  # characters of another encoding in a line of UTF-8, and their bits in the mean
_LETTERS = re.compile("[\u0370-\u052f\u2150-\u218f\u2460-\u24ff\u3007\u3041-\u30fe\u3400-\u9fff]+")
_RARE = 20  # bits; a shifted line is full of such characters
_LOST_OF_PAIR = 15  # bits of a byte that is given up, where one that was left over finds its character
_SHIFT = 12.0  # bits to save, beside those
_CODECS = {"gb18030": "gb18030", "big5": "big5hkscs"}
_LONGEST_LINE = 64 * 1024  # bytes; longer lines are not text lines, and the search is done in Python


class Charset(NamedTuple):
    """A candidate: its name, its decoder (never raises), the languages that are written in it."""

    name: str
    decode: Callable[[bytes], str]
    languages: tuple[Language, ...] = CHINESE


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: Windows' code page 936 has the euro sign at 0x80; anything else is U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "€", error.start + 1
    return "\ufffd", error.end


codecs.register_error("jieban-cp936", _euro)


def decode_utf8(data: bytes) -> str:
    """Decode UTF-8; a line that is not, but reads well as GB18030 or Big5, was pasted in from elsewhere.

    >>> decode_utf8("渔港".encode())
    '渔港'
    """
    return _strictly(data, "utf-8") or b"\n".join(map(_as_utf8, data.split(b"\n"))).decode("utf-8", "replace")


def outside_utf8(data: bytes) -> int:
    """Count the bytes in lines that are not UTF-8.

    >>> outside_utf8("渔港".encode()), outside_utf8("渔港".encode("gb18030"))
    (0, 4)
    """
    return sum(len(line) for line in data.split(b"\n") if _strictly(line, "utf-8") is None)


def _as_utf8(line: bytes) -> bytes:
    if _strictly(line, "utf-8") is not None:
        return line
    readings = [text for name in ("gb18030", "big5") if (text := _strictly(line, name))]
    best = min(readings, key=likeness.bits, default="")
    strange = [char for char in best if not char.isascii()]
    if len(strange) < _FEWEST or likeness.bits("".join(strange)) > _FLUENT * len(strange):
        return line
    return best.encode("utf-8", "replace")


def decode_gb18030(data: bytes) -> str:
    """Decode GB18030, which holds GB2312 and GBK; lines with damaged bytes are resynchronised.

    >>> decode_gb18030("渔港".encode("gb18030"))
    '渔港'
    """
    return _strictly(data, "gb18030") or _by_line(data, "gb18030", "jieban-cp936")


def decode_big5(data: bytes) -> str:
    """Decode Big5, else Hong Kong's or Microsoft's extension; damaged lines are resynchronised.

    They disagree about a few hundred characters: 〇 of Hong Kong is kana in the oldest, and so are the kana
    themselves (や or ビ). Where they do, the likeliest reading is taken, the oldest first.

    >>> decode_big5("漁港".encode("big5"))
    '漁港'
    """
    readings = [text for name in ("big5", "big5hkscs", "cp950") if (text := _strictly(data, name))]
    if len(set(readings)) > 1:
        return min(readings, key=_cost_of_letters)
    return readings[0] if readings else _by_line(data, "big5hkscs", "replace")


def _cost_of_letters(text: str) -> float:
    """Give the bits of letters and numerals; about marks (～ or ∼) the oldest is right."""
    points = likeness.codes("".join(_LETTERS.findall(text)))
    return float(languages.table("zh-Hant")[points].sum(dtype=np.float64))


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _by_line(data: bytes, name: str, errors: str) -> str:
    lines = []
    for line in data.split(b"\n"):
        text = _strictly(line, name)
        if text is None and 0x80 not in line and len(line) <= _LONGEST_LINE:
            text = _resynchronised(line, name)
        lines.append(line.decode(name, errors) if text is None else text)
    return "\n".join(lines)


def resynchronised(data: bytes, text: str, name: str) -> str:
    """Mend lines of double bytes that lost a byte and decode all the same, to rare characters.

    Such a line costs fewer bits if a byte of it is given up. Of clean lines none does, names and verse included.

    >>> line = "市政府昨天召開會議，研究部署今年的防汛工作。".encode("big5")
    >>> data = line[:31] + line[32:]
    >>> resynchronised(data, data.decode("big5"), "big5")
    '市政府昨天召開會議，研究部署今�的防汛工作。'
    """
    if name not in _CODECS:
        return text
    lines, bytes_ = text.split("\n"), data.split(b"\n")
    rare = likeness.table()[likeness.codes(text)] >= _RARE
    ends = np.cumsum([len(line) + 1 for line in lines])
    for at in np.unique(np.searchsorted(ends, np.flatnonzero(rare), side="right")).tolist():
        if len(bytes_[at]) <= _LONGEST_LINE:
            lines[at] = _unshifted(bytes_[at], lines[at], _CODECS[name])
    return "\n".join(lines)


def _unshifted(data: bytes, line: str, name: str) -> str:
    """A line with a byte given up, if that saves much; or leaves no half of a character as a letter (暑搹b)."""
    for lost in (_LOST_OF_PAIR, _LOST):
        better = _resynchronised(data, name, lost)
        letters = sum(char.isascii() for char in line) > sum(char.isascii() for char in better)
        marks = better.count("\ufffd")
        cost = likeness.cost(better.replace("\ufffd", "")) + marks * lost + _SHIFT
        if cost < likeness.cost(line) and (letters or lost == _LOST):
            return better
    return line


def _resynchronised(line: bytes, name: str, lost: int = _LOST) -> str:
    """The cheapest way to read a line as double bytes, ASCII and lost bytes (Viterbi's algorithm).

    A lost byte shifts all double bytes up to the next ASCII character. Read strictly, all of them are wrong.
    """
    pairs = _pair_bits(name)
    best, lengths = [0, 0], [0, 0]  # of the line up to each byte: bits, and bytes of the last character
    best[1], lengths[1] = _single(line[0], lost), 1
    for at in range(1, len(line)):
        alone = best[at] + _single(line[at], lost)
        double = best[at - 1] + pairs[line[at - 1] << 8 | line[at]]
        best.append(min(alone, double))
        lengths.append(1 if alone < double else 2)
    parts, at = [], len(line)
    while at:
        parts.append(line[at - lengths[at] : at].decode(name, "replace"))
        at -= lengths[at]
    return "".join(reversed(parts))


def _single(byte: int, lost: int) -> int:
    return 5 if byte < 0x80 else lost


@cache
def _pair_bits(name: str) -> list[int]:
    """Bits of each double byte, by its number; far more than two lost bytes where it is no character."""
    table: NDArray[np.uint8] = likeness.table()
    costs = [1000] * 0x10000
    for pair in range(0x8140, 0x10000):
        text = _strictly(bytes(divmod(pair, 256)), name)
        if text and len(text) == 1:
            costs[pair] = int(table[ord(text)])
    return costs


def _plain(name: str, data: bytes) -> str:
    return data.decode(name, "replace")


_EAST: tuple[Language, ...] = (*CHINESE, "ja", "ko")
CHARSETS = (
    Charset("utf-8", decode_utf8, _EAST),
    Charset("gb18030", decode_gb18030, _EAST),
    Charset("big5", decode_big5, ("zh-Hant", "ja")),
    Charset("euc-tw", cns.decode_euc_tw, ("zh-Hant",)),
    *(
        Charset(name, partial(_plain, name), _EAST)
        for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    ),
    Charset("cp932", partial(_plain, "cp932"), ("ja",)),
    Charset("euc_jp", partial(_plain, "euc_jp"), ("ja",)),
    Charset("cp949", partial(_plain, "cp949"), ("ko",)),
    *(Charset(name, partial(_plain, name), ("ru",)) for name in ("cp1251", "koi8_r", "cp866", "iso8859_5")),
)
FOREIGN = {
    "cp932": "Japanese",
    "euc_jp": "Japanese",
    "iso2022_jp_2": "Japanese",
    "cp949": "Korean",
    "iso2022_kr": "Korean",
    **dict.fromkeys(("cp1251", "koi8_r", "cp866", "iso8859_5"), "Russian"),
}

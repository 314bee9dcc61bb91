"""Bytes to text: a closed set of encodings, each tried, and the one kept that reads like writing.

Certain signs come first: a byte-order mark, the encoding that was configured or declared, the escapes of
HZ and ISO 2022, well-formed UTF-8. The rest compete: every candidate decodes a sample and the character model
(:mod:`pipeline.encoding.likeness`) says how many bits the result costs. One competitor is "none of them".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.encoding import cns
from pipeline.encoding.competition import foreign, won
from pipeline.encoding.decoding import Candidate, Decoding, without_surrogates
from pipeline.values.settings import EncodingSettings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030"}  # a file that names the older is often in the newer


def decode(data: bytes, settings: EncodingSettings, declared: str | None = None) -> Decoding:
    """Give the text of a page, whatever its encoding. Never raises.

    Args:
        data: the bytes of the page.
        settings: ``encoding`` is tried first; below ``least_confidence`` the page has a problem.
        declared: the encoding that the page's source names (metadata, a header), tried next.

    >>> found = decode("渔港昨日开市，鱼鲜上了餐桌。".encode("gb18030"), EncodingSettings())
    >>> found.text, found.encoding
    ('渔港昨日开市，鱼鲜上了餐桌。', 'gb18030')
    """
    names = (settings.encoding, declared)
    found = _marked(data) or _named(data, names) or _escaped(data) or _utf8(data) or won(data, settings)
    problem = found.problem or _ruined(found.text)
    return replace(found, problem=problem) if problem else found


def _sure(text: str, encoding: str, confidence: float = 1.0) -> Decoding:
    return Decoding(without_surrogates(text), encoding, confidence, (Candidate(encoding, confidence),))


def _marked(data: bytes) -> Decoding | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _sure(data[len(mark) :].decode(name, "replace"), name)
    return None


def _named(data: bytes, names: Iterable[str | None]) -> Decoding | None:
    for name in filter(None, names):
        try:
            name = codecs.lookup(name).name
            text = data.decode(_SUPERSETS.get(name, name))
        except (LookupError, ValueError):
            continue
        return _sure(text.removeprefix("\ufeff"), _SUPERSETS.get(name, name))
    return None


_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_ISO_2022 = (
    (re.compile(rb"\x1b\$(?:\)[AGE]|\*H)"), "iso2022_cn"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b\$[@B]"), "iso2022_jp_2"),
)


def _escaped(data: bytes) -> Decoding | None:
    """The seven-bit encodings, known by their escape sequences."""
    if not data.isascii():
        return None
    if b"~{" in data and _HZ.search(data):
        return _sure(data.decode("hz", "replace"), "hz")
    if b"\x1b$" not in data:
        return None
    for pattern, name in _ISO_2022:
        if pattern.search(data):
            text = cns.decode_iso2022_cn(data) if name == "iso2022_cn" else data.decode(name, "replace")
            return replace(_sure(text, name), problem=foreign(name))
    return None


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_THREE_BYTES = re.compile(rb"[\xe0-\xf4]")
_TINY = 40  # bytes
_AMBIGUOUS = 64  # bytes; of more double bytes some have a lead byte that UTF-8 does not have there


def _utf8(data: bytes) -> Decoding | None:
    if b"\0" in data:
        return None  # UTF-16 or UTF-32 without a mark, or no text at all
    if _by_chance(data):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Decoding(text, "utf-8", 1.0, (Candidate("utf-8", 1.0),))


def _by_chance(data: bytes) -> bool:
    """Whether bytes may be UTF-8 by chance: a word of GBK has no character of three bytes, UTF-16 has controls."""
    if data.isascii():
        return False
    short, tiny = len(data) <= _AMBIGUOUS, len(data) <= _TINY
    return bool((short and not _THREE_BYTES.search(data)) or (tiny and _CONTROL.search(data)))


_RUIN = 0.2  # of the characters; below that, the rest can be read and the gaps are flagged


def _ruined(text: str) -> str | None:
    gone = text.count("\ufffd") + 3 * text.count("锟斤拷")
    if not gone or gone < _RUIN * len(text):
        return None
    return (
        f"{gone} of {len(text)} characters were lost before the page came here; get it from its source again"
    )

"""Bytes to text: a closed set of encodings, each tried, and the one kept that reads like writing.

What is certain comes first: a byte-order mark, the encoding that was configured or declared, the escapes of
HZ and ISO 2022, well-formed UTF-8. The rest compete: every candidate decodes a sample and the character model
(:mod:`pipeline.encoding.likeness`) says how many bits the result costs. One competitor is "none of them".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.encoding import cns, languages, likeness
from pipeline.encoding.charsets import CHARSETS, FOREIGN, Charset, outside_utf8, resynchronised
from pipeline.values.settings import EncodingSettings


class Candidate(NamedTuple):
    """An encoding that might be the right one, and how likely it is, 0 to 1."""

    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decoding:
    """What bytes were read as.

    Attributes:
        text: what all spans count in; no byte-order mark, no lone surrogates, line ends as they were.
        encoding: Python's name where it has one, else ``euc-tw`` or ``iso2022_cn``; ``unknown`` if none fits.
        confidence: 0 to 1.
        candidates: this encoding and the runners-up, the likeliest first.
        problem: why the page must be quarantined (cause and remedy), or None.
    """

    text: str
    encoding: str
    confidence: float
    candidates: tuple[Candidate, ...] = field(default=())
    problem: str | None = None


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030"}  # what calls itself the older is often the newer
_SAMPLE = 16 * 1024  # bytes; the competition is decided long before
_IN_LATIN_BITS = 8  # an ideograph there is as unlikely as a rare one
_UTF8_BITS = 8  # most pages are UTF-8
_OUTSIDE_BITS = 3.0  # for each byte of a line that is not; a page of such lines is rather no UTF-8 at all
# An archive of Chinese newspapers holds few foreign pages, and fewer in an encoding of Chinese.
_PRIORS: dict[languages.Language, int] = {"zh-Hans": 0, "zh-Hant": 0, "ja": 12, "ko": 12, "ru": 12}
_ELSEWHERE_BITS = 8
_BROKEN_BITS = 100  # three of four bytes are 0 or 1 in UTF-32: what breaks it is something else
_RARE_BITS = {"euc-tw": 8}  # hardly a file is in it
_NOISE_BITS = 5  # hardly a file among the pages is no text
_DAMPING = 0.25  # of the difference in bits: characters are not independent of each other


def decode(data: bytes, settings: EncodingSettings, declared: str | None = None) -> Decoding:
    """The text of a page, whatever its encoding. Never raises.

    Args:
        data: the bytes of the page.
        settings: ``encoding`` is tried first; below ``least_confidence`` the page has a problem.
        declared: the encoding that the page's source names (metadata, a header), tried next.
    """
    names = (settings.encoding, declared)
    found = (
        _marked(data) or _named(data, names) or _escaped(data) or _utf8(data) or _competition(data, settings)
    )
    problem = found.problem or _ruined(found.text)
    return replace(found, problem=problem) if problem else found


def _sure(text: str, encoding: str, confidence: float = 1.0) -> Decoding:
    return Decoding(_without_surrogates(text), encoding, confidence, (Candidate(encoding, confidence),))


def _without_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


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
            return replace(_sure(text, name), problem=_foreign(name))
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


def _competition(data: bytes, settings: EncodingSettings) -> Decoding:
    sample = _sample(data)
    costs = {charset.name: _cost(charset, sample) for charset in CHARSETS}
    for name, bits in _RARE_BITS.items():
        costs[name] += bits
    costs["utf-8"] += _OUTSIDE_BITS * outside_utf8(sample) - _UTF8_BITS
    costs["unknown"] = _cost_of_noise(sample) + _NOISE_BITS
    candidates = _candidates(costs)
    best = candidates[0]
    if best.encoding == "unknown":
        return Decoding("", "unknown", best.confidence, candidates, _unknown(candidates))
    charset = next(charset for charset in CHARSETS if charset.name == best.encoding)
    text = _without_surrogates(resynchronised(data, charset.decode(data), charset.name))
    problem = _foreign(best.encoding) or _uncertain(best, candidates, settings)
    return Decoding(text, best.encoding, best.confidence, candidates, problem)


def _sample(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    first = re.search(rb"[\x80-\xff\0]", data)
    start = (first.start() if first else 0) // 4 * 4
    return data[start : start + _SAMPLE]


# An ideograph that stands alone in a Latin word: an accented letter and its neighbour, read as a double byte.
_IN_LATIN = re.compile(
    r"(?<=[A-Za-z])[\u3400-\u9fff](?![^\x00-\x7f])|(?<![^\x00-\x7f])[\u3400-\u9fff](?=[A-Za-z])"
)


def _cost(charset: Charset, sample: bytes) -> float:
    """What a sample costs, read in an encoding, in the likeliest language."""
    text = charset.decode(sample)
    strange = _IN_LATIN_BITS * len(_IN_LATIN.findall(text))
    if charset.name.startswith("utf-32") and "\ufffd" in text:
        strange += _BROKEN_BITS
    return strange + min(
        languages.cost(text, language)
        + _PRIORS[language]
        + (_ELSEWHERE_BITS if _is_elsewhere(charset, language) else 0)
        for language in charset.languages
    )


def _is_elsewhere(charset: Charset, language: languages.Language) -> bool:
    """Whether a language has encodings of its own, and this is one of Chinese."""
    return charset.name in ("gb18030", "big5") and language not in languages.CHINESE


def _cost_of_noise(sample: bytes) -> float:
    """What a sample costs that is in none of the encodings: data of any kind, or words in Latin letters."""
    values = np.frombuffer(sample, dtype=np.uint8)
    return min(len(values) * likeness.UNREADABLE_BYTE, float(_latin_bits()[values].sum(dtype=np.float64)))


@cache
def _latin_bits() -> NDArray[np.float32]:
    """Bits of each byte of Western text, shape (256,)."""
    return np.append(languages.ASCII, np.full(128, likeness.UNREADABLE_BYTE, dtype=np.float32))


def _candidates(costs: dict[str, float]) -> tuple[Candidate, ...]:
    least = min(costs.values())
    weights = {name: 2.0 ** (-_DAMPING * (cost - least)) for name, cost in costs.items()}
    total = sum(weights.values())
    ranked = sorted(weights, key=lambda name: (costs[name], name))
    return tuple(Candidate(name, round(weights[name] / total, 4)) for name in ranked[:4])


def _unknown(candidates: tuple[Candidate, ...]) -> str:
    return (
        "the bytes are no text in any encoding known here (nearest: "
        f"{', '.join(c.encoding for c in candidates[1:])}); if they are text, convert the file to UTF-8"
    )


def _foreign(encoding: str) -> str | None:
    if encoding not in FOREIGN:
        return None
    return (
        f"the text is {FOREIGN[encoding]} ({encoding}), not Chinese; if it belongs here all the same, "
        "convert the file to UTF-8 or set [encoding] encoding"
    )


_RUIN = 0.2  # of the characters; below that, what is left can be read and the gaps are flagged


def _ruined(text: str) -> str | None:
    gone = text.count("\ufffd") + 3 * text.count("锟斤拷")
    if not gone or gone < _RUIN * len(text):
        return None
    return (
        f"{gone} of {len(text)} characters were lost before the page came here; get it from its source again"
    )


def _uncertain(best: Candidate, candidates: tuple[Candidate, ...], settings: EncodingSettings) -> str | None:
    if best.confidence >= settings.least_confidence:
        return None
    names = ", ".join(f"{c.encoding} {c.confidence:.2f}" for c in candidates)
    return f"the encoding is not certain ({names}); set [encoding] encoding, or convert the file to UTF-8"

"""The competition of encodings: each reads a sample, and the one wins whose text costs the fewest bits.

One competitor is "none of them": data of any kind, or words in Latin letters.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.encoding import languages, likeness
from pipeline.encoding.charsets import CHARSETS, FOREIGN, Charset, outside_utf8, resynchronised
from pipeline.encoding.decoding import Candidate, Decoding, without_surrogates
from pipeline.values.settings import EncodingSettings

_SAMPLE = 16 * 1024  # bytes; the competition is decided long before
_IN_LATIN_BITS = 8  # an ideograph there is as unlikely as a rare one
_UTF8_BITS = 8  # most pages are UTF-8
_OUTSIDE_BITS = 3.0  # for each byte of a line that is not; a page of such lines is rather no UTF-8 at all
# An archive of Chinese newspapers holds few foreign pages, and fewer in an encoding of Chinese.
_PRIORS: dict[languages.Language, int] = {"zh-Hans": 0, "zh-Hant": 0, "ja": 12, "ko": 12, "ru": 12}
_ELSEWHERE_BITS = 8
_BROKEN_BITS = 100  # three of four bytes are 0 or 1 in UTF-32: broken bytes are another encoding
_RARE_BITS = {"euc-tw": 8}  # hardly a file is in it
_NOISE_BITS = 5  # hardly a file among the pages is no text
_DAMPING = 0.25  # of the difference in bits: characters are not independent of each other


def won(data: bytes, settings: EncodingSettings) -> Decoding:
    """Read bytes in the encoding whose text reads most like writing.

    Args:
        data: the bytes of a page, in no encoding that is certain.
        settings: below ``least_confidence`` the page has a problem.

    Example:
        >>> won("市立图书馆今天起开放".encode("gb18030"), EncodingSettings()).encoding
        'gb18030'
    """
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
    text = without_surrogates(resynchronised(data, charset.decode(data), charset.name))
    problem = foreign(best.encoding) or _uncertain(best, candidates, settings)
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
    """Give the bits of a sample, read in an encoding, in the likeliest language."""
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
    """Give the bits of a sample that is in none of the encodings: data of any kind, or words in Latin letters."""
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


def foreign(encoding: str) -> str | None:
    """Give the reason why a page in an encoding of another language is set aside; None for one of Chinese.

    Example:
        >>> foreign("gb18030") is None, str(foreign("cp949")).split(" (")[0]
        (True, 'the text is Korean')
    """
    if encoding not in FOREIGN:
        return None
    return (
        f"the text is {FOREIGN[encoding]} ({encoding}), not Chinese; if it belongs here all the same, "
        "convert the file to UTF-8 or set [encoding] encoding"
    )


def _uncertain(best: Candidate, candidates: tuple[Candidate, ...], settings: EncodingSettings) -> str | None:
    if best.confidence >= settings.least_confidence:
        return None
    names = ", ".join(f"{c.encoding} {c.confidence:.2f}" for c in candidates)
    return f"the encoding is not certain ({names}); set [encoding] encoding, or convert the file to UTF-8"

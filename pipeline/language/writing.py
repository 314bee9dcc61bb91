"""The writing of a text: how much of it is Chinese, in which script, and how much of it no newspaper would write."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.language.folding import GONE, TABLE, codes
from pipeline.language.hashes import joined, letters
from pipeline.language.table import shipped
from pipeline.values.arrays import changes

HAN, KANA, HANGUL, LATIN, TRADITIONAL, SIMPLIFIED = (1 << n for n in range(6))
_RANGES = (
    (HAN, 0x3400, 0x9FFF), (HAN, 0xF900, 0xFAFF), (HAN, 0x20000, 0x3FFFF), (KANA, 0x3041, 0x30FF),
    (HANGUL, 0xAC00, 0xD7A3), (LATIN, 0x41, 0x5A), (LATIN, 0x61, 0x7A), (LATIN, 0xC0, 0x24F),
)  # fmt: skip
_KANA = 0.05
"""The share of kana among Han characters and kana from which on a text is Japanese: papers of Japan have half,
Chinese ones a name here and there."""

CLEAN, SLOPE = 0.0392, 0.680
"""Odd characters among the Han characters of clean text, and how many more there are for each that is misread: by
``tools/fit_ocr_error.py`` on 250 stories of another source."""
_FEWEST = 200
"""Han characters of the shortest text that an error is estimated of: in shorter ones it is off by 5 points."""


class Writing(NamedTuple):
    """The characters of a text, one row a kind: how many of them stand before each place.

    Attributes:
        kinds: shape (6, n + 1), in the order of :data:`HAN` to :data:`SIMPLIFIED`.
        odd: shape (n + 1,): Han characters whose pairs with both neighbours no newspaper has.
    """

    kinds: NDArray[np.int64]
    odd: NDArray[np.int64]


class Share(NamedTuple):
    """The writing of some stretches of a text, as far as it is known.

    Attributes:
        language: ``zh``, ``ja`` or ``ko``; ``und`` for any other, None without letters.
        script: ``Hans`` or ``Hant`` of Chinese, None where it has neither's own characters.
        han: the share of Han characters among the letters.
        ocr_error: the share of Han characters that are misread, as far as one can tell without the print.
    """

    language: str | None
    script: str | None
    han: float | None
    ocr_error: float | None


def measure(text: str) -> Writing:
    """Measure the writing of a text.

    >>> measure("新桥通车。").kinds.shape
    (6, 6)
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    of = _kinds().take(points)
    kinds = np.zeros((6, len(points) + 1), np.int64)
    held = int(np.bitwise_or.reduce(of, initial=0))
    for n in range(6):
        if held >> n & 1:
            np.cumsum(of >> n & 1, out=kinds[n, 1:])
    odd = np.zeros(len(points) + 1, np.int64)
    np.cumsum(_odd(points, of & HAN > 0), out=odd[1:])
    return Writing(kinds, odd)


def share(writing: Writing, spans: ArrayLike) -> Share:
    """Give the writing of the stretches ``spans``, shape (n, 2), of the text that was measured.

    Example:
        >>> share(measure("河灣新橋昨日通車。"), [(0, 9)])
        Share(language='zh', script='Hant', han=1.0, ocr_error=None)
        >>> share(measure("The bridge was opened."), [(0, 22)]).language
        'und'
    """
    at, to = np.asarray(spans, np.intp).reshape(-1, 2).T
    kinds = writing.kinds.take(to, axis=1) - writing.kinds.take(at, axis=1)
    han, kana, hangul, latin, old, new = kinds.sum(axis=1).tolist()
    odd = int((writing.odd[to] - writing.odd[at]).sum())
    letters = han + kana + hangul + latin
    language = _language(han, kana, hangul, letters)
    script = None if language != "zh" or old == new else "Hant" if old > new else "Hans"
    error = min(1.0, max(0.0, (odd / han - CLEAN) / SLOPE)) if language == "zh" and han >= _FEWEST else None
    return Share(language, script, han / letters if letters else None, error)


def _language(han: int, kana: int, hangul: int, letters: int) -> str | None:
    if not letters:
        return None
    if hangul > han:
        return "ko"
    if kana > _KANA * (han + kana):
        return "ja"
    return "zh" if 2 * han >= letters else "und"


def _odd(points: NDArray[np.uint32], han: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which characters make, with both neighbours, pairs of Han characters that are in no newspaper.

    A pair that stands twice in the text is a word of it, such as a name; a misreading seldom strikes alike twice.
    """
    odd = np.zeros(len(points), bool)
    folded = codes().take(points)
    place = np.flatnonzero(folded != GONE)
    if len(place) < 2:
        return odd
    han, folded = han[place], folded[place]
    pair = han[:-1] & han[1:]
    at = np.flatnonzero(pair)
    at = at[~_twice(folded[at].astype(np.int64) << 32 | folded[at + 1])]
    (hashes, sizes), one, two = letters(), folded[at], folded[at + 1]
    unknown = np.zeros(len(place) + 1, bool)  # with the one before, and none before the first
    unknown[at + 1] = shipped().table.of(joined(hashes[one], hashes[two], sizes[two].astype(np.intp))) == 0
    left, right = np.r_[False, pair], np.r_[pair, False]
    odd[place] = han & (left | right) & (unknown[:-1] | ~left) & (unknown[1:] | ~right)
    return odd


def _twice(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some values stand more than once."""
    order = values.argsort()
    new = changes(values[order])
    found = np.empty(len(values), np.bool_)
    found[order] = ~(new & np.append(new[1:], True))
    return found


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kinds of each code point."""
    kinds = np.zeros(0x110000, np.uint8)
    for kind, first, last in _RANGES:
        kinds[first : last + 1] |= kind
    table = json.loads(files("pipeline.language").joinpath(TABLE).read_text("utf-8"))
    for old, new in zip(table["traditional"], table["simplified"], strict=True):
        kinds[ord(old)] |= TRADITIONAL
        if _is_only_simplified(new):
            kinds[ord(new)] |= SIMPLIFIED
    return kinds


def _is_only_simplified(char: str) -> bool:
    """Whether no text in traditional characters has it: Big5 lacks it."""
    try:
        char.encode("big5hkscs")
    except UnicodeEncodeError:
        return True
    return False

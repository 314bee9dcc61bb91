"""Big5 that was read as GBK, or GBK as Big5, as it would be mended.

Such text has no structure: any two bytes are some character in either encoding. A stretch is certain if its mended text
is so much more like written Chinese that chance is no explanation, or if it mixes characters that no page mixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.encoding import exchange
from pipeline.encoding.changes import Change
from pipeline.encoding.glance import Glance
from pipeline.encoding.savings import Evidence, evidence
from pipeline.encoding.stretch import FLUENT, IN_CONTEXT, REASON, STRANGE, Stretch

# Big5 read as GBK, or the other way round, has no structure: any two bytes are some character. What ideographs save,
# in all of a line or of what stands between spaces, and with clean text beside it. Of 253 million characters of
# classics, verse, names, dialect and news nothing has more than 22.8 and 26.5 (tests/encoding/test_mojibake.py names
# the nearest); of 10 characters of real mojibake 72 in 100 have. What lacks _DOUBT of it reads well both ways: flagged.
_ALONE_GAIN, _WITHIN_GAIN, _DOUBT = 26.0, 30.0, 3.0
# The same where private use, Greek, Cyrillic, boxes, or kana and Bopomofo stand among ideographs: then all characters
# count. Of 253 million clean characters nothing of the kind has more than 31.2, and the next 16.8; of 10 characters
# of real mojibake 97 in 100 are mended so (68 without).
_MIXED_MORE, _MIXED_FLUENT = 8.0, 13.0
_FEWEST_LETTERS, _FEWEST_IDEOGRAPHS = 4, 3  # different ones; one of the two is enough
# Bits a character in the mean, as it stands there and as it would be.
_STRANGE_PAIRS, _FLUENT_PAIRS = 15.0, 12.0
_LEAST_GAIN = 13.0
_LONG = 8  # characters for each one that is neither Chinese nor ASCII
_FEWEST_KANA, _KANA_OF_PAGE = 10, 0.3
_KANA, _JAPANESE = re.compile("[\u3041-\u30ff]"), 0.7  # of the characters, and it may be a foreign word
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_NO_CHINESE = re.compile("[^\x00-\x7f\xb7\u2010-\u2027\u3000-\u3020\u3400-\u9fff\uff01-\uff5e]")


def swaps(glance: Glance) -> Iterator[Stretch]:
    """Every stretch of a text that might be mended so, in no order; those that are not certain may overlap.

    Example:
        >>> broken = "市立圖書館".encode("big5").decode("gb18030")
        >>> [(one.route, one.certain) for one in swaps(Glance(broken))]
        [('big5 as gb18030', True)]
    """
    for route, places in exchange.promising(glance.units):
        if _is_japanese_page(glance):
            return
        likely = exchange.likely(glance.text, places, route, _LEAST_GAIN)
        found = [one for at in likely for one in _exchanged(glance.text, *at, route)]
        if any(one.certain for one in found):
            for at in _lines(glance.text):
                yield from _exchanged(glance.text, *at, route)
        else:
            yield from (one for one in found if one.doubtful)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Every line of a text."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _is_japanese_page(glance: Glance) -> bool:
    """Whether kana are so many of a text's letters as in Japanese; of Big5 read as GBK they are a tenth."""
    kana = int(((glance.units >= 0x3041) & (glance.units <= 0x30FE)).sum())
    return kana > max(_FEWEST_KANA, _KANA_OF_PAGE * int((glance.units >= 0x3041).sum()))


def _exchanged(text: str, start: int, end: int, route: exchange.Route) -> Iterator[Stretch]:
    """Big5 that was read as GBK, or the other way round, in a line."""
    wrong, right = route
    for first, last, good in exchange.exchanged(text, start, end, route):
        before = text[first:last]
        found = evidence(before, good)
        enough = _enough(text, first, last)
        mixed = _is_proved(found, enough)
        if not (mixed or _is_candidate(found)) or not _is_chinese(good) or _is_japanese(before):
            continue
        at = (first + n for n, char in enumerate(good) if not char.isascii())
        changes = [Change(n, n + 1, good[n - first], REASON) for n in at]
        strong = found.strange >= _STRANGE_PAIRS and found.fluent <= _FLUENT_PAIRS and _is_long(found)
        missing = enough - found.gain
        certain = mixed or (strong and missing <= 0)
        doubtful = not mixed and strong and 0 < missing <= _DOUBT
        yield Stretch(certain, found.gain, f"{right} as {wrong}", changes, doubtful=doubtful)


def _is_proved(found: Evidence, enough: float) -> bool:
    """Tell whether no page prints such characters together, and the mended text is Chinese."""
    return found.mixed and found.together >= enough + _MIXED_MORE and found.fluent <= _MIXED_FLUENT


def _is_candidate(found: Evidence) -> bool:
    """Whether a stretch may be mended where the page proves how it was read: it is strange as it stands there."""
    if not found.letters:
        return found.fluent <= _FLUENT_PAIRS  # the marks between mended stretches
    return found.gain >= _LEAST_GAIN * IN_CONTEXT and found.strange >= STRANGE and found.fluent <= FLUENT


def _is_long(found: Evidence) -> bool:
    """Whether there are letters enough, and not kana mostly: that is Japanese."""
    few = found.letters < _FEWEST_LETTERS and found.ideographs < _FEWEST_IDEOGRAPHS
    return found.ideographs * 2 >= found.letters and not few


def _enough(text: str, start: int, end: int) -> float:
    """Bits that an exchange must save: less where nothing but spaces, ASCII and line ends is beside it."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return _ALONE_GAIN if around.strip().isascii() else _WITHIN_GAIN


def _is_chinese(good: str) -> bool:
    """Nothing but Chinese; or, of a longer stretch, most of it."""
    strange, ideographs = len(_NO_CHINESE.findall(good)), len(_IDEOGRAPH.findall(good))
    marks = sum(not char.isascii() for char in good) - ideographs
    return ideographs >= marks and (not strange or len(good) >= _LONG * strange)


def _is_japanese(text: str) -> bool:
    return len(_KANA.findall(text)) > _JAPANESE * len(text)

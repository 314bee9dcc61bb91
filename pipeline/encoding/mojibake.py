"""Repair of text that was once read in a wrong encoding: a page, a line, or a few characters of a line.

A stretch that could have come about along a route (:mod:`pipeline.encoding.mistaken`) is mended if what comes
out looks so much more like written Chinese than what went in that chance is no explanation. Where bytes were
lost, the characters that are whole are mended, and the rest is told of. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.encoding import likeness, mistaken
from pipeline.encoding.changes import Change, apply, compose
from pipeline.encoding.exchange import exchanged
from pipeline.encoding.structure import LOST, Part, decoded

REASON = "mojibake"
Span = tuple[int, int]
_TIMES = 3  # text that was wrongly read more often than that has not been seen
# Bits to save before a stretch is mended by itself; calibrated on the clean text and the damage that
# benchmarks/encoding.py makes: no false repair, and at least 95 of 100 stretches of four characters.
_UTF8_GAIN = 12.0  # the structure of UTF-8 is evidence of its own
_LOSSY_GAIN = 20.0
_LATIN_GAIN = 16.0  # no language that is written in Latin letters has so many accents in a row
_PAIRS_GAIN = 30.0  # any two bytes are some character
_WORD_GAIN = 13.0  # where a whole word, alone between spaces or marks, becomes another
_IN_CONTEXT = 0.4  # of that is enough where the page has certain stretches of the same route
_STRANGE = 14.0  # bits a character that UTF-8, wrongly read, costs at least in the mean
_FLUENT = (
    17.0  # bits a character that Chinese, rightly read, stays below in the mean, be it two rare characters
)
_KANA, _JAPANESE = re.compile("[\u3041-\u30ff]"), 0.7  # of the characters, and it may be a foreign word
_LATIN = re.compile("[\xa1-\xb6\xb8-\xff]")  # and not only the quotation marks that Windows-1252 has too
_CHINESE = re.compile("[\u3001-\u3011\u3400-\u9fff\uff00-\uff5e“”‘’—…·]")


class Stretch(NamedTuple):
    """A stretch of a text as it would be mended.

    Attributes:
        certain: whether it speaks for itself, or only where the page has others of the same route.
        gain: bits that the character model saves.
        route: the right encoding "as" the wrong one.
        lost: the parts of it that could not be mended.
    """

    certain: bool
    gain: float
    route: str
    changes: list[Change]
    lost: tuple[Span, ...] = ()

    @property
    def start(self) -> int:
        return self.changes[0].start

    @property
    def end(self) -> int:
        return self.changes[-1].end


def mend(text: str) -> tuple[list[Change], list[Span]]:
    """The changes that mend a text, in order, and the stretches of it of which something is lost."""
    kept = _stretches(text, _TIMES)
    return [change for one in kept for change in one.changes], [span for one in kept for span in one.lost]


def _stretches(text: str, times: int) -> list[Stretch]:
    """The best stretches that do not overlap, in order; the certain ones first, then others like them."""
    found = list(_candidates(text, times)) if times else []
    routes = {stretch.route for stretch in found if stretch.certain}
    kept: list[Stretch] = []
    for stretch in sorted(found, key=lambda one: (not one.certain, -one.gain, not one.lost)):
        free = all(stretch.end <= other.start or other.end <= stretch.start for other in kept)
        if free and stretch.route in routes:
            kept.append(stretch)
    return sorted(kept, key=lambda one: one.start)


def _candidates(text: str, times: int) -> Iterator[Stretch]:
    latin = _LATIN.search(text) is not None
    for codec in ("gb18030", "cp1252", "big5") if latin else ("gb18030", "big5"):
        for match in mistaken.structure(codec).finditer(text):
            yield from _utf8(text, match.span(), codec, times)
    for match in mistaken.loose("gb18030").finditer(text):
        yield from _lossy(text, match.span(), "gb18030")
    if latin:
        for match in mistaken.double_bytes().finditer(text):
            yield from _latin(text, match.span())
    for wrong, right in (("gb18030", "big5"), ("big5", "gb18030")):
        for start, end, good in exchanged(text, wrong, right):
            if len(_KANA.findall(text, start, end)) > _JAPANESE * (end - start):
                continue
            changes = [
                Change(start + n, start + n + 1, char, REASON)
                for n, char in enumerate(good)
                if not char.isascii()
            ]
            enough = _WORD_GAIN if _is_word(text, start, end, good) else _PAIRS_GAIN
            yield from _judged(text[start:end], changes, f"{right} as {wrong}", enough)


def _is_word(text: str, start: int, end: int, good: str) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return around.strip().isascii() and likeness.known_pairs(good) >= len(good) // 2


def _utf8(text: str, span: Span, codec: str, times: int) -> Iterator[Stretch]:
    """UTF-8 that was read in a codec, perhaps more than once."""
    start, end = span
    if codec != "cp1252" and likeness.bits(text[start:end]) < _STRANGE * (end - start):
        return
    parts = decoded(text[start:end], codec)
    if any(LOST in part.text for part in parts):
        return
    changes = [Change(part.start, part.end, part.text, REASON) for part in parts]
    middle = apply(text[start:end], changes)
    deeper = [change for one in _stretches(middle, times - 1) for change in one.changes]
    changes = _trimmed(text, [_moved(change, start) for change in compose(middle, changes, deeper)])
    if changes:
        before = text[changes[0].start : changes[-1].end]
        yield from _judged(before, changes, f"utf-8 as {codec}", _UTF8_GAIN)


def _trimmed(text: str, changes: list[Change]) -> list[Change]:
    """Without changes at the ends that gain nothing: there clean text has the structure by chance."""
    gains = [likeness.bits(text[c.start : c.end]) > likeness.bits(c.text) for c in changes]
    if True not in gains:
        return []
    return changes[gains.index(True) : len(gains) - gains[::-1].index(True)]


def _moved(change: Change, by: int) -> Change:
    return change._replace(start=change.start + by, end=change.end + by)


def _lossy(text: str, span: Span, codec: str) -> Iterator[Stretch]:
    """UTF-8 that was read in a codec and lost characters on the way: what is whole is mended."""
    start, end = span
    if likeness.bits(text[start:end]) < _STRANGE * (end - start):
        return
    parts = decoded(text[start:end], codec)
    if not any(LOST in part.text for part in parts):
        return
    changes = [
        Change(start + part.start, start + part.end, part.text, REASON)
        for part in parts
        if _CHINESE.search(part.text)
    ]
    if sum(len(change.text.replace(LOST, "")) for change in changes) > 1:  # one character is no evidence
        before = "".join(text[change.start : change.end] for change in changes)
        lost = tuple(_lost(parts, start))
        yield from _judged(before, changes, f"utf-8 as {codec}", _LOSSY_GAIN, lost)


def _lost(parts: list[Part], by: int) -> Iterator[Span]:
    """Where the parts are that were lost, neighbours together."""
    start = end = -1
    for part in parts:
        if LOST not in part.text:
            continue
        if part.start != end:
            if end > 0:
                yield by + start, by + end
            start = part.start
        end = part.end
    if end > 0:
        yield by + start, by + end


def _latin(text: str, span: Span) -> Iterator[Stretch]:
    """Double bytes that were read as Latin-1 or Windows-1252."""
    start, end = span
    table = mistaken.bytes_of("cp1252")
    data = b"".join(table.get(char) or char.encode("ascii") for char in text[start:end])
    for right in ("gb18030", "big5"):
        try:
            good = data.decode(right)
        except UnicodeDecodeError:
            continue
        if len(good) * 2 == len(data):
            at = range(start, end, 2)
            changes = [Change(n, n + 2, char, REASON) for n, char in zip(at, good, strict=True)]
            yield from _judged(text[start:end], changes, f"{right} as cp1252", _LATIN_GAIN)


def _judged(
    before: str, changes: list[Change], route: str, enough: float, lost: tuple[Span, ...] = ()
) -> Iterator[Stretch]:
    """The stretch, if mending it gains anything. What stands there repeatedly is evidence once."""
    after = "".join(change.text for change in changes).replace(LOST, "")
    gain = likeness.cost(_once(before)) - likeness.cost(_once(after))
    if _fluent(after) and gain >= enough * _IN_CONTEXT:
        yield Stretch(gain >= enough, gain, route, changes, lost)


def _once(text: str) -> str:
    return "".join(dict.fromkeys(text)) if len(set(text)) < len(text) // 2 else text


def _fluent(text: str) -> bool:
    text = "".join(char for char in text if not char.isascii())
    chinese = len(_CHINESE.findall(text))
    return 2 * chinese > len(text) and likeness.bits(text) <= _FLUENT * len(text)

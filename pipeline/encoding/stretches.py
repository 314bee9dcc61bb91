"""Stretches of a text that may have been read in a wrong encoding, as they would be mended.

Each way of going wrong has its evidence: the structure of UTF-8, pairs of accents, two readings of double bytes of
which one is Chinese. A stretch is certain if its mended text looks so much more like written Chinese than
before that chance is no explanation; others are offered for pages that hold certain ones of their kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from pipeline.encoding import likeness, mistaken
from pipeline.encoding.changes import Change, apply, compose
from pipeline.encoding.glance import Glance
from pipeline.encoding.stretch import FLUENT, IN_CONTEXT, REASON, STRANGE, Span, Stretch
from pipeline.encoding.structure import LOST, Part, decoded
from pipeline.encoding.swaps import swaps

Again = Callable[[str], list[Change]]
# Bits to save before a stretch is mended by itself. Calibrated with benchmarks/encoding.py: no false repair in 90
# million characters of clean newspapers, verse, names, dialect and manuals, and no more than that asks for.
_UTF8_GAIN = 14.0  # the structure of UTF-8 is evidence of its own
_UTF8_PAIR_GAIN, _UNHEARD = 20.0, 22.0  # for two characters, of which the first is as rare as that
_KNOWN_PAIR_GAIN = 26.0  # or is not (鎮煎煼)
_COMMON = 14.0  # bits a character that two characters stay below in the mean, or both readings are rare (瀹為煠, 实韤)
_LOSSY_GAIN = {"gb18030": 28.0, "big5": 28.0, "cp1252": 20.0}  # where characters were lost
_FEWEST_WHOLE = {"gb18030": 2, "big5": 4, "cp1252": 1}  # characters of UTF-8 that must be left
_LATIN_GAIN = 16.0  # no language that is written in Latin letters has so many accents in a row
_FEWEST = 3  # characters of GBK or Big5 that two characters of UTF-8 are read as
_READINGS = 16  # of a text, that places inside of what others begin may cost together
_SIGN = re.compile("[×÷±°·²³¼½¾]")  # which Chinese pages print
_CHINESE = re.compile("[\u3001-\u3011\u3400-\u9fff\uff00-\uff5e“”‘’—…·]")


def candidates(glance: Glance, again: Again) -> Iterator[Stretch]:
    """Every stretch of a text that might be mended, in no order; they may overlap.

    ``again`` gives the changes that mend the result, for text that was wrongly read more than once.

    >>> {(one.route, one.certain) for one in candidates(Glance("今天，浣犲ソ鍛€。"), lambda text: [])}
    {('utf-8 as gb18030', True)}
    """
    yield from _of_double_bytes(glance, again)
    yield from _of_single_bytes(glance, again)
    yield from swaps(glance)


def _of_double_bytes(glance: Glance, again: Again) -> Iterator[Stretch]:
    """UTF-8 that was read as GB18030 or Big5."""
    for codec in ("gb18030", "big5"):
        if places := glance.utf8_as(codec):
            whole = partial(_utf8, codec=codec, again=again)
            yield from _where_certain(glance.text, places, mistaken.structure(codec), whole)
            lossy = partial(_lossy, codec=codec)
            yield from _where_certain(glance.text, places, mistaken.loose(codec), lossy)


def _of_single_bytes(glance: Glance, again: Again) -> Iterator[Stretch]:
    """UTF-8, GB18030 and Big5 that were read a byte a character."""
    for codec in mistaken.SINGLE:
        if glance.accented if codec == "cp1252" else glance.foreign:
            for match in mistaken.structure(codec).finditer(glance.text):
                yield from _utf8(glance.text, match.span(), codec, again)
    if glance.accented:
        for match in mistaken.loose("cp1252").finditer(glance.text):
            yield from _lossy(glance.text, match.span(), "cp1252")
        for match in mistaken.double_bytes().finditer(glance.text):
            yield from _latin(glance.text, match.span())


def _where_certain(
    text: str,
    places: list[int],
    pattern: re.Pattern[str],
    stretches: Callable[[str, Span], Iterator[Stretch]],
) -> Iterator[Stretch]:
    """All stretches that a pattern finds in a text, if one at some places is certain."""
    spans = _matched(text, places, pattern)
    if any(one.certain for span in spans for one in stretches(text, span)):
        yield from (one for match in pattern.finditer(text) for one in stretches(text, match.span()))


def _matched(text: str, places: list[int], pattern: re.Pattern[str]) -> Iterator[Span]:
    """Find a pattern at some places, in order.

    A place inside of an earlier find is looked at only as long as that costs no more than so many readings of the
    text: of 60,000 characters that repeat, each third one begins a match that ends with the text.
    """
    end, left = 0, _READINGS * len(text)
    for at in places:
        if at < end:
            left -= end - at
            if left < 0:
                continue
        if (match := pattern.match(text, at)) and match.end() - at >= _FEWEST:
            end = max(end, match.end())
            yield at, match.end()


def _is_strange(text: str) -> bool:
    return likeness.bits(text) >= STRANGE * len(text)


def _utf8(text: str, span: Span, codec: str, again: Again) -> Iterator[Stretch]:
    """UTF-8 that was read in a codec, perhaps more than once."""
    start, end = span
    if codec not in mistaken.SINGLE and not _is_strange(text[start:end]):
        return
    parts = decoded(text[start:end], codec)
    if any(LOST in part.text for part in parts):
        return
    changes = [Change(part.start, part.end, part.text, REASON) for part in parts]
    middle = apply(text[start:end], changes)
    deeper = again(middle)
    changes = [_moved(change, start) for change in compose(middle, changes, deeper)]
    if changes := changes if codec in mistaken.SINGLE else _trimmed(text, changes):
        for stretch in _judged(text, changes, f"utf-8 as {codec}", _UTF8_GAIN):
            enough = codec in mistaken.SINGLE or _is_evidence(text, changes, stretch.gain)
            yield stretch._replace(certain=stretch.certain and enough)


def _is_evidence(text: str, changes: list[Change], gain: float) -> bool:
    """Not one character with an ASCII one: of two rare characters (澶淵) hundreds are that in UTF-8 (夜Y)."""
    after = "".join(change.text for change in changes)
    size = len(_CHINESE.findall(after))
    first = likeness.bits(text[changes[0].start])
    common = likeness.bits(after) <= _COMMON * len(after)
    return size > 2 or (
        size == 2 and common and gain >= (_UTF8_PAIR_GAIN if first >= _UNHEARD else _KNOWN_PAIR_GAIN)
    )


def _trimmed(text: str, changes: list[Change]) -> list[Change]:
    """Without changes at the ends that gain nothing: there clean text has the structure by chance."""
    gains = [likeness.bits(text[c.start : c.end]) > likeness.bits(c.text) for c in changes]
    if True not in gains:
        return []
    return changes[gains.index(True) : len(gains) - gains[::-1].index(True)]


def _moved(change: Change, by: int) -> Change:
    return change._replace(start=change.start + by, end=change.end + by)


def _lossy(text: str, span: Span, codec: str) -> Iterator[Stretch]:
    """UTF-8 that was read in a codec and lost characters on the way: whole characters are mended."""
    start, end = span
    if codec != "cp1252" and not _is_strange(text[start:end]):
        return
    parts = decoded(text[start:end], codec)
    if not any(LOST in part.text for part in parts):
        return
    changes = [
        Change(start + part.start, start + part.end, part.text, REASON)
        for part in parts
        if _CHINESE.search(part.text)
    ]
    whole = sum(len(_CHINESE.findall(change.text)) for change in changes)
    whole += text.count("€", start, end)  # which stands between two ideographs nowhere else
    if whole >= _FEWEST_WHOLE[codec]:
        lost = tuple(_lost(parts, start))
        yield from _judged(text, changes, f"utf-8 as {codec}", _LOSSY_GAIN[codec], lost)


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
            for stretch in _judged(text, changes, f"{right} as cp1252", _LATIN_GAIN):
                signs = len(_SIGN.findall(text, start, end))
                word = len(changes) > 2 or (len(changes) > 1 and signs <= len(changes))
                yield stretch._replace(certain=stretch.certain and word)


def _judged(
    text: str, changes: list[Change], route: str, enough: float, lost: tuple[Span, ...] = ()
) -> Iterator[Stretch]:
    """Give the stretch, if mending it gains anything. Repeated characters are evidence once."""
    once = {text[change.start : change.end]: change.text for change in changes}
    after = "".join(once.values()).replace(LOST, "")
    gain = likeness.cost("".join(once)) - likeness.cost(after)
    fluent = _fluent(after)
    if changes and ((fluent and gain >= enough * IN_CONTEXT) or route.endswith(mistaken.SINGLE)):
        yield Stretch(fluent and gain >= enough, gain, route, changes, lost)


def _fluent(text: str) -> bool:
    text = "".join(char for char in text if not char.isascii())
    chinese = len(_CHINESE.findall(text))
    return 2 * chinese > len(text) and likeness.bits(text) <= FLUENT * len(text)

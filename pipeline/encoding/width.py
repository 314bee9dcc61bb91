"""Width by context, as GB/T 15834 has it: Chinese text has Chinese punctuation; digits and Latin are half-width.

======================  ====================  ==================================================
in the page             becomes               where
======================  ====================  ==================================================
``, : ; ! ?``           ``，：；！？``        next to Chinese, either side; between spaces with
                                              Chinese beyond both (他说 : “好”); at the end of a
                                              line, after a word or number that follows Chinese
``.``                   ``。``                after Chinese, a number or ``%``, at the end of a
                                              line or sentence
``( )``                 ``（）``              a pair that holds Chinese or stands next to it
``--``                  ``——``                between Chinese
``" "`` and ``' '``     ``“ ”`` and ``‘ ’``   pairs that touch Chinese
``０ … ９ Ａ … ｚ``     ``0 … 9 A … z``       everywhere
``．`` ``％``           ``.`` ``%``           after a digit (and before one, for the point), or within
                                              an address (www．jxrb．com)
``，``                  ``,``                 between full-width digits, three behind it (１，２８０)
``：／／``              ``://``               of an address
======================  ====================  ==================================================

Text that is not Chinese keeps its marks: a quotation or bracket that holds Latin words only (“Hello, world!”), an
address (http://jxrb.com/报纸?id=1), a function (f(x)是, C(5,2)种), an area code ((0573)82081111).

3.5, 1:1, 10:30, 1,000, (c), URLs, Markdown links and images and entities stay: none of their marks touches
Chinese, or the rule says so. A bracket or quotation mark without partner in its line stays too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from typing import Final

from pipeline.encoding import halfwidth
from pipeline.encoding.changes import Change
from pipeline.values.vocabulary import Reason

WIDTH: Final = "punctuation_width"
MARK: Final = "punctuation"
_change: Callable[[tuple[int, int, str, Reason]], Change] = partial(
    tuple.__new__, Change
)  # in a third of the time
FULL = dict(zip(",.:;!?()", "，。：；！？（）", strict=True))

# Ideographs, kana, and the punctuation and symbols that only Chinese text has.
_CHARACTERS = (
    "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff65"
    "\U00020000-\U0003ffff“”‘’—…·"
)
CHINESE = re.compile(f"[{_CHARACTERS}]")
_HAN_OR_CLOSED = re.compile("[\u3400-\u9fff”’》）]")
_PAIRED = dict(zip("”’）)》」』】", "“‘（(《「『【", strict=True))
_CLOSING = re.escape("".join(_PAIRED))
# Marks in a row; the group matches, empty, where it is one next to Chinese, of a kind that needs no other look. A
# class first, not []+, makes the search fast.
_MARKS = re.compile(
    rf"[.,:;?!](?:(?<=[,:?!])(?<![.,:;?!].)(?![.,:;?!\[])(?:(?<=[{_CHARACTERS}].)|(?=[{_CHARACTERS}])(?![{_CLOSING}]))()"
    r"|[.,:;?!]*)"
)
_DASH = re.compile(rf"(?<=[{_CHARACTERS}])--(?=[{_CHARACTERS}])")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile("[A-Za-z]{2}")
# A word or a number that Chinese stands before, as it stands before a mark.
_AFTER_HAN = re.compile(r"[\u3400-\u9fff”’》）][A-Za-z0-9%‰℃+.~～-]{1,20}$")
_ENDED = re.compile(rf"[ \t]*(?:\n(?!\s*[0-9A-Za-z])|$)|[{_CLOSING}]|[ ](?=[{_CHARACTERS}])")
_ADDRESS = re.compile(r"(?:://|www\.)[^\s，。；：！？、“”‘’（）《》【】「」]+")
_IN_ADDRESS = re.compile(r"[.,:;?!]+[A-Za-z0-9=&/#%_~+-]")
_BRACKET = re.compile(r"(?<!\\)[()（）]")  # LaTeX writes a formula \(a+b\)
_FUNCTION = re.compile(r"(?:(?<![A-Za-z0-9])[A-Za-z]['′]?|sin|cos|tan|cot|log|ln|lg|exp|max|min|lim)$")
_AREA_CODE = re.compile(r"\(0[0-9]{2,3}\)[ ]?[0-9]")
_NEAR = 24  # characters that are looked at before a mark
_LABEL = 2  # ideographs; fewer before a number are a label
_ENTITY = re.compile(r"&#?\w{1,8}$")


def changes(text: str, marks: bool = True, brackets: bool = True, digits: bool = True) -> list[Change]:
    """Give every change of width that a text needs, in order; of some kinds of characters only, if so asked.

    >>> [change[:3] for change in changes("他说,渔港开市.")]
    [(2, 3, '，'), (7, 8, '。')]
    """
    found = _punctuation(text) if marks else []
    if brackets:
        found += _brackets(text)
    if digits:
        found += halfwidth.changes(text)
    found.sort(key=_start)
    return found


_start = itemgetter(0)


def _reason(mark: str) -> Reason:
    """A full stop becomes another character (``.`` → ``。``); the other marks only get wider (``,`` → ``，``)."""
    return MARK if mark == "." else WIDTH


def _punctuation(text: str) -> list[Change]:
    found: list[Change] = []
    foreign_points = "。" in text  # a page with full stops uses this point for foreign names only
    addresses = _addresses(text)
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if addresses and _is_within(addresses, text, start):
            continue
        if match.lastindex:
            found.append(_change((start, end, FULL[text[start]], _reason(text[start]))))
            continue
        if match.group() == ".":
            wanted = _full_stop(text, start, foreign_points)
        else:
            end -= text.startswith("![", end - 1)  # a Markdown image
            wanted = "." not in match.group() and start < end and _is_chinese(text, start, end)
        if wanted:
            found += [Change(at, at + 1, FULL[text[at]], _reason(text[at])) for at in range(start, end)]
    if "--" in text:
        found += [Change(at, at + 1, "—", MARK) for m in _DASH.finditer(text) for at in range(*m.span())]
    return found


def _addresses(text: str) -> list[tuple[int, int]]:
    if "://" not in text and "www." not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _is_within(addresses: list[tuple[int, int]], text: str, at: int) -> bool:
    """Whether a mark is part of an address: more of it follows."""
    n = bisect_right(addresses, (at, len(text))) - 1
    return n >= 0 and at < addresses[n][1] and bool(_IN_ADDRESS.match(text, at))


def _is_chinese(text: str, start: int, end: int) -> bool:
    """Whether some marks in a row belong to Chinese text."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if CHINESE.match(before) or CHINESE.match(after):
        if text[start] == ";" and _ENTITY.search(text, max(0, start - 10), start):
            return False
        return bool(CHINESE.match(before)) or after not in _PAIRED or not _is_latin(text, start, after)
    if before == after == " ":
        return start > 1 and bool(CHINESE.match(text, start - 2) and CHINESE.match(text, end + 1))
    return bool(_ENDED.match(text, end)) and bool(_AFTER_HAN.search(text, max(0, start - 21), start))


def _is_latin(text: str, at: int, closing: str) -> bool:
    """Whether a quotation or bracket that closes after ``at`` holds Latin words only (“Hello, world!”)."""
    line = text.rfind("\n", 0, at) + 1
    inside = (
        text[text.rfind(_PAIRED[closing], line, at) + 1 : at] if _PAIRED[closing] in text[line:at] else ""
    )
    return bool(_LATIN_WORD.search(inside)) and not _HAN.search(inside)


def _full_stop(text: str, at: int, foreign_points: bool) -> bool:
    if not at:
        return False
    following = text[at + 1 : at + 2]
    if not _HAN_OR_CLOSED.match(text, at - 1):
        sign = text[at - 1] in "%‰℃"
        ended = bool(_ENDED.match(text, at + 1)) or (sign and bool(CHINESE.match(following)))
        return ended and (sign or text[at - 1].isdecimal()) and _is_sentence(text, at)
    if not following or following.isspace() or following in "”’》）)":
        return True
    return not foreign_points and bool(CHINESE.match(following))


def _is_sentence(text: str, at: int) -> bool:
    """Whether Chinese and a number end here, and more than a label (图1.)."""
    near = max(0, at - _NEAR)
    line = text[max(near, text.rfind("\n", near, at) + 1) : at]
    return bool(_AFTER_HAN.search(line)) and len(_HAN.findall(line)) >= _LABEL


def _brackets(text: str) -> Iterator[Change]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if "(" in line or ")" in line:
            yield from _brackets_of(text, start, end)
        start = end + 1


def _brackets_of(text: str, start: int, end: int) -> Iterator[Change]:
    """The brackets of a line that become wider."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        at = match.start()
        if match.group() in "(（":
            opened.append(at)
        elif opened:
            first = opened.pop()
            if _chinese_brackets(text, first, at):
                for one in (first, at):
                    if text[one] in "()":
                        yield Change(one, one + 1, FULL[text[one]], WIDTH)


def _chinese_brackets(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] == "]":  # the target of a Markdown link
        return False
    if text[start] == "（" or text[end] == "）":
        return True
    if text[end + 1 : end + 2] not in ("", "\n") and _is_formula(text, start, end):
        return False
    around = text[max(0, start - 1) : start] + text[end + 1 : end + 2]
    return bool(CHINESE.search(text, start + 1, end) or CHINESE.search(around))


def _is_formula(text: str, start: int, end: int) -> bool:
    """Whether a bracket is that of a function (f(x)) or of an area code ((0573)82081111)."""
    if _AREA_CODE.match(text, start):
        return True
    return text[start + 1 : end].isascii() and bool(_FUNCTION.search(text, max(0, start - 3), start))

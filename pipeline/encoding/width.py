"""Width by context: what stands next to Chinese is Chinese punctuation; digits and Latin are half-width.

======================  ====================  ==================================================
in the page             becomes               where
======================  ====================  ==================================================
``, : ; ! ?``           ``，：；！？``        next to Chinese, either side
``.``                   ``。``                after Chinese, at the end of a line or sentence
``( )``                 ``（）``              a pair that holds Chinese or stands next to it
``" "`` and ``' '``     ``“ ”`` and ``‘ ’``   pairs that touch Chinese
``０ … ９ Ａ … ｚ``     ``0 … 9 A … z``       everywhere
``．`` ``％``           ``.`` ``%``           after a digit (and before one, for the point)
======================  ====================  ==================================================

3.5, 1:1, 10:30, 1,000, (c), URLs, Markdown links and images and entities stay: none of their marks touches
Chinese, or the rule says so. A bracket or quotation mark without partner in its line stays too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter

from pipeline.encoding.changes import Change

WIDTH, QUOTATION = "punctuation_width", "quotation"
_change: Callable[[tuple[int, int, str, str]], Change] = partial(
    tuple.__new__, Change
)  # in a third of the time
_FULL = dict(zip(",.:;!?()", "，。：；！？（）", strict=True))
_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}

# Ideographs, kana, and the punctuation and symbols that only Chinese text has.
_CHARACTERS = (
    "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff65"
    "\U00020000-\U0003ffff“”‘’—…·"
)
CHINESE = re.compile(f"[{_CHARACTERS}]")
_HAN_OR_CLOSED = re.compile("[\u3400-\u9fff”’》）]")
# Marks in a row; the group matches, empty, where it is one next to Chinese, of a kind that needs no other look. A
# class first, not []+, makes the search fast.
_MARKS = re.compile(
    rf"[.,:;?!](?:(?<=[,:?!])(?<![.,:;?!].)(?![.,:;?!\[])(?:(?<=[{_CHARACTERS}].)|(?=[{_CHARACTERS}]))()|[.,:;?!]*)"
)
_BRACKET = re.compile("[()（）]")
# Neither the quotation mark of an attribute or an inch sign, nor an apostrophe.
_QUOTES = {
    '"': re.compile(r"""[“”"\n](?<![=\\]["])(?<![0-9]["](?![^\x00-\x7f]))"""),
    "'": re.compile(r"""[‘’'\n](?<![A-Za-z0-9]['](?=[A-Za-z]))"""),
}
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．％]")
_ENTITY = re.compile(r"&#?\w{1,8}$")


def quotation(text: str) -> list[Change]:
    """Every straight quotation mark that becomes a curly one, in order. Comes before width."""
    return sorted(_quotes(text))


def changes(text: str, marks: bool = True, brackets: bool = True, digits: bool = True) -> list[Change]:
    """Every change of width that a text needs, in order; of some kinds of characters only, if so asked."""
    found = _punctuation(text) if marks else []
    if brackets:
        found += _brackets(text)
    if digits:
        found += _digits(text)
    found.sort(key=_start)
    return found


_start = itemgetter(0)


def _punctuation(text: str) -> list[Change]:
    found: list[Change] = []
    foreign_points = "。" in text  # a page with full stops uses this point for foreign names only
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if match.lastindex:
            found.append(_change((start, end, _FULL[text[start]], WIDTH)))
            continue
        if match.group() == ".":
            wanted = _full_stop(text, start, foreign_points)
        else:
            end -= text.startswith("![", end - 1)  # a Markdown image
            wanted = "." not in match.group() and _touches(text, start, end)
        if wanted:
            found += [Change(at, at + 1, _FULL[text[at]], WIDTH) for at in range(start, end)]
    return found


def _touches(text: str, start: int, end: int) -> bool:
    if not ((start and CHINESE.match(text, start - 1)) or CHINESE.match(text, end)):
        return False
    return text[start] != ";" or not _ENTITY.search(text, max(0, start - 10), start)


def _full_stop(text: str, at: int, foreign_points: bool) -> bool:
    if not at or not _HAN_OR_CLOSED.match(text, at - 1):
        return False
    following = text[at + 1 : at + 2]
    if not following or following.isspace() or following in "”’》）)":
        return True
    return not foreign_points and bool(CHINESE.match(following))


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
                        yield Change(one, one + 1, _FULL[text[one]], WIDTH)


def _chinese_brackets(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] == "]":  # the target of a Markdown link
        return False
    if text[start] == "（" or text[end] == "）":
        return True
    around = text[max(0, start - 1) : start] + text[end + 1 : end + 2]
    return bool(CHINESE.search(text, start + 1, end) or CHINESE.search(around))


def _quotes(text: str) -> Iterator[Change]:
    if '"' not in text and "'" not in text:
        return
    for straight, (opening, closing) in (('"', "“”"), ("'", "‘’")):
        marks: list[int] = []
        for match in _QUOTES[straight].finditer(text + "\n"):
            if match.group() != "\n":
                marks.append(match.start())
                continue
            if any(text[at] == straight for at in marks):
                yield from _pairs(text, marks, opening, closing)
            marks = []


def _pairs(text: str, marks: list[int], opening: str, closing: str) -> Iterator[Change]:
    """The straight marks of a line, if all marks of the line pair; a curly one may be the partner."""
    found: list[Change] = []
    half = {
        (text[start] == opening, text[end] == closing)
        for start, end in zip(marks[::2], marks[1::2], strict=False)
    }
    if {(True, False), (False, True)} <= half:  # “甲"乙"丙”: one quotation within another, or two
        return
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        if text[start] == closing or text[end] == opening:
            return
        touching = text[max(0, start - 1) : start + 2] + text[end - 1 : end + 2]
        if end > start + 1 and CHINESE.search(touching.replace(opening, "").replace(closing, "")):
            found += [Change(at, at + 1, new, QUOTATION) for at, new in ((start, opening), (end, closing))]
    if len(marks) % 2 == 0:
        yield from (change for change in found if text[change.start] != change.text)


def _digits(text: str) -> Iterator[Change]:
    for match in WIDE.finditer(text):
        at, char = match.start(), match.group()
        if char not in "．％":
            yield Change(at, at + 1, char.translate(_HALF), WIDTH)
        elif text[max(0, at - 1) : at].isdecimal() and (char == "％" or text[at + 1 : at + 2].isdecimal()):
            yield Change(at, at + 1, "%" if char == "％" else ".", WIDTH)

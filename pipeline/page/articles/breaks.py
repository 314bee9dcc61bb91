"""Evidence that a text has lost its beginning or its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from pipeline.language import fold, fold_all
from pipeline.language.beginnings import READ, beginning_score
from pipeline.language.openings import opening_scores
from pipeline.values.model import Clues

_CONSTANT = -0.88
_SIGNS, _OPENING = 0.73, 0.60
"""Weights of the two classifiers of beginnings."""
_LIST = 2.0
"""Log-odds of a first clause that lists three things or more, as reports begin."""
_LENGTH = 0.81
"""Log-odds for each time that a paragraph is e times as long: the rest of a paragraph is shorter."""
_STUCK = 1.35
"""Log-odds against a beginning for each time that its first characters stand e times as often behind one and the
same character, and nowhere at a beginning."""
_NO_BEGINNING = -9.0
"""Log-odds of a text that begins with a mark that closes or parts: none of 20,000 paragraphs does."""
_CLOSING = tuple("，、。；：！？,;:!?”’」』）)》】］]〉")
_CLOSED = frozenset("”’」』》）)】］]〉")
"""Marks that close an end: of the last paragraphs of whole stories, one in five ends with one."""
_COMMA = re.compile("[，,、。：；]")
_CLAUSE = 24
"""Characters of a paragraph of one clause that is a kicker or a cross-head rather than the rest of a sentence:
below them are 16 of 51 wrong losses on 480 made pages, and none of 170 right ones."""
_TINY = 8
"""Characters up to which a text is no paragraph."""
_NAME = 4
"""Characters up to which a text may be a name that a column parted from its line, and no last words of a paragraph."""
_EDGE = 48
"""Characters that are folded for the first few."""
_LEAD = 60
"""Characters in which a mark is looked for that nothing opened: further on more sentences may have lost one."""
_SIZES = (2, 3)
"""Characters that are looked for on the rest of the page: one alone begins many words, a fourth adds nothing."""
_DATELINE_REST = re.compile("月?[0-9一二三四五六七八九十廿卅]{0,3}日[电電]|[电電讯訊][（(]")
"""The rest of a dateline: none of 14,374 whole paragraphs begins so."""
_UNOPENED = 2.0
"""Log-odds against a beginning of a closing mark without its opening one, which 62 of 648 texts cut on 1,480 made pages
have and one of 1,078 whole stories: less than their ratio, for the classifiers have seen some of it."""
_MARK = re.compile("[“‘「『《（(【〔”’」』》）)】〕]")
_ITEM = re.compile(r"[\dA-Za-z一二三四五六七八九十甲乙丙丁]{1,3}")
"""The number before a bracket that opens a list's item: 一）."""
_FIRST_CLAUSE = re.compile("[^，。；！？,;!?…]*")
_PARTS = re.compile(r"\W+")
"""Characters between the words of a headline."""


class First(NamedTuple):
    """The first paragraph of an article.

    Attributes:
        text: the paragraph.
        by_grams: log-odds that it begins where a paragraph did, by the language model's n-grams.
        title: the headline above it; empty where there is none.
    """

    text: str
    by_grams: float
    title: str


def beginnings(found: Sequence[First], page: str) -> list[float]:
    r"""Give the log-odds that paragraphs begin where a story began.

    Args:
        found: the first paragraphs of a page's articles.
        page: all paragraphs of the page, folded, a line each.

    >>> whole, rest = "昨日上午，市政府召开会议，部署工作。", "的农民在承包地里种上了小麦。"
    >>> found = beginnings([First(whole, 2.0, "市政府部署工作"), First(rest, -4.0, "")], fold(whole + "\n" + rest))
    >>> found[0] > 0 > found[1]
    True
    """
    openings = opening_scores([one.text for one in found])
    folded = fold_all([one.text[:READ] for one in found])
    return [_beginning(*one, page) for one in zip(found, folded, openings, strict=True)]


def _beginning(first: First, folded: str, opening: float, page: str) -> float:
    text, by_grams, title = first
    if text.startswith(_CLOSING) and not begins_title(text.lstrip("".join(_CLOSING)), title):
        return _NO_BEGINNING
    if _DATELINE_REST.match(text):
        return _NO_BEGINNING
    listed = _FIRST_CLAUSE.match(text, 0, _EDGE)
    return (
        _CONSTANT
        + _SIGNS * beginning_score(folded, by_grams)
        + _OPENING * opening
        + _LIST * (listed is not None and listed[0].count("、") > 1)
        + _LENGTH * log(len(text) + 1)
        - _UNOPENED * closes_unopened(text)
        + elsewhere(folded, page)
    )


def closes_unopened(text: str) -> bool:
    """Tell whether the first mark of a text closes a pair that nothing opened.

    A mark that stands for both of a pair does not.

    >>> closes_unopened("我们要努力工作”，他说。"), closes_unopened("“我们要努力工作”，他说。")
    (True, False)
    """
    first = _MARK.search(text, 0, _LEAD)
    if not first or first[0] not in _CLOSED or not first.start() or _ITEM.fullmatch(text, 0, first.start()):
        return False
    after = _MARK.search(text, first.end())
    return after is None or after[0] != first[0]


def begins_title(text: str, title: str) -> bool:
    """Tell whether a text begins as its headline or a word of it does: the story repeats its headline in full.

    >>> begins_title("章莹颖失踪后，大学发出通知。", "美国警方搜索 章莹颖下落")
    True
    """
    return _begins(fold(text[:_EDGE])[:2], title)


def _begins(first: str, title: str) -> bool:
    return len(first) == 2 and any(fold(part).startswith(first) for part in _PARTS.split(title))


def breaks_off(text: str, clues: Clues, goes_on: bool) -> bool:
    """Tell whether the last paragraph of an article has lost its end.

    Args:
        text: the paragraph, or its last part where columns broke it.
        clues: its clues.
        goes_on: whether another part stands before it.
    """
    if clues.ends or clues.shape_ends > 0 or text[-1:] in _CLOSED or not (clues.broken or clues.end < 0):
        return False
    if goes_on:
        return clues.size > _NAME
    return clues.size > _TINY and not (clues.size <= _CLAUSE and not _COMMA.search(text[:-1]))


def elsewhere(text: str, page: str) -> float:
    r"""Give the log-odds that a word begins where ``text`` begins, by its first characters on the rest of the page.

    莹颖 that always follows 章 is no word, and a text that begins with it has lost one character at least (the
    left neighbours by which new words are found: Luo and Sun 2003).

    Args:
        text: a paragraph, folded.
        page: all paragraphs of the page, folded, a line each; ``text`` is one of them.

    >>> round(elsewhere("莹颖失踪", "章莹颖来到\n见到章莹颖\n莹颖失踪"), 2)
    -1.48
    """
    total = 0.0
    for size in _SIZES:
        if len(text) < size:
            break
        before = _before(text[:size], page)
        if len(before) < 2:  # nor does a longer text stand anywhere else
            break
        begun = sum([not char.isalnum() for char in before]) - 1  # one is where the text itself begins
        others = {char for char in before if char.isalnum()}
        if begun == 0 and len(others) == 1:
            total -= _STUCK * log(len(before))
    return total


def _before(first: str, page: str) -> list[str]:
    """The characters before each place where ``first`` stands; empty at the head of the page."""
    if first[0] in first[1:]:  # its places may overlap
        return [page[hit.start() - 1 : hit.start()] for hit in re.finditer(f"(?={re.escape(first)})", page)]
    parts = page.split(first)
    return [part[-1:] or (first[-1] if n else "") for n, part in enumerate(parts[:-1])]

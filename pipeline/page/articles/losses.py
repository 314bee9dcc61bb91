"""Losses: which articles of a page have lost their beginning, and which their end.

A text that begins in mid-sentence has; but many lost beginnings leave a sentence that could be a first one. Most
pages are whole; some lose beginnings and ends here and there; or a row is cut off, and then all stories of the row go
together. Each is a chain of two hidden states, cut off or not, that runs down the page: the signs of an article
are weighed with those of its neighbours (the forward-backward algorithm, Rabiner 1989). The answers of the three are
weighed by how likely the page is under each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from pipeline.language import fold, fold_all
from pipeline.language.beginnings import READ, beginning_score
from pipeline.language.openings import opening_scores
from pipeline.values.model import Clues


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of loss.

    Attributes:
        share: of pages that have it.
        enters, stays: share of articles that are cut off below one that is not, and below one that is.
        most: log-odds above which a beginning says no more: the edge of a row may fall between two sentences.
        tail: log-odds for each article that has lost its end too.
        ends: share of articles that have lost their end.
    """

    share: float
    enters: float
    stays: float
    most: float
    tail: float
    ends: float

    @property
    def steps(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """From whole and from cut off, to whole and to cut off."""
        return (1 - self.enters, self.enters), (1 - self.stays, self.stays)


_KINDS = (
    _Kind(share=0.713, enters=0.026, stays=0.026, most=99.0, tail=0.0, ends=0.005),
    _Kind(share=0.231, enters=0.192, stays=0.192, most=99.0, tail=0.0, ends=0.075),
    _Kind(share=0.056, enters=0.151, stays=0.963, most=1.91, tail=2.34, ends=0.024),
)
"""Pages that lost nothing, pages that lost beginnings and ends here and there, and pages that lost a row: with
:data:`_CONSTANT`, the weights of the classifiers and that of the length, the best of a random search on 1,480
made pages, each with classifiers that never saw its stories (of 704 lost beginnings 405 found, 100 wrong), while all
flags of the seeds are right and no more of the gate's pages are wrong."""
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
_LEAST = -30.0
"""Log-odds below which a beginning says no more: sure enough, and no float overflows."""
_NO_TEXT = 0.2
"""Likelihood of an article that cannot have lost its beginning (a photo, a continuation) among those that are cut."""
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
    """Log-odds that paragraphs begin where a story began.

    Args:
        found: the first paragraphs of a page's articles.
        page: all paragraphs of the page, folded, a line each.
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
    """Tell whether the first mark of a text closes a pair that nothing opened: ``说”，他走了`` → True.

    A mark that stands for both of a pair does not.
    """
    first = _MARK.search(text, 0, _LEAD)
    if not first or first[0] not in _CLOSED or not first.start() or _ITEM.fullmatch(text, 0, first.start()):
        return False
    after = _MARK.search(text, first.end())
    return after is None or after[0] != first[0]


def begins_title(text: str, title: str) -> bool:
    """Tell whether a text begins as its headline or a word of it does: the story repeats its headline in full."""
    return _begins(fold(text[:_EDGE])[:2], title)


def _begins(first: str, title: str) -> bool:
    return len(first) == 2 and any(fold(part).startswith(first) for part in _PARTS.split(title))


def breaks_off(text: str, clues: Clues, goes_on: bool) -> bool:
    """Whether the last paragraph of an article has lost its end.

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
    """Log-odds that words begin where ``text`` begins, by where its first characters stand on the rest of the page.

    莹颖 that always follows 章 is no word, and a text that begins with it has lost one character at least (the
    left neighbours by which new words are found: Luo and Sun 2003).

    Args:
        text: a paragraph, folded.
        page: all paragraphs of the page, folded, a line each; ``text`` is one of them.
    """
    total = 0.0
    for size in _SIZES:
        if len(text) < size:
            break
        before = _before(text[:size], page)
        if len(before) < 2:  # nor does what is longer stand anywhere else
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


def headless(shown: Sequence[tuple[float | None, bool]]) -> list[bool]:
    """Which articles have lost their beginning.

    Args:
        shown: for each article in reading order the log-odds that its text begins where it should (None where a
            beginning cannot be lost), and whether it has lost its end.
    """
    if not shown:
        return []
    readings = [_read(kind, shown) for kind in _KINDS]
    surest = max(fit for _, fit in readings)
    weights = [exp(fit - surest) for _, fit in readings]
    return [
        begin is not None
        and sum(w * (cut[n] - 0.5) for w, (cut, _) in zip(weights, readings, strict=True)) > 0
        for n, (begin, _) in enumerate(shown)
    ]


def _read(kind: _Kind, shown: Sequence[tuple[float | None, bool]]) -> tuple[list[float], float]:
    """How likely each article is cut off, and the log likelihood of the page, by one kind of loss."""
    seen = [_likelihood(kind, begin, tailless) for begin, tailless in shown]
    forward, fit = _forward(kind, seen)
    backward = _backward(kind, seen)
    cut = [before[1] * after[1] for before, after in zip(forward, backward, strict=True)]
    whole = [before[0] * after[0] for before, after in zip(forward, backward, strict=True)]
    tailless = sum(lost for _, lost in shown)
    fit += tailless * log(kind.ends) + (len(shown) - tailless) * log(1 - kind.ends)
    return [one / (one + other) for one, other in zip(cut, whole, strict=True)], fit


def _likelihood(kind: _Kind, begin: float | None, tailless: bool) -> float:
    """Give the likelihood of an article's signs if it is cut off, over that if it is not."""
    if begin is None:
        return _NO_TEXT
    return exp(kind.tail * tailless - max(_LEAST, min(begin, kind.most)))


def _forward(kind: _Kind, seen: Sequence[float]) -> tuple[list[tuple[float, float]], float]:
    rows: list[tuple[float, float]] = []
    fit = log(kind.share)
    from_whole, from_cut = kind.steps
    for likelihood in seen:
        before = rows[-1] if rows else (1.0, 0.0)
        whole = before[0] * from_whole[0] + before[1] * from_cut[0]
        cut = (before[0] * from_whole[1] + before[1] * from_cut[1]) * likelihood
        rows.append((whole / (whole + cut), cut / (whole + cut)))
        fit += log(whole + cut)
    return rows, fit


def _backward(kind: _Kind, seen: Sequence[float]) -> list[tuple[float, float]]:
    rows = [(1.0, 1.0)]
    from_whole, from_cut = kind.steps
    for likelihood in reversed(seen[1:]):
        whole, cut = rows[-1][0], rows[-1][1] * likelihood
        to_whole = from_whole[0] * whole + from_whole[1] * cut
        to_cut = from_cut[0] * whole + from_cut[1] * cut
        rows.append((to_whole / (to_whole + to_cut), to_cut / (to_whole + to_cut)))
    return rows[::-1]

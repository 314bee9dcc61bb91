"""Folios (报头, 报眉): newspaper, date and page number as a page prints them above its text.

Read from lines that were dropped as page furniture and have the form of a folio, a masthead or a page mark; never
from running text, where a date or a newspaper's name says nothing about the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from pipeline.language.rules import Group, expand, hits
from pipeline.page.jumps import page_number
from pipeline.values.model import Decision, Page

_FORMS = (Group.FOLIO, Group.PAGE_LINE)
"""The lines that are read; editors' lines and sources name other dates and papers."""
_NUMERALS = {char: str(n) for n, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_YEAR, _COUNT = r"[\d〇○零一二三四五六七八九]{4}", r"[\d〇零一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})(?:年(?P<month>{_COUNT})月(?P<day>{_COUNT})日?"
    r"|(?P<mark>[-./])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d))"
)
_REPUBLIC = re.compile(
    rf"(?:中[华華])?民[国國](?P<year>{_COUNT}|元)年(?P<month>{_COUNT})月(?P<day>{_COUNT})日?"
)
"""A year of the Republic (民国): the first is 1912."""
_OTHER = re.compile(
    expand(r"星期[一二三四五六日天]|(?:农历|農曆)\S*|(?:总|總)?第\d{2,6}[期号號]|(?:今日|本期|共)\d{1,3}版")
)
"""Other things that a folio counts: weekdays, the lunar date, the issue's number, how many pages there are."""
_PAGE = re.compile(
    expand(
        r"第(?P<th>[A-Z]?{NUMBER}{1,3})[版面]|(?<![^\W_])(?P<bare>[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})版"
    )
)
_LABEL = re.compile(r"[A-Z]\d{1,2}|0\d")
"""A page number that is one without 版: A3, 07. A bare figure may be anything."""
_PAPER = re.compile(
    expand(
        r"{HAN}{1,8}(?:日|晚|早|晨|商|时|時|周|週|都市|快|导|導|青年|法制|法治|科技|教育|农民|農民|工人)[报報]"
    )
)
_LETTER_SPACED = re.compile(expand(r"(?<={HAN})(?<!{HAN}{HAN}){GAP}+(?={HAN}(?!{HAN}))"))


class Folio(NamedTuple):
    """A page's own account of itself: the date is ISO, the page as in ``"2"`` or ``"A3"``."""

    newspaper: str | None = None
    date: str | None = None
    page: str | None = None


def complete(page: Page, decisions: Iterable[Decision]) -> Page:
    """Fill in from the folio whatever neither metadata nor path told of a page.

    Args:
        page: as it was read.
        decisions: its ledger; the lines dropped as page furniture are looked at.

    >>> from pipeline.values.text import Span
    >>> line = "江城日报 2026年3月18日 星期三 第2版"
    >>> dropped = Decision("articles", "dropped", "page_furniture", (Span("p", 0, len(line)),))
    >>> known = complete(Page("p", line), [dropped])
    >>> known.newspaper, known.date, known.page
    ('江城日报', '2026-03-18', '2')
    """
    if page.newspaper and page.date and page.page:
        return page
    lines = (
        "".join(page.text[span.start : span.end] for span in decision.spans)
        for decision in decisions
        if decision.reason == "page_furniture"
    )
    found = read(_folios([line.strip(" \t\r\n\u3000#*") for line in lines]))
    return replace(
        page,
        newspaper=page.newspaper or found.newspaper,
        date=page.date or found.date,
        page=page.page or found.page,
    )


def _folios(lines: Sequence[str]) -> Iterator[str]:
    """Those of some lines that have the form of a folio."""
    return (line for line, found in zip(lines, hits(_FORMS, lines), strict=True) if found)


def read(lines: Iterable[str]) -> Folio:
    """The facts that folio lines tell.

    A line that tells more counts for more; where lines that tell as much contradict one another, nothing
    is known.
    """
    found = [_line(line) for line in lines]
    return Folio(*(_agreed(found, n) for n in range(3)))


def _agreed(found: list[Folio], fact: int) -> str | None:
    telling = [(sum(map(bool, folio)), folio[fact]) for folio in found if folio[fact]]
    most = max((count for count, _ in telling), default=0)
    values = {value for count, value in telling if count == most}
    return values.pop() if len(values) == 1 else None


def _line(line: str) -> Folio:
    text = _LETTER_SPACED.sub("", unicodedata.normalize("NFKC", line))
    text = re.sub(r"(?<=[\d年月第])\s+(?=[\d年月日版])", "", text)
    day, text = _taken(text, _DATE, _gregorian)
    if not day:
        day, text = _taken(text, _REPUBLIC, _republican)
    text = _OTHER.sub(" ", text)
    page, text = _taken(text, _PAGE, lambda hit: page_number(hit["th"] or hit["bare"]))
    paper, text = _taken(text, _PAPER, lambda hit: hit[0])
    return Folio(paper, day, page or _label(text))


def _taken(
    text: str, pattern: re.Pattern[str], reading: Callable[[re.Match[str]], str | None]
) -> tuple[str | None, str]:
    """Give the first match and the text without it."""
    hit = pattern.search(text)
    value = reading(hit) if hit else None
    return (value, f"{text[: hit.start()]} {text[hit.end() :]}") if hit and value else (None, text)


def day(text: str) -> str | None:
    """The date that a text begins with, as a folio prints it, in ISO form; None where it begins with none.

    Example:
        >>> day("民国二十八年一月二日")
        '1939-01-02'
    """
    for pattern, reading in ((_DATE, _gregorian), (_REPUBLIC, _republican)):
        if hit := pattern.match(text.strip()):
            return reading(hit)
    return None


def _label(text: str) -> str | None:
    labels = {token for token in re.split(r"[\s|·,，:：]+", text) if _LABEL.fullmatch(token)}
    return page_number(labels.pop()) if len(labels) == 1 else None


def _gregorian(hit: re.Match[str]) -> str | None:
    year = int("".join(_NUMERALS.get(char, char) for char in hit["year"]))
    return _iso(year, hit["month"] or hit["m"], hit["day"] or hit["d"])


def _republican(hit: re.Match[str]) -> str | None:
    year = 1 if hit["year"] == "元" else int(page_number(hit["year"]))
    return _iso(1911 + year, hit["month"], hit["day"])


def _iso(year: int, month: str, day: str) -> str | None:
    """The date, if there is such a day and newspapers were printed then."""
    try:
        found = date(year, int(page_number(month)), int(page_number(day)))
    except ValueError:
        return None
    return found.isoformat() if 1800 <= year <= 2100 else None

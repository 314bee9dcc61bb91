"""Newspaper, date and page as metadata, paths and people write them, in the output's form.

==============================================  ==============
written                                         read as
==============================================  ==============
``2024-01-02``, ``2024/1/2``, ``20240102``      ``2024-01-02``
``2024年1月2日``, ``二〇二四年一月二日``        ``2024-01-02``
``民国二十八年一月二日``                        ``1939-01-02``
``Jan 2, 2024``, ``2024-01-02T08:00:00Z``       ``2024-01-02``
``02``, ``第二版``, ``2版``                     ``2``
``A03``, ``第A3版``                             ``A3``
==============================================  ==============
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from dateutil import parser as western

from pipeline.page import folio
from pipeline.page.jumps import page_number
from pipeline.run.formats.rows import usable

_KEYS = {
    "newspaper": ("newspaper", "报纸", "報紙", "报名"),
    "date": ("date", "日期", "出版日期"),
    "page": ("page", "版", "版次", "版面"),
}
"""The keys under which metadata have each of them; the first that is there counts."""
_YEARS = range(1600, 2101)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_ORDERED = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日|(?!\d))")
_MONTH = re.compile(r"[A-Za-z]{3}")
_NUMERIC = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}")
_PAGE = re.compile(
    r"第?\s*([A-Za-z]{0,2})-?0*(\d{1,3})\s*[版面]?|第?\s*([零〇一二三四五六七八九十百]{1,4})\s*[版面]?"
)
_UNLIKE = (datetime(2001, 1, 1), datetime(2004, 2, 2))
"""A date that is read differently against these two does not say all of year, month and day."""


class Known(NamedTuple):
    """Metadata of a page, or facts of its path: ``date`` is ISO, ``page`` as in ``"2"`` or ``"A3"``."""

    newspaper: str | None = None
    date: str | None = None
    page: str | None = None


UNKNOWN = Known()


def known(told: Mapping[str, Any]) -> tuple[Known, list[str]]:
    """Newspaper, date and page, and a sentence about each value that cannot be read.

    Example:
        >>> known({"date": "2024/01/02", "page": "第三版"})
        (Known(newspaper=None, date='2024-01-02', page='3'), [])
        >>> known({"date": "spring 1998"})[1]
        ["its date 'spring 1998' is in no form that is known; write it as 2024-01-31"]
    """
    newspaper, day, page = (_first(told, names) for names in _KEYS.values())
    warnings = []
    read_day = iso_date(day) if day else None
    if day and not read_day:
        warnings.append(f"its date {day[:40]!r} is in no form that is known; write it as 2024-01-31")
    read_page = page_label(page) if page else None
    if page and not read_page:
        warnings.append(f"its page {page[:40]!r} is in no form that is known, and is kept as it is")
    return Known(newspaper, read_day, read_page or (page.strip() if page else None)), warnings


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    values = (told.get(name) for name in names)
    return next((found for value in values if (found := usable(_whole(value)))), None)


def _whole(value: object) -> object:
    """``3.0`` is page 3: so it comes from a table that had gaps."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def iso_date(text: str) -> str | None:
    """The date that a text is; None where it is none, lacks the day, or may be read in two ways.

    Example:
        >>> [iso_date(text) for text in ("2024/01/02", "Jan 2, 2024", "1998年1月", "02/01/2024")]
        ['2024-01-02', '2024-01-02', None, None]
    """
    text = unicodedata.normalize("NFKC", text).strip()
    hit = _COMPACT.fullmatch(text) or _ORDERED.match(text)
    if hit:
        return _day(*map(int, hit.groups()))
    found = folio.day(text)
    if found:
        return found
    if _NUMERIC.fullmatch(text) or (_MONTH.search(text) and re.search(r"\d{4}", text)):
        return _western(text)
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year in _YEARS else None
    except ValueError:
        return None


def _western(text: str) -> str | None:
    """A date with the month's name, or with the day before or behind the month where only one can be."""
    try:
        read = {
            western.parse(text, default=base, dayfirst=first, ignoretz=True).date()
            for base in _UNLIKE
            for first in (False, True)
        }
    except (ValueError, OverflowError):
        return None
    day = read.pop()
    return None if read else _day(day.year, day.month, day.day)


def page_label(text: str) -> str | None:
    """The page that a text names; None where it is in no usual form.

    Example:
        >>> [page_label(text) for text in ("03", "A03", "第三版", "第B12版", "头版")]
        ['3', 'A3', '3', 'B12', None]
    """
    hit = _PAGE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not hit:
        return None
    letters, digits, numerals = hit.groups()
    return page_number(numerals) if numerals else f"{letters.upper()}{digits}"

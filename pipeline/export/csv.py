"""A table for spreadsheets: a row an article, UTF-8 with the byte-order mark that Excel needs to know it by."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pipeline.export.output import Article, Output, whole

COLUMNS = (
    *(
        "id",
        "doc",
        "newspaper",
        "date",
        "page",
        "order",
        "kind",
        "kicker",
        "title",
        "subtitle",
        "byline",
        "text",
    ),
    *(
        "continued_from",
        "continues_on",
        "missing_head",
        "missing_tail",
        "duplicate_of",
        "warnings",
        "language",
    ),
    *("script", "characters", "ocr_error", "source", "metadata"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is run by spreadsheets: it gets an apostrophe (OWASP, "CSV injection")."""


def write(output: Output, target: Path) -> None:
    """Write the table; names and warnings are parted by semicolons."""
    with whole(target) as file:
        file.write(b"\xef\xbb\xbf" + _row(COLUMNS))
        for article in output.articles():
            file.write(_row([_cell(article, name) for name in COLUMNS]))


def _row(cells: Sequence[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _cell(article: Article, name: str) -> object:
    value = article.get(name, (article["quality"] or {}).get(name))
    if isinstance(value, list):
        value = "; ".join(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

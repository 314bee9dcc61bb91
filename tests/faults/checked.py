"""What every page must keep, checked apart from the program's own laws: from the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from pipeline import records
from pipeline.records import PageRecords
from pipeline.run.cleaning import clean_source
from pipeline.run.source import Source
from pipeline.values.settings import Settings

_MARKUP = "#*"
_OURS = ("it was not cleaned without loss", "a defect of the program")


def fault_of(page: str, settings: Settings) -> str | None:
    """What is wrong with the rows of a page, or None: a defect of ours, or a character that is not in one place."""
    page = page.removeprefix("\ufeff")  # a byte-order mark is no part of the text
    rows = clean_source(Source("page", "page.txt", data=page.encode(), is_text=True), settings, {})
    reason = rows.page.reason
    if rows.page.status != "ok":
        return reason if reason and reason.startswith(_OURS) else None
    held = [0] * len(page)
    for start, end in _places(rows):
        for at in range(start, end):
            held[at] += 1
    wrong = [
        at for at, char in enumerate(page) if held[at] != 1 and not char.isspace() and char not in _MARKUP
    ]
    return f"{len(wrong)} characters are not in one place, the first at {wrong[0]}" if wrong else None


def _places(rows: PageRecords) -> Iterator[tuple[int, int]]:
    """Where the pieces of the articles and what was dropped stand."""
    for article in map(_written, rows.articles):
        for block in article["blocks"]:
            yield from ((piece["start"], piece["end"]) for piece in block["pieces"])
    for line in map(_written, rows.audit):
        if line["action"] == "dropped":
            yield from line.get("spans") or [(line["start"], line["end"])]


def _written(row: records.AnyRow) -> dict[str, Any]:
    """A row as a reader of the output has it."""
    written: dict[str, Any] = orjson.loads(records.dump(row))
    return written

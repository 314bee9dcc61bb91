"""MinerU's ``content_list.json``: a list of texts, tables and images in reading order, each with its page."""

from __future__ import annotations

from typing import Any

from pipeline.run.formats import markup
from pipeline.run.formats.found import Box, Found, Sheet

_CAPTIONS = ("image_caption", "img_caption", "table_caption", "code_caption", "chart_caption")
_NOTES = ("image_footnote", "img_footnote", "table_footnote", "chart_footnote")


def fits(value: Any) -> bool:
    """Whether a JSON value has this shape."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "type" in item for item in value)
        and any("page_idx" in item for item in value)
    )


def pages(value: list[dict[str, Any]]) -> list[Found]:
    """The pages, in the order of their numbers (``page_idx`` counts from 0)."""
    sheets: dict[int, Sheet] = {}
    page = 0
    for item in value:
        page = int(item.get("page_idx", page))
        _put(sheets.setdefault(page, Sheet()), item)
    return [sheets[n].found(n + 1 if len(sheets) > 1 else None) for n in sorted(sheets)]


def _put(sheet: Sheet, item: dict[str, Any]) -> None:
    box = _box(item.get("bbox"))
    for key in _CAPTIONS:
        for caption in _texts(item.get(key)):
            sheet.add(caption, box)
    text = "\n".join(_texts(item.get("text") or item.get("code_body")))
    sheet.add(text, box, heading=bool(item.get("text_level")))
    for entry in _texts(item.get("list_items")):
        sheet.add(entry, box)
    if item.get("table_body"):
        sheet.add(markup.table(str(item["table_body"])), box)
    for key in _NOTES:
        for note in _texts(item.get(key)):
            sheet.add(note, box)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _box(value: Any) -> Box | None:
    return Box(*map(float, value)) if isinstance(value, list) and len(value) == 4 else None

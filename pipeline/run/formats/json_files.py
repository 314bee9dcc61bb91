"""Files of one JSON value: which program wrote it is told by its shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from pipeline.run.formats import docling, mineru, paddle, rows
from pipeline.run.formats.found import DamagedError, Found, UnreadError

_KNOWN = "pages with text, MinerU's content_list, docling and PaddleOCR"
_UNLIKE = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)
"""Raised where a value has another type, or lacks a part, than its program writes."""


def read(data: bytes) -> list[Found]:
    """The pages of a file.

    Raises:
        DamagedError: it is no JSON, or its shape is known and something in it is not as it should be.
        UnreadError: its shape is not known.
    """
    try:
        value = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as problem:
        raise DamagedError(f"the file is no JSON: {problem}") from None
    pages = next((pages for fits, pages in _SHAPES if fits(value)), None)
    if pages is None:
        raise UnreadError(f"JSON of a form that is not known; known are {_KNOWN}")
    try:
        return pages(value)
    except _UNLIKE as problem:
        raise DamagedError(f"the JSON is not as its program writes it: {problem!r}") from None


def _is_row(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("text"), str)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and any(map(_is_row, value))


def _numbered(values: list[Any]) -> list[Found]:
    """Pages of a list; those without ids are numbered in the order of the list."""
    return [page for n, value in enumerate(values, 1) for page in _entry(n, value)]


def _entry(number: int, value: Any) -> list[Found]:
    if not _is_row(value):
        return [Found("", number, problem='the entry has no "text" that is a string')]
    return [page if page.id or page.number else replace(page, number=number) for page in rows.pages(value)]


_SHAPES: tuple[tuple[Callable[[Any], bool], Callable[[Any], list[Found]]], ...] = (
    (docling.fits, docling.pages),
    (mineru.fits, mineru.pages),
    (paddle.fits, paddle.pages),
    (_is_row, rows.pages),
    (_is_rows, _numbered),
)

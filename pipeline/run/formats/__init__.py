"""Formats of pages: which of them a file has, and the pages that it holds.

A module reads one format, from bytes or text to :class:`~pipeline.run.formats.found.Found`; ``docs/formats.md`` shows
the text that each of them makes. Plain text, Markdown and lines of JSON are read by :mod:`pipeline.run.reading`.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.encoding import decode
from pipeline.run.formats import json_files, markup, scans
from pipeline.run.formats.found import Box, Boxed, DamagedError, Found, UnreadError
from pipeline.run.formats.told import UNKNOWN, Known, known
from pipeline.values.settings import EncodingSettings

__all__ = [
    "PLAIN", "ROWS", "SHAPED", "UNKNOWN", "Box", "Boxed", "DamagedError", "Found", "Known", "UnreadError", "known",
    "read",
]  # fmt: skip

PLAIN = (".txt", ".md", ".markdown")
"""A page a file."""
ROWS = (".jsonl", ".ndjson")
"""A page a line."""
SHAPED = (".json", ".html", ".htm", ".xhtml", ".hocr", ".xml", ".alto")
"""A file of one or more pages, in a form of its own."""


def read(suffix: str, data: bytes, settings: EncodingSettings) -> list[Found]:
    """The pages of a file.

    Args:
        suffix: one of :data:`SHAPED`.
        data: all of the file.
        settings: how HTML is decoded.

    Raises:
        DamagedError: the file should hold pages and does not.
        UnreadError: it is of a form that is not read.
    """
    found = _READERS[suffix](data, settings)
    if not found:
        raise DamagedError("it holds no page")
    return found


def _html(data: bytes, settings: EncodingSettings) -> list[Found]:
    decoding = decode(data, settings)
    if decoding.problem:
        raise DamagedError(decoding.problem)
    return markup.read(decoding.text)


def _xml(data: bytes, settings: EncodingSettings) -> list[Found]:
    """XML, and hOCR that calls itself XML."""
    head = data[:4096].lower()
    return _html(data, settings) if b"<html" in head else scans.read(data)


_READERS: dict[str, Callable[[bytes, EncodingSettings], list[Found]]] = {
    ".json": lambda data, _: json_files.read(data),
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".hocr": _html,
    ".xml": _xml,
    ".alto": _xml,
}

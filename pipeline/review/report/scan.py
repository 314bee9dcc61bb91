"""The picture of a page: where its metadata says that one is, and where the pieces of its articles stand on it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import orjson

from pipeline.records import ArticleRow, PageRow
from pipeline.records.models import BoxedPieceRow

KEYS = ("image", "iiif", "image_url")
"""What metadata call a page's picture: a file beside the page, an address, or an image service of IIIF (3.0)."""
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
_WHOLE = "/full/max/0/default.jpg"  # of an image service: all of it, in the pixels that boxes are measured in


class Scan(NamedTuple):
    """A picture: a file in the input folder, or an address elsewhere."""

    file: Path | None
    address: str

    def seen_from(self, folder: Path) -> str:
        """The address for a file of the report in a folder."""
        if self.file is None:
            return self.address
        return quote(os.path.relpath(self.file, folder.resolve()))

    @property
    def origin(self) -> str:
        """What the policy of a file must allow besides its own folder."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}" if self.file is None else ""


def of(row: PageRow, source: Path | None) -> Scan | None:
    """The picture of a page, None where nothing tells of one.

    Args:
        row: the page.
        source: the input of the run, where that is known: a picture outside of it is not shown.

    Example:
        >>> address('{"iiif": "https://iiif.example.org/p1/info.json"}')
        'https://iiif.example.org/p1/full/max/0/default.jpg'
    """
    told = address(row.metadata)
    if told is None:
        return None
    if told.startswith(("http://", "https://")):
        return Scan(None, told)
    if source is None:
        return None
    root = (source if source.is_dir() else source.parent).resolve()
    file = (root / Path(row.path).parent / told).resolve()
    known = file.suffix.lower() in TYPES and file.is_relative_to(root) and file.is_file()
    return Scan(file, "") if known else None


def address(metadata: str | None) -> str | None:
    """What metadata, as JSON, say of a picture; an image service is asked for all of it."""
    told: dict[str, object] = orjson.loads(metadata) if metadata else {}
    given = next((value for key in KEYS if isinstance(value := told.get(key), str) and value), None)
    if given is None:
        return None
    if given.startswith(("http://", "https://")):
        parts = urlsplit(given)
        if any(character in given for character in " '\";,<>") or not parts.netloc:
            return None
        if given.endswith("/info.json"):
            return given.removesuffix("/info.json") + _WHOLE
        return given if Path(parts.path).suffix.lower() in TYPES else given.rstrip("/") + _WHOLE
    return given if Path(given).suffix.lower() in TYPES else None


def boxes(doc: str, articles: Iterable[ArticleRow]) -> dict[int, list[list[float]]]:
    """The boxes of a page's pieces, left, top, right and bottom, by where each piece starts in the text."""
    pieces = (piece for row in articles for block in row.blocks for piece in block.pieces if piece.doc == doc)
    return {piece.start: piece.boxes for piece in pieces if isinstance(piece, BoxedPieceRow)}

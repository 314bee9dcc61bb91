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
from pipeline.review.report import iiif

KEYS = ("image", "iiif", "image_url", "service", "manifest")
"""Keys under which metadata name a page's picture: a file beside the page, an address, an image service of IIIF (3.0),
or a canvas or manifest (an object, or a file beside the page)."""
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
_LARGEST = 16 << 20  # bytes of a manifest; one of a thousand pages has about one million


class Scan(NamedTuple):
    """A picture: a file in the input folder, or an address elsewhere, which may be that of an image service."""

    file: Path | None
    picture: iiif.Picture = iiif.Picture("")

    def seen_from(self, folder: Path) -> str:
        """The address for a file of the report in a folder."""
        if self.file is None:
            return self.picture.address
        return quote(os.path.relpath(self.file, folder.resolve()))

    @property
    def origin(self) -> str:
        """The origin that a file's policy must allow besides its own folder."""
        parts = urlsplit(self.picture.address)
        return f"{parts.scheme}://{parts.netloc}" if self.file is None else ""


def of(row: PageRow, source: Path | None) -> Scan | None:
    """The picture of a page, None where nothing tells of one.

    Args:
        row: the page.
        source: the input of the run, where that is known: a picture outside of it is not shown.
    """
    told: dict[str, object] = orjson.loads(row.metadata) if row.metadata else {}
    return next((found for key in KEYS if (found := _shown(told.get(key), row, source))), None)


def _shown(told: object, row: PageRow, source: Path | None) -> Scan | None:
    if isinstance(told, dict | list):
        found = iiif.picture(told, row.page)
    elif isinstance(told, str) and told.startswith(("http://", "https://")):
        found = address(told)
    else:
        return _beside(told, row, source) if isinstance(told, str) and told and source else None
    return Scan(None, found) if found else None


def _beside(told: str, row: PageRow, source: Path) -> Scan | None:
    """A file in the input folder, as it is seen from the page's own: a picture, or a manifest that names one."""
    root = (source if source.is_dir() else source.parent).resolve()
    file = (root / Path(row.path).parent / told).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        return None
    if file.suffix.lower() in TYPES:
        return Scan(file)
    if file.suffix.lower() != ".json" or file.stat().st_size > _LARGEST:
        return None
    try:
        found = iiif.picture(orjson.loads(file.read_bytes()), row.page)
    except (OSError, ValueError):
        return None
    return Scan(None, found) if found else None


def address(given: str) -> iiif.Picture | None:
    """The picture at an address: a file, or else an image service, which is asked for all of it.

    A manifest at an address is not shown: it would have to be fetched (:func:`manifest`).

    Example:
        >>> address("https://iiif.example.org/p1/info.json").address
        'https://iiif.example.org/p1/full/max/0/default.jpg'
    """
    if not iiif.is_address(given) or _is_manifest(given):
        return None
    if Path(urlsplit(given).path).suffix.lower() in TYPES:
        return iiif.Picture(given)
    return iiif.of_service(given)


def manifest(metadata: str | None) -> str | None:
    """The address of a IIIF manifest that metadata, as JSON, name: for a link; nothing is fetched.

    Example:
        >>> manifest('{"iiif": "https://iiif.example.org/3/manifest.json"}')
        'https://iiif.example.org/3/manifest.json'
    """
    told: dict[str, object] = orjson.loads(metadata) if metadata else {}
    given = [value for key in KEYS if isinstance(value := told.get(key), str)]
    return next((value for value in given if iiif.is_address(value) and _is_manifest(value)), None)


def _is_manifest(given: str) -> bool:
    return urlsplit(given).path.rstrip("/").endswith(("manifest", "manifest.json"))


def boxes(doc: str, articles: Iterable[ArticleRow]) -> dict[int, list[list[float]]]:
    """The boxes of a page's pieces, left, top, right and bottom, by where each piece starts in the text."""
    pieces = (piece for row in articles for block in row.blocks for piece in block.pieces if piece.doc == doc)
    return {piece.start: piece.boxes for piece in pieces if isinstance(piece, BoxedPieceRow)}

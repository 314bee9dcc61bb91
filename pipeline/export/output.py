"""The output of a run as exporters read it, and files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

Article = dict[str, Any]
"""A row of ``articles.jsonl``."""


@dataclass(frozen=True)
class Output:
    """An output folder."""

    folder: Path

    def articles(self) -> Iterator[Article]:
        """Its articles, in order; one at a time."""
        with (self.folder / "articles.jsonl").open("rb") as lines:
            yield from map(orjson.loads, lines)

    def manifest(self) -> dict[str, Any]:
        """Its manifest; empty where a run was broken off before it was written."""
        path = self.folder / "manifest.json"
        manifest: dict[str, Any] = orjson.loads(path.read_bytes()) if path.is_file() else {}
        return manifest


def metadata(article: Article) -> dict[str, Any]:
    """The metadata as they came in."""
    given: dict[str, Any] = orjson.loads(article["metadata"]) if article["metadata"] else {}
    return given


_LICENCES = ("license", "licence", "rights", "dc.rights", "许可", "版权")


def licence(article: Article) -> str | None:
    """The licence that the metadata name, whatever they call it.

    Example:
        >>> licence({"metadata": '{"Licence": "CC BY 4.0"}'})
        'CC BY 4.0'
    """
    told = {key.lower(): value for key, value in metadata(article).items()}
    return next((told[key] for key in _LICENCES if isinstance(told.get(key), str)), None)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name once all of it is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as handle:
            yield handle
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

"""The pages of an input as they are read, before anything is cleaned: the texts that the output's offsets count in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.encoding import decode
from pipeline.run.planning import make_plan, root_of
from pipeline.run.reading import Reader
from pipeline.run.source import Source
from pipeline.values.settings import Settings


def pages(source: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """Every page, as an object that jieban, Dolma and datatrove read: ``id``, ``text``, ``source``, ``metadata``.

    ``boxes`` tell where the text was printed: start, end, left, top, right, bottom. Pages that cannot be read are left
    out; ``pages.jsonl`` of a run tells why.

    Raises:
        UserError: the input is not there, or holds no page.
    """
    root = root_of(source)
    with Reader(root, settings.input, settings.encoding) as reader:
        for batch in make_plan(source, settings).batches:
            if batch.lines:
                yield from _told(reader.lines(batch.lines), settings)
            for entry in batch.entries:
                yield from _told(reader.pages(entry), settings)


def _told(sources: Iterator[Source], settings: Settings) -> Iterator[dict[str, Any]]:
    for source in sources:
        text = None if source.problem else text_of(source, settings)
        if text is not None:
            yield {
                "id": source.doc,
                "text": text,
                "source": source.origin or "",
                "metadata": dict(source.metadata),
                "boxes": [[start, end, *box] for start, end, box in source.boxes],
            }


def text_of(source: Source, settings: Settings) -> str | None:
    """The text of a source; None where it cannot be decoded."""
    if source.is_text or not source.data:
        return source.data.decode().removeprefix("\ufeff")
    decoding = decode(source.data, settings.encoding)
    return None if decoding.problem else decoding.text

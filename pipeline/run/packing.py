"""The files of a part: compressed lines of JSON."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import zstandard

from pipeline import records
from pipeline.records import PageRecords

log = logging.getLogger("jieban")

COUNTS = "counts.jsonl"

TEXTS = "texts.jsonl"  # the pages as they were decoded: stays among the parts, for the report

LEVEL = 1  # 394 MB/s at a ratio of 1.6; the next levels cost more than the disk they save


def packed(path: Path) -> Any:
    """A compressed file of a part, to be written once."""
    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    return packer.stream_writer(path.open("xb"), closefd=True)


def unpacked(folder: Path, name: str) -> bytes:
    """The lines of a part that go to one file of the output."""
    with (folder / name).open("rb") as handle:
        return zstandard.ZstdDecompressor().stream_reader(handle, read_across_frames=True).read()


def lines(page: PageRecords) -> dict[str, bytes]:
    """A page's lines by file; one with a value that cannot be written is quarantined."""
    try:
        return _dumped(page)
    except ValueError as problem:  # a value that JSON or UTF-8 does not know
        log.exception("%s: a defect of the program", page.page.place)
        return _dumped(records.quarantined(page.page, f"a defect of the program: {problem}"))


def _dumped(page: PageRecords) -> dict[str, bytes]:
    files = {name: b"".join(map(records.dump, rows)) for name, rows in page.files.items()}
    texts = b"".join(map(records.dump, page.texts))
    return {**files, COUNTS: records.dump(page.counts), TEXTS: texts}

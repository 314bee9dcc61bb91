"""Files that hold a page a line."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from pipeline.run.entries import Entry, open_unpacked
from pipeline.run.formats import DamagedError
from pipeline.run.formats import rows as json_rows
from pipeline.run.limits import bounds, longest_line
from pipeline.values.settings import InputSettings


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file that holds a page a line.

    Attributes:
        first, count: the first line's number, and how many lines there are.
        offset, size: where the first begins and how long they are together, in uncompressed bytes.
        digest: of the lines' bytes.
        problem: a fault of the file behind the last of them.
    """

    file: Entry
    first: int
    count: int
    offset: int
    size: int
    digest: str
    problem: str | None = None


def is_blank(line: bytes | None) -> bool:
    r"""Whether nothing stands in a line; one that was too long to keep (None) is not blank.

    Example:
        >>> is_blank(b"\xef\xbb\xbf \r\n"), is_blank(b"{}\n"), is_blank(None)
        (True, False, False)
    """
    return line is not None and not line.strip(b" \t\r\n\xef\xbb\xbf")


class LineReader:
    """The lines of a file, one after the other; long ones are passed over in small steps."""

    def __init__(self, root: Path, file: Entry, settings: InputSettings) -> None:
        self._stream = open_unpacked(root, file, bounds(settings))
        self._longest = longest_line(settings)
        self.offset = 0
        self._hash = hashlib.sha256()

    def __enter__(self) -> LineReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def digest(self) -> str:
        """Give the digest of the bytes that were read since the last call."""
        digest = self._hash.hexdigest()
        self._hash = hashlib.sha256()
        return digest

    def skip_to(self, offset: int) -> None:
        """Go forward to where a line begins."""
        if isinstance(self._stream, io.BufferedReader) and self._stream.seekable():
            self.offset = self._stream.seek(offset)
        while self.offset < offset and (passed := self._stream.read(min(1 << 20, offset - self.offset))):
            self.offset += len(passed)

    def next(self) -> tuple[bytes | None, int]:
        """The next line and its size in bytes; None for one that is too long, size 0 at the end."""
        parts, size = [], 0
        while chunk := self._stream.readline(1 << 20):
            size += len(chunk)
            self._hash.update(chunk)
            if size <= self._longest:
                parts.append(chunk)
            if chunk.endswith(b"\n"):
                break
        self.offset += size
        return (b"".join(parts) if size <= self._longest else None), size


def row_of(line: bytes) -> dict[str, Any]:
    try:
        row = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as problem:
        raise DamagedError(f"the line is no JSON: {problem}") from None
    if not isinstance(row, dict):
        raise DamagedError("the line is no JSON object")
    return row


def docs_of_line(file: Entry, number: int, line: bytes | None) -> list[str]:
    """The ids of the pages that a line of a file holds: its own, else its place."""
    place = place_of(file, number)
    try:
        row = row_of(line or b"")
        name = json_rows.usable(row.get("id")) or place
        found = json_rows.pages(row)
    except DamagedError:
        return [place]
    return [name if page.number is None else f"{name}#{page.number}" for page in found]


def place_of(file: Entry, number: int) -> str:
    return f"{file.name}#{number}"

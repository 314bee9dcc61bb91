"""Inputs to sources: the bytes or the text of one page at a time, or why there are none."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from pipeline.run.archives import DAMAGE, open_lines, open_regular
from pipeline.run.inventory import Entry
from pipeline.values.settings import InputSettings

CHANGED = "it changed, or vanished, while the run was reading it; run again"
ESCAPED = 2  # a character outside ASCII takes 3 bytes, and 6 as JSON's \uXXXX


class Known(NamedTuple):
    """What metadata or path tell of a page: ``date`` is ISO, ``page`` as in ``"2"`` or ``"A3"``."""

    newspaper: str | None = None
    date: str | None = None
    page: str | None = None


UNKNOWN = Known()


@dataclass(frozen=True, slots=True)
class Source:
    """A page before it is decoded.

    Attributes:
        path, line: the file it stands in, and the line there.
        data: its bytes; of a line of JSON those of its text in UTF-8.
        is_text: whether ``data`` is known to be UTF-8.
        size: in bytes, known even where they were not read.
        problem: why it cannot be a page.
        passing: whether the problem may be gone by the next run.
    """

    doc: str
    path: str
    line: int | None = None
    data: bytes = b""
    is_text: bool = False
    size: int | None = None
    sha256: str | None = None
    known: Known = UNKNOWN
    problem: str | None = None
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file that holds a page a line.

    Attributes:
        first, count: the first line's number, and how many lines there are.
        offset, size: where the first begins and how long they are together, in uncompressed bytes.
        digest: of the lines' bytes.
        problem: what is wrong with the file behind the last of them.
    """

    file: Entry
    first: int
    count: int
    offset: int
    size: int
    digest: str
    problem: str | None = None


def longest_line(settings: InputSettings) -> int:
    """Longer lines are not kept, for their text must be too large; in bytes."""
    return ESCAPED * settings.largest_page + (1 << 16)


class LineReader:
    """The lines of a file, one after the other; long ones are passed over in small steps."""

    def __init__(self, path: Path, longest: int) -> None:
        self._stream = open_lines(path)
        self._longest = longest
        self.offset = 0
        self._hash = hashlib.sha256()

    def __enter__(self) -> LineReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def digest(self) -> str:
        """Of what was read since the last call."""
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


class Reader:
    """Reads pages below an input folder. Lines that follow one another are read without going back."""

    def __init__(self, root: Path, settings: InputSettings) -> None:
        self._root, self._settings = root, settings
        self._pattern = re.compile(settings.path_pattern) if settings.path_pattern else None
        self._open: tuple[str, LineReader] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open[1].__exit__()
            self._open = None

    def page(self, entry: Entry) -> Source:
        """The page that a file holds, if the file still has the content that it was listed with."""
        source = Source(entry.doc, entry.name, size=entry.size or None, known=self._known(entry.doc))
        if entry.problem:
            return replace(source, problem=entry.problem)
        if entry.size > self._settings.largest_page:
            return replace(source, problem=self._too_large(entry.size))
        try:
            with open_regular(self._root / entry.path) as handle:
                data = handle.read(self._settings.largest_page + 1)
        except OSError:
            return replace(source, problem=CHANGED, passing=True)
        found = hashlib.sha256(data).hexdigest()
        if found != entry.digest:
            return replace(source, problem=CHANGED, passing=True)
        return replace(source, data=data, size=len(data), sha256=found)

    def _too_large(self, size: int) -> str:
        return (
            f"it has {size} bytes, more than the {self._settings.largest_page} of a page; "
            "raise largest_page in [input] of luigi.cfg"
        )

    def _known(self, doc: str) -> Known:
        """Newspaper, date and page as the path tells them."""
        match = self._pattern.search(doc) if self._pattern else None
        groups = match.groupdict() if match else {}
        return _checked(groups)

    def lines(self, lines: Lines) -> Iterator[Source]:
        """The pages that lines hold, if the file still has the content that they were cut from."""
        file = lines.file
        read = self._read(lines)
        for number in range(lines.first, lines.first + lines.count):
            if read is None:
                source = self._line(file, number)
                yield replace(source, problem=CHANGED, passing=True)
                continue
            line, size = read[number - lines.first]
            if line is None or line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield self._parsed(file, number, line, size)
        if lines.problem:
            yield replace(self._line(file, lines.first + lines.count), problem=lines.problem)

    def _read(self, lines: Lines) -> list[tuple[bytes | None, int]] | None:
        try:
            reader = self._at(lines)
            read = [reader.next() for _ in range(lines.count)]
        except (OSError, *DAMAGE):
            self.__exit__()
            return None
        return read if reader.digest() == lines.digest else None

    def _at(self, lines: Lines) -> LineReader:
        if self._open and (self._open[0] != lines.file.path or self._open[1].offset > lines.offset):
            self.__exit__()
        if not self._open:
            self._open = (
                lines.file.path,
                LineReader(self._root / lines.file.path, longest_line(self._settings)),
            )
        reader = self._open[1]
        reader.skip_to(lines.offset)
        reader.digest()
        return reader

    def _line(self, file: Entry, number: int) -> Source:
        return Source(_place(file, number), file.name, number)

    def _parsed(self, file: Entry, number: int, line: bytes | None, size: int) -> Source:
        source = self._line(file, number)
        if line is None:
            return replace(source, size=size, problem=self._too_large(size))
        try:
            row = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as problem:
            return replace(source, size=size, problem=f"the line is no JSON: {problem}")
        if not isinstance(row, dict):
            return replace(source, size=size, problem="the line is no JSON object")
        source = replace(source, doc=_usable(row.get("id")) or source.doc)
        text = row.get("text")
        if not isinstance(text, str):
            return replace(source, size=size, problem='the line has no "text" that is a string')
        data = text.encode()
        source = replace(
            source, size=len(data), sha256=hashlib.sha256(data).hexdigest(), known=self._told(row, source.doc)
        )
        if len(data) > self._settings.largest_page:
            return replace(source, problem=self._too_large(len(data)))
        return replace(source, data=data, is_text=True)

    def _told(self, row: dict[str, Any], doc: str) -> Known:
        """Newspaper, date and page as the metadata tell them, else the id."""
        metadata = row.get("metadata")
        told = _checked(metadata if isinstance(metadata, dict) else {})
        return Known(*(one or other for one, other in zip(told, self._known(doc), strict=True)))


def doc_of_line(file: Entry, number: int, line: bytes | None) -> str:
    """The id of the page that a line of a file holds, without reading the page: its own, else its place."""
    try:
        row = orjson.loads((line or b"").removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        row = None
    return (_usable(row.get("id")) if isinstance(row, dict) else None) or _place(file, number)


def _place(file: Entry, number: int) -> str:
    return f"{file.name}#{number}"


def _usable(value: object) -> str | None:
    """A line's own id: a string that is not blank, or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def _checked(told: dict[str, Any]) -> Known:
    """The values that can be what they should be, in the contract's form."""
    return Known(
        _usable(told.get("newspaper")),
        _iso(_usable(told.get("date"))),
        _page_number(_usable(told.get("page"))),
    )


def _iso(value: str | None) -> str | None:
    try:
        return date.fromisoformat(value[:10]).isoformat() if value else None
    except ValueError:
        return None


def _page_number(value: str | None) -> str | None:
    """``02`` is page 2, ``A03`` page A3."""
    return re.sub(r"^(\D*)0+(?=\d)", r"\1", value.strip()) if value else None

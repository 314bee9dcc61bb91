"""Inputs to sources: the bytes or the text of one page at a time, or why there are none."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.encoding import decode
from pipeline.records import PageRow
from pipeline.run import formats
from pipeline.run.archives import DAMAGE, BeyondBoundError, Bounded, unpack
from pipeline.run.days import WHOLE, Day
from pipeline.run.entries import Entry, open_entry, with_digest
from pipeline.run.formats import UNKNOWN, DamagedError, Found, Known, UnreadError
from pipeline.run.formats import rows as json_rows
from pipeline.run.inventory import entry_at
from pipeline.run.limits import bounds, largest, too_many
from pipeline.run.line_files import LineReader, Lines, is_blank, place_of, row_of
from pipeline.run.source import Source
from pipeline.values.settings import EncodingSettings, InputSettings, Settings

CHANGED = "it changed, or vanished, while the run was reading it; run again"


class Reader:
    """Reads pages below an input folder. Lines that follow one another are read without going back."""

    def __init__(
        self, root: Path, settings: InputSettings, encoding: EncodingSettings, day: Day = WHOLE
    ) -> None:
        self._day = day
        self._root, self._settings, self._encoding = root, settings, encoding
        self._pattern = re.compile(settings.path_pattern) if settings.path_pattern else None
        self._open: tuple[str, LineReader] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open[1].__exit__()
            self._open = None

    def pages(self, entry: Entry) -> Iterator[Source]:
        """The pages that a file holds, if the file still has the content that it was listed with."""
        source = Source(entry.doc, entry.name, size=entry.size or None, known=self._of_path(entry.doc))
        if entry.problem:
            yield replace(source, problem=entry.problem, skipped=entry.kind == "skipped")
            return
        if entry.size > largest(entry, self._settings):
            yield replace(source, problem=self._too_large(entry.size))
            return
        raw = self._raw(entry)
        if raw is None:
            yield replace(source, problem=CHANGED, passing=True)
            return
        try:
            data = self._unpacked(entry, raw)
        except BeyondBoundError as bound:
            yield replace(source, problem=str(bound))
            return
        except DAMAGE as damage:
            yield replace(source, problem=f"the file is damaged: {damage}")
            return
        if entry.content in formats.PLAIN:
            yield self._plain(source, data)
        else:
            yield from self._shaped(source, entry, data)

    def _raw(self, entry: Entry) -> bytes | None:
        """A file's bytes as they lie there; None if they are not those that it was listed with."""
        try:
            with open_entry(self._root, entry) as handle:
                raw = handle.read(largest(entry, self._settings) + 1)
        except (OSError, *DAMAGE):
            return None
        return raw if hashlib.sha256(raw).hexdigest() == entry.digest else None

    def _unpacked(self, entry: Entry, raw: bytes) -> bytes:
        if not entry.packing:
            return raw
        most = self._settings.largest_page if entry.content in formats.PLAIN else self._settings.largest_file
        unpacked = unpack(io.BytesIO(raw), entry.packing)
        with io.BufferedReader(Bounded(unpacked, len(raw), bounds(self._settings))) as stream:
            return stream.read(most + 1)

    def _plain(self, source: Source, data: bytes) -> Source:
        if len(data) > self._settings.largest_page:
            return replace(source, size=len(data), problem=self._too_large(len(data)))
        return replace(source, data=data, size=len(data), sha256=hashlib.sha256(data).hexdigest())

    def _shaped(self, source: Source, entry: Entry, data: bytes) -> Iterator[Source]:
        """The pages of a file in a format of its own."""
        if len(data) > self._settings.largest_file:
            yield replace(source, problem=self._too_large_file())
            return
        try:
            found = formats.read(entry.content, data, self._encoding)
        except UnreadError as problem:
            yield replace(source, problem=str(problem), skipped=True)
            return
        except DamagedError as problem:
            yield replace(source, problem=str(problem))
            return
        for number, page in enumerate(found):
            if number == self._settings.pages_of_file:
                yield replace(source, problem=too_many(self._settings))
                return
            yield self._page(source, page)

    def _page(self, source: Source, page: Found) -> Source:
        """A page as a file or a line tells of it; ``source`` is the file or the line."""
        name = page.id or source.doc
        doc = name if page.number is None else f"{name}#{page.number}"
        data = page.text.encode()
        told, warnings = formats.known(page.metadata)
        if page.number is not None:
            told = told._replace(page=str(page.number))
        source = replace(
            source,
            doc=doc,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            known=Known(*(one or other for one, other in zip(told, self._of_path(name), strict=True))),
            origin=page.source,
            metadata=page.metadata,
            boxes=page.boxes,
            warnings=(*page.warnings, *warnings),
            problem=page.problem,
        )
        if page.problem:
            return source
        if len(data) > self._settings.largest_page:
            return replace(source, problem=self._too_large(len(data)))
        return replace(source, data=data, is_text=True)

    def _too_large(self, size: int) -> str:
        return (
            f"it has {size} bytes, more than the {self._settings.largest_page} of a page; "
            "raise largest_page in [input] of luigi.cfg"
        )

    def _too_large_file(self) -> str:
        return (
            f"unpacked it has more than {self._settings.largest_file} bytes; "
            "raise largest_file in [input] of luigi.cfg"
        )

    def _of_path(self, doc: str) -> Known:
        """Newspaper, date and page as the path tells them."""
        match = self._pattern.search(doc) if self._pattern else None
        told = formats.known(match.groupdict())[0] if match else UNKNOWN
        return Known(*(one or other for one, other in zip(self._day.known(doc), told, strict=True)))

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
            if not is_blank(line):
                yield from self._parsed(file, number, line, size)
        if lines.problem:
            yield replace(self._line(file, lines.first + lines.count), problem=lines.problem)

    def line(self, file: Entry, number: int) -> Iterator[Source]:
        """The pages of a line, whatever was there before."""
        with LineReader(self._root, file, self._settings) as reader:
            for _ in range(number - 1):
                reader.next()
            yield from self._parsed(file, number, *reader.next())

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
            self._open = lines.file.path, LineReader(self._root, lines.file, self._settings)
        reader = self._open[1]
        reader.skip_to(lines.offset)
        reader.digest()
        return reader

    def _line(self, file: Entry, number: int) -> Source:
        return Source(place_of(file, number), file.name, number)

    def _parsed(self, file: Entry, number: int, line: bytes | None, size: int) -> Iterator[Source]:
        """The pages of a line: more than one where it holds a PDF."""
        source = replace(self._line(file, number), size=size)
        if line is None:
            yield replace(source, problem=self._too_large(size))
            return
        try:
            row = row_of(line)
            source = replace(source, doc=json_rows.usable(row.get("id")) or source.doc)
            found = json_rows.pages(row)
        except DamagedError as problem:
            yield replace(source, problem=str(problem))
            return
        for page in found:
            yield self._page(source, page)


def text_of(root: Path, page: PageRow, settings: Settings) -> str | None:
    """A page's text as it was decoded, if its file is still where it was; offsets of the output count in it.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged, or was changed.
    """
    entry = entry_at(root, page.path)
    if entry is None:
        return None
    with Reader(root, settings.input, settings.encoding) as reader:
        found = reader.line(entry, page.line) if page.line else _unchecked(reader, entry, root, settings)
        source = next((source for source in found if page.sha256 == source.sha256), None)
    if source is None:
        return None
    return (
        source.data.decode().removeprefix("\ufeff")
        if source.is_text
        else decode(source.data, settings.encoding).text
    )


def _unchecked(reader: Reader, entry: Entry, root: Path, settings: Settings) -> Iterator[Source]:
    return reader.pages(with_digest(entry, root, largest(entry, settings.input)))

"""The files of an input, and how they are opened."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipeline.run import formats
from pipeline.run.archives import (
    DAMAGE,
    Bounded,
    Bounds,
    open_member,
    open_regular,
    open_zip,
    suffixes,
    unpack,
)

Kind = Literal["page", "lines", "refused", "skipped"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the input folder, or of a zip in it.

    Attributes:
        path: below the input folder, parted by ``/``; bytes that are no UTF-8 are lone surrogates. A zip counts as a
            folder.
        kind: a file of one or more pages, one of a page a line, one that is refused (it should be read and cannot be),
            or one that is skipped (it is of no kind that is read).
        size: in bytes; 0 where unknown.
        digest: of the content of a page; of one that is not to be read, of nothing.
        problem: why it is not opened.
        archive, member: the zip that it is in, and its name there.
        whole: whether its id keeps the suffix, because another file's id is the same without.
    """

    path: str
    kind: Kind
    size: int = 0
    digest: str = ""
    problem: str | None = None
    archive: str = ""
    member: str = ""
    whole: bool = False

    @property
    def name(self) -> str:
        """The path as it is printed and written."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    @property
    def content(self) -> str:
        """The suffix of its content."""
        return suffixes(self.path)[0]

    @property
    def packing(self) -> str:
        """The suffix of its packing; empty for none."""
        return suffixes(self.path)[1]

    @property
    def doc(self) -> str:
        """The id of its page: the path without the suffix."""
        if self.whole or self.kind == "lines":
            return self.name
        known = self.content in (*formats.PLAIN, *formats.SHAPED)
        return self.name[: -len(self.content + self.packing)] if known else self.name


def open_entry(root: Path, entry: Entry) -> io.BufferedReader:
    """The bytes of a file as they lie there, packed where it is packed.

    Raises:
        OSError: it cannot be read.
    """
    if entry.archive:
        return open_member(root / entry.archive, entry.member)
    return open_regular(root / entry.path)


def packed_size(root: Path, entry: Entry) -> int:
    """How many bytes a file takes where it lies: packed, where it is packed or stands in a zip.

    Raises:
        OSError: it is not there any more.
    """
    if not entry.archive:
        return (root / entry.path).stat().st_size
    info = open_zip(root / entry.archive).getinfo(entry.member)
    return info.file_size if entry.packing else info.compress_size


def open_unpacked(root: Path, entry: Entry, bounds: Bounds) -> io.BufferedReader:
    """The content of a file, unpacked; of an archive, no more than its bounds allow.

    Reading on raises one of :data:`~pipeline.run.archives.DAMAGE`.

    Raises:
        OSError: it cannot be read.
    """
    raw = open_entry(root, entry)
    if not entry.packing and not entry.archive:
        return raw
    stream = unpack(raw, entry.packing) if entry.packing else raw
    return io.BufferedReader(Bounded(stream, packed_size(root, entry), bounds), 1 << 16)


def why_lost(path: Path, problem: OSError) -> str:
    if path.is_symlink():
        return "a link that leads nowhere, or in a circle, is not followed"
    return f"it cannot be read: {problem.strerror}"


def with_digest(entry: Entry, root: Path, largest: int) -> Entry:
    """A page's entry with the digest of its content, unless it is larger than ``largest`` bytes."""
    if entry.kind != "page" or entry.size > largest:
        return entry
    try:
        with open_entry(root, entry) as handle:
            return replace(entry, digest=hashlib.file_digest(handle, "sha256").hexdigest())
    except OSError as problem:
        return replace(entry, kind="refused", problem=why_lost(root / entry.path, problem))
    except DAMAGE as problem:
        return replace(entry, kind="refused", problem=f"the zip is damaged here: {problem}")

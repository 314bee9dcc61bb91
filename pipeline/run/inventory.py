"""What the input folder holds, before any page is read: files, and what is told of but not opened."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from pipeline.run.archives import open_regular
from pipeline.values.errors import UserError

PAGES = (".txt", ".md")
LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the input folder.

    Attributes:
        path: below the input folder, parted by ``/``; bytes that are no UTF-8 stand as lone surrogates.
        kind: a file that is one page, one that holds a page a line, or what is told of but not opened.
        size: in bytes; 0 where unknown.
        digest: of the content of a page; of one that is not to be read, of nothing.
        problem: why it is not opened.
    """

    path: str
    kind: Literal["page", "lines", "refused"]
    size: int = 0
    digest: str = ""
    problem: str | None = None

    @property
    def name(self) -> str:
        """The path as it is printed and written."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    @property
    def doc(self) -> str:
        """The id of what stands here: the path without the suffix of a page."""
        suffix = PurePosixPath(self.name).suffix
        return self.name[: -len(suffix)] if suffix.lower() in PAGES else self.name


def take_stock(source: Path) -> list[Entry]:
    """Everything below a folder that is a page, holds pages, or is no regular file; sorted by path.

    Args:
        source: the input folder, or a single file.

    Raises:
        UserError: it is not there, or holds no page.
    """
    if not source.exists():
        raise UserError(f"the input {source} does not exist; name a folder of pages, or a file")
    found = _walk(source, "") if source.is_dir() else iter([_entry(source.parent, source.name)])
    entries = sorted((entry for entry in found if entry), key=lambda entry: entry.path.split("/"))
    if not entries:
        known = ", ".join(PAGES + LINES)
        raise UserError(f"the input {source} holds no page; pages are files that end in {known}")
    return entries


def _walk(root: Path, folder: str) -> Iterator[Entry | None]:
    try:
        with os.scandir(root / folder) as listing:
            names = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing]
    except OSError as problem:
        yield Entry(folder or ".", "refused", problem=f"the folder cannot be read: {problem.strerror}")
        return
    for name, is_folder in names:
        path = f"{folder}/{name}" if folder else name
        if is_folder:
            yield from _walk(root, path)
        else:
            yield _entry(root, path)


def _entry(root: Path, path: str) -> Entry | None:
    """What stands at a path that is no folder; None for a regular file that holds no pages."""
    kind = _kind(path)
    try:
        is_link = (root / path).is_symlink()
        state = (root / path).stat()
    except OSError as problem:
        return Entry(path, "refused", problem=_lost(root / path, problem))
    if is_link and not _leads_inside(root, path):
        return Entry(path, "refused", problem="a link that leads out of the input folder is not followed")
    if stat.S_ISDIR(state.st_mode):
        return Entry(path, "refused", problem="a link to a folder is not followed")
    if not stat.S_ISREG(state.st_mode):
        return Entry(path, "refused", problem="it is no regular file (a pipe, a socket or a device)")
    return Entry(path, kind, state.st_size) if kind else None


def _kind(path: str) -> Literal["page", "lines"] | None:
    lower = path.lower()
    if lower.endswith(PAGES):
        return "page"
    return "lines" if lower.endswith(LINES) else None


def _lost(path: Path, problem: OSError) -> str:
    if path.is_symlink():
        return "a link that leads nowhere, or in a circle, is not followed"
    return f"it cannot be read: {problem.strerror}"


def _leads_inside(root: Path, path: str) -> bool:
    return (root / path).resolve().is_relative_to(root.resolve())


def with_digest(entry: Entry, root: Path, largest: int) -> Entry:
    """A page's entry with the digest of its content, unless it is larger than ``largest`` bytes."""
    if entry.kind != "page" or entry.size > largest:
        return entry
    try:
        with open_regular(root / entry.path) as handle:
            return replace(entry, digest=hashlib.file_digest(handle, "sha256").hexdigest())
    except OSError as problem:
        return replace(entry, kind="refused", problem=_lost(root / entry.path, problem))

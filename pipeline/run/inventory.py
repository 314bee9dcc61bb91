"""The files of the input folder, before any page is read: those that hold pages, and those that are only told of."""

from __future__ import annotations

import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pipeline.run import formats
from pipeline.run.archives import (
    DAMAGE,
    UNPACKERS,
    Bounds,
    open_zip,
    suffixes,
)
from pipeline.run.days import WHOLE, Day, folders_of
from pipeline.run.entries import Entry, Kind, why_lost
from pipeline.values.errors import UserError

_MAC = ("__MACOSX", ".DS_Store")


def within_bounds(entries: Iterable[Entry], root: Path, bounds: Bounds) -> Iterator[Entry]:
    """The files, those refused that stand in a zip which holds more than its bounds allow."""
    entries = list(entries)
    sizes = Counter[str]()
    for entry in entries:
        sizes[entry.archive] += entry.size
    problems = {name: _beyond(root / name, size, bounds) for name, size in sizes.items() if name}
    for entry in entries:
        problem = None if entry.problem else problems.get(entry.archive)
        yield replace(entry, kind="refused", problem=problem) if problem else entry


def _beyond(archive: Path, size: int, bounds: Bounds) -> str | None:
    try:
        packed = archive.stat().st_size
    except OSError:
        return None  # it has just vanished: reading tells of that
    return f"the zip is not opened: {bounds.problem(packed)}" if size > bounds.most(packed) else None


def take_stock(source: Path, day: Day = WHOLE) -> list[Entry]:
    """Every file below a folder, sorted by path.

    Args:
        source: the input folder, or a single file.
        day: the only day whose folders are looked through.

    Raises:
        UserError: it is not there, or holds no page.
    """
    if not source.exists():
        raise UserError(f"the input {source} does not exist; name a folder of pages, or a file")
    found: Iterator[Entry]
    if source.is_dir():
        found = chain.from_iterable(_walk(source, folder) for folder in folders_of(source, day))
    else:
        found = _file(source.parent, source.name)
    entries = sorted(found, key=lambda entry: entry.path.split("/"))
    if all(entry.kind == "skipped" for entry in entries):
        if day:
            raise UserError(
                f"the input {source} holds no page of {day.newspaper or 'any newspaper'} of {day.date}"
            )
        known = " ".join((*formats.PLAIN, *formats.ROWS, *formats.SHAPED, ".zip"))
        raise UserError(
            f"the input {source} holds no page; pages are files that end in {known}, "
            f"packed as {' '.join(UNPACKERS)} or not"
        )
    return _distinct(entries)


def entry_at(root: Path, path: str) -> Entry | None:
    """The entry of a path that a page's row names; None where nothing is there any more."""
    parts = path.split("/")
    for n, part in enumerate(parts[:-1], 1):
        if part.lower().endswith(".zip") and (root / "/".join(parts[:n])).is_file():
            return next((one for one in _file(root, "/".join(parts[:n])) if one.name == path), None)
    return next(_file(root, path)) if (root / path).is_file() else None


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Of files that differ in their suffix only, all but plain text keep it in their ids."""
    count = Counter(entry.doc for entry in entries if entry.kind == "page")
    return [
        replace(entry, whole=True)
        if entry.kind == "page" and count[entry.doc] > 1 and not _is_plain(entry)
        else entry
        for entry in entries
    ]


def _is_plain(entry: Entry) -> bool:
    return entry.content in formats.PLAIN and not entry.packing


def _walk(root: Path, folder: str) -> Iterator[Entry]:
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
            yield from _file(root, path)


def _file(root: Path, path: str) -> Iterator[Entry]:
    """A file that is no folder; a zip as the files in it."""
    try:
        is_link = (root / path).is_symlink()
        state = (root / path).stat()
    except OSError as problem:
        yield Entry(path, "refused", problem=why_lost(root / path, problem))
        return
    if is_link and not _leads_inside(root, path):
        yield Entry(path, "refused", problem="a link that leads out of the input folder is not followed")
    elif stat.S_ISDIR(state.st_mode):
        yield Entry(path, "refused", problem="a link to a folder is not followed")
    elif not stat.S_ISREG(state.st_mode):
        yield Entry(path, "refused", problem="it is no regular file (a pipe, a socket or a device)")
    elif path.lower().endswith(".zip"):
        yield from _members(root, path, state.st_size)
    else:
        yield _entry(path, state.st_size)


def _members(root: Path, path: str, size: int) -> Iterator[Entry]:
    """The files of a zip."""
    try:
        members = [info for info in open_zip(root / path).infolist() if not info.is_dir()]
    except (OSError, ValueError, *DAMAGE) as problem:
        yield Entry(path, "refused", size, problem=f"the zip is damaged: {problem}")
        return
    if not members:
        yield Entry(path, "skipped", size, problem="the zip is empty")
    for info in members:
        entry = _entry(f"{path}/{_zip_name(info)}", info.file_size)
        yield replace(entry, archive=path, member=info.filename)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """A file's name; zips made on Chinese systems have names in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _entry(path: str, size: int) -> Entry:
    """The entry of a regular file, by its name."""
    kind = _kind(path)
    return Entry(path, kind, size, problem=_unread(path) if kind == "skipped" else None)


def _kind(path: str) -> Kind:
    content = suffixes(path)[0]
    if any(part in _MAC for part in path.split("/")):
        return "skipped"
    if content in formats.ROWS:
        return "lines"
    return "page" if content in (*formats.PLAIN, *formats.SHAPED) else "skipped"


def _unread(path: str) -> str:
    """Why a file is skipped."""
    content, packing = suffixes(path)
    if any(part in _MAC for part in path.split("/")):
        return "it is one of macOS's own files"
    if content == ".zip":
        return "a zip inside a zip is not opened; unpack the outer one"
    kind = (content + packing) or "files without a suffix"
    return f"{kind} is no format that is read" if content or packing else f"{kind} are not read"


def _leads_inside(root: Path, path: str) -> bool:
    return (root / path).resolve().is_relative_to(root.resolve())

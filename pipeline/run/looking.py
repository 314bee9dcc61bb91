"""Files on disk, looked at as often as they are asked for and read only when they have changed.

Luigi asks a task more than once whether it is complete. Contents are kept for the process with the sizes and times of
all files, as git keeps its index: another size, time or inode, and it is read again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pipeline.run import orders, planning, versions
from pipeline.run.days import WHOLE, Day, folders_of
from pipeline.run.planning import Plan
from pipeline.run.sums import is_whole, sha256_of
from pipeline.values.settings import Settings

T = TypeVar("T")

RACE = 2_000_000_000
"""Nanoseconds: a file that was written so shortly before it was looked at may change again within one tick of its clock
(a kernel's is at most 10 ms, FAT's 2 s)."""
MOST = 4  # inputs whose plans a process keeps: a day, a corpus, and what they were before


class Stamp(NamedTuple):
    """The signs that files have changed.

    Attributes:
        digest: of their names, sizes, times and inodes.
        youngest, taken: when the last of them was changed, and when it was looked at; nanoseconds since 1970.
    """

    digest: bytes
    youngest: int
    taken: int

    def holds(self, now: Stamp) -> bool:
        """Whether nothing has changed since."""
        return self.digest == now.digest and self.taken - self.youngest > RACE


def stamp(*paths: Path) -> Stamp:
    """Look at files, and at all files below folders."""
    taken, youngest = time.time_ns(), 0
    digest = blake2b(digest_size=16)
    for path, state in _files([path.absolute() for path in paths]):
        digest.update(
            b"%s\0%d %d %d %d\0"
            % (os.fsencode(path), state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
        )
        youngest = max(youngest, state.st_ctime_ns, state.st_mtime_ns)
    return Stamp(digest.digest(), youngest, taken)


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """Give each file with its size and times; one that cannot be asked counts as gone."""
    waiting = [str(path) for path in paths]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except NotADirectoryError:
            yield from _state(path)
            continue
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield from _state(entry.path)


def _state(path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        yield path, Path(path).stat()
    except OSError:
        try:
            yield path, Path(path).lstat()  # a link that leads nowhere
        except OSError:
            return


class _Seen(Generic[T]):
    """The contents of some files, as long as they do not change."""

    def __init__(self, most: int) -> None:
        self._known: dict[object, tuple[Stamp, T]] = {}
        self._most = most

    def of(self, key: object, paths: tuple[Path, ...], read: Callable[[], T]) -> T:
        now = stamp(*paths)
        known = self._known.pop(key, None)
        found = known if known and known[0].holds(now) else (now, read())
        self._known[key] = found
        while len(self._known) > self._most:
            del self._known[next(iter(self._known))]
        return found[1]

    def put(self, key: object, known: tuple[Stamp, T]) -> None:
        self._known[key] = known

    def get(self, key: object) -> tuple[Stamp, T]:
        return self._known[key]


class Asked(NamedTuple):
    """The parts of a plan.

    Attributes:
        source: the input.
        settings: how to clean.
        decisions: the file of decisions by people, if any.
        day: the day that it is about; without one the whole input.
    """

    source: Path
    settings: Settings
    decisions: Path | None = None
    day: Day = WHOLE


_plans = _Seen[Plan](MOST)
_parts = _Seen[bool](1 << 20)
_digests = _Seen[str](1 << 10)


def plan_of(asked: Asked) -> Plan:
    """The plan of an input as it is now.

    Raises:
        UserError: the input is not there or holds no page, or the decisions cannot be read.
    """
    folders = [asked.source / folder for folder in folders_of(asked.source, asked.day)]
    paths = (*folders, *((asked.decisions,) if asked.decisions else ()))
    return _plans.of(_key(asked), paths, lambda: _made(asked))


def _made(asked: Asked) -> Plan:
    said = orders.verdicts(asked.source, asked.decisions)
    return planning.make_plan(asked.source, asked.settings, said, asked.day)


def _key(asked: Asked) -> object:
    decisions = asked.decisions and asked.decisions.absolute()
    return (
        asked.source.absolute(),
        asked.day,
        asked.settings.model_dump_json(),
        decisions,
        versions.code_version(),
    )


def looked(asked: Asked) -> tuple[Stamp, Plan]:
    """The plan of an input with the stamp that it holds for, to be :func:`remember`-ed in another process."""
    plan_of(asked)
    return _plans.get(_key(asked))


def remember(asked: Asked, known: tuple[Stamp, Plan]) -> None:
    """Take over the looks of another process."""
    _plans.put(_key(asked), known)


def whole(part: Path) -> bool:
    """Tell whether a part is there and every file of it is as it was written."""
    return part.is_dir() and _parts.of(part, (part,), lambda: is_whole(part))


def digest(path: Path) -> str | None:
    """The SHA-256 of a file; None where it cannot be read."""
    try:
        return _digests.of(path, (path,), lambda: sha256_of(path))
    except OSError:
        return None

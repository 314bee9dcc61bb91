"""One run at a time on an output folder: the lock is taken by a task that runs, and looked at by all others."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson

from pipeline.run.files import Workplace
from pipeline.values.errors import UserError

HOLDER = "holder.json"
"""Who holds the lock. A run that is killed leaves it behind; then the lock itself is free."""


class OutputBusyError(UserError):
    """Another run works on the same output folder."""

    def __init__(self, output: Path | str) -> None:
        super().__init__(
            f"another run is writing to {output}; wait until it ends, or name another folder with --output"
        )


_held: set[tuple[int, Path]] = set()
"""The locks of a process, by its id: one that is forked from it holds none of them."""


@contextmanager
def held(workplace: Workplace) -> Iterator[None]:
    """Hold the lock on an output folder. Who holds it already may take it again.

    The lock is the operating system's (``filelock``), so that a killed run leaves none. Processes that are forked
    meanwhile do not hold it: files that a killed run's children still write have names of their own, and a next run
    need not wait for them.

    Raises:
        OutputBusyError: another run holds it.
    """
    key = os.getpid(), workplace.root.resolve()
    if key in _held:
        yield
        return
    from filelock import FileLock, Timeout  # takes .1 s, and a run that has nothing to do needs none

    lock = FileLock(workplace.root / "lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise OutputBusyError(workplace.output) from None
    _held.add(key)
    try:
        (workplace.root / HOLDER).write_bytes(orjson.dumps({"host": platform.node(), "pid": os.getpid()}))
        yield
    finally:
        _held.discard(key)
        with suppress(OSError):
            (workplace.root / HOLDER).unlink()
        lock.release()


def is_busy(workplace: Workplace) -> bool:
    """Whether another run holds the lock. Nothing is written; a lock is tried only where one seems to be left over."""
    if (os.getpid(), workplace.root.resolve()) in _held:
        return False
    try:
        holder = orjson.loads((workplace.root / HOLDER).read_bytes())
    except (OSError, ValueError):
        return False
    if _is_gone(holder):
        return False
    from filelock import FileLock, Timeout

    try:
        with FileLock(workplace.root / "lock", timeout=0, thread_local=False):
            return (
                False  # it was killed, on a machine that cannot be asked, or its id is another process's now
            )
    except Timeout:
        return True


def _is_gone(holder: Any) -> bool:
    """Whether the process of this machine that took a lock has ended."""
    try:
        if holder["host"] != platform.node():
            return False
        os.kill(holder["pid"], 0)
    except ProcessLookupError:
        return True
    except (OSError, KeyError, TypeError):
        return False
    return False

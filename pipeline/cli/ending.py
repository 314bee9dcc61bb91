"""How a command ends when it is told to: SIGINT (Ctrl-C) and SIGTERM end it and all its processes, with one line.

Nothing is cleaned up first: a kill at any moment leaves no half file under a final name, and the next run sweeps up.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import active_children
from pathlib import Path
from types import FrameType

_WORDS = {signal.SIGINT: "interrupted", signal.SIGTERM: "ended by a signal"}
_PROC = Path("/proc")


@contextmanager
def told(line: str) -> Iterator[None]:
    """End this process and its children on SIGINT and SIGTERM, with exit code 130 or 143.

    Args:
        line: told to the user behind the cause, such as ``"the next run carries on from here"``.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = os.getpid()

    def end(number: int, _frame: FrameType | None) -> None:
        if os.getpid() == ours:
            _say(f"jieban: {_WORDS[signal.Signals(number)]}; {line}\n")
            _kill(descendants(ours))
        os._exit(128 + number)

    before = {number: signal.signal(number, end) for number in _WORDS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(line: str) -> None:
    shown = "\r\x1b[K\x1b[?25h" if sys.stderr.isatty() else ""  # over a progress bar, which hides the cursor
    with suppress(OSError):
        os.write(2, (shown + line).encode())


def _kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)


def descendants(process: int) -> list[int]:
    """The processes that a process started, and those that these started, parents first."""
    children = defaultdict[int, list[int]](list)
    for child, parent in _parents():
        children[parent].append(child)
    found = list(children[process])
    for one in found:  # grows as it is read
        found += children[one]
    return found


def _parents() -> Iterator[tuple[int, int]]:
    """Every process that can be seen, and its parent; where there is no /proc, our own children."""
    if not (_PROC / "self" / "stat").exists():
        yield from ((child.pid, os.getpid()) for child in active_children() if child.pid)
        return
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):  # it has just ended
                # The name, in brackets, may hold anything; behind it come the state and the parent.
                yield int(folder.name), int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])

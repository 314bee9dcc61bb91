"""How long a page may take: of processor time, so that a busy machine is no reason to give one up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(BaseException):
    """A page took too long. No stage that catches exceptions is to catch this one."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Run a block for so many seconds of processor time at most; 0: any.

    Only the main thread of a process is watched: Python gives signals to no other.

    Raises:
        OutOfTimeError: it takes longer.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError

"""The machine itself: values one after the other in this process, or spread over processes forked from it."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, ClassVar, TypeVar
from weakref import WeakSet

from pipeline.values.errors import RunError

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Results a process that may wait for an earlier one: more would fill the memory, fewer leave processes idle."""

_ours: WeakSet[Connection] = WeakSet()
"""This process's ends of the pipes to those that it forked. One that is forked later must not hold them open."""


class Local:
    """The engine that every other is held against.

    Args:
        workers: processes that :meth:`map` spreads values over.
    """

    name: ClassVar[str] = "local"
    splits: ClassVar[bool] = True

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers

    def map(self, function: Callable[[T], R], values: Sequence[T]) -> Iterator[R]:
        """The function's result for each value, computed when it is asked for.

        Raises:
            RunError: a process died.
        """
        workers = min(self._workers, len(values))
        return forked(function, values, workers) if workers > 1 else map(function, values)

    def close(self) -> None:
        """There is nothing to end."""


def processors() -> int:
    """Processors that this process may use. macOS tells only how many the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def forked(function: Callable[[T], R], values: Sequence[T], workers: int) -> Iterator[R]:
    """The function's results in the order of the values, computed by processes forked from this one.

    They begin at once, while this one does something else before it asks for the first result. A fork shares
    all that is loaded; only results are sent. A process asks for the next value when it is done with one, so that
    none waits for another, and ends when nobody reads its results, however this one ended.
    """
    system = get_context()  # forks on Linux, spawns on macOS, or what the program was told to do
    with ExitStack() as stack:
        pipes: list[Connection] = []
        for first in range(min(workers, len(values))):
            pipe, end = system.Pipe()
            pipes.append(stack.enter_context(pipe))
            _ours.add(pipe)
            process = system.Process(target=_serve, args=(function, values, end), daemon=True)
            process.start()
            end.close()
            pipe.send(first)
        return _collected(pipes, len(values), stack.pop_all())


def _collected(pipes: list[Connection], count: int, stack: ExitStack) -> Iterator[Any]:
    """The results; every process has been given a value."""
    with stack:
        yield from _in_order(pipes, count)


def _in_order(pipes: list[Connection], count: int) -> Iterator[Any]:
    idle, ready, given = list[Connection](), dict[int, Any](), len(pipes)
    for wanted in range(count):
        while wanted not in ready:
            while idle and given < min(count, wanted + AHEAD * len(pipes)):
                idle.pop().send(given)
                given += 1
            for pipe in wait([pipe for pipe in pipes if pipe not in idle]):
                assert isinstance(pipe, Connection)
                number, ready[number] = _received(pipe)
                idle.append(pipe)
        if given == count:
            for pipe in idle:
                pipe.close()  # ends its process, which has nothing more to do
        yield ready.pop(wanted)


def _received(pipe: Connection) -> tuple[int, Any]:
    try:
        number, result, problem = pipe.recv()
    except (EOFError, ConnectionError):
        raise RunError("a process died amid its work (out of memory?); run again to carry on") from None
    if problem is not None:
        raise problem
    return number, result


def _serve(function: Callable[[T], R], values: Sequence[T], pipe: Connection) -> None:
    """Compute result after result until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the whole group: the parent ends, and so does this
    for other in list(_ours):
        other.close()  # else no process would see that the parent is gone, or has closed its end
    with suppress(EOFError, ConnectionError):
        while True:
            number = pipe.recv()
            pipe.send((number, *_answer(function, values[number])))


def _answer(function: Callable[[T], R], value: T) -> tuple[R | None, Exception | None]:
    try:
        return function(value), None
    except Exception as problem:
        problem.add_note(traceback.format_exc())  # pickling loses it
        return None, problem

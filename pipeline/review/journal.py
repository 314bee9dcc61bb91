"""``decisions.jsonl`` of an output folder: the decisions of people, appended to and never written anew.

The last line about a thing counts; ``undo`` takes it back. All lines stay, so that it can be seen
later who decided each thing, and how often two people agreed.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import IO

from filelock import FileLock
from pydantic import TypeAdapter

from pipeline.run.files import WORK
from pipeline.values.errors import UserError
from pipeline.values.verdicts import Verdict

Thing = tuple[str, str, int, int]
"""The thing that a decision is about: page, question, start, end."""


def thing(verdict: Verdict) -> Thing:
    """Give the thing that a decision is about; of two about one thing the later counts."""
    return verdict.doc, verdict.question, verdict.start, verdict.end


class Journal:
    """The file, and its lines that count.

    Several processes may append to one file: each line is written whole under a lock, and the lines of others are read
    before anything is answered.

    Args:
        path: the file; it is made by the first decision.

    Raises:
        UserError: a line of it is no decision.

    Example:
        >>> import tempfile
        >>> journal = Journal(Path(tempfile.mkdtemp()) / "decisions.jsonl")
        >>> journal.rows()
        []
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        work = path.parent / WORK
        self._others = FileLock((work if work.is_dir() else path.parent) / f"{path.name}.lock")
        self._read = 0  # bytes of the file that are known
        self._latest: dict[Thing, Verdict] = {}
        self._voices: dict[Thing, dict[str, Verdict]] = {}
        if path.exists():
            with self._held():
                self._mend()
        self._catch_up()

    def rows(self, doc: str | None = None) -> list[Verdict]:
        """Give the decisions that count now, of one page or of all, taken back or not."""
        with self._lock:
            self._catch_up()
            return [verdict for verdict in self._latest.values() if doc in (None, verdict.doc)]

    def take(self, verdicts: Iterable[Verdict]) -> int:
        """Append decisions, synced to disk; those that are there, or older than the one that counts, are left out.

        Returns:
            How many lines were written.
        """
        with self._lock, self._held() as file:
            self._catch_up()
            new = []
            for verdict in verdicts:
                known = self._latest.get(thing(verdict))
                if known is None or (known != verdict and known.at <= verdict.at):
                    new.append(verdict)
                    self._note(verdict)
            if new and file:
                data = "".join(verdict.model_dump_json(exclude_none=True) + "\n" for verdict in new).encode()
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                self._read += len(data)
            return len(new)

    def agreement(self) -> Counter[str]:
        """Count how people agree: ``same`` and ``other`` are numbers of things that two or more decided."""
        with self._lock:
            self._catch_up()
            found: Counter[str] = Counter()
            for voices in self._voices.values():
                said = {(v.verdict, v.answer) for v in voices.values() if v.verdict != "undo"}
                if sum(v.verdict != "undo" for v in voices.values()) > 1:
                    found["same" if len(said) == 1 else "other"] += 1
            return found

    def _note(self, verdict: Verdict) -> None:
        self._latest[thing(verdict)] = verdict
        self._voices.setdefault(thing(verdict), {})[verdict.by] = verdict

    def _catch_up(self) -> None:
        for number, line in self._new_lines():
            try:
                self._note(Verdict.model_validate_json(line))
            except ValueError as problem:
                raise UserError(
                    f"the line at byte {number} of {self.path} is no decision ({problem}); mend or remove it"
                ) from None

    def _new_lines(self) -> Iterator[tuple[int, bytes]]:
        try:
            with self.path.open("rb") as file:
                file.seek(self._read)
                data = file.read()
        except FileNotFoundError:
            return
        for line in data.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                return  # another process is writing it
            at = self._read
            self._read += len(line)
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield at, line.removeprefix(b"\xef\xbb\xbf")

    @contextmanager
    def _held(self) -> Iterator[IO[bytes] | None]:
        """The file, to append to, while no other process does."""
        try:
            with self._others, self.path.open("ab") as file:
                yield file
        except OSError as problem:
            raise UserError(f"the decisions {self.path} cannot be written ({problem.strerror})") from None

    def _mend(self) -> None:
        """Part a last line that was cut short, by a full disk or a killed process, from the next one."""
        data = self.path.read_bytes()
        last = data[data.rfind(b"\n") + 1 :]
        if not last:
            return
        with self.path.open("r+b") as file:
            try:
                json.loads(last)
            except ValueError:  # nobody was told that it is kept
                file.truncate(len(data) - len(last))
            else:
                file.seek(0, os.SEEK_END)
                file.write(b"\n")


def parsed(data: bytes) -> list[Verdict]:
    """The decisions that a browser sent, a JSON array of them.

    Raises:
        ValueError: they are none.
    """
    return TypeAdapter(list[Verdict]).validate_json(data)

"""The work of a run, cut into batches that stay the same when pages are added elsewhere.

A batch's fingerprint is a digest of all that its result depends on: the code, the settings, its pages'
paths and contents, and the decisions of people about them. Results are kept under it, so that a run computes
only what is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from pipeline.run import versions
from pipeline.run.archives import DAMAGE, BeyondBoundError
from pipeline.run.days import WHOLE, Day
from pipeline.run.entries import Entry, with_digest
from pipeline.run.formats import SHAPED
from pipeline.run.inventory import take_stock, within_bounds
from pipeline.run.limits import bounds, largest, too_many
from pipeline.run.line_files import LineReader, Lines, docs_of_line, is_blank
from pipeline.run.reading import Reader
from pipeline.values.decided import NO_VERDICTS, Verdicts
from pipeline.values.settings import InputSettings, Settings
from pipeline.values.verdicts import Verdict

MOST_PAGES = 128  # of a batch: a killed run loses no more of what a worker has done
MOST_BYTES = 16 << 20
MOST_LINES = 1 << 16  # of a batch, blank ones too: a million blank lines are 16 batches, not 8,000
ONE_IN = 16  # pages begins a batch: so many, on average, are computed again when one of them changes
MOST_SHARDS = 128  # Luigi's scheduler takes 2 ms a task at 250 tasks, 46 ms at 10,000


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages that are computed together: some files, or some lines of one."""

    fingerprint: str
    entries: tuple[Entry, ...] = ()
    lines: Lines | None = None

    @property
    def pages(self) -> int:
        """How many pages it holds, about: a blank line is counted as one."""
        return self.lines.count if self.lines else len(self.entries)

    @property
    def size(self) -> int:
        """In bytes, about."""
        return self.lines.size if self.lines else sum(map(_size, self.entries))


@dataclass(frozen=True, slots=True)
class Plan:
    """All batches of a run in the order of the output, cut into shards, and the settings of all.

    ``verdicts`` are all decisions by people that the run was given, of pages that it lacks too.
    """

    fingerprint: str
    settings: Settings
    shards: tuple[tuple[Batch, ...], ...]
    verdicts: tuple[Verdict, ...] = ()

    @property
    def batches(self) -> Iterator[Batch]:
        """All of them."""
        return (batch for shard in self.shards for batch in shard)


def make_plan(source: Path, settings: Settings, verdicts: Verdicts = NO_VERDICTS, day: Day = WHOLE) -> Plan:
    """Take stock of the input and cut it.

    Raises:
        UserError: the input is not there, or holds no page.
    """
    root = root_of(source)
    base = _digest(versions.code_version(), settings.fingerprint(), *day)
    stock = within_bounds(take_stock(source, day), root, bounds(settings.input))
    batches = tuple(_batches(stock, root, settings, _Namer(base, verdicts)))
    whole = _digest(base, settings.model_dump_json(), *(batch.fingerprint for batch in batches))
    return Plan(whole, settings, _shards(batches), verdicts.about(verdicts.docs))


@dataclass(frozen=True, slots=True)
class _Namer:
    """Gives batches their fingerprints."""

    base: str
    verdicts: Verdicts

    def batch(
        self, docs: Collection[str], entries: Sequence[Entry] = (), lines: Lines | None = None
    ) -> Batch:
        """Name a batch of the pages ``docs``; decisions of people about other pages do not change it."""
        parts = [repr(lines)] if lines else map(repr, entries)
        said = (verdict.model_dump_json() for verdict in self.verdicts.about(docs))
        return Batch(_digest(self.base, *parts, *said), tuple(entries), lines)


def root_of(source: Path) -> Path:
    """The folder below which paths are counted: of a single file, the one that it lies in."""
    return source if source.is_dir() else source.parent


def _batches(entries: Iterable[Entry], root: Path, settings: Settings, namer: _Namer) -> Iterator[Batch]:
    waiting: list[Entry] = []
    for entry in entries:
        if waiting and (entry.kind == "lines" or _begins_batch(entry) or _is_full(waiting)):
            yield namer.batch(_docs(waiting, root, settings, namer), waiting)
            waiting = []
        if entry.kind == "lines":
            for lines, docs in _cut(entry, root, settings.input, bool(namer.verdicts)):
                yield namer.batch(docs, lines=lines)
        else:
            waiting.append(with_digest(entry, root, largest(entry, settings.input)))
    if waiting:
        yield namer.batch(_docs(waiting, root, settings, namer), waiting)


def _docs(entries: Sequence[Entry], root: Path, settings: Settings, namer: _Namer) -> set[str]:
    """The ids of the pages of some files; files are read for them only if people decided anything."""
    if not namer.verdicts:
        return set()
    with Reader(root, settings.input, settings.encoding) as reader:
        return {entry.doc for entry in entries} | {
            source.doc for entry in entries if entry.content in SHAPED for source in reader.pages(entry)
        }


def _begins_batch(entry: Entry) -> bool:
    """By its path alone, so that a page added elsewhere moves no border."""
    return int(_digest(entry.path), 16) % ONE_IN == 0


def _is_full(entries: list[Entry]) -> bool:
    return len(entries) >= MOST_PAGES or sum(map(_size, entries)) >= MOST_BYTES


def _size(entry: Entry) -> int:
    """The bytes of a file that are read."""
    return 0 if entry.problem else entry.size


def _cut(entry: Entry, root: Path, settings: InputSettings, named: bool) -> Iterator[tuple[Lines, set[str]]]:
    """A file that holds a page a line, cut by lines; the last piece tells of a fault of the file.

    With each piece come the ids of its pages, if they are asked for (``named``).
    """
    first, offset, room = 1, 0, settings.pages_of_file
    file = replace(entry, size=0)  # a line added at the end is to change the last piece only
    try:
        with LineReader(root, entry, settings) as reader:
            while True:
                kept, pages, problem = _take(reader, offset, room, named)
                docs = {
                    doc for n, line in enumerate(kept, first) if named for doc in docs_of_line(file, n, line)
                }
                count = len(kept)
                if not count and not problem:
                    if first > 1:
                        return
                    problem = "the file is empty"
                size = reader.offset - offset
                yield Lines(file, first, count, offset, size, reader.digest(), problem), docs
                if problem:
                    return
                first, offset, room = first + count, reader.offset, room - pages
                if not room:
                    if _goes_on(reader):
                        yield Lines(file, first, 0, offset, 0, "", too_many(settings)), set()
                    return
    except (OSError, *DAMAGE) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        yield Lines(file, first, 0, offset, 0, "", f"it cannot be read: {reason}"), set()


def _goes_on(reader: LineReader) -> bool:
    """Whether a file has any line left that is not blank."""
    line, size = reader.next()
    while size and is_blank(line):
        line, size = reader.next()
    return size > 0


def _take(
    reader: LineReader, offset: int, room: int, kept: bool
) -> tuple[list[bytes | None], int, str | None]:
    """The lines of a batch, None for each unless they are to be ``kept``; its pages; and the trouble that ended it.

    There are no more pages than ``room``.
    """
    lines: list[bytes | None] = []
    pages = 0
    try:
        while (
            pages < min(MOST_PAGES, room) and len(lines) < MOST_LINES and reader.offset - offset < MOST_BYTES
        ):
            line, size = reader.next()
            if not size:
                break
            pages += not is_blank(line)
            lines.append(line if kept else None)
    except BeyondBoundError as bound:
        return lines, pages, f"{bound}; what stands before this place was read"
    except DAMAGE as damage:
        return lines, pages, f"the archive is damaged here ({damage}); what stands before was read"
    return lines, pages, None


def _shards(batches: tuple[Batch, ...]) -> tuple[tuple[Batch, ...], ...]:
    """Runs of batches of about the same size."""
    share = sum(batch.size + 1 for batch in batches) / MOST_SHARDS
    shards: list[list[Batch]] = []
    filled = share
    for batch in batches:
        if filled >= share:
            shards.append([])
            filled = 0
        shards[-1].append(batch)
        filled += batch.size + 1
    return tuple(map(tuple, shards))


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

"""The output folder, read for the report: its pages in order, each with all that is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Generic, NamedTuple, TypeVar

import orjson

from pipeline import records
from pipeline.records import (
    AnyRow,
    ArticleRow,
    AuditRow,
    DuplicateRow,
    EvidenceRow,
    Manifest,
    PageRow,
    RunRow,
    Story,
    TextRow,
)
from pipeline.run import planning
from pipeline.run.cleaning import TEXTS, unpacked
from pipeline.run.files import Workplace
from pipeline.run.join import MANIFEST
from pipeline.values.errors import UserError

R = TypeVar("R", bound=AnyRow)

A_LOT = 128  # pages of a lot at most


class Lines(Generic[R]):
    """The rows of a file, found by page; memory holds no more than where they stand."""

    def __init__(self, path: Path, model: type[R], docs: Callable[[Any], Iterable[str]]) -> None:
        self._path, self._model = path, model
        self._places: dict[str, list[int]] = {}
        at = 0
        with path.open("rb") as lines:
            for line in lines:
                for doc in dict.fromkeys(docs(orjson.loads(line))):
                    self._places.setdefault(doc, []).append(at)
                at += len(line)

    def of(self, doc: str) -> list[R]:
        """The rows about a page, in the order of the file."""
        with self._path.open("rb") as lines:
            return [self._at(lines, place) for place in self._places.get(doc, ())]

    def _at(self, lines: BinaryIO, place: int) -> R:
        lines.seek(place)
        return records.load(self._model, lines.readline())


class Output:
    """An output folder of ``jieban run``.

    Raises:
        UserError: the folder holds no finished output.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self.manifest = records.load(Manifest, (folder / MANIFEST).read_bytes())
            self._articles = Lines(folder / "articles.jsonl", ArticleRow, _of_blocks)
            self._audit = Lines(folder / "audit.jsonl", AuditRow, lambda row: (row["doc"],))
            self._evidence = Lines(folder / "evidence.jsonl", EvidenceRow, _of_spans)
            self.pages = [records.load(PageRow, line) for line in _lines(folder / "pages.jsonl")]
        except (OSError, ValueError):
            raise UserError(
                f"{folder} holds no finished output of jieban run; run it first, or name another folder"
            ) from None

    @property
    def run(self) -> RunRow | None:
        """How the run went, where it is told."""
        try:
            return records.load(RunRow, (self._folder / "run.json").read_bytes())
        except (OSError, ValueError):
            return None

    @property
    def duplicates(self) -> Iterator[DuplicateRow]:
        """All copies, in the order of the file."""
        for line in _lines(self._folder / "duplicates.jsonl"):
            yield records.load(DuplicateRow, line)

    def lots(self) -> list[Lot]:
        """All pages in order, in lots of those that one part holds."""
        parts = _parts(self._folder, self.manifest.fingerprint)
        kept = {page.doc: part for part in reversed(parts) for page in _pages_of(part)}
        lots = []
        for part, group in groupby(enumerate(self.pages), lambda page: kept.get(page[1].doc)):
            numbers = [number for number, _ in group]
            lots += [Lot(part, numbers[n : n + A_LOT]) for n in range(0, len(numbers), A_LOT)]
        return lots

    def stories(self, lot: Lot) -> Iterator[Story]:
        """The pages of a lot."""
        texts = {row.doc: row.text for row in lot.texts()}
        for page in (self.pages[number] for number in lot.numbers):
            doc = page.doc
            if page.status != "ok":  # its id may be another page's
                yield Story(page, [], [], [], None)
                continue
            yield Story(
                page, self._articles.of(doc), self._audit.of(doc), self._evidence.of(doc), texts.get(doc)
            )


class Lot(NamedTuple):
    """Pages that are read together: the part that holds their texts, if any does, and their numbers from 0."""

    part: Path | None
    numbers: list[int]

    def texts(self) -> Iterator[TextRow]:
        """The decoded texts that the run kept."""
        try:
            lines = unpacked(self.part, TEXTS) if self.part else b""
        except OSError:
            return
        for line in lines.splitlines():
            yield records.load(TextRow, line)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def _of_blocks(article: Any) -> Iterator[str]:
    return (piece["doc"] for block in article["blocks"] for piece in block["pieces"])


def _of_spans(evidence: Any) -> Iterator[str]:
    yield evidence["doc"]
    yield from (span["doc"] for span in evidence["spans"])


def _parts(output: Path, fingerprint: str) -> list[Path]:
    workplace = Workplace(output)
    try:
        plan = planning.load(fingerprint, workplace)
    except (OSError, ValueError, KeyError):
        return []
    return [workplace.parts / batch.fingerprint for batch in plan.batches]


def _pages_of(part: Path) -> Iterator[PageRow]:
    try:
        lines = unpacked(part, "pages.jsonl")
    except OSError:
        return
    for line in lines.splitlines():
        yield records.load(PageRow, line)

"""The output folder, read for the report: its pages in order, each with all that is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
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
from pipeline.run import plans
from pipeline.run.files import Workplace
from pipeline.run.packing import TEXTS, unpacked
from pipeline.run.sums import MANIFEST
from pipeline.values.errors import UserError

R = TypeVar("R", bound=AnyRow)

A_LOT = 128  # pages of a lot at most


class Lines(Generic[R]):
    """The rows of a file, found by page; memory holds where they stand, and a digest of those of each page.

    Args:
        path: the file.
        model: the model of its rows.
        docs: the pages that a row, read from JSON, is about.
    """

    def __init__(self, path: Path, model: type[R], docs: Callable[[Any], Iterable[str]]) -> None:
        self._path, self._model = path, model
        self._runs: dict[str, list[list[int]]] = {}  # where the lines of a page begin and end
        self._digests: dict[str, Any] = {}
        at = 0
        with path.open("rb") as lines:
            for line in lines:
                end = at + len(line)
                for doc in set(docs(orjson.loads(line))):
                    self._note(doc, at, end, line)
                at = end

    def _note(self, doc: str, at: int, end: int, line: bytes) -> None:
        runs = self._runs.setdefault(doc, [])
        if runs and runs[-1][1] == at:
            runs[-1][1] = end
        else:
            runs.append([at, end])
        self._digests.setdefault(doc, blake2b(digest_size=8)).update(line)

    def of(self, doc: str) -> list[R]:
        """The rows about a page, in the order of the file."""
        with self._path.open("rb") as file:
            return [row for run in self._runs.get(doc, ()) for row in self._at(file, *run)]

    def _at(self, file: BinaryIO, start: int, end: int) -> Iterator[R]:
        file.seek(start)
        for line in file.read(end - start).splitlines():
            yield records.load(self._model, line)

    def digest(self, doc: str) -> bytes:
        """Of the rows about a page: it changes when any of them does."""
        known = self._digests.get(doc)
        return bytes(known.digest()) if known else b""


class Output:
    """An output folder of ``jieban run``.

    Raises:
        UserError: the folder holds no finished output.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest = records.load(Manifest, (folder / MANIFEST).read_bytes())
            self._articles = Lines(folder / "articles.jsonl", ArticleRow, _of_blocks)
            self._audit = Lines(folder / "audit.jsonl", AuditRow, lambda row: (row["doc"],))
            self._evidence = Lines(folder / "evidence.jsonl", EvidenceRow, _of_spans)
            self._lines = list(_lines(folder / "pages.jsonl"))
            self.pages = [records.load(PageRow, line) for line in self._lines]
        except (OSError, ValueError):
            raise UserError(
                f"{folder} holds no finished output of jieban run; run it first, or name another folder"
            ) from None

    @property
    def run(self) -> RunRow | None:
        """How the run went, where it is told."""
        try:
            return records.load(RunRow, (self.folder / "run.json").read_bytes())
        except (OSError, ValueError):
            return None

    @property
    def duplicates(self) -> Iterator[DuplicateRow]:
        """All copies, in the order of the file."""
        for line in _lines(self.folder / "duplicates.jsonl"):
            yield records.load(DuplicateRow, line)

    def articles(self) -> Iterator[dict[str, Any]]:
        """All articles as JSON, in the order of the file."""
        return map(orjson.loads, _lines(self.folder / "articles.jsonl"))

    def relations(self) -> Iterator[dict[str, Any]]:
        """All relations of articles as JSON, in the order of the file."""
        return map(orjson.loads, _lines(self.folder / "relations.jsonl"))

    def digest(self, number: int, has_text: bool) -> str:
        """Of all that is told of a page: it is drawn anew when this changes."""
        page = self.pages[number]
        digest = blake2b(self._lines[number], digest_size=12)
        if page.status == "ok":
            for rows in (self._articles, self._audit, self._evidence):
                digest.update(rows.digest(page.doc))
        digest.update(bytes([has_text]))
        return digest.hexdigest()

    def lots(self) -> list[Lot]:
        """All pages in order, in lots of those that one part holds."""
        parts = _parts(self.folder, self.manifest.fingerprint)
        kept = {doc: part for part in reversed(parts) for doc in _docs_of(part)}
        lots = []
        for part, group in groupby(enumerate(self.pages), lambda page: kept.get(page[1].doc)):
            numbers = [number for number, _ in group]
            lots += [Lot(part, numbers[n : n + A_LOT]) for n in range(0, len(numbers), A_LOT)]
        return lots

    def stories(self, lot: Lot) -> Iterator[Story]:
        """The pages of a lot."""
        texts = lot.texts({self.pages[number].doc for number in lot.numbers})
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

    def only(self, numbers: set[int]) -> Lot:
        """Those of its pages that are among ``numbers``."""
        return self._replace(numbers=[number for number in self.numbers if number in numbers])

    def texts(self, docs: set[str]) -> dict[str, str]:
        """The decoded texts that the run kept of some pages."""
        try:
            lines = unpacked(self.part, TEXTS) if self.part else b""
        except OSError:
            return {}
        rows = (records.load(TextRow, line) for line in lines.splitlines())
        return {row.doc: row.text for row in rows if row.doc in docs}


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
        plan = plans.load(fingerprint, workplace)
    except (OSError, ValueError, KeyError):
        return []
    return [workplace.parts / batch.fingerprint for batch in plan.batches]


def _docs_of(part: Path) -> Iterator[str]:
    try:
        lines = unpacked(part, "pages.jsonl")
    except OSError:
        return
    for line in lines.splitlines():
        yield orjson.loads(line)["doc"]

"""The output folder, read for the report: its pages in order, each with all that is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

import orjson

from pipeline import batches, records
from pipeline.cleaning import TEXTS, unpacked
from pipeline.corpus import MANIFEST
from pipeline.errors import UserError
from pipeline.files import Workplace
from pipeline.records import (
    ArticleRow,
    AuditRow,
    DuplicateRow,
    EvidenceRow,
    Manifest,
    PageRow,
    Row,
    RunRow,
    TextRow,
)

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Story:
    """All that the output tells of a page; ``text`` is None where its decoded text was not kept."""

    page: PageRow
    articles: list[ArticleRow]
    audit: list[AuditRow]
    evidence: list[EvidenceRow]
    text: str | None


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

    def stories(self) -> Iterator[Story]:
        """The pages in order, read one after the other."""
        texts = Texts(self._folder, self.manifest.fingerprint)
        for page in self.pages:
            doc = page.doc
            if page.status != "ok":  # its id may be another page's
                yield Story(page, [], [], [], None)
                continue
            yield Story(
                page, self._articles.of(doc), self._audit.of(doc), self._evidence.of(doc), texts.of(doc)
            )


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def _of_blocks(article: Any) -> Iterator[str]:
    return (piece["doc"] for block in article["blocks"] for piece in block["pieces"])


def _of_spans(evidence: Any) -> Iterator[str]:
    yield evidence["doc"]
    yield from (span["doc"] for span in evidence["spans"])


class Texts:
    """The decoded texts that the run kept, read a part at a time, in the order of the pages."""

    def __init__(self, output: Path, fingerprint: str) -> None:
        self._parts = _parts(output, fingerprint)
        self._waiting: dict[str, str] = {}

    def of(self, doc: str) -> str | None:
        """The text of a page; pages are asked for in the order of the output."""
        while doc not in self._waiting:
            part = next(self._parts, None)
            if part is None:
                return None
            self._waiting.update(part)
        return self._waiting.pop(doc)


def _parts(output: Path, fingerprint: str) -> Iterator[dict[str, str]]:
    workplace = Workplace(output)
    try:
        plan = batches.load(fingerprint, workplace)
    except (OSError, ValueError, KeyError):
        return
    for batch in plan.batches:
        try:
            lines = unpacked(workplace.parts / batch.fingerprint, TEXTS)
        except OSError:
            continue
        rows = (records.load(TextRow, line) for line in lines.splitlines())
        yield {row.doc: row.text for row in rows}

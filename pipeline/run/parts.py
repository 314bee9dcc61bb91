"""The parts of a run: the results of each batch on disk, as the whole run sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from pipeline import records
from pipeline.corpus.halves import Joins
from pipeline.records import Counts, PageRow, TextRow
from pipeline.run.cleaning import second_page
from pipeline.run.files import Workplace
from pipeline.run.packing import COUNTS, TEXTS, unpacked
from pipeline.run.planning import Plan


@dataclass(frozen=True, slots=True)
class Part:
    """A part, without the pages whose ids stand in an earlier one.

    Attributes:
        folder: where its files are.
        first: its first page in the order of the run, counted from 0.
        second: pages that are quarantined for their ids, with the reason.
    """

    folder: Path
    first: int = 0
    second: Mapping[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Its lines of a file, before any article was joined."""
        data = unpacked(self.folder, name)
        if not self.second:
            return data
        return b"".join(self._kept(name, line) for line in data.splitlines(keepends=True))

    def _kept(self, name: str, line: bytes) -> bytes:
        row = records.load(records.FILES.get(name, TextRow), line)
        reason = self.second.get(records.doc_of(row))
        if reason is None or (isinstance(row, PageRow) and row.status == "skipped"):
            return line
        return records.dump(records.quarantined(row, reason).page) if isinstance(row, PageRow) else b""

    def pages(self) -> list[PageRow]:
        """Its pages, before any article was joined."""
        return [records.load(PageRow, line) for line in self.read("pages.jsonl").splitlines()]

    def articles(self) -> Iterator[tuple[PageRow, list[bytes]]]:
        """Its pages with the lines of their articles, before any was joined."""
        lines = iter(self.read("articles.jsonl").splitlines(keepends=True))
        for page in self.pages():
            yield page, list(islice(lines, page.articles))

    def files(self, names: Sequence[str], joins: Joins, repeated: Mapping[str, str]) -> dict[str, bytes]:
        """Its lines for some files of the output; articles that repeat another say so."""
        pages = self.pages()
        files = {name: self.joined(name, joins, pages) for name in names}
        if repeated and "articles.jsonl" in files:
            lines = files["articles.jsonl"].splitlines(keepends=True)
            files["articles.jsonl"] = b"".join(_repeating(line, repeated) for line in lines)
        return files

    def joined(self, name: str, joins: Joins, pages: Sequence[PageRow]) -> bytes:
        """Its lines of a file after joining; ``pages`` are its own."""
        data = self.read(name)
        if not joins.touches(pages):
            return data
        return b"".join(joins.edited(name, pages, data.splitlines(keepends=True)))

    @property
    def counts(self) -> Counts:
        """The sum of its pages' counts."""
        total = Counts()
        pages = unpacked(self.folder, "pages.jsonl").splitlines() if self.second else ()
        for n, line in enumerate(unpacked(self.folder, COUNTS).splitlines()):
            page = records.load(PageRow, pages[n]) if self.second else None
            gone = page is not None and page.doc in self.second and page.status != "skipped"
            total += Counts(pages=1, quarantined=1) if gone else records.load(Counts, line)
        return total

    def texts(self) -> Iterator[TextRow]:
        """The texts of its pages, those apart that were quarantined."""
        return (records.load(TextRow, line) for line in self.read(TEXTS).splitlines())


def _repeating(line: bytes, repeated: Mapping[str, str]) -> bytes:
    kept = repeated.get(records.id_of(line))
    return records.repeating(line, kept) if kept else line


def parts_of(plan: Plan, workplace: Workplace) -> list[Part]:
    """The parts of a plan, in order; of pages with one id the first is kept."""
    places: dict[str, str] = {}
    parts: list[Part] = []
    folder, first = workplace.parts.resolve(), 0  # as the machines of a cluster see it
    for batch in plan.batches:
        part = Part(folder / batch.fingerprint, first)
        second: dict[str, str] = {}
        for row in part.pages():
            first += 1
            if row.status == "skipped":
                continue
            place = places.setdefault(row.doc, row.place)
            if place != row.place and row.reason != second_page(row.doc, place):
                second[row.doc] = second_page(row.doc, place)
        parts.append(replace(part, second=second))
    return parts

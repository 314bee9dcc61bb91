"""The parts of a run joined into the output: ids that stand twice, one order, one manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

import pipeline
from pipeline import issues, records, repeats
from pipeline.batches import Batch, Plan, library_versions
from pipeline.cleaning import COUNTS, TEXTS, second_page, unpacked
from pipeline.duplicates import Spread, here
from pipeline.files import Workplace, replacing
from pipeline.records import ArticleRow, Counts, Drops, FileRow, Joins, Manifest, PageRow, PieceRow, TextRow

MANIFEST = "manifest.json"


class Digested:
    """A file being written, and the digest of what was written."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle, self._hash, self._size = handle, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Write on."""
        self._handle.write(data)
        self._hash.update(data)
        self._size += len(data)

    @property
    def row(self) -> FileRow:
        """As the manifest names the file."""
        return FileRow(sha256=self._hash.hexdigest(), bytes=self._size)


def join_parts(plan: Plan, workplace: Workplace, spread: Spread = here) -> Manifest:
    """Write the output from the parts of a plan, all of which are there; the manifest comes last.

    Memory holds one part at a time, the id of every page, what stands twice, and the articles that have
    jump lines.

    Args:
        plan: all batches, in order.
        workplace: where their parts are.
        spread: runs a function over values, here or on a cluster.
    """
    parts = _parts(plan, workplace)
    joins = issues.joins(issues.find(lambda: _articles(parts)), partial(_source, parts))
    for part in parts:
        part.joins = joins
    kept = [part.kept for part in parts]
    found = repeats.find(kept, plan.settings.duplicates, workplace.scratch.resolve(), spread)
    with ExitStack() as stack:
        files = {
            name: Digested(stack.enter_context(replacing(workplace.output / name, workplace.scratch)))
            for name in records.FILES
        }
        counts = joins.counts + Counts(duplicates=len(found.rows))
        drops = _drops(parts, found) if plan.settings.duplicates.drop else Drops()
        for part in parts:
            lines = {name: part.lines(name, found.articles) for name in files}
            counts += part.counts + drops.edit(lines, part.read(TEXTS))
            for name, file in files.items():
                file.write(b"".join(lines[name]))
        files["duplicates.jsonl"].write(b"".join(map(records.dump, found.rows)))
        (workplace.output / MANIFEST).unlink(missing_ok=True)  # from here on the old one would be wrong
    rows = {name: file.row for name, file in files.items()} | _write_schemas(workplace)
    manifest = Manifest(
        fingerprint=plan.fingerprint,
        versions={"jieban": pipeline.__version__, **library_versions()},
        settings=plan.settings.model_dump(mode="json"),
        counts=counts,
        files=rows,
    )
    with replacing(workplace.output / MANIFEST, workplace.scratch) as handle:
        handle.write(records.dump_object(manifest))
    return manifest


def read_manifest(output: Path) -> Manifest | None:
    """The manifest of an output folder whose files are all there, as long as it says; else None."""
    try:
        manifest = records.load(Manifest, (output / MANIFEST).read_bytes())
        whole = all((output / name).stat().st_size == row.bytes for name, row in manifest.files.items())
    except (OSError, ValueError):
        return None
    return manifest if whole else None


def _parts(plan: Plan, workplace: Workplace) -> list[_Part]:
    second = _second_pages(plan, workplace)
    names = [batch.fingerprint for batch in plan.batches]
    return [_Part(workplace.parts / name, second.get(name, {})) for name in names]


def _drops(parts: Iterable[_Part], found: repeats.Repeats) -> Drops:
    """What is to be dropped because it repeats what is kept."""
    drops = Drops(found.articles, found.rows)
    for part in parts:
        for line in part.lines("articles.jsonl", {}):
            if records.id_of(line) in drops.articles:
                drops.add(records.load(ArticleRow, line))
    return drops


def _second_pages(plan: Plan, workplace: Workplace) -> dict[str, dict[str, str]]:
    """By part: the ids that stand in an earlier one, and why their pages are quarantined."""
    places: dict[str, str] = {}
    second: dict[str, dict[str, str]] = {}
    for batch in plan.batches:
        for row in _pages(workplace, batch):
            place = places.setdefault(row.doc, row.place)
            if place != row.place and row.reason != second_page(row.doc, place):
                second.setdefault(batch.fingerprint, {})[row.doc] = second_page(row.doc, place)
    return second


def _pages(workplace: Workplace, batch: Batch) -> Iterator[PageRow]:
    for line in unpacked(workplace.parts / batch.fingerprint, "pages.jsonl").splitlines():
        yield records.load(PageRow, line)


def _articles(parts: Iterable[_Part]) -> Iterator[tuple[PageRow, list[bytes]]]:
    """All pages with the lines of their articles, as they were before any was joined."""
    for part in parts:
        lines = part.read("articles.jsonl")
        for page in part.pages():
            yield page, list(islice(lines, page.articles))


def _source(parts: Iterable[_Part], piece: PieceRow) -> str:
    """What stands at a stretch of a page."""
    texts = (part.read(TEXTS) for part in parts if any(page.doc == piece.doc for page in part.pages()))
    rows = (records.load(TextRow, line) for lines in texts for line in lines)
    return next(row.text[piece.start : piece.end] for row in rows if row.doc == piece.doc)


class _Part:
    """A part, without the pages whose ids stand in an earlier one."""

    def __init__(self, folder: Path, second: dict[str, str]) -> None:
        self._folder, self._second = folder, second
        self.joins = Joins()

    def pages(self) -> list[PageRow]:
        """Its pages, as they were before any article was joined."""
        return [records.load(PageRow, line) for line in self.read("pages.jsonl")]

    @property
    def kept(self) -> repeats.Kept:
        """What the search for copies needs; places name the articles that halves were joined to."""
        return repeats.Kept(self._folder, self._second, self.joins.name)

    def lines(self, name: str, repeated: dict[str, str]) -> list[bytes]:
        """Its lines for a file of the output; articles that repeat another say so."""
        lines: Iterable[bytes] = self.read(name)
        if self.joins.docs:
            lines = self.joins.edited(name, self.pages(), lines)
        if name == "articles.jsonl" and repeated:
            lines = (
                records.repeating(line, repeated[name]) if (name := records.id_of(line)) in repeated else line
                for line in lines
            )
        return list(lines)

    def read(self, name: str) -> Iterator[bytes]:
        """Its lines of a file, before any article was joined."""
        lines = unpacked(self._folder, name).splitlines(keepends=True)
        return filter(None, (self._kept(name, line) for line in lines)) if self._second else iter(lines)

    def _kept(self, name: str, line: bytes) -> bytes:
        row = records.load(records.FILES[name], line)
        reason = self._second.get(records.doc_of(row))
        if reason is None:
            return line
        return records.dump(records.quarantined(row, reason).page) if isinstance(row, PageRow) else b""

    @property
    def counts(self) -> Counts:
        """What its pages count up to."""
        total = Counts()
        pages = unpacked(self._folder, "pages.jsonl").splitlines() if self._second else ()
        for n, line in enumerate(unpacked(self._folder, COUNTS).splitlines()):
            gone = self._second and records.load(PageRow, pages[n]).doc in self._second
            total += Counts(pages=1, quarantined=1) if gone else records.load(Counts, line)
        return total


def _write_schemas(workplace: Workplace) -> dict[str, FileRow]:
    (workplace.output / "schema").mkdir(exist_ok=True)
    rows = {}
    for name, content in records.schemas().items():
        with replacing(workplace.output / name, workplace.scratch) as handle:
            file = Digested(handle)
            file.write(content)
        rows[name] = file.row
    return rows

"""The parts of a run joined into the output: ids that stand twice, one order, one manifest."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import IO

import pipeline
from pipeline import issues, records, repeats
from pipeline.batches import Plan, library_versions
from pipeline.files import Workplace, replacing
from pipeline.parts import Part, parts_of
from pipeline.records import ArticleRow, Counts, Drops, FileRow, Joins, Manifest, PieceRow
from pipeline.spread import Spread, here

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
    parts = parts_of(plan, workplace)
    joins = _joins(parts, spread)
    kept = [repeats.Kept(part.folder, part.second, joins.name) for part in parts]
    found = repeats.find(kept, plan.settings.duplicates, workplace.scratch.resolve(), spread)
    with ExitStack() as stack:
        files = {
            name: Digested(stack.enter_context(replacing(workplace.output / name, workplace.scratch)))
            for name in records.FILES
        }
        counts = joins.counts + Counts(duplicates=len(found.rows))
        drops = _drops(parts, joins, found) if plan.settings.duplicates.drop else Drops()
        for part in parts:
            content = part.files(joins, found.articles)
            counts += part.counts + drops.edit(content, part.texts)
            for name, file in files.items():
                file.write(content[name])
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


def _joins(parts: Sequence[Part], spread: Spread) -> Joins:
    """The halves of articles, put together."""
    texts = lru_cache(2)(lambda number: {row.doc: row.text for row in parts[number].texts()})

    def source(page: int, piece: PieceRow) -> str:
        text: str = texts(bisect_right(parts, page, key=attrgetter("first")) - 1)[piece.doc]
        return text[piece.start : piece.end]

    return issues.joins(issues.find([issues.Part(one.first, one.articles) for one in parts], spread), source)


def _drops(parts: Iterable[Part], joins: Joins, found: repeats.Repeats) -> Drops:
    """What is to be dropped because it repeats what is kept."""
    drops = Drops(found.articles, found.rows)
    for part in parts:
        for line in part.joined("articles.jsonl", joins, part.pages()).splitlines():
            if records.id_of(line) in drops.articles:
                drops.add(records.load(ArticleRow, line))
    return drops


def _write_schemas(workplace: Workplace) -> dict[str, FileRow]:
    (workplace.output / "schema").mkdir(exist_ok=True)
    rows = {}
    for name, content in records.schemas().items():
        with replacing(workplace.output / name, workplace.scratch) as handle:
            file = Digested(handle)
            file.write(content)
        rows[name] = file.row
    return rows

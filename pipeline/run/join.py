"""The parts of a run joined into the output: ids that stand twice, one order, one manifest."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import IO, NamedTuple

import pipeline
from pipeline import records
from pipeline.corpus import halves, repeats
from pipeline.corpus.halves import Joins
from pipeline.corpus.repeats import Drops
from pipeline.records import ArticleRow, Counts, FileRow, Manifest, PageRow, PieceRow
from pipeline.run.archives import suffixes
from pipeline.run.cleaning import uncollected
from pipeline.run.files import Workplace, publish, replacing, sha256_of, written
from pipeline.run.parts import Part, parts_of
from pipeline.run.planning import Plan, library_versions
from pipeline.values.spread import Spread, here

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
    def path(self) -> Path:
        """Where it is."""
        return Path(self._handle.name)

    @property
    def row(self) -> FileRow:
        """As the manifest names the file."""
        return FileRow(sha256=self._hash.hexdigest(), bytes=self._size)


class Written(NamedTuple):
    """Some files of the output, not yet under their names.

    Attributes:
        files: where each is, and its row of the manifest, by its name.
        counts: of the pages whose rows are among them.
        skipped: how many files of each kind are told of and not read.
    """

    files: dict[str, tuple[Path, FileRow]]
    counts: Counts
    skipped: Mapping[str, int]


@uncollected()
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
    drop = plan.settings.duplicates.drop
    write = partial(_write, parts, workplace.scratch.resolve(), joins)
    first = spread(write, () if drop else _FIRST)  # where processes are forked, they write from here on
    related = repeats.relate(
        partial(_lines, parts, joins),
        len(parts),
        plan.settings.duplicates,
        workplace.scratch.resolve(),
        spread,
    )
    kept = [repeats.Kept(part.folder, part.second, joins.name) for part in parts]
    found = repeats.find(
        kept, plan.settings.duplicates, workplace.scratch.resolve(), spread, related.repeated
    )
    drops = _drops(parts, joins, found) if drop else Drops()
    rest = spread(
        partial(write, found=found, drops=drops, related=related), (tuple(records.FILES),) if drop else _LAST
    )
    done = [*first, *rest]
    (workplace.output / MANIFEST).unlink(missing_ok=True)  # from here on the old one would be wrong
    files = {name: file for some in done for name, file in some.files.items()}
    publish({workplace.output / name: files[name][0] for name in records.FILES})
    manifest = Manifest(
        fingerprint=plan.fingerprint,
        versions={"jieban": pipeline.__version__, **library_versions()},
        settings=plan.settings.model_dump(mode="json"),
        counts=sum((some.counts for some in done), joins.counts + Counts(duplicates=len(found.copies))),
        files={name: files[name][1] for name in records.FILES} | _write_schemas(workplace),
        skipped={kind: count for some in done for kind, count in sorted(some.skipped.items())},
    )
    with replacing(workplace.output / MANIFEST, workplace.scratch) as handle:
        handle.write(records.dump_object(manifest))
    return manifest


_FIRST = (("evidence.jsonl",), ("audit.jsonl",))
"""Files, by the task that writes them, that do not hang on what stands on several pages."""
_LAST = (("articles.jsonl",), ("duplicates.jsonl", "relations.jsonl", "pages.jsonl"))


def _write(
    parts: Sequence[Part],
    scratch: Path,
    joins: Joins,
    names: Sequence[str],
    found: repeats.Repeats | None = None,
    drops: Drops | None = None,
    related: repeats.Relations | None = None,
) -> Written:
    """Write some files of the output."""
    of_pages = [name for name in names if name in records.PAGE_FILES]
    found, drops, counts = found or repeats.Repeats(), drops or Drops(), Counts()
    skipped: Counter[str] = Counter()
    with ExitStack() as stack:
        files = {name: Digested(stack.enter_context(written(name, scratch))) for name in names}
        for part in parts:
            content = part.files(of_pages, joins, {} if drops.articles else found.articles)
            counts += drops.edit(content, part.texts)
            if "pages.jsonl" in names:
                counts += part.counts
                skipped += _skipped(content["pages.jsonl"])
            for name in of_pages:
                files[name].write(content[name])
        if "duplicates.jsonl" in names:
            files["duplicates.jsonl"].write(b"".join(map(records.dump, found.rows)))
        if related and "relations.jsonl" in names:
            files["relations.jsonl"].write(b"".join(map(records.dump, related.records)))
    return Written({name: (file.path, file.row) for name, file in files.items()}, counts, skipped)


def _skipped(lines: bytes) -> Counter[str]:
    """How many files of each kind are among the rows of pages and were not read."""
    rows = (records.load(PageRow, line) for line in lines.splitlines() if b'"status":"skipped"' in line)
    return Counter("".join(suffixes(row.path)) or row.path.rpartition("/")[2] for row in rows)


def written_names() -> list[str]:
    """The files and folders that a run writes below its output, by name."""
    return [*records.FILES, *records.OBJECTS, "schema"]


def damaged_files(output: Path, manifest: Manifest) -> list[str]:
    """The files of a finished output that are not what the manifest says, by name; a lost one too."""
    return [name for name, row in manifest.files.items() if _digest(output / name) != row.sha256]


def _digest(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None


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

    return halves.joins(halves.find([halves.Part(one.first, one.articles) for one in parts], spread), source)


def _lines(parts: Sequence[Part], joins: Joins, number: int) -> list[bytes]:
    """The articles of a part as the output has them, but for what they repeat."""
    part = parts[number]
    return part.joined("articles.jsonl", joins, part.pages()).splitlines()


def _drops(parts: Sequence[Part], joins: Joins, found: repeats.Repeats) -> Drops:
    """What is to be dropped because it repeats what is kept."""
    drops = Drops(found.articles, found.rows)
    for number in range(len(parts)):
        for line in _lines(parts, joins, number):
            if records.id_of(line) in drops.articles:
                drops.add(records.load(ArticleRow, line))
    return drops


def _write_schemas(workplace: Workplace) -> dict[str, FileRow]:
    (workplace.output / "schema").mkdir(exist_ok=True)
    rows, paths = {}, {}
    for name, content in records.schemas().items():
        with written(Path(name).name, workplace.scratch) as handle:
            file = Digested(handle)
            file.write(content)
        rows[name], paths[workplace.output / name] = file.row, file.path
    publish(paths)
    return rows

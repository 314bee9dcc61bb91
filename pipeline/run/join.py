"""The parts of a run joined into the output: ids that stand twice, one order, one manifest."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from pipeline import records
from pipeline.corpus import halves, repeats
from pipeline.corpus.halves import Joins
from pipeline.corpus.repeats import Drops
from pipeline.records import ArticleRow, Counts, FileRow, Manifest, PageRow, PieceRow, RelationRow
from pipeline.run.archives import suffixes
from pipeline.run.cleaning import uncollected
from pipeline.run.files import Workplace, publish, replacing, written
from pipeline.run.parts import Part, parts_of
from pipeline.run.planning import Plan
from pipeline.run.results import Digested, write_schemas
from pipeline.run.sums import MANIFEST
from pipeline.run.versions import library_versions
from pipeline.values.memory import Memory
from pipeline.values.spread import Spread, here
from pipeline.values.version import __version__


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


class Issues(NamedTuple):
    """The parts of a run, and the halves of articles that were put together in them."""

    parts: Sequence[Part]
    joins: Joins

    @property
    def saved(self) -> tuple[list[tuple[str, int, dict[str, str]]], Joins]:
        """As :func:`issues_of` takes it; it names no folder."""
        return [(part.folder.name, part.first, dict(part.second)) for part in self.parts], self.joins


def issues_of(saved: tuple[list[tuple[str, int, dict[str, str]]], Joins], workplace: Workplace) -> Issues:
    """The findings of :func:`join_issues`, read from their file."""
    parts, joins = saved
    folder = workplace.parts.resolve()
    return Issues([Part(folder / name, first, second) for name, first, second in parts], joins)


class Copies(NamedTuple):
    """Passages that stand on several pages, the relations of articles, and the articles that another one holds."""

    repeats: repeats.Repeats
    relations: Sequence[RelationRow]
    held: Mapping[str, str]


@uncollected()
def join_issues(
    plan: Plan, workplace: Workplace, spread: Spread = here, memory: Memory | None = None
) -> Issues:
    """Put together the halves of articles that jump from page to page.

    Args:
        plan: all batches, in order; their parts are all there.
        workplace: where the parts are.
        spread: runs a function over values, here or on a cluster.
        memory: of an earlier run.
    """
    parts = parts_of(plan, workplace)
    return Issues(parts, _joins(parts, spread, memory))


@uncollected()
def find_duplicates(
    plan: Plan, workplace: Workplace, issues: Issues, spread: Spread = here, memory: Memory | None = None
) -> Copies:
    """Search the corpus for passages that stand twice, and articles that repeat another.

    Pairs of texts that an earlier run compared, and that ``memory`` holds, are not compared again.
    """
    parts, joins = issues
    settings, scratch = plan.settings.duplicates, workplace.scratch.resolve()
    related = repeats.relate(partial(_lines, parts, joins), len(parts), settings, scratch, spread, memory)
    kept = [repeats.Kept(part.folder, part.second, joins.name) for part in parts]
    found = repeats.find(kept, settings, scratch, spread, related.repeated, memory)
    return Copies(found, list(related.records), related.held)


@uncollected()
def write_articles(
    plan: Plan, workplace: Workplace, issues: Issues, copies: Copies, spread: Spread = here
) -> Manifest:
    """Write the output, the manifest last.

    Memory holds one part at a time, the id of every page, the copies, and the articles that have
    jump lines.
    """
    parts, joins = issues
    drop = plan.settings.duplicates.drop
    drops = _drops(parts, joins, copies) if drop else Drops()
    write = partial(_write, parts, workplace.scratch.resolve(), joins, copies=copies, drops=drops)
    done = list(spread(write, (tuple(records.FILES),) if drop else _TOGETHER))
    (workplace.output / MANIFEST).unlink(missing_ok=True)  # from here on the old one would be wrong
    files = {name: file for some in done for name, file in some.files.items()}
    publish({workplace.output / name: files[name][0] for name in records.FILES})
    counts = joins.counts + Counts(duplicates=len(copies.repeats.copies))
    manifest = Manifest(
        fingerprint=plan.fingerprint,
        versions={"jieban": __version__, **library_versions()},
        settings=plan.settings.model_dump(mode="json"),
        counts=sum((some.counts for some in done), counts),
        files={name: files[name][1] for name in records.FILES} | write_schemas(workplace),
        skipped={kind: count for some in done for kind, count in sorted(some.skipped.items())},
    )
    with replacing(workplace.output / MANIFEST, workplace.scratch) as handle:
        handle.write(records.dump_object(manifest))
    return manifest


_TOGETHER = (
    ("articles.jsonl",),
    ("audit.jsonl",),
    ("evidence.jsonl",),
    ("duplicates.jsonl", "relations.jsonl", "pages.jsonl"),
)
"""Files, by the task that writes them, the largest first."""


def _write(
    parts: Sequence[Part],
    scratch: Path,
    joins: Joins,
    names: Sequence[str],
    copies: Copies,
    drops: Drops,
) -> Written:
    """Write some files of the output."""
    of_pages = [name for name in names if name in records.PAGE_FILES]
    found, counts = copies.repeats, Counts()
    repeated = drops.repeating(found.articles)
    skipped: Counter[str] = Counter()
    with ExitStack() as stack:
        files = {name: Digested(stack.enter_context(written(name, scratch))) for name in names}
        for part in parts:
            content = part.files(of_pages, joins, repeated)
            counts += drops.edit(content, part.texts)
            if "pages.jsonl" in names:
                counts += part.counts
                skipped += _skipped(content["pages.jsonl"])
            for name in of_pages:
                files[name].write(content[name])
        if "duplicates.jsonl" in names:
            files["duplicates.jsonl"].write(b"".join(map(records.dump, found.rows)))
        if "relations.jsonl" in names:
            files["relations.jsonl"].write(b"".join(map(records.dump, copies.relations)))
    return Written({name: (file.path, file.row) for name, file in files.items()}, counts, skipped)


def _skipped(lines: bytes) -> Counter[str]:
    """How many files of each kind are among the rows of pages and were not read."""
    rows = (records.load(PageRow, line) for line in lines.splitlines() if b'"status":"skipped"' in line)
    return Counter("".join(suffixes(row.path)) or row.path.rpartition("/")[2] for row in rows)


def _joins(parts: Sequence[Part], spread: Spread, memory: Memory | None) -> Joins:
    """The halves of articles, put together."""
    texts = lru_cache(2)(lambda number: {row.doc: row.text for row in parts[number].texts()})

    def source(page: int, piece: PieceRow) -> str:
        text: str = texts(bisect_right(parts, page, key=attrgetter("first")) - 1)[piece.doc]
        return text[piece.start : piece.end]

    of = [halves.Part(one.first, one.articles, "" if one.second else one.folder.name) for one in parts]
    return halves.joins(halves.find(of, spread, memory), source)


def _lines(parts: Sequence[Part], joins: Joins, number: int) -> list[bytes]:
    """Give the articles of a part as the output has them, but for ``duplicate_of``."""
    part = parts[number]
    return part.joined("articles.jsonl", joins, part.pages()).splitlines()


def _drops(parts: Sequence[Part], joins: Joins, found: Copies) -> Drops:
    """Find the articles to be dropped because one that is kept has all that they say."""
    drops = Drops(found.held, found.repeats.rows)
    for number in range(len(parts)):
        for line in _lines(parts, joins, number):
            if records.id_of(line) in drops.articles:
                drops.add(records.load(ArticleRow, line))
    return drops

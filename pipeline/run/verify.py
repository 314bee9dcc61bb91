"""Check a finished output: its files, its rows, and that every character of every page is accounted for.

``verify(Path("output"))`` → ``[]`` where all is well, else a sentence about each fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from pipeline import records
from pipeline.records import ArticleRow, AuditRow, Manifest, PageRow, TextRow
from pipeline.run import plans
from pipeline.run.files import Workplace
from pipeline.run.packing import TEXTS, unpacked
from pipeline.run.results import damaged_files
from pipeline.run.sums import MANIFEST, is_whole
from pipeline.values.errors import UserError
from pipeline.values.laws import misplaced

R = TypeVar("R", PageRow, ArticleRow, AuditRow)
Places = dict[str, list[tuple[int, int]]]
"""The stretches of each page, by its id, that stand in an article or were dropped."""


def verify(output: Path) -> list[str]:
    """Tell every fault of an output folder, each in one sentence.

    Files are held against the manifest's SHA-256, rows against their models, parts against their digests; and each
    visible character of each page must stand in exactly one piece of an article or one dropped stretch.

    Raises:
        UserError: the folder holds no finished output.
    """
    try:
        manifest = records.load(Manifest, (output / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise UserError(f"{output} holds no finished output of jieban run; run it again") from None
    faults = [f"{name} is lost or is not what the manifest says" for name in damaged_files(output, manifest)]
    faults += [f"{name} is lost" for name in ("run.json",) if not (output / name).exists()]
    if faults:
        return faults
    return [*_bad_rows(output), *_bad_pages(output, manifest)]


def _bad_rows(output: Path) -> Iterator[str]:
    for name, model in records.FILES.items():
        with (output / name).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    records.load(model, line)
                except ValidationError as problem:
                    yield f"line {number} of {name} is no row: {problem.errors()[0]['msg']}"


def _bad_pages(output: Path, manifest: Manifest) -> Iterator[str]:
    """Whether each page's characters are accounted for; the texts are those kept among the parts."""
    workplace, places = Workplace(output), _places(output)
    pages = {row.doc for row in _rows(output, "pages.jsonl", PageRow) if row.status == "ok"}
    try:
        batches = list(plans.load(manifest.fingerprint, workplace).batches)
    except (OSError, ValueError, LookupError, TypeError):
        yield "the plan of the run is lost, so that the pages' texts are not found; run again"
        return
    left = set(pages)
    for batch in batches:
        part = workplace.parts / batch.fingerprint
        if not is_whole(part):
            yield f"the part {batch.fingerprint} is damaged; the next run computes it again"
            return
        for line in unpacked(part, TEXTS).splitlines():
            row = records.load(TextRow, line)
            left.discard(row.doc)
            if row.doc in pages and (count := _misplaced(row.text, places.pop(row.doc, []))):
                yield f"{row.doc}: {count} visible characters are not in exactly one place"
    yield from (f"{doc}: its text is not among the parts" for doc in sorted(left))
    yield from (
        f"{doc}: articles or the audit name it, and it is no page that was cleaned" for doc in sorted(places)
    )


def _misplaced(text: str, places: list[tuple[int, int]]) -> int:
    size = len(text)
    if any(not 0 <= start <= end <= size for start, end in places):
        return size
    return len(misplaced(text, [start for start, _ in places], [end for _, end in places]))


def _places(output: Path) -> Places:
    found: Places = defaultdict(list)
    for article in _rows(output, "articles.jsonl", ArticleRow):
        for block in article.blocks:
            for piece in block.pieces:
                found[piece.doc].append((piece.start, piece.end))
    for row in _rows(output, "audit.jsonl", AuditRow):
        if row.action == "dropped":
            one = [] if row.start is None or row.end is None else [(row.start, row.end)]
            found[row.doc] += row.spans or one
    return found


def _rows(output: Path, name: str, model: type[R]) -> Iterator[R]:
    with (output / name).open("rb") as lines:
        for line in lines:
            yield records.load(model, line)

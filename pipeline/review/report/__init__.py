"""The review report: static HTML, made from the output folder alone, that opens from disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from pipeline.records import dump_object
from pipeline.review.report.copies import Cluster, Passages, Texts, files
from pipeline.review.report.output import Lot, Output
from pipeline.review.report.page import PageView, view
from pipeline.review.report.render import render
from pipeline.review.report.summary import COLUMNS, Summary
from pipeline.values.errors import UserError
from pipeline.values.spread import Spread, here

FOLDER, START = "report", "index.html"
A_TABLE = 1_000_000
"""Bytes of the table's lines in one file of the overview: about 8,000 pages, far below 2 MB in all."""


def write(output: Path, target: Path | None = None, spread: Spread = here) -> Path:
    """Build the report of an output folder; one that is there already is replaced once the new one is whole.

    Args:
        output: the folder that ``jieban run`` wrote.
        target: the folder to build; default: ``report`` below the output.
        spread: runs a function over lots of pages.

    Returns:
        The file to open.

    Raises:
        UserError: the folder holds no finished output, or the target is a folder of something else.
    """
    source = Output(output)
    target = target or output / FOLDER
    if target.exists() and not (target / START).is_file() and any(target.iterdir()):
        raise UserError(f"{target} holds something else than a report; name another folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
            new = Path(scratch) / "new"
            _build(source, new, spread)
            if target.exists():
                target.rename(Path(scratch) / "old")
            new.rename(target)
    except OSError as problem:
        raise UserError(f"the report {target} cannot be written ({problem.strerror})") from None
    return target / START


def _build(source: Output, folder: Path, spread: Spread) -> None:
    (folder / "pages").mkdir(parents=True)
    names = page_files(len(source.pages))
    homes = {page.doc: name for page, name in zip(source.pages, names, strict=True) if page.status == "ok"}
    frame = {"fingerprint": source.manifest.fingerprint, "homes": homes}
    summary, passages = Summary(), Passages(source.duplicates)

    def build(lot: Lot) -> tuple[Summary, Texts]:
        """Write the files of some pages, and tell what was seen of them."""
        seen, texts = Summary(), Texts()
        for n, story in zip(lot.numbers, source.stories(lot), strict=True):
            texts |= passages.of(story.page.doc, story.text)
            page = view(story, n + 1)
            seen.add(page, names[n])
            (folder / "pages" / names[n]).write_bytes(_page(page, names, frame))
        return seen, texts

    for seen, texts in spread(build, source.lots()):
        summary.merge(seen)
        passages.take(texts)
    _write_duplicates(folder, passages.clusters(), frame)
    _write_overview(folder, source, summary, frame)


def page_files(count: int) -> list[str]:
    """The files of the pages. An id is data, never a path: files are numbered."""
    return [f"{n:0{max(5, len(str(count)))}}.html" for n in range(1, count + 1)]


def _page(page: PageView, names: Sequence[str], frame: dict[str, Any]) -> bytes:
    n = page.number - 1
    before, after = (names[m] if 0 <= m < len(names) else None for m in (n - 1, n + 1))
    return render("page", view=page, before=before, after=after, total=len(names), up="../", **frame)


def _write_duplicates(folder: Path, clusters: list[Cluster], frame: dict[str, Any]) -> None:
    lots = list(files(clusters))
    names = _numbered("duplicates", len(lots))
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("duplicates", clusters=lot, total=len(clusters), files=names, here=n, up="", **frame)
        (folder / name).write_bytes(page)


def _write_overview(folder: Path, source: Output, summary: Summary, frame: dict[str, Any]) -> None:
    lots = list(_lots(summary.doubtful_first))
    names = _numbered("index", len(lots))
    common = {"manifest": source.manifest, "run": source.run, "plots": summary.plots, "columns": COLUMNS}
    settings = dump_object(source.manifest).decode()
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("overview", lines=lot, files=names, here=n, up="", settings=settings, **common, **frame)
        (folder / name).write_bytes(page)


def _numbered(name: str, count: int) -> list[str]:
    return [f"{name}.html", *(f"{name}-{n}.html" for n in range(2, count + 1))]


def _lots(lines: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    lot: list[tuple[Any, ...]] = []
    filled = 0
    for line in lines:
        size = len(orjson.dumps(line))
        if lot and filled + size > A_TABLE:
            yield lot
            lot, filled = [], 0
        lot.append(line)
        filled += size
    yield lot

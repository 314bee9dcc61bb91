"""Writes the pages of a report that are about all pages: the overview, the duplicates, the relations of articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from pipeline.records import dump_object
from pipeline.review.report.copies import Cluster, files
from pipeline.review.report.output import Output
from pipeline.review.report.relations import Group, Pair, Relations
from pipeline.review.report.render import render
from pipeline.review.report.summary import COLUMNS, Summary

A_TABLE = 4_000_000
"""Bytes of the table's lines in one file of the overview: about 30,000 pages, which open in less than a second."""


def write_duplicates(folder: Path, clusters: list[Cluster], frame: dict[str, Any]) -> None:
    """Write the pages of clusters, so many on each."""
    lots = list(files(clusters))
    names = _numbered("duplicates", len(lots))
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("duplicates", clusters=lot, total=len(clusters), files=names, here=n, **frame)
        (folder / name).write_bytes(page)


def write_relations(folder: Path, found: Relations, frame: dict[str, Any]) -> None:
    items: list[Group | Pair] = [*found.groups, *found.pairs]
    lots = list(files(items))
    names = _numbered("relations", len(lots))
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("relations", items=lot, found=found, files=names, here=n, **frame)
        (folder / name).write_bytes(page)


def write_overview(folder: Path, source: Output, summary: Summary, frame: dict[str, Any]) -> None:
    """Write the overview: a table of all pages, the most doubtful first, so many lines in each file."""
    lots = list(_lots(summary.doubtful_first))
    names = _numbered("index", len(lots))
    common = {
        "manifest": source.manifest,
        "run": source.run,
        "plots": summary.plots,
        "columns": COLUMNS,
        "doubtful": summary.doubtful,
        "drawn": sum(bool(seen.drawn) for seen in summary.pages),
        "total": len(summary.pages),
    }
    settings = dump_object(source.manifest).decode()
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("overview", lines=lot, files=names, here=n, settings=settings, **common, **frame)
        (folder / name).write_bytes(page)


def _numbered(name: str, count: int) -> list[str]:
    return [f"{name}.html", *(f"{name}-{n}.html" for n in range(2, count + 1))]


def _lots(lines: list[list[Any]]) -> Iterator[list[list[Any]]]:
    lot: list[list[Any]] = []
    filled = 0
    for line in lines:
        size = len(orjson.dumps(line))
        if lot and filled + size > A_TABLE:
            yield lot
            lot, filled = [], 0
        lot.append(line)
        filled += size
    yield lot

"""Printing: tables for people at a terminal, plain lines for everything else."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console  # takes longer to load than lines to print

    from pipeline.cli.driver import Report
    from pipeline.duplicates.relation import Relation
    from pipeline.run.clusters import Cluster

ROWS = {
    "pages": "pages",
    "quarantined": "quarantined",
    "skipped": "files skipped",
    "articles": "articles",
    "joins": "joins",
    "splices": "splices cut",
    "duplicates": "duplicates",
    "kept": "characters kept",
    "dropped": "characters dropped",
    "changed": "characters changed",
    "flagged": "characters flagged",
}


def console() -> Console:
    """Standard output: in colour at a terminal, wide enough for a line elsewhere."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=10_000, no_color=True, highlight=False)


def as_json(report: Report) -> None:
    """Print a run's summary for programs: one JSON object on a line."""
    assert report.manifest is not None
    told = {
        **report.manifest.counts.model_dump(),
        "skipped_by_kind": report.manifest.skipped,
        "seconds": round(report.seconds, 1),
        "output": str(report.output),
        "done": report.done,
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def summary(report: Report) -> None:
    """Print the counts of a run, whose decisions it obeyed, and where to look at it."""
    assert report.manifest is not None
    rows: dict[str, object] = {
        label: f"{getattr(report.manifest.counts, name):,}" for name, label in ROWS.items()
    }
    if report.decisions:
        rows |= {"decisions by people": f"{report.decisions:,}", "read from": report.file}
    rows |= {"seconds": f"{report.seconds:.1f}", "output": report.output}
    if report.report:
        rows["report"] = report.report
    values(rows)


def values(rows: Mapping[str, object]) -> None:
    """Names and values, one a line."""
    if not sys.stdout.isatty():
        sys.stdout.writelines(f"{name}: {value}\n" for name, value in rows.items())
        return
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name, value in rows.items():
        table.add_row(name, str(value))
    console().print(table)


def row(name: str, figures: Mapping[str, object]) -> None:
    """A name and its figures, in one line as soon as they are known."""
    console().out(
        f"{name:<24}" + "  ".join(f"{key} {value}" for key, value in figures.items()), highlight=False
    )


def problems(lines: Sequence[str], most: int) -> None:
    """Differences, one a line, and how many more there are."""
    out = console()
    for line in lines[:most]:
        out.out(f"  {line}")
    if len(lines) > most:
        out.out(f"  … and {len(lines) - most} more")


def answer(article: Mapping[str, object], known: Relation) -> None:
    """Print an article that repeats a text, and their relation."""
    console().out(
        f"{known.kind:<12} {known.share_a:.2f} of it, {known.share_b:.2f} of {_where(article)}",
        highlight=False,
    )


def found(article: Mapping[str, object], other: Mapping[str, object], known: Relation) -> None:
    """An article, and the one of another output that repeats it."""
    console().out(
        f"{_where(article)}\n  {known.kind:<12} {known.share_a:.2f} is in {_where(other)}", highlight=False
    )


def cluster(one: Cluster) -> None:
    """Printings of one text, a line each, the first one first."""
    console().out(f"{one.name}  {len(one.witnesses)} printings", highlight=False)
    for witness in one.witnesses:
        mark = "dropped" if witness.dropped else "copy" if witness.duplicate_of else "kept"
        console().out(f"  {mark:<8} {_where(witness._asdict())}", highlight=False)


def _where(article: Mapping[str, object]) -> str:
    """Give the place and the headline of an article."""
    place = " ".join(str(article[name]) for name in ("newspaper", "date", "page") if article[name])
    return "  ".join(str(part) for part in (article["id"], place or article["doc"], article["title"]) if part)


def note(text: str) -> None:
    """A line for people who wait, on standard error."""
    from rich.console import Console

    Console(stderr=True).print(text, highlight=False)

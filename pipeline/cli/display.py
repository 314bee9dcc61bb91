"""What the command prints: tables for people at a terminal, plain lines for everything else."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.records import Counts

if TYPE_CHECKING:
    from rich.console import Console  # takes longer to load than lines to print

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


def summary(counts: Counts, seconds: float, output: Path, decisions: int = 0) -> None:
    """What a run did; ``decisions`` counts those by people that it was given."""
    rows = {label: f"{getattr(counts, name):,}" for name, label in ROWS.items()}
    if decisions:
        rows["decisions by people"] = f"{decisions:,}"
    values({**rows, "seconds": f"{seconds:.1f}", "output": str(output)})


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

"""Which decisions by people no longer fit: nothing stands there that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from pipeline.values.verdicts import Verdict

REASON = b"decision_without_place"  # in the audit; see wishes.py
SHOWN = 3  # places that a message names


def message(output: Path, verdicts: Sequence[Verdict]) -> str | None:
    """Give the message for decisions of a run that do not fit; None where all do.

    Args:
        output: the output folder of the finished run.
        verdicts: the decisions that it was given.
    """
    places = [*_absent(output, verdicts), *_misplaced(output)] if verdicts else []
    if not places:
        return None
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return (
        f"{len(places)} of {len(verdicts)} decisions no longer fit: {', '.join(places[:SHOWN])}{more}; "
        f"look at them again in the report, those of pages there are {REASON.decode()} in audit.jsonl"
    )


def _absent(output: Path, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Those about pages that the input lacks, or that are quarantined."""
    with (output / "pages.jsonl").open("rb") as lines:
        there = {row["doc"]: row["status"] for row in map(orjson.loads, lines)}
    for verdict in verdicts:
        if (status := there.get(verdict.doc)) != "ok":
            yield f"{verdict.place} (the page is {status or 'not there'})"


def _misplaced(output: Path) -> Iterator[str]:
    """Those that the chain found no place for."""
    with (output / "audit.jsonl").open("rb") as lines:
        for row in (orjson.loads(line) for line in lines if REASON in line):
            if row["reason"] == REASON.decode():
                yield f"{row['doc']}:{row['start']}:{row['end']}"

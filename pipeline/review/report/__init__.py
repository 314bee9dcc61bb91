"""The review report: static HTML, made from the output folder alone, that opens from disk.

The code that builds it is imported from :mod:`pipeline.review.report.build`, because its templates take .1 s to load.
"""

from __future__ import annotations

import json
from pathlib import Path

FOLDER, START, STATE, MARK = "report", "index.html", "state.json", "state.svg"

_MARK = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="1" viewBox="0 0 {0} 1"/>\n'
FRESH, STALE = _MARK.format(1), _MARK.format(2)
"""The picture that each file of the report shows: by its width a file knows whether the output has changed since.
A file opened from disk may read nothing else."""


def of(output: Path) -> Path | None:
    """The file to open, where an output folder has a report."""
    start = output / FOLDER / START
    return start if start.is_file() else None


def outdate(output: Path) -> None:
    """Let the report of an output folder say on its face that it is older than the output."""
    if of(output):
        (output / FOLDER / MARK).write_text(STALE)


def is_stale(output: Path) -> bool:
    """Whether the report of an output folder says so."""
    try:
        return (output / FOLDER / MARK).read_text() != FRESH
    except OSError:
        return True


def fault(output: Path, fingerprint: str, drawn: bool) -> str | None:
    """Tell the fault of the report of an output folder, if it has one.

    Args:
        output: the folder.
        fingerprint: of the output, as its manifest has it.
        drawn: whether a run of these settings draws one.
    """
    if of(output) is None:
        return f"{FOLDER}/{START} is lost" if drawn else None
    try:
        made_of = json.loads((output / FOLDER / STATE).read_bytes())["fingerprint"]
    except (OSError, ValueError, LookupError, TypeError):
        return f"{FOLDER}/{STATE} is lost or damaged"
    if made_of != fingerprint or is_stale(output):
        return "the report was made of another output"
    return None

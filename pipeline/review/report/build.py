"""Builds the report of an output folder; pages that have not changed since the last report are taken over."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from pipeline.review.report import FOLDER, START, STATE
from pipeline.review.report.builder import Builder
from pipeline.review.report.output import Output
from pipeline.values.errors import UserError
from pipeline.values.settings import ReportSettings
from pipeline.values.spread import Spread, here


class Built(NamedTuple):
    """A report: the file to open, and how many of its pages are drawn."""

    start: Path
    drawn: int
    pages: int


def write(
    output: Path,
    target: Path | None = None,
    spread: Spread = here,
    largest: int = ReportSettings().largest,
    wanted: Sequence[str] = (),
) -> Built:
    """Build the report of an output folder; one that is there already is replaced once the new one is whole.

    Args:
        output: the folder that ``jieban run`` wrote.
        target: the folder to build; default: ``report`` below the output.
        spread: runs a function over lots of pages.
        largest: how many pages are drawn at most, the most doubtful ones.
        wanted: ids of pages that are drawn in any case.

    Raises:
        UserError: the folder holds no finished output, the target is a folder of something else, or a page that is
            wanted is not there.
    """
    source = Output(output)
    target = target or output / FOLDER
    if target.exists() and not _is_ours(target):
        raise UserError(f"{target} holds something else than a report; name another folder")
    unknown = set(wanted) - {page.doc for page in source.pages}
    if unknown:
        raise UserError(f"{output} has no page {sorted(unknown)[0]}; pages.jsonl lists those that it has")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
            new = Path(scratch) / "new"
            seen = Builder(source, target, new, spread).build(largest, set(wanted))
            if target.exists():
                target.rename(Path(scratch) / "old")
            new.rename(target)
    except OSError as problem:
        raise UserError(f"the report {target} cannot be written ({problem.strerror})") from None
    return Built(target / START, sum(bool(one.drawn) for one in seen), len(seen))


def _is_ours(target: Path) -> bool:
    """Whether a folder may be replaced: it is empty, or holds a report that this program wrote."""
    if not target.is_dir() or target.is_symlink():
        return False
    if (target / STATE).is_file() or not any(target.iterdir()):
        return True
    try:
        return b'name="generator" content="jieban' in (target / START).read_bytes()[:20_000]
    except OSError:
        return False


def fingerprint_of(report: Path) -> str | None:
    """The fingerprint of the output that a report was made from."""
    try:
        return str(orjson.loads((report / STATE).read_bytes())["fingerprint"])
    except (OSError, ValueError, KeyError):
        return None

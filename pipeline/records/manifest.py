"""The rows about a whole run: its counts, its files, its times."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from pipeline.records.models import Row


class FileRow(Row):
    """A file of the output."""

    sha256: str
    bytes: int


class Counts(Row):
    """The counts of a run or a page. ``kept``, ``dropped``, ``changed`` and ``flagged`` count visible characters.

    ``skipped`` counts files of kinds that are not read; they are no pages.
    """

    pages: int = 0
    ok: int = 0
    quarantined: int = 0
    skipped: int = 0
    articles: int = 0
    joins: int = 0
    splices: int = 0
    duplicates: int = 0
    kept: int = 0
    dropped: int = 0
    changed: int = 0
    flagged: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in Counts.model_fields})


class Manifest(Row):
    """``manifest.json``: versions, settings and counts of the run, and the SHA-256 of its files."""

    fingerprint: str = Field(description="A digest of the code, the settings and the input.")
    versions: dict[str, str]
    settings: dict[str, dict[str, Any]]
    counts: Counts
    files: dict[str, FileRow]
    skipped: dict[str, int] = Field({}, description="Files that are not read, by the end of their names.")


class RunRow(Row):
    """``run.json``: times, workers and machine, which differ from run to run."""

    started: str
    seconds: float
    workers: int
    engine: str
    scheduler: str
    input: str
    machine: dict[str, str | int | None]

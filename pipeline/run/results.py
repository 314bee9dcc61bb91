"""The files of an output: written with their digests, and told from files that were damaged since."""

from __future__ import annotations

import hashlib
import os
import platform
from pathlib import Path
from typing import IO

from pipeline import records
from pipeline.records import FileRow, Manifest, RunRow
from pipeline.run import looking
from pipeline.run.files import Workplace, publish, replacing, written
from pipeline.run.planning import Plan
from pipeline.run.steps import marks
from pipeline.run.sums import MANIFEST

RUN = "run.json"

FILES = tuple(records.FILES)


class Digested:
    """A file being written, and the digest of its bytes so far."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle, self._hash, self._size = handle, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Write on."""
        self._handle.write(data)
        self._hash.update(data)
        self._size += len(data)

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self._handle.name)

    @property
    def row(self) -> FileRow:
        """As the manifest names the file."""
        return FileRow(sha256=self._hash.hexdigest(), bytes=self._size)


def written_names() -> list[str]:
    """The files and folders that a run writes below its output, by name."""
    return [*records.FILES, *records.OBJECTS, "schema"]


def damaged_files(output: Path, manifest: Manifest) -> list[str]:
    """Give the files of a finished output that differ from the manifest, by name; a lost one too."""
    return [name for name, row in manifest.files.items() if looking.digest(output / name) != row.sha256]


def damaged_names(output: Path, plan: Plan, reported: bool) -> list[str]:
    """Give the files of a finished output that are lost or damaged; ``reported``: whether a report belongs to it."""
    if not (output / MANIFEST).exists():
        return []
    try:
        manifest = records.load(Manifest, (output / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return [MANIFEST]
    if manifest.fingerprint != plan.fingerprint:
        return []
    others = [RUN, *(["report/index.html"] if reported else [])]
    return damaged_files(output, manifest) + [name for name in others if not (output / name).exists()]


def write_run(
    workplace: Workplace, plan: str, source: Path, workers: int, engine: str, scheduler: str
) -> None:
    """Write how a run went, from the marks that its steps left for a plan."""
    left = [mark for step in STEPS if (mark := marks.read(step, workplace))]
    found = [mark for mark in left if mark.fingerprint == plan]
    row = RunRow(
        started=min(mark.started for mark in found).isoformat(),
        seconds=round(sum(mark.seconds for mark in found), 3),
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        input=str(source.resolve()),
        machine={
            "host": platform.node(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": os.cpu_count(),
        },
    )
    with replacing(workplace.output / RUN, workplace.scratch) as handle:
        handle.write(records.dump_object(row))


STEPS = ("FixEncoding", "DetectSplices", "SegmentArticles", "JoinIssues", "FindDuplicates", "WriteArticles")
"""That make the output, by the names of their tasks."""


def write_schemas(workplace: Workplace) -> dict[str, FileRow]:
    (workplace.output / "schema").mkdir(exist_ok=True)
    rows, paths = {}, {}
    for name, content in records.schemas().items():
        with written(Path(name).name, workplace.scratch) as handle:
            file = Digested(handle)
            file.write(content)
        rows[name], paths[workplace.output / name] = file.row, file.path
    publish(paths)
    return rows

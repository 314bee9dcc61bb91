"""A disk that fails at any step of a run, and a run that is killed: told of in one line, and the next run mends it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.run.files import OWNER, WORK, Workplace
from pipeline.run.results import written_names
from pipeline.values.errors import UserError, of_disk

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", [19])
def test_failing_disk_is_told_of_and_the_next_run_mends_it(seed: int) -> None:
    """A fault of each kind at a random step, and a kill: one line, a code, and the same bytes by the next run."""
    command = [sys.executable, "disk.py", "--seed", str(seed), "--each", "1", "--kills", "1", "--pages", "12"]
    ending = subprocess.run(
        command,
        cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ending.stdout == "0 told of\n", ending.stdout + ending.stderr


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (OSError(errno.EIO, "Input/output error", "out/a"), "out/a: Input/output error; look at the disk"),
        (OSError(errno.EACCES, "Permission denied", "out/a"), "ask for the right to it"),
        (OSError("socket: odd"), "socket: odd; see to it and run again"),
    ],
)
def test_error_of_the_disk_is_one_line(problem: OSError, told: str) -> None:
    """File, cause, remedy and what the next run does stand in one line."""
    line = of_disk(problem)
    assert told in line
    assert "\n" not in line
    assert line.endswith("run again: what was finished is kept")


def test_run_that_died_before_its_marker_blocks_nobody(tmp_path: Path) -> None:
    """Empty folders of ours without a marker are ours; with a file of anybody in them they are not."""
    workplace = Workplace(tmp_path)
    workplace.prepare()
    (tmp_path / WORK / OWNER).unlink()
    workplace.claim(written_names())
    (workplace.parts / "mine.txt").write_text("theirs")
    with pytest.raises(UserError, match="which no run of this version wrote"):
        workplace.claim(written_names())


def test_only_folders_of_unfinished_reports_are_swept(tmp_path: Path) -> None:
    """What a killed run left of a report goes; a folder of the same kind of name that holds anything else stays."""
    workplace = Workplace(tmp_path)
    workplace.prepare()
    (tmp_path / ".report-a" / "new").mkdir(parents=True)
    (tmp_path / ".report-b").mkdir()
    (tmp_path / ".report-b" / "mine.txt").write_text("theirs")
    workplace.tidy()
    assert [path.name for path in tmp_path.glob(".report-*")] == [".report-b"]

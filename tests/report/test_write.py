"""The report as files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.files import WORK
from pipeline.report import summary, write
from tests.report.conftest import FILE, SCRIPT


def test_report_stands_below_the_output(output: Path, tmp_path: Path) -> None:
    """It is built from the output folder alone: moved elsewhere, it is the same but for nothing."""
    moved = shutil.copytree(output, tmp_path / "moved")
    before = (output / "report" / "index.html").read_bytes()
    assert write(moved) == moved / "report" / "index.html"
    assert (moved / "report" / "index.html").read_bytes() == before


def test_report_without_the_work_folder(output: Path, tmp_path: Path) -> None:
    """Where .jieban was removed every page says that its source was not kept."""
    bare = shutil.copytree(output, tmp_path / "bare", ignore=shutil.ignore_patterns(WORK, "report"))
    page = write(bare, tmp_path / "elsewhere").parent / "pages" / "00002.html"
    assert "was not kept" in page.read_text(encoding="utf-8")
    assert not (bare / "report").exists()


def test_ids_are_no_paths(output: Path) -> None:
    """Files are numbered; what a page is called never names a file of the report."""
    names = {path.name for path in (output / "report").rglob("*")}
    assert not {name for name in names if FILE in name or SCRIPT in name}
    assert {"index.html", "duplicates.html", "00001.html"} <= names


def test_what_is_no_output_is_told_of(tmp_path: Path) -> None:
    """A folder without finished output is a mistake in what was asked."""
    with pytest.raises(UserError, match="holds no finished output"):
        write(tmp_path)


def test_folder_of_something_else_is_left_alone(output: Path, tmp_path: Path) -> None:
    """A target that holds no report is not overwritten."""
    (tmp_path / "own.txt").write_text("mine")
    with pytest.raises(UserError, match="something else than a report"):
        write(output, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]


def test_doubt_is_the_number_of_decisions_likely_wrong() -> None:
    """Pages with lower scores and more flags come first."""
    lines = [
        ("b", *[None] * 4, "ok", 0.5),
        ("a", *[None] * 4, "ok", 2.0),
        ("c", *[None] * 4, "quarantined", 0.0),
    ]
    assert [line[0] for line in summary.Summary(lines=lines).doubtful_first] == ["c", "a", "b"]

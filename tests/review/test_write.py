"""The report as files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.cli import driver
from pipeline.review.report import summary, write
from pipeline.run import config
from pipeline.run.engines.local import Local
from pipeline.run.files import WORK
from pipeline.values.errors import UserError
from pipeline.values.settings import Settings
from tests.review.conftest import FILE, SCRIPT


def test_report_stands_below_the_output(output: Path, tmp_path: Path) -> None:
    """It is built from the output folder alone: moved elsewhere, it is the same but for nothing."""
    moved = shutil.copytree(output, tmp_path / "moved")
    before = (output / "report" / "index.html").read_bytes()
    assert write(moved) == moved / "report" / "index.html"
    assert (moved / "report" / "index.html").read_bytes() == before


def test_workers_build_the_same_report(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is the same, whether one process wrote the pages or two, in lots of three."""
    monkeypatch.setattr("pipeline.review.report.output.A_LOT", 3)
    files = []
    for workers in (1, 2):
        folder = write(output, tmp_path / f"{workers}", Local(workers).map).parent
        files.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.html")})
    assert files[0] == files[1]


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


def settled(tmp_path: Path, largest: int) -> tuple[bool, Path]:
    """Whether a run of one page succeeds whose report folder is somebody's, and the folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("# 春风吹进小巷\n\n老人们坐在门前晒太阳。\n", encoding="utf-8")
    (tmp_path / "out" / "report").mkdir(parents=True)
    (tmp_path / "out" / "report" / "own.txt").write_text("mine")
    settings = Settings.model_validate({"report": {"largest": largest}})
    request = driver.Request(tmp_path / "in", tmp_path / "out", 1)
    return driver.run(request, config.Config(settings, {})).done, tmp_path / "out" / "report"


def test_report_that_cannot_be_written_fails_no_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The run succeeds, says what stood in the way, and leaves what is not its own."""
    done, folder = settled(tmp_path, 1)
    assert done
    assert "something else than a report" in caplog.text
    assert [path.name for path in folder.iterdir()] == ["own.txt"]


def test_larger_corpus_gets_no_report_by_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Above the setting a run writes none."""
    assert settled(tmp_path, 0)[0]
    assert not caplog.text

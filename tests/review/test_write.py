"""The report as files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.cli import driver
from pipeline.review.report import FRESH, MARK, STALE, build, builder, is_stale, outdate, summary
from pipeline.run import config
from pipeline.run.engines.local import Local
from pipeline.run.files import WORK
from pipeline.values.errors import UserError
from pipeline.values.settings import Settings
from tests.review.conftest import FILE, SCRIPT, SEEDS


def test_report_stands_below_the_output(output: Path, tmp_path: Path) -> None:
    """It is built from the output folder alone: moved elsewhere, it is the same but for nothing."""
    moved = shutil.copytree(output, tmp_path / "moved")
    before = (output / "report" / "index.html").read_bytes()
    assert build.write(moved).start == moved / "report" / "index.html"
    assert (moved / "report" / "index.html").read_bytes() == before


def test_workers_build_the_same_report(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is the same, whether one process wrote the pages or two, in lots of three."""
    monkeypatch.setattr("pipeline.review.report.output.A_LOT", 3)
    files = []
    for workers in (1, 2):
        folder = build.write(output, tmp_path / f"{workers}", Local(workers).map).start.parent
        files.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.html")})
    assert files[0] == files[1]


def test_report_without_the_work_folder(output: Path, tmp_path: Path) -> None:
    """Where .jieban was removed every page says that its source was not kept."""
    bare = shutil.copytree(output, tmp_path / "bare", ignore=shutil.ignore_patterns(WORK, "report"))
    start = build.write(bare, tmp_path / "elsewhere").start
    page = start.parent / "pages" / builder.file_of(SEEDS[0].stem)
    assert "was not kept" in page.read_text(encoding="utf-8")
    assert not (bare / "report").exists()


def test_ids_are_no_paths(output: Path) -> None:
    """Files are numbered; what a page is called never names a file of the report."""
    names = {path.name for path in (output / "report").rglob("*")}
    assert not {name for name in names if FILE in name or SCRIPT in name}
    files = {"index.html", "duplicates.html", "relations.html", "search.html"}
    assert files | {builder.file_of(SEEDS[0].stem)} <= names


def test_what_is_no_output_is_told_of(tmp_path: Path) -> None:
    """A folder without finished output is a mistake in what was asked."""
    with pytest.raises(UserError, match="holds no finished output"):
        build.write(tmp_path)


def test_folder_of_something_else_is_left_alone(output: Path, tmp_path: Path) -> None:
    """A target that holds no report is not overwritten."""
    for name in ("own.txt", "index.html"):
        (tmp_path / name).write_text("<p>mine")
        with pytest.raises(UserError, match="something else than a report"):
            build.write(output, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"own.txt", "index.html"}
    (tmp_path / "link").symlink_to(output / "report")
    with pytest.raises(UserError, match="something else than a report"):
        build.write(output, tmp_path / "link")


def test_doubt_is_the_number_of_decisions_likely_wrong() -> None:
    """Pages with lower scores and more flags come first."""
    pages = [("b", "ok", 0.5), ("a", "ok", 2.0), ("c", "quarantined", 0.0)]
    seen = [summary.Seen("", [name, name, None, None, None, status, doubt]) for name, status, doubt in pages]
    assert [line[0] for line in summary.Summary(seen).doubtful_first] == ["c", "a", "b"]


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


def stamps(folder: Path) -> dict[str, int]:
    """Which file on disk stands under each name of a page."""
    return {path.name: path.stat().st_ino for path in (folder / "pages").iterdir()}


def test_only_what_changed_is_drawn(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report built again takes every page over; a page of which a line changed is drawn alone."""
    moved = shutil.copytree(output, tmp_path / "moved")
    before = stamps(build.write(moved).start.parent)
    drawn: list[str] = []
    real = builder.draw
    monkeypatch.setattr(
        builder, "draw", lambda page, *rest: (drawn.append(page.row.doc), real(page, *rest))[1]
    )
    assert stamps(build.write(moved).start.parent) == before
    assert not drawn
    lines = (moved / "audit.jsonl").read_text("utf-8").splitlines(keepends=True)
    gone = next(line for line in lines if SEEDS[0].stem in line)
    lines.remove(gone)
    (moved / "audit.jsonl").write_text("".join(lines), encoding="utf-8")
    after = stamps(build.write(moved).start.parent)
    assert drawn == [SEEDS[0].stem]
    assert {name for name in before if before[name] != after[name]} == {builder.file_of(SEEDS[0].stem)}


def test_added_pages_cost_what_they_cost_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages added to nine: they are drawn, and the two beside them, whose links change."""
    source, settings = tmp_path / "in", Settings()
    source.mkdir()
    for n in range(9):
        text = f"# 第{n}条街的春天\n\n老人们坐在门前晒太阳，这是第{n}户人家。\n"
        (source / f"{n}.txt").write_text(text, encoding="utf-8")
    drawn: list[str] = []
    real = builder.draw
    monkeypatch.setattr(
        builder, "draw", lambda page, *rest: (drawn.append(page.row.doc), real(page, *rest))[1]
    )
    for name in (None, "4a", "4b"):
        if name:
            (source / f"{name}.txt").write_text(f"# 新的一页{name}\n\n春风吹进小巷。\n", encoding="utf-8")
        if name != "4a":
            request = driver.Request(source, tmp_path / "out", 1)
            assert driver.run(request, config.Config(settings, {})).done
    assert sorted(drawn[9:]) == ["4", "4a", "4b", "5"]


def test_largest_draws_the_most_doubtful(output: Path, tmp_path: Path) -> None:
    """Of many pages so many are drawn, those likeliest wrong; others when they are asked for; all are in the table."""
    built = build.write(output, tmp_path / "few", largest=2)
    assert (built.drawn, built.pages) == (2, len(list((output / "report" / "pages").iterdir())))
    wanted = SEEDS[4].stem
    again = build.write(output, tmp_path / "few", largest=2, wanted=[wanted])
    assert (again.start.parent / "pages" / builder.file_of(wanted)).is_file()
    assert again.drawn == 3
    assert wanted in built.start.read_text("utf-8")
    with pytest.raises(UserError, match="has no page nowhere"):
        build.write(output, tmp_path / "few", wanted=["nowhere"])


def test_report_older_than_the_output_says_so(output: Path, tmp_path: Path) -> None:
    """From the moment a run writes the output until the report is built anew, every file says that it is old."""
    moved = shutil.copytree(output, tmp_path / "moved")
    assert not is_stale(moved)
    outdate(moved)
    assert is_stale(moved)
    assert (moved / "report" / MARK).read_text() == STALE
    build.write(moved)
    assert (moved / "report" / MARK).read_text() == FRESH


def test_run_without_a_report_leaves_none_that_seems_fresh(tmp_path: Path) -> None:
    """Where the setting says that a run writes none, the one of an earlier run is told to be old."""
    (tmp_path / "in").mkdir()
    for n, largest in enumerate((10, 0)):
        (tmp_path / "in" / f"{n}.txt").write_text(f"# 春风{n}\n\n老人们坐在门前。\n", encoding="utf-8")
        settings = Settings.model_validate({"report": {"largest": largest}})
        request = driver.Request(tmp_path / "in", tmp_path / "out", 1)
        done = driver.run(request, config.Config(settings, {}))
        assert done.report == tmp_path / "out" / "report" / "index.html"
        assert is_stale(tmp_path / "out") is (largest == 0)

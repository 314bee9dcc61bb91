"""Days of an archive: each is a task, RangeDaily goes through them, and the corpus takes in what is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import luigi
import pytest
from conftest import write
from luigi.tools.range import RangeDaily
from running import OTHER, STORY, rows

from pipeline.run import cleaning
from pipeline.run.days import FOLDER, Day
from pipeline.tasks import CleanCorpus, CleanDay, CleanIssue
from pipeline.values.errors import UserError

pytestmark = pytest.mark.usefixtures("plain_chain")
DAYS = [date(2026, 1, 19), date(2026, 1, 20), date(2026, 1, 21)]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Callable[[luigi.Task], luigi.execution_summary.LuigiRunResult]:
    """``luigi.build`` with Luigi's own defaults; how it ended."""
    monkeypatch.setattr("luigi.setup_logging.InterfaceLogging.setup", lambda *_: None)
    return lambda task: luigi.build([task], local_scheduler=True, detailed_summary=True)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two newspapers on two days, two pages each; the third day did not appear."""
    pages = {
        f"{paper}/{day:%Y/%m/%d}/{page:02d}.txt": f"{paper}第{day.day}日{page}版\n{STORY if page == 1 else OTHER}"
        for paper in ("jxrb", "nhwb")
        for day in DAYS[:2]
        for page in (1, 2)
    }
    return write(tmp_path / "in", pages)


def of(step: type[luigi.Task], archive: Path, **more: object) -> luigi.Task:
    """A task over the archive."""
    return step(input_path=archive, output_path=archive.parent / "out", **more)


def test_day_keeps_newspaper_date_and_page(archive: Path, build: Callable[[luigi.Task], object]) -> None:
    """A day holds the pages of all newspapers and of no other day, with the ids that they have in the archive."""
    day = of(CleanDay, archive, date=DAYS[1])
    assert not day.complete()
    build(day)
    assert day.complete()
    pages = rows(archive.parent / "out/days/2026-01-20", "pages.jsonl")
    assert [(page["doc"], page["newspaper"], page["date"], page["page"]) for page in pages] == [
        ("jxrb/2026/01/20/01", "jxrb", "2026-01-20", "1"),
        ("jxrb/2026/01/20/02", "jxrb", "2026-01-20", "2"),
        ("nhwb/2026/01/20/01", "nhwb", "2026-01-20", "1"),
        ("nhwb/2026/01/20/02", "nhwb", "2026-01-20", "2"),
    ]
    with day.output()["articles"].open() as lines:
        assert len(list(lines)) == 4


def test_issue_is_one_newspaper(archive: Path, build: Callable[[luigi.Task], object]) -> None:
    """An issue holds the pages of its newspaper alone, in a folder of its own."""
    issue = of(CleanIssue, archive, date=DAYS[0], newspaper="nhwb")
    build(issue)
    pages = rows(archive.parent / "out/issues/nhwb/2026-01-19", "pages.jsonl")
    assert [page["doc"] for page in pages] == ["nhwb/2026/01/19/01", "nhwb/2026/01/19/02"]
    assert not of(CleanIssue, archive, date=DAYS[0], newspaper="jxrb").complete()


def test_range_fills_what_is_missing(
    archive: Path, build: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """RangeDaily cleans the days of a range that are not cleaned; a day without pages is missing data."""
    paths = {"input_path": str(archive), "output_path": str(archive.parent / "out")}  # it goes through JSON
    build(CleanDay(date=DAYS[0], **paths))
    read: list[str] = []
    opened = cleaning.opened
    monkeypatch.setattr(
        cleaning, "opened", lambda source, *more: read.append(source.doc) or opened(source, *more)
    )
    days = partial(
        RangeDaily,
        of=CleanDay,
        param_name="date",
        of_params=paths,
        start=DAYS[0],
        stop=date(2026, 1, 22),
    )
    done = build(days(now=1_769_083_200))
    assert done.status is luigi.LuigiStatusCode.MISSING_EXT
    assert {doc.rpartition("/")[0] for doc in read if doc} == {"jxrb/2026/01/20", "nhwb/2026/01/20"}
    write(archive, {"jxrb/2026/01/21/01.txt": f"迟到的一版\n{STORY}"})
    assert build(days(now=1_769_083_201)).status is luigi.LuigiStatusCode.SUCCESS
    ids = [row["id"] for day in DAYS for row in rows(archive.parent / f"out/days/{day}", "articles.jsonl")]
    assert len(set(ids)) == len(ids) == 9


def test_changed_day_is_cleaned_again(archive: Path, build: Callable[[luigi.Task], object]) -> None:
    """A day whose pages changed is not complete; another is."""
    for day in DAYS[:2]:
        build(of(CleanDay, archive, date=day))
    write(archive, {"jxrb/2026/01/20/01.txt": "改正的一版\n正文。"})
    assert [of(CleanDay, archive, date=day).complete() for day in DAYS[:2]] == [True, False]


def test_corpus_has_all_days(archive: Path, build: Callable[[luigi.Task], object]) -> None:
    """The corpus of the same archive gives pages the same ids, newspapers, dates and pages; articles, too."""
    build(of(CleanDay, archive, date=DAYS[0]))
    build(of(CleanCorpus, archive))
    day = rows(archive.parent / "out/days/2026-01-19", "articles.jsonl")
    corpus = rows(archive.parent / "out", "articles.jsonl")
    assert [(row["id"], row["newspaper"], row["date"], row["page"]) for row in day] == [
        (row["id"], row["newspaper"], row["date"], row["page"])
        for row in corpus
        if row["date"] == "2026-01-19"
    ]
    assert len(corpus) == 8


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (FOLDER, "jx-rb/2026/01/20/A2"),
        ("{date:%Y-%m-%d}/{newspaper}", "2026-01-20/jx-rb/A2"),
        ("scans/{newspaper}_{date:%y%m%d}", "scans/jx-rb_260120/A2"),
    ],
)
def test_pattern_of_folders(tmp_path: Path, folder: str, path: str) -> None:
    """Folders of any pattern are found, and tell what their names hold; of an issue its own alone."""
    write(tmp_path, {f"{path}.txt": "x", f"{path.replace('jx', 'other')}.txt": "x"})
    write(tmp_path, {f"{path.replace('20', '21').replace('21', '20', 1)}.txt": "x"})
    day, issue = Day(folder, date="2026-01-20"), Day(folder, "jx-rb", "2026-01-20")
    assert issue.folders(tmp_path) == [path.removesuffix("/A2")]
    assert len(day.folders(tmp_path)) == 2
    assert day.known(path) == issue.known(path) == ("jx-rb", "2026-01-20", "A2")
    assert day.known(f"{path}#3").page == "A2"


@pytest.mark.parametrize("folder", ["{paper}", "{0}", "{date:%Y", "/{newspaper}", "../{newspaper}"])
def test_what_is_no_pattern_is_told_of(tmp_path: Path, folder: str) -> None:
    """A pattern with other fields, or one that leads out of the input, is a mistake of one line."""
    with pytest.raises(UserError, match="the folder"):
        Day(folder, date="2026-01-20").folders(tmp_path)

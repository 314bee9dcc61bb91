"""Luigi's laws: a task that is asked looks, a task that runs acts; whoever builds, and however often."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import luigi
import pytest
from conftest import ROOT, write
from processes import python
from running import OTHER, STORY, contents, rows

from pipeline import tasks
from pipeline.run import versions
from pipeline.run.files import Workplace
from pipeline.run.locking import OutputBusyError, held
from pipeline.tasks.step import Step

pytestmark = pytest.mark.usefixtures("plain_chain")
STEPS = [
    *(tasks.FixEncoding, tasks.DetectSplices, tasks.SegmentArticles, tasks.JoinIssues, tasks.FindDuplicates),
    *(tasks.WriteArticles, tasks.WriteReport, tasks.CleanCorpus),
]
Build = Callable[..., bool]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Build:
    """``luigi.build`` as a team calls it, with a scheduler of its own; whether all succeeded."""
    monkeypatch.setattr(
        "luigi.setup_logging.InterfaceLogging.setup", lambda *_: None
    )  # it would keep our stderr

    def call(*asked: luigi.Task, workers: int = 1) -> bool:
        done = luigi.build(list(asked), local_scheduler=True, workers=workers, detailed_summary=True)
        return bool(done.status is luigi.LuigiStatusCode.SUCCESS)

    return call


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two pages."""
    return write(tmp_path / "in", {"a.txt": f"植树\n{STORY}", "b.txt": f"新馆\n{OTHER}"})


def of(step: type[Step], source: Path, name: str = "out", **more: object) -> Step:
    """A step over those pages."""
    return step(input_path=source, output_path=source.parent / name, **more)


class Below(luigi.Task):
    """Somebody's task that reads the articles."""

    source: luigi.PathParameter = luigi.PathParameter()

    def requires(self) -> luigi.Task:
        """The corpus."""
        return of(tasks.CleanCorpus, self.source)

    def output(self) -> luigi.LocalTarget:
        """A count."""
        return luigi.LocalTarget(str(self.source.parent / "count"))

    def run(self) -> None:
        """Count the articles."""
        with self.input()["articles"].open() as lines, self.output().open("w") as file:
            file.write(str(sum(1 for _ in lines)))


@pytest.mark.parametrize("step", STEPS)
def test_who_asks_changes_nothing(step: type[Step], source: Path) -> None:
    """To ask a task for its output, what it needs and whether it is complete writes no file and takes no lock."""
    task = of(step, source)
    for _ in range(2):
        assert not task.complete()
        assert luigi.task.flatten(task.output())
        assert luigi.task.flatten(task.requires())
    assert [path.name for path in source.parent.iterdir()] == ["in"]


def test_steps_form_a_chain(source: Path) -> None:
    """Each step needs the one before and nothing else, whatever stands on disk."""
    for before, step in pairwise(STEPS):
        assert of(step, source).requires() == of(before, source)
    assert of(STEPS[0], source).requires() == tasks.Pages(input_path=source)


def test_each_step_may_be_asked_for(source: Path, build: Build) -> None:
    """A step builds those before it and no more; the next one takes up what it left. The last only wraps them."""
    for number, step in enumerate(STEPS):
        assert build(of(step, source))
        assert [of(each, source).complete() for each in STEPS] == [
            n <= number for n in range(len(STEPS) - 1)
        ] + [number >= len(STEPS) - 2]
        assert all(target.exists() for target in luigi.task.flatten(of(step, source).output()))
    assert build(of(tasks.CleanCorpus, source, "at once"))
    assert contents(source.parent / "out") == contents(source.parent / "at once")


def test_marks_tell_what_was_found(source: Path, build: Build) -> None:
    """The target of a step is a file that a person can read: which plan, when, and what it found."""
    write(source, {"c.txt": f"植树又见\n{STORY}"})
    assert build(of(tasks.CleanCorpus, source))
    found = {
        step.task_family: json.loads(
            (Workplace(source.parent / "out").steps / f"{step.task_family}.json").read_text()
        )
        for step in STEPS[:-1]
    }
    assert found["FixEncoding"]["found"] == {"pages": 3, "utf-8": 3}
    assert found["SegmentArticles"]["found"] == {"articles": 3, "pages": 3}
    assert found["FindDuplicates"]["found"]["copies"] == 1
    assert len({mark["fingerprint"] for mark in found.values()}) == 1


def test_second_build_in_one_process_sees_new_pages(source: Path, build: Build) -> None:
    """One and the same task, built twice: pages that came, changed and went meanwhile are seen."""
    task = of(tasks.CleanCorpus, source)
    assert build(task)
    assert task.complete()
    write(source, {"c.txt": "新的一页\n正文。"})
    assert not task.complete()
    assert build(task)
    (source / "a.txt").unlink()
    write(source, {"b.txt": "变了的一页\n正文。"})
    assert not task.complete()
    assert build(task)
    assert [row["title"] for row in rows(source.parent / "out", "articles.jsonl")] == [
        "变了的一页",
        "新的一页",
    ]


def test_page_of_the_same_length_is_seen(source: Path, build: Build) -> None:
    """A page that is written anew within a moment, as long as before, is another page."""
    task = of(tasks.CleanCorpus, source)
    for text in ("甲乙\n正文。", "丙丁\n正文。"):
        write(source, {"a.txt": text})
        assert not task.complete()
        assert build(task)
        assert rows(source.parent / "out", "articles.jsonl")[0]["title"] == text[:2]


def test_changed_settings_and_code_are_seen(
    source: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task with other settings, or under another version, is not complete."""
    assert build(of(tasks.CleanCorpus, source))
    other = of(tasks.CleanCorpus, source, settings='{"encoding":{"punctuation_width":false}}')
    assert not other.complete()
    assert build(other)
    assert other.complete()
    assert not of(tasks.CleanCorpus, source).complete()
    monkeypatch.setattr(versions, "code_version", lambda: "another")
    assert not other.complete()


def test_lost_file_is_made_again(source: Path, build: Build) -> None:
    """An output file that is gone or damaged makes the tasks that wrote it incomplete, and those behind it."""
    assert build(of(tasks.CleanCorpus, source))
    before = contents(source.parent / "out")
    for name in ("articles.jsonl", "run.json", "report/index.html"):
        (source.parent / "out" / name).unlink()
        assert not of(tasks.CleanCorpus, source).complete()
        assert of(tasks.FindDuplicates, source).complete()
        assert build(of(tasks.CleanCorpus, source))
    assert contents(source.parent / "out") == before


def test_pages_that_come_amid_a_run_wait(source: Path, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is added between two steps fails no step that begins; Luigi is told to look again."""
    work = tasks.DetectSplices.work

    def late(self: Step, *arguments: object) -> object:
        write(source, {"late.txt": "迟来的一页\n正文。"})
        return work(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks.DetectSplices, "work", late)
    luigi.configuration.get_config().set(
        "worker", "check_unfulfilled_deps", "false"
    )  # as the shipped file has it
    task = of(tasks.CleanCorpus, source)
    assert build(task)
    assert len(rows(source.parent / "out", "pages.jsonl")) == 2
    assert not task.complete()
    assert build(task)
    assert len(rows(source.parent / "out", "pages.jsonl")) == 3


def test_build_beside_a_running_one(source: Path, build: Build, caplog: pytest.LogCaptureFixture) -> None:
    """Where another process holds the output a build fails, in one line; what is below it is not made."""
    workplace = Workplace(source.parent / "out")
    workplace.prepare()
    hold = (
        "import sys, pathlib; from pipeline.run.files import Workplace; from pipeline.run.locking import held\n"
        "with held(Workplace(pathlib.Path(sys.argv[1]))): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(workplace.output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as run:
        assert run.stdout
        run.stdout.readline()
        with caplog.at_level(logging.ERROR, "luigi-interface"):
            assert not build(Below(source))
        run.communicate()
    assert [record.getMessage() for record in caplog.records] == [str(OutputBusyError(workplace.output))]
    assert not Below(source).complete()
    assert build(Below(source))
    assert (source.parent / "count").read_text() == "2"


KILLED = """
import os, sys, luigi
from pipeline.tasks import CleanCorpus, SegmentArticles
SegmentArticles.work = lambda *_: os.kill(os.getpid(), 9)
luigi.build([CleanCorpus(input_path="in", output_path="out")], local_scheduler=True)
"""


def test_killed_build_carries_on(source: Path, build: Build) -> None:
    """A build that is killed amid a step leaves the steps before it done, no lock, and nothing half written."""
    assert python(source.parent, "-W", "ignore", "-c", KILLED).returncode == -9
    assert [of(step, source).complete() for step in STEPS[:3]] == [True, True, False]
    assert not (source.parent / "out" / "articles.jsonl").exists()
    marks = [path.stat().st_mtime_ns for path in sorted(Workplace(source.parent / "out").steps.iterdir())]
    assert build(of(tasks.CleanCorpus, source))
    steps = Workplace(source.parent / "out").steps
    after = [(steps / f"{step.task_family}.json").stat().st_mtime_ns for step in (STEPS[1], STEPS[0])]
    assert after == marks
    assert build(of(tasks.CleanCorpus, source, "whole"))
    assert contents(source.parent / "out") == contents(source.parent / "whole")


def test_asking_keeps_nobody_out(source: Path) -> None:
    """A notebook that asks a task whether it is complete holds no lock."""
    task = of(tasks.CleanCorpus, source)
    assert not task.complete()
    workplace = task.workplace
    workplace.prepare()
    with held(workplace):
        assert not task.complete()
        assert not of(tasks.FixEncoding, source).complete()


def test_workers_of_luigi_give_the_same(source: Path, build: Build) -> None:
    """Two workers, each step in a process of its own, give the bytes that one gives."""
    assert build(of(tasks.CleanCorpus, source))
    assert build(of(tasks.CleanCorpus, source, "two", processes=2), workers=2)
    assert contents(source.parent / "out") == contents(source.parent / "two")


def test_absolute_paths_name_a_run(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From whichever folder it is started, a run has one identity."""
    monkeypatch.chdir(source.parent)
    one = tasks.CleanCorpus(input_path="in", output_path="out")
    monkeypatch.chdir(source)
    two = tasks.CleanCorpus(input_path=source, output_path="../out")
    assert one.task_id != two.task_id  # .. is not followed, for a link may stand there
    assert one.task_id == of(tasks.CleanCorpus, source).task_id


EFFECTS = """
import logging, os, signal, sys, warnings
warnings.simplefilter("ignore")
import luigi, numpy, pydantic
def state():
    parser = luigi.configuration.get_config()
    return (
        {name: dict(parser[name]) for name in parser}, dict(os.environ), os.getcwd(), list(sys.path),
        {number: signal.getsignal(number) for number in (2, 10, 15)},
        [(log.name, log.level, list(log.handlers), list(log.filters))
         for log in map(logging.getLogger, ("", "luigi", "luigi-interface", "jieban"))],
    )
before = state()
import jieban.tasks, pipeline.tasks
assert state() == before, (before, state())
assert jieban.tasks.CleanCorpus is pipeline.tasks.CleanCorpus
"""


def test_import_has_no_effect(tmp_path: Path) -> None:
    """Importing the tasks changes neither Luigi's configuration nor logging, signals, paths or the environment."""
    done = python(tmp_path, "-c", EFFECTS)
    assert done.returncode == 0, done.stderr

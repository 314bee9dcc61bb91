"""A run gives the same bytes however it is done, resumes where it was killed, and does only what is new."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, decision, write
from plain import plain_page, replace_chain
from running import contents, run

from pipeline.records import FILES
from pipeline.run import planning
from pipeline.run.entries import Entry
from pipeline.run.files import Workplace
from pipeline.values.errors import UserError
from pipeline.values.model import Cleaned, Page
from pipeline.values.settings import InputSettings, Settings
from pipeline.values.verdicts import PageVerdicts

Jieban = Callable[..., subprocess.CompletedProcess[str]]
SEEDS = ROOT / "seeds"
BAD = InputSettings(quarantine_budget=1.0)


@pytest.fixture
def cleaned_docs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that reach the chain, every one in a batch of its own."""
    docs: list[str] = []

    def record(page: Page, settings: Settings, verdicts: PageVerdicts) -> Cleaned:
        if page.doc:  # the one that warms up has no id
            docs.append(page.doc)
        return plain_page(page, settings, verdicts)

    replace_chain(record, monkeypatch)
    monkeypatch.setattr(planning, "ONE_IN", 1)
    return docs


def test_seeds_give_the_same_bytes_always(jieban: Jieban, tmp_path: Path) -> None:
    """One or two workers, another place of the input: two runs' outputs are the same to the byte."""
    copy = shutil.copytree(SEEDS, tmp_path / "elsewhere" / "copy")
    ways = {"a": (SEEDS, 1), "b": (copy, 2)}
    for name, (source, workers) in ways.items():
        done = jieban("run", source, "--output", name, "--workers", workers, PYTHONHASHSEED=str(workers))
        assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert set(FILES) < set(contents(tmp_path / "a"))
    assert not any(str(tmp_path).encode() in data for data in contents(tmp_path / "a").values())


def test_input_is_not_written_to(tmp_path: Path, cleaned_docs: list[str]) -> None:
    """A run leaves the input folder as it was."""
    root = write(tmp_path / "in", {"a.txt": "标题\n正文", "b/c.txt": "标题\n正文"})
    before = {path: path.stat().st_mtime_ns for path in (root, *root.rglob("*"))}
    assert run(root, tmp_path / "out").done
    assert cleaned_docs
    assert {path: path.stat().st_mtime_ns for path in (root, *root.rglob("*"))} == before


def test_nothing_new_computes_nothing(tmp_path: Path, cleaned_docs: list[str]) -> None:
    """A second run over the same pages cleans none and leaves every file as it is."""
    root = write(tmp_path / "in", {"a.txt": "标题\n正文"})
    assert run(root, tmp_path / "out").done
    made = (tmp_path / "out" / "manifest.json").stat().st_mtime_ns
    assert run(root, tmp_path / "out").done
    assert cleaned_docs == ["a"]
    assert (tmp_path / "out" / "manifest.json").stat().st_mtime_ns == made


def test_only_what_changed_is_computed(tmp_path: Path, cleaned_docs: list[str]) -> None:
    """A changed page, a new one and one that is gone: the first two are cleaned, the rest is not."""
    root = write(tmp_path / "in", {f"{n}.txt": f"标题{n}\n正文" for n in range(5)})
    assert run(root, tmp_path / "out").done
    cleaned_docs.clear()
    write(root, {"1.txt": "变了\n正文", "5.txt": "新的\n正文"})
    (root / "2.txt").unlink()
    assert run(root, tmp_path / "out").done
    assert sorted(cleaned_docs) == ["1", "5"]
    fresh = tmp_path / "fresh"
    assert run(root, fresh).done
    assert contents(fresh) == contents(tmp_path / "out")
    assert len(list(Workplace(tmp_path / "out").parts.iterdir())) == 5


def test_changed_setting_computes_all(tmp_path: Path, cleaned_docs: list[str]) -> None:
    """A setting that can change a page's rows makes every page new; the budget makes none new."""
    root = write(tmp_path / "in", {"a.txt": "标题\n正文"})
    assert run(root, tmp_path / "out").done
    report = run(root, tmp_path / "out", Settings(input=BAD))
    assert report.manifest
    assert report.manifest.settings["input"]["quarantine_budget"] == 1.0
    assert cleaned_docs == ["a"]
    assert run(root, tmp_path / "out", Settings(input=InputSettings(largest_page=99))).done
    assert cleaned_docs == ["a", "a"]


def test_decision_computes_its_page_alone(tmp_path: Path, cleaned_docs: list[str]) -> None:
    """A decision makes its page's batch anew, the run after it none; without it the page is as it was."""
    text = "标题\n正文"
    root = write(tmp_path / "in", {f"{n}.txt": text for n in range(4)})
    assert run(root, tmp_path / "out").done
    before = contents(tmp_path / "out")
    write(tmp_path, {"decisions.jsonl": decision("2", text)})
    for _ in range(2):
        assert run(root, tmp_path / "out", decisions=tmp_path / "decisions.jsonl").done
        assert sorted(cleaned_docs) == ["0", "1", "2", "2", "3"]
    assert run(root, tmp_path / "out").done
    assert contents(tmp_path / "out") == before


def test_decisions_are_obeyed_by_every_worker(jieban: Jieban, tmp_path: Path) -> None:
    """Two processes give what one gives: the role that a person set, and in the audit who set it."""
    text = "# 渔港修了冷库\n\n天还没有亮，码头上已经站满了人。\n"
    write(tmp_path / "in", {f"{n}/{n}.txt": text for n in range(40)})
    place = {"start": text.index("天"), "end": len(text) - 1}
    write(tmp_path, {"d.jsonl": "".join(decision(f"{n}/{n}", text, **place) for n in (3, 33))})
    for workers in (1, 2):
        name = f"out{workers}"
        done = jieban("run", "in", "--output", name, "--workers", workers, "--decisions", "d.jsonl")
        assert (done.returncode, done.stderr) == (0, "")
        assert "decisions by people: 2\n" in done.stdout
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")
    rows = [json.loads(line) for line in contents(tmp_path / "out1")["articles.jsonl"].splitlines()]
    roles = {row["doc"]: row["blocks"][-1]["role"] for row in rows}
    assert [doc for doc, role in roles.items() if role == "caption"] == ["3/3", "33/33"]
    audit = [json.loads(line) for line in contents(tmp_path / "out1")["audit.jsonl"].splitlines()]
    assert [(row["doc"], row["by"]) for row in audit if "by" in row] == [("3/3", "李"), ("33/33", "李")]


def test_damaged_output_is_made_again(tmp_path: Path, cleaned_docs: list[str]) -> None:
    """An output file that is gone is written again from the parts."""
    root = write(tmp_path / "in", {"a.txt": "标题\n正文"})
    assert run(root, tmp_path / "out").done
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "articles.jsonl").unlink()
    assert run(root, tmp_path / "out").done
    assert contents(tmp_path / "out") == before
    assert cleaned_docs == ["a"]


def test_page_that_vanished_for_a_moment_is_read_by_the_next_run(
    tmp_path: Path, cleaned_docs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that vanished while it was being read is quarantined, and tried again by the next run."""
    root = write(tmp_path / "in", {"a.txt": "标题\n正文"})
    with monkeypatch.context() as moment:
        moment.setattr("pipeline.run.reading.open_entry", _vanish)
        report = run(root, tmp_path / "out", Settings(input=BAD))
    assert report.manifest
    assert report.manifest.counts.quarantined == 1
    assert run(root, tmp_path / "out", Settings(input=BAD)).done
    assert cleaned_docs == ["a"]


def _vanish(root: Path, entry: Entry) -> None:
    raise FileNotFoundError(2, "No such file or directory", root / entry.path)


@pytest.mark.parametrize(("bad", "done"), [(1, True), (2, False)])
def test_too_many_bad_pages_fail_the_run(
    tmp_path: Path, cleaned_docs: list[str], bad: int, done: bool
) -> None:
    """Up to a tenth of the pages may be bad; above, all is written, and this run and the next fail."""
    files = {f"{n}.txt": "" if n < bad else "标题\n正文" for n in range(10)}
    root = write(tmp_path / "in", files)
    for _ in range(2):
        report = run(root, tmp_path / "out")
        assert report.done is done
        assert report.manifest
        assert (report.manifest.counts.quarantined, report.manifest.counts.articles) == (bad, 10 - bad)
    assert len(cleaned_docs) == 10 - bad


@pytest.mark.parametrize(
    ("source", "output"),
    [("in", "in/out"), ("in", "in"), ("in/sub", "in"), ("in", "in/sub/../out"), ("in/a.txt", "in")],
)
def test_output_and_input_lie_apart(tmp_path: Path, source: str, output: str) -> None:
    """An output inside the input, or around it, is refused before anything is written."""
    root = write(tmp_path / "in", {"a.txt": "x", "sub/b.txt": "x"})
    before = sorted(root.rglob("*"))
    with pytest.raises(UserError, match="lie one in the other"):
        run(tmp_path / source, tmp_path / output)
    assert sorted(root.rglob("*")) == before


def test_missing_input_makes_no_output(tmp_path: Path) -> None:
    """Where there is no input, no output folder appears."""
    with pytest.raises(UserError, match="does not exist"):
        run(tmp_path / "nothing", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def held_run(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run of two workers over forty batches of one page: each cleans three, then waits for the file ``go``."""
    write(tmp_path / "in", {f"{n:02}.txt": f"标题{n}\n正文第{n}段。" for n in range(40)})
    (tmp_path / "held.py").write_text(
        "import itertools, sys, time\n"
        "from pathlib import Path\n"
        f"sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from pipeline import cli\n"
        "from pipeline.run import planning\n"
        "from plain import plain_page, replace_chain\n"
        "cleaned = itertools.count()\n"
        "def held(page, *more):\n"
        "    while page.doc and next(cleaned) >= 3 and not Path('go').exists():\n"
        "        time.sleep(0.02)\n"
        "    return plain_page(page, *more)\n"
        "replace_chain(held)\n"
        "planning.ONE_IN = 1\n"
        "sys.exit(cli.main(['run', 'in', '--output', 'out', '--workers', '2']))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "held.py"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    yield process
    (tmp_path / "go").touch()  # children that outlive the run end by themselves
    process.communicate()


def wait_for_parts(process: subprocess.Popen[bytes], parts: Path, count: int) -> None:
    """Wait until a held run has finished so many batches."""
    while not parts.exists() or len(list(parts.iterdir())) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


@pytest.mark.parametrize("whole_group", [True, False])
def test_killed_run_is_resumed(
    held_run: subprocess.Popen[bytes], tmp_path: Path, cleaned_docs: list[str], whole_group: bool
) -> None:
    """A kill -9 leaves no half file under a final name, and the next run does only what is left."""
    root, parts = tmp_path / "in", Workplace(tmp_path / "out").parts
    wait_for_parts(held_run, parts, 5)
    os.killpg(held_run.pid, signal.SIGKILL) if whole_group else held_run.kill()
    held_run.wait()
    finished = len(list(parts.iterdir()))
    assert not contents(tmp_path / "out")
    assert run(root, tmp_path / "out").done
    assert 5 <= 40 - len(cleaned_docs) <= finished + 2  # two orphans may each have finished a last one
    assert run(root, tmp_path / "fresh").done
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_two_runs_on_one_output(held_run: subprocess.Popen[bytes], tmp_path: Path, jieban: Jieban) -> None:
    """A second run on the same output folder ends with one clear line and exit code 2; the first goes on."""
    wait_for_parts(held_run, Workplace(tmp_path / "out").parts, 1)
    second = jieban("run", "in", "--output", "out")
    assert second.returncode == 2
    assert (
        second.stderr
        == "jieban: another run is writing to out; wait until it ends, or name another folder with --output\n"
    )
    (tmp_path / "go").touch()
    assert held_run.wait() == 0


def test_decisions_of_the_output_are_picked_up(tmp_path: Path) -> None:
    """What `jieban review` wrote is obeyed by the next run, which says so; a file that is named, in place of it."""
    text = "# 春风吹进小巷\n\n老人们坐在门前晒太阳。\n"
    source = write(tmp_path / "in", {"a.txt": text})
    run(source, tmp_path / "out")
    (tmp_path / "out" / "decisions.jsonl").write_text(decision("a", text, start=2, end=8), encoding="utf-8")
    found = run(source, tmp_path / "out")
    assert (found.decisions, found.file) == (1, tmp_path / "out" / "decisions.jsonl")
    (tmp_path / "other.jsonl").write_text("")
    named = run(source, tmp_path / "out", decisions=tmp_path / "other.jsonl")
    assert (named.decisions, named.file) == (0, tmp_path / "other.jsonl")

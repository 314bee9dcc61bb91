"""Luigi's command does what jieban run does, and tells success, failure and missing input apart."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import processes
import pytest
from conftest import ROOT, decision, write
from processes import python

from pipeline.run.files import Workplace
from pipeline.run.locking import held

SHIPPED = ROOT / "pipeline" / "luigi.cfg"
OK, RUNNING, MISSING, NOT_RUN, FAILED, NOT_SCHEDULED, UNHANDLED = 0, 10, 20, 25, 30, 35, 40


def luigi(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Luigi's own command, started in a folder."""
    command = ["-m", "luigi", "--module", "pipeline.tasks", "CleanCorpus", *arguments]
    command += ["--lock-pid-dir", str(folder / "pids")]  # other runs of this command are none of ours
    return python(folder, *command, **more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shipped luigi.cfg and two pages under the name that it gives."""
    shutil.copy(SHIPPED, tmp_path / "luigi.cfg")
    return write(tmp_path, {"seeds/a.txt": "标题\n\n正文第一段。", "seeds/b.txt": "标题\n\n正文第二段。"})


def test_success(folder: Path) -> None:
    """With the shipped configuration the command needs no option, and does what is missing only."""
    done = luigi(folder)
    assert done.returncode == OK, done.stderr
    assert (folder / "output" / "manifest.json").exists()
    again = luigi(folder)
    assert again.returncode == OK
    assert "1 complete ones were encountered" in again.stderr


def test_missing_input(folder: Path) -> None:
    """An input that is not there, or holds no page, is missing data; no output appears."""
    (folder / "empty").mkdir()
    for name in ("nothing", "empty"):
        assert luigi(folder, "--input-path", name).returncode == MISSING
    assert not (folder / "output").exists()


def test_failure_is_one_line(folder: Path) -> None:
    """Too many bad pages fail the task after all is written, without a traceback."""
    write(folder, {"seeds/b.txt": ""})
    done = luigi(folder)
    assert done.returncode == FAILED
    assert "ERROR: 1 of 2 pages are quarantined, more than the 10%" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "output" / "manifest.json").exists()


def test_mistake_in_the_configuration(folder: Path) -> None:
    """A misspelt key fails the scheduling, with the suggestion and without a traceback."""
    with (folder / "luigi.cfg").open("a") as file:
        file.write("[layuot]\n")
    done = luigi(folder)
    assert done.returncode == NOT_SCHEDULED
    assert "unknown section [layuot]; did you mean layout?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("way", ["option", "luigi.cfg"])
def test_decisions(folder: Path, way: str) -> None:
    """A file of decisions is an option, or a line of luigi.cfg; what does not fit is one line of the log."""
    text = "标题\n\n正文第一段。"
    place = {"start": text.index("正"), "end": len(text)}
    write(folder, {"d.jsonl": decision("a", text, **place) + decision("nowhere", text)})
    if way == "luigi.cfg":
        shipped = (folder / "luigi.cfg").read_text()
        (folder / "luigi.cfg").write_text(shipped.replace("decisions =\n", "decisions = d.jsonl\n"))
    done = luigi(folder, *(("--decisions", "d.jsonl") if way == "option" else ()))
    assert done.returncode == OK, done.stderr
    assert '"role":"caption"' in (folder / "output" / "articles.jsonl").read_text()
    assert done.stderr.count("1 of 2 decisions no longer fit: role at nowhere:1:3") == 1


def test_bad_decisions_fail_the_scheduling(folder: Path) -> None:
    """A file that is none of decisions is one line of the log, without a traceback, and makes no output."""
    write(folder, {"d.jsonl": "x\n"})
    done = luigi(folder, "--decisions", "d.jsonl")
    assert done.returncode == NOT_SCHEDULED
    assert "d.jsonl is no decision" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "output").exists()


@pytest.mark.parametrize("way", ["flag", "luigi.cfg", "environment"])
def test_settings(folder: Path, way: str) -> None:
    """A setting is a flag of Luigi's command, a line of luigi.cfg, and what the environment says."""
    if way != "flag":
        value = "0.6" if way == "luigi.cfg" else "${THRESHOLD}"
        shipped = (folder / "luigi.cfg").read_text()
        assert "threshold = 0.45\n" in shipped
        (folder / "luigi.cfg").write_text(shipped.replace("threshold = 0.45\n", f"threshold = {value}\n"))
    done = luigi(folder, *(["--duplicates-threshold", "0.6"] if way == "flag" else []), THRESHOLD="0.6")
    assert done.returncode == OK, done.stderr
    assert '"threshold": 0.6' in (folder / "output" / "manifest.json").read_text()


def test_output_in_use(folder: Path) -> None:
    """A second run on one output folder is told so by its exit code."""
    workplace = Workplace(folder / "output")
    workplace.prepare()
    with held(workplace):
        done = luigi(folder)
    assert done.returncode == RUNNING
    assert f"another run is writing to {folder / 'output'};" in done.stderr


def test_not_let_run(folder: Path) -> None:
    """Where the scheduler has no resource for the output folder, no step runs, and the exit code says so."""
    with (folder / "luigi.cfg").open("a") as file:
        file.write(f"[resources]\noutput of jieban at {folder / 'output'} = 0\n")
    assert luigi(folder).returncode == NOT_RUN
    assert not (folder / "output").exists()


def test_option_with_a_bad_value(folder: Path) -> None:
    """Luigi ends with the code of an exception where an option is none of the words that are known."""
    assert luigi(folder, "--engine", "nothing").returncode == UNHANDLED


def test_without_configuration(folder: Path) -> None:
    """In a folder without luigi.cfg Luigi's own defaults hold: its codes, and no scheduler but luigid."""
    (folder / "luigi.cfg").unlink()
    done = luigi(folder, "--input-path", "seeds", "--output-path", "out", "--local-scheduler")
    assert done.returncode == OK
    assert (folder / "out" / "manifest.json").exists()
    done = luigi(folder, "--input-path", "nothing", "--output-path", "out", "--local-scheduler")
    assert done.returncode == 0  # Luigi's own code of what is missing


@pytest.fixture
def luigid(folder: Path) -> Iterator[int]:
    """A real luigid on loopback; its port. It ends with the test."""
    with processes.luigid(folder) as port:
        yield port


def test_real_luigid(folder: Path, luigid: int, jieban: object) -> None:
    """With a real luigid both commands run, and give what the local scheduler gives."""
    scheduler = ["--scheduler-host", "127.0.0.1", "--scheduler-port", str(luigid)]
    configuration = (folder / "luigi.cfg").read_text()
    (folder / "luigi.cfg").write_text(
        configuration.replace("local_scheduler = true", "local_scheduler = false")
    )
    done = luigi(folder, "--output-path", "one", *scheduler)
    assert done.returncode == OK, done.stderr
    done = jieban("run", "seeds", "--output", "two", "--workers", 2, *scheduler)  # type: ignore[operator]
    assert done.returncode == OK, done.stderr
    assert '"scheduler": "luigid"' in (folder / "two" / "run.json").read_text()
    (folder / "luigi.cfg").write_text(configuration)
    assert luigi(folder, "--output-path", "three").returncode == OK
    for name in ("articles.jsonl", "manifest.json"):
        assert len({(folder / output / name).read_bytes() for output in ("one", "two", "three")}) == 1

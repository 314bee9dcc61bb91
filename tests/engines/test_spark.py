"""A run on a real Spark cluster gives the bytes that a run on this machine gives, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from answers import golds
from engines.standalone import FAST_START, Cluster
from running import contents

from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.pages import Library
from pipeline.run.engines import spark
from pipeline.run.files import WORK
from pipeline.values.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
Jieban = Callable[..., subprocess.CompletedProcess[str]]
MADE = 12  # pages, as well as the seeds; benchmarks/spark.py compares 300


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, and pages made of their articles, in many batches: every folder's first page begins one."""
    folder = tmp_path_factory.mktemp("archive")
    stories = gold_articles(golds())
    texts = [gold["text"] for gold in Library(stories).pages(MADE, 1)]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    for n, text in enumerate(texts):
        lines = json.dumps({"id": f"page{n}", "text": text}, ensure_ascii=False)
        (folder / f"{n:02d}.jsonl").write_text(lines + "\n", encoding="utf-8")  # a file of lines: a batch
    return folder


@pytest.fixture(scope="module")
def expected(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine makes of the archive."""
    output = tmp_path_factory.mktemp("local") / "out"
    command = [sys.executable, "-m", "pipeline", "run", archive, "--output", output]
    subprocess.run(command, check=True, capture_output=True, cwd=output.parent)
    return contents(output)


@pytest.mark.spark
@pytest.mark.parametrize("killed", [False, True], ids=["undisturbed", "executor killed"])
def test_run_gives_the_same_bytes(
    jieban: Jieban, archive: Path, expected: dict[str, bytes], cluster: Cluster, tmp_path: Path, killed: bool
) -> None:
    """On a cluster the output is that of this machine, also where an executor is killed amid the work."""
    victims: list[int] = []
    if killed:
        threading.Thread(target=_kill_amid, args=(cluster, tmp_path / "out", victims), daemon=True).start()
    way = ("--engine", "spark", "--master", cluster.master)
    done = jieban("run", archive, "--output", "out", *way, JAVA_TOOL_OPTIONS=FAST_START)
    assert done.returncode == 0, done.stderr
    assert bool(victims) == killed
    assert contents(tmp_path / "out") == expected
    assert json.loads((tmp_path / "out" / "run.json").read_text())["engine"] == "spark"


def _kill_amid(cluster: Cluster, output: Path, victims: list[int]) -> None:
    """Kill all executors as soon as the first part is finished."""
    while not any(output.glob(f"{WORK}/parts/*")):
        time.sleep(0.01)
    for process in cluster.executors():
        os.kill(process, signal.SIGKILL)
        victims.append(process)


def test_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyspark the message says what to install."""
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"pip install 'jieban\[spark\]'"):
        spark.Spark()


@pytest.mark.spark
def test_java_is_missing(jieban: Jieban, tmp_path: Path) -> None:
    """Without Java a run ends with one line and exit code 2, and touches nothing."""
    done = jieban("run", ROOT / "seeds", "--output", "out", "--engine", "spark", PATH="", JAVA_HOME="")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "needs Java 17" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.spark
def test_master_does_not_answer(jieban: Jieban) -> None:
    """A master that is not there is told of in one line, with exit code 2."""
    done = jieban("run", ROOT / "seeds", "--engine", "spark", "--master", "spark://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no Spark master answers at spark://127.0.0.1:9 (Connection refused)" in done.stderr


def test_unknown_engine_in_the_configuration(jieban: Jieban, tmp_path: Path) -> None:
    """An engine that does not exist is told of with those that do."""
    (tmp_path / "luigi.cfg").write_text("[CleanCorpus]\nengine = sparc\n")
    done = jieban("run", ROOT / "seeds")
    assert done.returncode == 2
    assert "there is no engine 'sparc'; there are local, spark" in done.stderr

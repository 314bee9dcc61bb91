"""A team that has a luigi.cfg, a scheduler and a ``pipeline.py`` of its own takes the tasks as it takes Luigi's."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, write
from processes import python

CONFIGURATION = """
[core]
log_level = WARNING
autoload_range = true
[retcode]
already_running = 3
missing_data = 4
not_run = 5
task_failed = 6
scheduling_error = 7
unhandled_exception = 8
[s3]
aws_access_key_id = ours
[Titles]
target = titles.txt
[duplicates]
threshold = 0.5
"""
OWN = '''
"""The team's own pipeline."""
import json
import luigi
from jieban.tasks import CleanCorpus

LIMIT = 3

class Titles(luigi.Task):
    pages = luigi.Parameter(default="pages")
    target = luigi.Parameter()

    def requires(self):
        return CleanCorpus(input_path=self.pages, output_path="clean")

    def output(self):
        return luigi.LocalTarget(self.target, format=luigi.format.UTF8)

    def run(self):
        with self.input()["articles"].open() as lines, self.output().open("w") as file:
            for line in lines:
                file.write(json.loads(line)["title"] + "\\n")
'''
PAGES = {
    "pages/a.txt": "# 新馆下月开放\n\n县图书馆新馆将于下月开放。\n",
    "pages/b.txt": "# 河堤植树\n\n本市昨日植树。\n",
}


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """The team's folder."""
    return write(tmp_path, {"luigi.cfg": CONFIGURATION, "pipeline.py": OWN, **PAGES})


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command in the team's folder, whose modules come first; jieban is installed behind them."""
    return python(folder, *command, before=folder)


def luigi(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Luigi's command."""
    return run(folder, "-m", "luigi", "--local-scheduler", "--lock-pid-dir", str(folder / "pids"), *arguments)


def test_own_pipeline_requires_the_corpus(team: Path) -> None:
    """A module called pipeline imports the tasks, its task reads the articles; other sections are ignored."""
    done = luigi(team, "--module", "pipeline", "Titles")
    assert done.returncode == 0, done.stderr
    assert (team / "titles.txt").read_text("utf-8") == "新馆下月开放\n河堤植树\n"
    assert '"threshold": 0.5' in (team / "clean" / "manifest.json").read_text()
    write(team, {"pages/c.txt": ""})
    (team / "titles.txt").unlink()
    assert luigi(team, "--module", "pipeline", "Titles").returncode == 6  # a third of the pages is bad
    assert not (team / "titles.txt").exists()


@pytest.mark.parametrize("first", ["import jieban, pipeline", "import pipeline, jieban"])
def test_both_pipelines_are_themselves(team: Path, first: str) -> None:
    """Whichever is imported first, the team's module has what it has, and ours is found."""
    code = f"{first}; import pipeline.tasks; print(pipeline.LIMIT, jieban.clean('# 题\\n\\n文。').articles[0].title)"
    done = run(team, "-W", "ignore", "-c", code)
    assert done.stdout == "3 题\n", done.stderr


def test_tasks_by_their_own_name(team: Path) -> None:
    """``--module jieban.tasks`` finds the tasks where a pipeline.py of the team lies in the way."""
    done = luigi(
        team, "--module", "jieban.tasks", "CleanCorpus", "--input-path", "pages", "--output-path", "out"
    )
    assert done.returncode == 0, done.stderr
    assert (
        luigi(
            team, "--module", "jieban.tasks", "CleanCorpus", "--input-path", "no", "--output-path", "o"
        ).returncode
        == 4
    )


SCRIPT = """
import sys
from {} import {} as main
if __name__ == "__main__":
    import multiprocessing
    multiprocessing.set_start_method(sys.argv.pop(1))
    sys.exit(main())
"""


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_command(team: Path, way: str) -> None:
    """The command that is installed runs where the team's pipeline.py comes first, and does not run that."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    script = SCRIPT.format(*scripts["jieban"].split(":"))
    write(team, {"pipeline.py": "raise SystemExit('the team runs')", "script": script})
    done = run(team, "script", way, "run", "pages", "--output", "out", "--workers", "2", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (team / "out" / "manifest.json").is_file()
    assert run(team, "-m", "jieban", "--version").stdout.startswith("jieban ")


@pytest.mark.spark
def test_command_with_spark(team: Path) -> None:
    """Executors take our package, too, where the team's pipeline.py comes first."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    write(team, {"pipeline.py": "raise SystemExit('the team runs')"})
    done = run(team, "-m", "jieban", "run", "pages", "--output", "out", "--engine", "spark", "--quiet")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (team / "out" / "manifest.json").is_file()


def test_mistake_in_a_section_of_ours(team: Path) -> None:
    """A misspelt key of ours is one line, with the team's own exit code."""
    with (team / "luigi.cfg").open("a") as file:
        file.write("treshold = 0.4\n")
    done = luigi(team, "--module", "pipeline", "Titles")
    assert done.returncode == 7
    assert "unknown key treshold in [duplicates]; did you mean threshold?" in done.stderr
    assert "Traceback" not in done.stderr

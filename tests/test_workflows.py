"""The workflows: what they run exists, what a release publishes was tried, and no password is anywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, write
from processes import python
from running import OTHER, STORY

sys.path.insert(0, str(ROOT / "tools"))

from check_workflows import cron, kept, problems, run, units, verify

CLEAN = (ROOT / ".github" / "workflows" / "clean.yml").read_text("utf-8")
DOCS = (ROOT / "docs" / "luigi.md").read_text("utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def _jobs(name: str) -> dict[str, Any]:
    jobs: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))["jobs"]
    return jobs


def _runs(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_runs_what_is_there(path: Any) -> None:
    """Each script is there and may be run; each action has a version; rights are named, and read only unless needed."""
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert all(re.fullmatch(r"[\w./-]+@[\w./]+", step["uses"]) for step in job["steps"] if "uses" in step)
        for line in _runs(job):
            if line.startswith(".ci/"):
                assert os.access(ROOT / line.split()[0], os.X_OK), line
    assert "secrets." not in path.read_text("utf-8")


def test_release_publishes_what_was_tried() -> None:
    """A tag publishes the files that the checks built, by trusted publishing alone."""
    jobs = _jobs("release.yml")
    runs = _runs(jobs["build"])
    assert runs.index(".ci/run") < runs.index(".ci/first-steps")
    publish = jobs["publish"]
    assert (publish["needs"], publish["permissions"]) == ("build", {"id-token": "write"})
    assert [step["uses"].split("@")[0] for step in publish["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]


def test_release_refuses_a_tag_of_another_version() -> None:
    """The first check passes for the tag of this version, and for no other."""
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    (check,) = (line for line in _runs(_jobs("release.yml")["build"]) if line.startswith("test "))
    for tag, code in ((f"v{version[1]}", 0), ("v9.9.9", 1)):
        done = subprocess.run(
            ["sh", "-c", check],
            cwd=ROOT,
            env={"GITHUB_REF_NAME": tag, "PATH": os.environ["PATH"]},
            check=False,
        )
        assert done.returncode == code


def test_workflows_and_units_are_in_order() -> None:
    """A linter finds nothing in the workflows, and systemd nothing in the units that the docs give."""
    assert [line for path in WORKFLOWS for line in problems(path.read_text("utf-8"))] == []
    assert verify(units(DOCS), sys.executable) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("      - run: make", "      - rum: make", "has no rum"),
        ("${{ inputs.input", "${{ input.input", "there is not"),
        ("17 3 * * 1", "17 3 * * monday", "no line of cron"),
        ('make run INPUT="$INPUT"', 'make run INPUT="$INPUT', "unexpected EOF"),
        ("    steps:", "    needs: build\n    steps:", "waits for build"),
    ],
)
def test_mistakes_of_a_workflow_are_found(old: str, new: str, told: str) -> None:
    """Each rule finds the line that breaks it."""
    assert old in CLEAN
    assert any(told in line for line in problems(CLEAN.replace(old, new)))


def test_mistakes_of_a_unit_are_found() -> None:
    """A key that systemd does not know is told of."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    wrong = {name: text.replace("OnCalendar", "OnCalender") for name, text in units(DOCS).items()}
    assert any("OnCalender" in line for line in verify(wrong, sys.executable))


def test_scheduled_workflow_carries_on(tmp_path: Path) -> None:
    """The steps of clean.yml run in a fresh checkout, and in the next one take up what the first one kept."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "jieban").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jieban "$@"\n')
    (tmp_path / "bin" / "jieban").chmod(0o755)
    flags = (
        f"--old-file=.venv/.run BIN={tmp_path}/bin"  # of make: the environment of the tests is the one to use
    )
    environment = {**os.environ, "MAKEFLAGS": flags, "PYTHONPATH": str(ROOT)}
    environment.pop("LUIGI_CONFIG_PATH")
    cache, *uploads = kept(CLEAN)
    parts: list[dict[str, int]] = []
    for name in ("first", "next"):
        checkout = write(tmp_path / name, {"seeds/a.txt": f"植树\n{STORY}", "seeds/b.txt": f"馆\n{OTHER}"})
        for file in ("Makefile", "luigi.cfg"):
            shutil.copy(ROOT / file, checkout)
        for file in ("requirements/run.txt", "pyproject.toml", ".venv/bin/python", ".venv/.run"):
            write(checkout, {file: ""})  # so that nothing is installed: the environment of the tests is there
        if parts:
            shutil.copytree(tmp_path / "first" / cache, checkout / cache)
        run(CLEAN, checkout, environment)
        assert all((checkout / path).exists() for path in (cache, *uploads))
        folder = checkout / cache / "parts"
        parts.append(
            {file.name: (folder / file / "articles.jsonl").stat().st_mtime_ns for file in folder.iterdir()}
        )
    assert parts[0] == parts[1]


def test_line_for_cron(tmp_path: Path) -> None:
    """The line cleans the days that are there, with exit code 0; of a day that is not, missing data is told."""
    folder, command = re.fullmatch(r"cd (\S+) && \.venv/bin/luigi (.*)", cron(DOCS)).groups()  # type: ignore[union-attr]
    assert folder in units(DOCS)["jieban.service"]
    assert f".venv/bin/luigi {command}\n" in units(DOCS)["jieban.service"]
    archive = {f"archive/jxrb/2026/01/0{n}/01.txt": f"第{n}日\n{STORY}" for n in range(1, 4)}
    write(tmp_path, archive)
    shutil.copy(ROOT / "pipeline" / "luigi.cfg", tmp_path)
    where = ["--CleanDay-input-path", "archive", "--CleanDay-output-path", "out", "--lock-pid-dir", "pids"]
    for end, code in ((1767484800, 0), (1767571200, 20)):  # the fourth and the fifth of January 2026
        done = python(tmp_path, "-m", "luigi", *command.split(), *where, "--now", end)
        assert done.returncode == code, done.stderr
    assert sorted(path.name for path in (tmp_path / "out" / "days").iterdir()) == [
        f"2026-01-0{n}" for n in range(1, 4)
    ]

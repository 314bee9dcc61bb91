"""The workflows: what they run exists, what a release publishes was tried, and no password is anywhere."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Any

import pytest
import yaml
from conftest import ROOT

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

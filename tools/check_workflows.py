"""Check the workflows, and the schedules of docs/luigi.md, where neither GitHub nor systemd is at hand.

    python tools/check_workflows.py [--run]

Reads ``.github/workflows`` as a linter does, and the cron line and the units of the docs; with ``--run`` runs the steps
of the workflow that cleans a corpus in a checkout of its own.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
STEP = {"name", "id", "if", "uses", "run", "with", "env", "shell", "working-directory", "timeout-minutes"}
JOB = {
    "runs-on",
    "container",
    "strategy",
    "steps",
    "env",
    "needs",
    "permissions",
    "environment",
    "if",
    "name",
}
CONTEXTS = {"env", "github", "inputs", "job", "matrix", "needs", "runner", "steps", "strategy"}
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_NUMBER = r"\*(?:/\d+)?|\d+(?:[-,]\d+)*"
CRON = re.compile(rf"(?:(?:{_NUMBER})\s+){{4}}(?:{_NUMBER})")


def problems(text: str) -> Iterator[str]:
    """The mistakes of a workflow."""
    workflow = yaml.safe_load(text)
    for found in _EXPRESSION.findall(text):
        context = found.split(".")[0]
        if context not in CONTEXTS:
            yield f"the expression {found} asks for {context}, which there is not"
    for line in re.findall(r'cron: "(.*)"', text):
        if not CRON.fullmatch(line):
            yield f"{line} is no line of cron"
    for name, job in workflow["jobs"].items():
        yield from (f"{name}: a job has no {key}" for key in job.keys() - JOB)
        if job.get("needs", name) not in workflow["jobs"]:
            yield f"{name} waits for {job['needs']}, which there is not"
        for step in job["steps"]:
            yield from (f"{name}: a step has no {key}" for key in step.keys() - STEP)
            if ("run" in step) == ("uses" in step):
                yield f"{name}: a step runs a script or uses an action: {step}"
            script = _EXPRESSION.sub("x", step.get("run", ""))
            told = subprocess.run(["bash", "-n", "-c", script], capture_output=True, text=True, check=False)
            yield from (f"{name}: {line}" for line in told.stderr.splitlines())


def run(workflow: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Run the scripts of a workflow's jobs in a folder, as GitHub's shell does; an input has its default.

    Raises:
        CalledProcessError: a step fails.
    """
    for job in yaml.safe_load(workflow)["jobs"].values():
        given = {name: _evaluated(str(value)) for name, value in job.get("env", {}).items()}
        for step in job["steps"]:
            if "run" in step:
                command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", _evaluated(step["run"])]
                subprocess.run(command, cwd=folder, env={**environment, **given}, check=True)


def _evaluated(text: str) -> str:
    """The text, with the default in place of ``${{ inputs.name || 'default' }}``."""
    return _EXPRESSION.sub(lambda found: found[1].rpartition("||")[2].strip().strip("'"), text)


def kept(workflow: str) -> list[str]:
    """The paths that a workflow keeps or uploads."""
    jobs: dict[str, Any] = yaml.safe_load(workflow)["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    return [step["with"]["path"] for step in steps if "path" in step.get("with", {})]


def blocks(text: str) -> list[str]:
    """The indented blocks of a document in Markdown."""
    found = re.findall(r"(?:^(?: {4}.*)?\n)*(?:^ {4}.*\n)", text, re.MULTILINE)
    return [re.sub(r"(?m)^ {4}", "", block).strip("\n") for block in found]


def cron(docs: str) -> str:
    """The command of the line for cron."""
    (line,) = (block for block in blocks(docs) if CRON.match(block))
    return line[CRON.match(line).end() :].strip()  # type: ignore[union-attr]


def units(docs: str) -> dict[str, str]:
    """The units of systemd by name."""
    (block,) = (block for block in blocks(docs) if block.startswith("# /etc/systemd/system/"))
    parts = re.split(r"(?m)^# /etc/systemd/system/(\S+)\n", block)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def verify(found: Mapping[str, str], command: str) -> list[str]:
    """The mistakes of units, as systemd tells them where it is installed; ``command`` runs in place of theirs."""
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for unit, text in found.items():
            parser = configparser.ConfigParser(interpolation=None, strict=True)
            parser.read_string(text)
            paths.append(Path(name) / unit)
            paths[-1].write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={command}", text), "utf-8")
        if not shutil.which("systemd-analyze"):
            return []
        told = subprocess.run(
            ["systemd-analyze", "verify", *map(str, paths)], capture_output=True, text=True, check=False
        )
        return [
            line for line in told.stderr.splitlines() if name in line or any(unit in line for unit in found)
        ]


def main() -> int:
    """Print the mistakes; the exit code is 1 where there are any."""
    docs = (ROOT / "docs" / "luigi.md").read_text(encoding="utf-8")
    workflows = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")
    }
    found = [f"{name}: {line}" for name, text in sorted(workflows.items()) for line in problems(text)]
    found += verify(units(docs), sys.executable)
    print("\n".join(found) or "the workflows and schedules are in order")  # noqa: T201
    if not found and "--run" in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as name:
            subprocess.run(["git", "clone", "--quiet", str(ROOT), name], check=True)
            run(workflows["clean.yml"], Path(name), os.environ)
            missing = [path for path in kept(workflows["clean.yml"]) if not (Path(name) / path).exists()]
            found += [f"clean.yml keeps {path}, which no step made" for path in missing]
            print("\n".join(found) or "the steps of clean.yml run")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

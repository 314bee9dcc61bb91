"""Faults of the disk at every step of a small run: ``python tests/faults/disk.py [--each 1000] [--kills 100]``.

For each operation (open, write, fsync, rename, mkdir) and each error (EIO, ENOSPC, half a write) the Nth operation
below the output folder fails, and so do all later ones, as on a full disk: each N, or ``--each`` of them. The run
must end with a documented code and one line on stderr that names a file (two where the report is lost as well). The
next run, on a sound disk, must give the bytes of a run without a fault, the report included, and leave nothing behind.
``--kills`` kills runs with two workers at random moments and asks the same of the next run. Exit code 1 if
anything was told of.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from injected import ERRORS, OPERATIONS, Faults

from pipeline import cli
from pipeline.run.cleaning import warm_up
from pipeline.values.settings import Settings

CODES = (0, 1, 2)
STORY = "本市昨日举行春季植树活动，三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，预计五年后成林。"
OTHER = "县图书馆新馆将于下月开放，藏书四十万册，设少儿阅览、地方文献和盲人阅览等六个区，周一闭馆。"


class Ended(NamedTuple):
    """How a run ended: its code, what it said, how often the operation was met, and whether it failed."""

    code: int
    told: str
    count: int
    failed: bool


def pages(folder: Path, many: int = 3) -> Path:
    """Some small pages."""
    folder.mkdir()
    for n in range(many):
        (folder / f"{n:03}.txt").write_text(f"# 标题{n}\n\n{STORY}第{n}处。\n\n{OTHER}\n", encoding="utf-8")
    return folder


def ended(
    source: Path, output: Path, fault: tuple[str, int, int, bool] = ("open", 0, 0, False), workers: int = 1
) -> Ended:
    """A run in a child of this process, with a fault: operation, number, errno, whether half of a write arrives."""
    read, write = os.pipe()
    said = output.parent / "said.txt"
    child = os.fork()
    if not child:
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(2, 1)
        faults = Faults(output, *fault)
        faults.install()
        code = 99
        try:
            code = cli.main(
                ["run", str(source), "--output", str(output), "--quiet", "--workers", str(workers)]
            )
        finally:
            sys.stderr.flush()
            os.write(write, f"{code} {faults.count} {int(faults.failed)}".encode())
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        code, count, failed = map(int, pipe.read().split() or (b"98", b"0", b"0"))
    os.waitpid(child, 0)
    return Ended(code, said.read_text("utf-8", "replace"), count, bool(failed))


def contents(output: Path) -> dict[str, bytes]:
    """Every file of an output that must not differ; the report is among them."""
    paths = [path for path in output.rglob("*") if path.is_file() and ".jieban" not in path.parts]
    return {
        str(path.relative_to(output)): _SECONDS.sub(b"", path.read_bytes())
        for path in paths
        if path.name != "run.json"
    }


# When the run began, and how long it took, which the report tells.
_SECONDS = re.compile(
    rb'(?<=<span data-w="f_seconds">seconds</span></dt><dd>)[\d.]+|\d{4}-\d\d-\d\dT[\d:]+\+00:00'
)


def leftovers(output: Path) -> list[str]:
    """What a run has left half done."""
    scratch = output / ".jieban" / "scratch"
    found = [*output.glob(".report-*"), *output.rglob("*.tmp"), *output.glob(".jieban/swept.*")]
    return [str(path.relative_to(output)) for path in (*found, *scratch.glob("*"))]


def fault_of(ending: Ended) -> str | None:
    """What is wrong with how a run ended that met a fault."""
    lines = ending.told.splitlines()
    if ending.code not in CODES:
        return f"exit code {ending.code}: {ending.told[-300:]}"
    if ending.code and not lines:
        return "it failed without a word"
    if "Traceback" in ending.told:
        return f"a traceback: {lines[-1]}"
    if ending.code and len(lines) > 1 + ("/report cannot be written" in lines[0]):
        return f"{len(lines)} lines: {ending.told}"
    if not all("jieban: " in line and "/" in line for line in lines):
        return f"a line names no file: {ending.told}"
    if ending.code and not any(words in lines[-1] for words in ("run again", "name another")):
        return f"no remedy: {lines[-1]}"
    return None


def after(source: Path, output: Path, expected: dict[str, bytes], workers: int = 1) -> str | None:
    """What is wrong after the next run."""
    ending = ended(source, output, workers=workers)
    if ending.code:
        return f"the next run ends with {ending.code}: {ending.told[-300:]}"
    found = contents(output)
    if found != expected:
        names = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        return f"the next run differs in {', '.join(names)}"
    if left := leftovers(output):
        return f"left behind: {', '.join(left)}"
    return None


def tried(
    folder: Path, fault: tuple[str, int, int, bool], expected: dict[str, bytes]
) -> tuple[str | None, bool]:
    """What is wrong with a run that meets a fault and with the next one; and whether the fault was met at all."""
    output = folder / "out"
    shutil.rmtree(output, ignore_errors=True)
    ending = ended(folder / "in", output, fault)
    if not ending.failed:
        return None, False
    return fault_of(ending) or after(folder / "in", output, expected), True


def kinds() -> Iterator[tuple[str, str, int, bool]]:
    """Every kind of fault: its name, the operation, the errno, whether half of a write arrives."""
    for operation in OPERATIONS:
        for name, error in ERRORS.items():
            yield f"{name} at {operation}", operation, error, False
    yield "half a write", "write", ERRORS["ENOSPC"], True


def sweep(folder: Path, each: int, seed: int) -> Iterator[str]:
    """What is wrong, for so many faults of each kind at random, or for all."""
    pages(folder / "in")
    assert ended(folder / "in", folder / "out").code == 0
    expected = contents(folder / "out")
    for name, operation, error, short in kinds():
        shutil.rmtree(folder / "out", ignore_errors=True)
        steps = range(1, ended(folder / "in", folder / "out", (operation, 0, 0, False)).count + 1)
        for number in sorted(random.Random(f"{seed} {name}").sample(steps, min(each, len(steps)))):
            wrong, met = tried(folder, (operation, number, error, short), expected)
            if wrong or not met:
                yield f"{name} {number}: {wrong or 'it was not met'}"


def killed(folder: Path, kills: int, many: int, seed: int) -> Iterator[str]:
    """What is wrong after runs with two workers that were killed at random moments."""
    source, output, dice = pages(folder / "many", many), folder / "out2", random.Random(seed)
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        str(source),
        "--output",
        str(output),
        "--quiet",
        "--workers",
        "2",
    ]
    start = time.monotonic()
    subprocess.run(command, check=True)
    seconds, expected = time.monotonic() - start, contents(output)
    for number in range(kills):
        shutil.rmtree(output, ignore_errors=True)
        process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if wrong := after(source, output, expected, 2):
            yield f"kill {number}: {wrong}"


def main() -> int:
    """Tell of what went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    warm_up(Settings())
    told = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wrongs = [sweep(folder, options.each, options.seed)] if options.each else []
        for source in (*wrongs, killed(folder, options.kills, options.pages, options.seed)):
            for wrong in source:
                told += 1
                sys.stdout.write(wrong + "\n")
                sys.stdout.flush()
    sys.stdout.write(f"{told} told of\n")
    return min(told, 1)


if __name__ == "__main__":
    sys.exit(main())

"""The cost of pages that are added to a corpus, against that of the same pages by themselves.

    python -m benchmarks.added [--pages 800] [--added 10] [--folder PAGES]

Prints seconds, on the clock and of the processor, of four runs of one process, start and report included: the added
pages alone, the corpus, the corpus again with nothing new, and the corpus with the pages added; what each step of the
last one took; and how many times as much as the added pages alone it cost. Pages are made (see
:mod:`benchmarks.chain`) unless a folder of pages is given: then those that are added are drawn from it by a digest.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from benchmarks.chain import A_DAY, Maker, by_day, write


class Cost(NamedTuple):
    """Seconds of a run: on the clock, and of processors (of programs alone, without the system)."""

    wall: float
    user: float

    def __str__(self) -> str:
        return f"{self.wall:6.1f} s, {self.user:6.1f} s of processor time"


def made(count: int, seed: int, first: int = 0) -> dict[str, str]:
    """Pages of a made archive by path, a folder a day."""
    maker = Maker(seed)
    return by_day((maker.page() for _ in range(count)), first)


def given(folder: Path, count: int, added: int) -> tuple[dict[str, str], dict[str, str]]:
    """Pages of a folder by path: those of the corpus, and those that are added."""
    paths = [path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")]
    paths.sort(key=lambda path: blake2b(path.encode()).digest())
    if len(paths) < count + added:
        raise SystemExit(f"{folder} holds {len(paths)} pages, not {count + added}")
    pages = {path: (folder / path).read_text("utf-8", "replace") for path in paths[: count + added]}
    return {path: pages[path] for path in paths[added : count + added]}, {
        path: pages[path] for path in paths[:added]
    }


def run(source: Path, output: Path) -> Cost:
    """Run the command."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        source,
        "--output",
        output,
        "--workers",
        "1",
        "--quiet",
    ]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(time.monotonic() - began, after.ru_utime - before.ru_utime)


def steps(output: Path) -> dict[str, float]:
    """Seconds on the clock of each step of the last run, by name."""
    marks = map(json.loads, (path.read_bytes() for path in (output / ".jieban" / "steps").glob("*.json")))
    return {mark["step"]: mark["seconds"] for mark in sorted(marks, key=lambda mark: mark["started"])}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--added", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="of pages; default: made pages")
    options = parser.parse_args()
    if options.folder:
        corpus, new = given(options.folder, options.pages, options.added)
    else:
        corpus, new = made(options.pages, 1), made(options.added, 2, -(-options.pages // A_DAY) * A_DAY)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "new", new)
        write(folder / "all", corpus)
        alone = run(folder / "new", folder / "new-out")
        print(f"{len(new):5} pages alone : {alone}", flush=True)
        print(f"{len(corpus):5} pages       : {run(folder / 'all', folder / 'out')}", flush=True)
        print(f"      nothing new : {run(folder / 'all', folder / 'out')}", flush=True)
        write(folder / "all", new)
        more = run(folder / "all", folder / "out")
        print(f"{len(new):5} pages more  : {more}; ", end="")
        print(", ".join(f"{step} {seconds:.1f}" for step, seconds in steps(folder / "out").items()))
    times = (
        f"{more.user / alone.user:.1f} times what they cost alone ({more.wall / alone.wall:.1f} on the clock)"
    )
    print(f"added, they cost {times}")


if __name__ == "__main__":
    main()

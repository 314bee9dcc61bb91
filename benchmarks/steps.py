"""What it costs that each step of a run is a task of its own.

    python -m benchmarks.steps [--pages 2000] [--rounds 1]

Cleans the same made pages (see :mod:`benchmarks.chain`) with all steps merged, each batch from its bytes to its part in
one go and without Luigi; and as ``jieban run`` does it, with one worker and with two. Each run is a process of its own,
without the review report, which is the same either way; the outputs must be the same to the byte. Prints seconds of the
processor and on the clock. On a machine with other jobs trust the former; of two workers it tells, too, how much of
the work the one process did that no worker shares.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.added import made
from benchmarks.chain import write
from pipeline.cli import driver
from pipeline.run import cleaning, config, planning, sums
from pipeline.run.engines.local import Local
from pipeline.run.files import Workplace, publishing
from pipeline.run.join import find_duplicates, join_issues, write_articles
from pipeline.run.reading import Reader
from pipeline.run.steps.pages import write_part
from pipeline.values.settings import Settings

SETTINGS = Settings.model_validate({"report": {"largest": 0}})


class Cost(NamedTuple):
    """Seconds of a run: on the clock, of all processors, and of those the ones of its first process."""

    wall: float
    processor: float
    alone: float


def merged(source: Path, output: Path) -> None:
    """A run whose steps are one, in this process."""
    workplace = Workplace(output)
    workplace.prepare()
    plan = planning.make_plan(source, SETTINGS)
    cleaning.warm_up(SETTINGS)
    with cleaning.settled(), Reader(source, SETTINGS.input, SETTINGS.encoding) as reader:
        for batch in plan.batches:
            places: dict[str, str] = {}
            with publishing(workplace.parts / batch.fingerprint, workplace.scratch) as folder:
                pages = (
                    cleaning.clean_source(page, SETTINGS, places) for page in cleaning.sources(batch, reader)
                )
                with cleaning.uncollected():
                    write_part(pages, SETTINGS, folder)
        spread = Local(1).map
        issues = join_issues(plan, workplace, spread)
        write_articles(plan, workplace, issues, find_duplicates(plan, workplace, issues, spread), spread)


def parted(source: Path, output: Path, workers: int) -> None:
    """A run as the command does it."""
    if not driver.run(driver.Request(source, output, workers), config.Config(SETTINGS, {})).done:
        raise SystemExit("the run failed")


def run(way: str, source: Path, output: Path) -> Cost:
    """One of the runs, in a process of its own."""
    began = time.monotonic()
    command = [sys.executable, "-m", "benchmarks.steps", "--way", way, str(source), str(output)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    processor, alone = json.loads(told.splitlines()[-1])
    return Cost(time.monotonic() - began, processor, alone)


def do(way: str, source: Path, output: Path) -> None:
    """Do a run here, and print the seconds of the processor."""
    merged(source, output) if way == "merged" else parted(source, output, int(way))
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, others = (use.ru_utime + use.ru_stime for use in uses)
    print(json.dumps([own + others, own]))


def measure(pages: int, rounds: int) -> None:
    """The runs, in turn."""
    ways = {"merged": "merged, 1 worker ", "1": "a task a step, 1 ", "2": "a task a step, 2 "}
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "in"
        write(source, made(pages, 1))
        best: dict[str, Cost] = {}
        for n in range(rounds):
            written = set()
            for way, words in ways.items():
                output = Path(name) / f"{way}.{n}"
                cost = run(way, source, output)
                best[way] = min(cost, best.get(way, cost), key=lambda cost: cost.processor)
                written.add((output / sums.MANIFEST).read_bytes())
                print(f"{words}: {cost.processor:7.1f} s of processor time, {cost.wall:7.1f} s", flush=True)
            assert len(written) == 1, "the outputs differ"
    more = best["1"].processor / best["merged"].processor - 1
    print(f"parting the steps costs {more:.1%} of a run of {pages} pages, in processor time")
    two = best["2"]
    allows = two.processor / (two.alone + (two.processor - two.alone) / 2)
    faster = f"{best['1'].wall / two.wall:.2f} times as fast"
    print(f"two workers were {faster}; {two.alone:.1f} s of one process allow {allows:.2f}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--way", nargs=3, metavar=("WAY", "INPUT", "OUTPUT"), help="do one of the runs here")
    options = parser.parse_args()
    if options.way:
        way, source, output = options.way
        do(way, Path(source), Path(output))
    else:
        measure(options.pages, options.rounds)


if __name__ == "__main__":
    main()

"""Mutated pages by the thousand: ``python tests/faults/fuzz.py --pages 20000 [--seed 0] [PAGES ...]``.

Each page is cleaned in a process of its own. Told of are pages that a law or an exception sets aside, that lose a
character, that take more than ten times what good pages take for their size (n log n), or more than 300 MB.
``PAGES`` are folders of good pages (default: seeds). Exit code 1 if any was told of.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from math import log2
from pathlib import Path
from typing import NamedTuple

import orjson
from checked import fault_of
from mutations import mutated, parts

from pipeline.run.cleaning import warm_up
from pipeline.values.settings import Settings

_SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_MEMORY = 300  # megabytes that a page may take beside what every process holds
_SLOWER, _FREE = 10.0, 0.5  # times as long as good pages, and seconds that are never too long


class Measured(NamedTuple):
    """What a page took: seconds of processor time and megabytes; and what is wrong with it."""

    fault: str | None
    seconds: float
    megabytes: float


def measured(page: str, settings: Settings) -> Measured:
    """Clean a page in a child, and look at what it took."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        before, start = _megabytes(), time.process_time()
        fault = fault_of(page, settings)
        row = [fault, time.process_time() - start, _megabytes() - before]
        os.write(write, orjson.dumps(row))
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return Measured(*orjson.loads(answer)) if answer else Measured(f"it ended with {status}", 0.0, 0.0)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def steps(page: str) -> float:
    """What the time of a page may grow with: n log n of its characters."""
    return len(page) * log2(len(page) + 2)


def main() -> int:
    """Try pages, one seed each, and tell of those that went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[_SEEDS])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    settings = Settings()
    warm_up(settings)
    files = sorted(path for folder in options.folders for path in folder.rglob("*") if path.is_file())
    pages = [path.read_bytes().decode("utf-8", "replace") for path in files]
    good = [measured(page, settings) for page in pages[:20]]
    a_step = sum(one.seconds for one in good) / sum(map(steps, pages[:20]))
    told = 0
    for seed in range(options.seed, options.seed + options.pages):
        dice = random.Random(seed)
        page = mutated(parts(pages, dice), dice)
        fault, seconds, megabytes = measured(page, settings)
        if seconds > _FREE + _SLOWER * a_step * steps(page):
            fault = fault or f"it took {seconds:.1f} s"
        if megabytes > _MEMORY:
            fault = fault or f"it took {megabytes:.0f} MB"
        if fault:
            told += 1
            sys.stdout.write(f"seed {seed}, {len(page)} characters: {fault}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{options.pages} pages, {told} told of\n")
    return min(told, 1)


if __name__ == "__main__":
    sys.exit(main())

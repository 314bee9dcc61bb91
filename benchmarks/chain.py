"""How fast whole pages become records, how two workers help, and how the time grows.

    python -m benchmarks.chain                  # 2,000 pages
    python -m benchmarks.chain --pages 200

Pages are made of the pages in ``seeds``, their running text cut into bits of clauses that are shuffled between
all paragraphs: lengths, headlines, bylines and punctuation stay what they are on real pages, and no two pages
are copies of one another. Printed are

- processor time from bytes to written rows of one page, for pages of several lengths, once some pages have been
  cleaned as they would have been in a run: the first ones fill the memory of words;
- runs of ``jieban run`` with one and two workers: pages a second, seconds from start to end, after the last batch was
  cleaned, and with only one process at work (starting, planning, writing); how many times faster two are, and
  how many times that last figure would allow on an idle machine, also if a page cost a third;
- runs of fewer pages, for growth; and a run after a day's pages were added to the rest.

Wall clock on a shared machine compares neighbours: trust the ratios.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipeline import records
from pipeline.run import cleaning
from pipeline.run.source import Source
from pipeline.values.settings import Settings

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
LENGTHS = (1_500, 6_000, 24_000, 96_000)
A_DAY = 16  # pages
BIT = 8  # characters of a clause that stay together: too few to be a passage


class Maker:
    """Pages of shuffled clauses; the same seed makes the same pages."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._pages = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
        bits = {bit for page in self._pages for line in page.splitlines() for bit in _bits(line)}
        self._bits = {size: sorted(bit for bit in bits if len(bit) == size) for size in range(1, BIT + 1)}

    def page(self) -> str:
        """One page, as long as one of the seeds."""
        return "\n".join(map(self._line, self._random.choice(self._pages).splitlines()))

    def page_of(self, length: int) -> str:
        """A page of that many characters."""
        text = ""
        while len(text) < length:
            text += self.page() + "\n\n"
        return text[:length]

    def _line(self, line: str) -> str:
        """Short lines, as headlines and bylines are, stay."""
        if len(line) < 60:
            return line
        return "".join(self._random.choice(self._bits[len(bit)]) for bit in _bits(line))


def _bits(line: str) -> list[str]:
    return re.findall(rf"[^，。；、！？]{{0,{BIT - 1}}}[，。；、！？]|[^，。；、！？]{{1,{BIT}}}", line)


def by_day(pages: Iterable[str], first: int = 0) -> dict[str, str]:
    """Pages of an archive by path: a folder for each day."""
    return {f"day{n // A_DAY:04d}/{n % A_DAY:02d}.txt": text for n, text in enumerate(pages, first)}


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Write pages below a folder, by path."""
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def of_lengths(maker: Maker) -> Iterator[tuple[int, float]]:
    """Processor milliseconds from bytes to rows for a page of each length; the median of some pages."""
    settings = Settings()
    cleaning.warm_up(settings)
    others = Maker(2)
    for _ in range(4):
        _clean(others.page().encode(), settings)
    for length in LENGTHS:
        times = []
        for _ in range(40 if length < 20_000 else 5):
            times.append(_clean(maker.page_of(length).encode(), settings))
        yield length, 1000 * statistics.median(times)


def _clean(data: bytes, settings: Settings) -> float:
    """Processor seconds from bytes to rows.

    Raises:
        SystemExit: the page was set aside, which takes next to no time.
    """
    with cleaning.uncollected():  # as a batch is cleaned
        began = time.process_time()
        page = cleaning.clean_source(Source("page", "page.txt", data=data), settings, {})
        for rows in page.files.values():
            b"".join(map(records.dump, rows))
        took = time.process_time() - began
    if page.page.status != "ok":
        raise SystemExit(f"a page of the benchmark was set aside: {page.page.reason}")
    return took


class Run(NamedTuple):
    """Seconds of a run.

    Attributes:
        seconds: from start to end.
        joined: after the last batch.
        alone, used: with only one process at work, and of processors meanwhile: the same on an idle machine,
            but for waiting for a disk.
        processor: of processors.
    """

    seconds: float
    joined: float
    alone: float
    used: float
    processor: float

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s, {self.processor:.1f} s of processor time; "
            f"{self.joined:.1f} s after the last batch, {self.alone:.1f} s with one process at work, "
            f"{self.used:.1f} s of processor time"
        )


def run(source: Path, output: Path, workers: int, report: bool = False) -> Run:
    """Run the command, and watch it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.time()
    command = [sys.executable, "-m", "pipeline", "run", source, "--output", output, "--workers", str(workers)]
    command += ["--config", _configuration(output, report)]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL) as process:
        alone, used = _alone(process)
    if process.returncode:
        raise SystemExit(process.returncode)
    ended = time.time()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cleaned = max(part.stat().st_mtime for part in (output / ".jieban" / "parts").iterdir())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(ended - began, ended - cleaned, alone, used, cpu)


def _alone(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a run; the seconds in which at most one of its processes computed or waited for a disk.

    And the processor time of these seconds, which other programs on the machine do not lengthen.
    """
    alone = used = 0.0
    last, spent = time.monotonic(), dict[int, float]()
    while process.poll() is None:
        pids = list(_tree(process.pid))
        busy = sum(_state(pid) in ("R", "D") for pid in pids)
        before, spent = spent, {pid: _spent(pid) for pid in pids}
        time.sleep(0.02)
        now = time.monotonic()
        if busy < 2:
            alone += now - last
            used += sum(max(0.0, seconds - before.get(pid, 0.0)) for pid, seconds in spent.items())
        last = now
    return alone, used


def _spent(pid: int) -> float:
    """The processor seconds of a process's first thread."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in file.read_text().split():
                yield from _tree(int(child))


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def _configuration(output: Path, report: bool) -> str:
    """With or without the review report, which takes longer than the chain."""
    path = output.parent / "luigi.cfg"
    path.write_text(f"[report]\nlargest = {10**6 if report else 0}\n", encoding="utf-8")
    return str(path)


def measure(pages: Sequence[str], folder: Path, page: float, report: bool) -> None:
    """The runs; ``page`` is the processor time of one page, in seconds."""
    count = len(pages)
    for part in (count // 4, count // 2):
        write(folder / f"{part}", by_day(pages[:part]))
        done = run(folder / f"{part}", folder / f"{part}-out", 1)
        print(f"{part:6} pages, 1 worker : {part / done.seconds:6.1f} pages/s; {done}", flush=True)
    write(folder / "all", by_day(pages))
    took = {}
    for workers in (1, 2):
        took[workers] = run(folder / "all", folder / f"all-{workers}", workers, report)
        speed = count / took[workers].seconds
        print(
            f"{count:6} pages, {workers} worker{'s' * (workers > 1):1}: {speed:6.1f} pages/s; {took[workers]}"
        )
    _compare(took[1], took[2], count * page)
    parts = folder / "all-2" / ".jieban" / "parts"
    before = {part.name for part in parts.iterdir()}
    write(folder / "all", by_day([Maker(2).page() for _ in range(A_DAY)], -(-count // A_DAY) * A_DAY))
    done = run(folder / "all", folder / "all-2", 2)
    new = len({part.name for part in parts.iterdir()} - before)
    print(f"{A_DAY} pages added: {done}; {new} of {len(before) + new} batches computed")


def _compare(one: Run, two: Run, cleaning: float) -> None:
    """What two workers gain, and what they would gain if a page cost a third of what it does."""
    print(f"two workers are {one.seconds / two.seconds:.2f} times as fast as one")
    alone, shared = two.alone, two.seconds - two.alone
    cheap = shared - cleaning / 3  # each of the two does half of the cleaning: two thirds of that go
    print(
        f"no worker shares {alone:.1f} s: that allows {(alone + 2 * shared) / (alone + shared):.2f} times, "
        f"and {(alone + 2 * cheap) / (alone + cheap):.2f} times if a page cost a third"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument(
        "--report", action="store_true", help="with the review report, as jieban run writes it"
    )
    options = parser.parse_args()
    maker = Maker(1)
    costs = dict(of_lengths(maker))
    for length, milliseconds in costs.items():
        print(
            f"{length:6} characters a page: {milliseconds:8.1f} ms, {1e3 * milliseconds / length:.1f} µs a character"
        )
    pages = [maker.page() for _ in range(options.pages)]
    print(f"{options.pages} pages of {statistics.mean(map(len, pages)):,.0f} characters on average")
    with tempfile.TemporaryDirectory() as folder:
        page = costs[LENGTHS[1]] * statistics.mean(map(len, pages)) / LENGTHS[1] / 1000
        measure(pages, Path(folder), page, options.report)


if __name__ == "__main__":
    main()

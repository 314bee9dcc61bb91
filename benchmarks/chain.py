"""How fast whole pages become records, how two workers help, and how the time grows.

    python -m benchmarks.chain                  # 2,000 pages
    python -m benchmarks.chain --pages 200

Pages are made of the pages in ``seeds``, their running text cut into bits of clauses that are shuffled between
all paragraphs: lengths, headlines, bylines and punctuation stay what they are on real pages, and no two pages
are copies of one another. Printed are

- processor time from bytes to written rows of one page, for pages of several lengths;
- runs of ``jieban run`` with one and two workers: seconds from start to end, pages a second, how many times
  faster two are, and the seconds of the part that no worker shares (planning, the search for copies, joining);
- runs of fewer pages, for growth; and a run after a day's pages were added to the rest.

Wall clock on a shared machine compares neighbours: trust the ratios.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import cleaning, records
from pipeline.reading import Source
from pipeline.settings import Settings

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


def write(folder: Path, pages: Sequence[str], first: int = 0) -> None:
    """Write pages as an archive: a folder for each day."""
    for number, text in enumerate(pages, first):
        path = folder / f"day{number // A_DAY:04d}" / f"{number % A_DAY:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def of_lengths(maker: Maker) -> Iterator[tuple[int, float]]:
    """Processor milliseconds from bytes to rows for a page of each length; the median of some pages."""
    settings = Settings()
    cleaning.warm_up(settings)
    for length in LENGTHS:
        times = []
        for _ in range(9 if length < 20_000 else 3):
            data = maker.page_of(length).encode()
            began = time.process_time()
            page = cleaning.clean_source(Source("page", "page.txt", data=data), settings, {})
            for rows in page.files.values():
                b"".join(map(records.dump, rows))
            times.append(time.process_time() - began)
        yield length, 1000 * statistics.median(times)


def run(source: Path, output: Path, workers: int) -> tuple[float, float]:
    """Seconds of a run, and of the part of it after the last batch was finished."""
    began = time.time()
    command = [sys.executable, "-m", "pipeline", "run", source, "--output", output, "--workers", str(workers)]
    subprocess.run([*map(str, command), "--config", _configuration(output)], check=True, capture_output=True)
    ended = time.time()
    cleaned = max(part.stat().st_mtime for part in (output / ".jieban" / "parts").iterdir())
    return ended - began, ended - cleaned


def _configuration(output: Path) -> str:
    """Without the review report: it is no part of the chain."""
    path = output.parent / "luigi.cfg"
    path.write_text("[report]\nlargest = 0\n", encoding="utf-8")
    return str(path)


def measure(pages: Sequence[str], folder: Path) -> None:
    """The runs."""
    count = len(pages)
    for part in (count // 4, count // 2):
        write(folder / f"{part}", pages[:part])
        seconds, after = run(folder / f"{part}", folder / f"{part}-out", 1)
        print(
            f"{part:6} pages, 1 worker : {seconds:7.1f} s, {part / seconds:5.1f} pages/s, joined {after:.1f} s"
        )
    write(folder / "all", pages)
    took = {}
    for workers in (1, 2):
        took[workers], after = run(folder / "all", folder / f"all-{workers}", workers)
        speed, plural = count / took[workers], "s" if workers > 1 else ""
        print(
            f"{count:6} pages, {workers} worker{plural}: {took[workers]:.1f} s, "
            f"{speed:.1f} pages/s, joined {after:.1f} s"
        )
    print(f"two workers are {took[1] / took[2]:.2f} times as fast as one")
    parts = folder / "all-2" / ".jieban" / "parts"
    before = {part.name for part in parts.iterdir()}
    write(folder / "all", [Maker(2).page() for _ in range(A_DAY)], first=-(-count // A_DAY) * A_DAY)
    seconds, after = run(folder / "all", folder / "all-2", 2)
    new = len({part.name for part in parts.iterdir()} - before)
    print(
        f"{A_DAY} pages added: {seconds:.1f} s, joined {after:.1f} s, {new} of {len(before) + new} batches computed"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    options = parser.parse_args()
    maker = Maker(1)
    for length, milliseconds in of_lengths(maker):
        print(
            f"{length:6} characters a page: {milliseconds:8.1f} ms, {1e3 * milliseconds / length:.1f} µs a character"
        )
    pages = [maker.page() for _ in range(options.pages)]
    print(f"{options.pages} pages of {statistics.mean(map(len, pages)):,.0f} characters on average")
    with tempfile.TemporaryDirectory() as folder:
        measure(pages, Path(folder))


if __name__ == "__main__":
    main()

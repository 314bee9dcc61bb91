"""What the search of a corpus costs as a run does it: what is kept of each batch, then passages, copies, clusters.

    python -m benchmarks.repeats                     # 20,000, 200,000 and 1,000,000 paragraphs, some minutes
    python -m benchmarks.repeats 20000

Paragraphs are those of ``benchmarks.corpus``, 40 a page and 128 pages a batch. Printed are processor seconds of one
core, the most memory that the search held (pages of its files included), and what lies on disk.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.corpus import paragraphs
from pipeline.corpus.repeats import Kept, Paragraph, find, keep
from pipeline.duplicates import Place
from pipeline.values.settings import DuplicateSettings

A_PAGE, A_BATCH = 40, 40 * 128


def kept(folder: Path, count: int) -> float:
    """Keep what the search needs; the processor seconds that took."""
    spent = 0.0
    numbered = enumerate(paragraph.text for paragraph in paragraphs(count))
    for n in range(-(-count // A_BATCH)):
        rows = []
        for number, text in islice(numbered, A_BATCH):
            page, at = divmod(number, A_PAGE)
            span = at * 10_000, at * 10_000 + len(text)
            rows.append(Paragraph(Place(f"{page:07}", *span, f"{number}"), text, text, (span,)))
        part = folder / f"{n:05}"
        part.mkdir()
        began = time.process_time()
        keep(rows, part, DuplicateSettings())
        spent += time.process_time() - began
    return spent


def search(folder: Path) -> None:
    """Search what was kept, and print what that took."""
    parts = [Kept(part) for part in sorted(folder.iterdir())]
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        began = time.process_time()
        found = find(parts, DuplicateSettings(), Path(scratch))
        spent = time.process_time() - began
    status = Path("/proc/self/status").read_text()
    peak = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    print(json.dumps({"spent": spent, "peak": peak / 1024, "rows": len(found.rows)}))


def measure(count: int) -> None:
    """A line of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "parts"
        folder.mkdir()
        spent = kept(folder, count)
        disk = sum(file.stat().st_size for file in folder.rglob("*")) / 1e6
        command = [sys.executable, "-m", "benchmarks.repeats", "--search", folder]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(
        f"{count:11,}{spent:9.1f}{told['spent']:9.1f}{told['peak']:9,.0f}{disk:9,.0f}{told['rows']:10,}",
        flush=True,
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paragraphs", nargs="*", type=int, default=[20_000, 200_000, 1_000_000])
    parser.add_argument("--search", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.search:
        search(given.search)
        return
    print(f"{'paragraphs':>11}{'keep s':>9}{'search s':>9}{'MB':>9}{'disk MB':>9}{'rows':>10}")
    for count in given.paragraphs:
        measure(count)


if __name__ == "__main__":
    main()

"""How fast an archive is asked whether it has a text, and what its index costs.

    python -m benchmarks.find                       # 1,000,000 paragraphs, some minutes
    python -m benchmarks.find --paragraphs 100000

The archive is made of the paragraphs of ``benchmarks.corpus``, seven an article. Asked are a hundred of its paragraphs,
read again with 2 % of their letters wrong. Printed are processor seconds and memory of making the index, its size, and
milliseconds of an answer from an index that is open; then seconds of the command from start to end.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import orjson

from benchmarks.corpus import paragraphs
from pipeline.run.finding import Finder

AN_ARTICLE = 7  # paragraphs
QUESTIONS = 100
WRONG = 0.02


def write(folder: Path, count: int) -> list[str]:
    """Write an output of so many paragraphs as a run would, as far as questions need it; some of them are returned."""
    texts = (paragraph.text for paragraph in paragraphs(count))
    asked: list[str] = []
    every = max(count // QUESTIONS, 1)
    with (folder / "articles.jsonl").open("wb") as file:
        for number in range(-(-count // AN_ARTICLE)):
            some = list(islice(texts, AN_ARTICLE))
            if number * AN_ARTICLE // every >= len(asked):
                asked.append(some[0])
            told = dict.fromkeys(("title", "newspaper", "date", "page", "duplicate_of"))
            row = {"id": f"{number:08}", "doc": f"{number:08}", **told, "text": "\n".join(some)}
            file.write(orjson.dumps(row) + b"\n")
    return asked[:QUESTIONS]


def prepare(folder: Path) -> None:
    """Run over one page, so that the folder is an output."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "a.txt").write_text("一", encoding="utf-8")
        command = [sys.executable, "-m", "pipeline", "run", name, "--output", folder]
        subprocess.run(command, check=True, capture_output=True)


def seal(folder: Path) -> None:
    """Let the manifest name the articles that were written since."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    articles = manifest["files"]["articles.jsonl"]
    manifest["files"] = {"articles.jsonl": articles | {"bytes": (folder / "articles.jsonl").stat().st_size}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def misread(text: str, chance: random.Random) -> str:
    """A text with some letters wrong."""
    return "".join(
        chr(0x4E00 + chance.randrange(20_900)) if chance.random() < WRONG else letter for letter in text
    )


def answers(finder: Finder, asked: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds of each answer, and how many found an article."""
    chance, took, right = random.Random(1), [], 0
    for text in asked:
        began = time.perf_counter()
        right += bool(finder.find(misread(text, chance)))
        took.append(1000 * (time.perf_counter() - began))
    return took, right


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "out"
        prepare(folder)
        asked = write(folder, given.paragraphs)
        seal(folder)
        began = time.process_time()
        finder = Finder(folder)
        spent = time.process_time() - began
        size = sum(file.stat().st_size for file in finder.folder.iterdir()) / 1e6
        peak = next(
            row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM")
        )
        held = int(peak.split()[1]) / 1024
        print(
            f"{given.paragraphs:,} paragraphs: index {spent:.1f} s, {held:,.0f} MB held, {size:,.0f} MB on disk"
        )
        took, right = answers(finder, asked)
        tail = statistics.quantiles(took, n=20)[-1]
        print(
            f"an answer {statistics.median(took):.1f} ms, {tail:.1f} in one of twenty; {right} of {len(asked)} found"
        )
        began = time.perf_counter()
        command = [sys.executable, "-m", "pipeline", "find", asked[0], "--output", folder]
        subprocess.run(command, check=True, capture_output=True)
        print(f"jieban find, from start to end: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()

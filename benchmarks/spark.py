"""The whole chain here and on Spark: the same bytes, and what it costs.

    python -m benchmarks.spark                                  # 300 pages, local[2,4]
    python -m benchmarks.spark --pages 2000 --master spark://host:7077

Pages are the seeds and pages made of the articles in ``tests/gold`` with known damage. Printed are seconds of each
engine, start-up included, and whether every file of the output is the same to the byte. The input and the
output lie in ``--folder`` (a temporary one by default), which all machines of the cluster must see.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.pages import Library
from pipeline.records import Manifest

ROOT = Path(__file__).resolve().parent.parent


def write(folder: Path, count: int) -> None:
    """The seeds, and made pages up to ``count``, a folder for each hundred."""
    golds = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/gold").glob("*.json"))
    ]
    seeds = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    made = (gold["text"] for gold in Library(gold_articles(golds)).pages(max(0, count - len(seeds)), 1))
    for number, text in enumerate((*seeds, *made)):
        path = folder / f"{number // 100:04d}" / f"{number % 100:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def run(source: Path, output: Path, *options: str) -> tuple[float, Manifest]:
    """Seconds of a run, and its manifest, which names the digest of every file."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pipeline", "run", str(source), "--output", str(output), *options]
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - began, Manifest.model_validate_json((output / "manifest.json").read_bytes())


def compare(folder: Path, pages: int, master: str) -> None:
    """Both engines on the same pages."""
    write(folder / "pages", pages)
    local, expected = run(folder / "pages", folder / "local")
    print(f"local         : {local:6.1f} s, {pages / local:5.1f} pages/s")
    spark, found = run(folder / "pages", folder / "spark", "--engine", "spark", "--master", master)
    print(f"{master:14}: {spark:6.1f} s, {pages / spark:5.1f} pages/s")
    same = found == expected
    print(
        f"{len(found.files)} files and the manifest are {'the same to the byte' if same else 'NOT the same'}"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--master", default="local[2,4]")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        compare(Path(folder), options.pages, options.master)


if __name__ == "__main__":
    main()

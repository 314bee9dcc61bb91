"""How long the report of many pages takes to build, how large its files are, how fast its overview opens.

    python -m benchmarks.report [PAGES]

The pages are copies of the seeds under other ids, cleaned once each; rows and kept texts are multiplied.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.run import config

SHIPPED = Path(__file__).resolve().parent.parent / "pipeline" / "luigi.cfg"
os.environ.setdefault(config.VARIABLE, str(SHIPPED))

from pipeline.cli import driver  # noqa: E402
from pipeline.review import report  # noqa: E402
from pipeline.values.settings import Settings  # noqa: E402

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long something took."""
    began = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - began:.2f} s")


def cleaned(folder: Path, pages: int) -> Path:
    """The output of so many pages, without a report."""
    source = folder / "in"
    source.mkdir()
    seeds = sorted(SEEDS.glob("*.txt"))
    for n in range(pages):
        shutil.copy(seeds[n % len(seeds)], source / f"{n:05}.txt")
    settings = Settings.model_validate({"report": {"largest": 0}})
    done = driver.run(driver.Request(source, folder / "out"), config.Config(settings, {}))
    assert done.done
    return folder / "out"


def opening(start: Path) -> float | None:
    """Seconds from asking Chromium for the overview until its table stands; None without Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not os.access(CHROMIUM, os.X_OK):
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(start.as_uri())
        page.wait_for_selector("tbody tr")
        seconds = time.perf_counter() - began
        browser.close()
    return seconds


def main() -> None:
    """Print the figures."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as scratch:
        with timed(f"{pages} pages cleaned"):
            output = cleaned(Path(scratch), pages)
        with timed("report built"):
            start = report.write(output)
        files = {path: path.stat().st_size for path in start.parent.rglob("*.html")}
        largest = max(files, key=lambda path: files[path])
        print(f"files: {len(files)}, {sum(files.values()) / 1e6:.1f} MB in all")
        print(f"largest: {largest.name}, {files[largest] / 1e6:.2f} MB; overview {files[start] / 1e6:.2f} MB")
        seconds = opening(start)
        print("overview opens: " + ("no Chromium" if seconds is None else f"{seconds:.2f} s"))


if __name__ == "__main__":
    main()

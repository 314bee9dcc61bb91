"""How long the report of many pages takes to build, how large its files are, how fast it opens and searches.

    python -m benchmarks.report [PAGES [MANY]]

PAGES (800) copies of the seeds are cleaned, their report is built, ten are added and it is built again. Then the rows
of the seeds are multiplied to MANY (20,000) pages under other ids, without the texts that a run keeps; their overview
is opened and a word is searched in the headlines of all.
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

import orjson

from pipeline.run import config

SHIPPED = Path(__file__).resolve().parent.parent / "pipeline" / "luigi.cfg"
os.environ.setdefault(config.VARIABLE, str(SHIPPED))

from pipeline.cli import driver  # noqa: E402
from pipeline.review.report import build  # noqa: E402
from pipeline.values.settings import Settings  # noqa: E402

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long something took, and how much processor time."""
    began, spent = time.perf_counter(), sum(os.times()[:2])
    yield
    print(
        f"{name}: {time.perf_counter() - began:.2f} s, {sum(os.times()[:2]) - spent:.2f} s of processor time"
    )


def cleaned(folder: Path, first: int, last: int) -> Path:
    """The output of so many pages, without a report."""
    source = folder / "in"
    source.mkdir(exist_ok=True)
    seeds = sorted(SEEDS.glob("*.txt"))
    for n in range(first, last):
        shutil.copy(seeds[n % len(seeds)], source / f"{n:05}.txt")
    settings = Settings.model_validate({"report": {"largest": 0}})
    done = driver.run(driver.Request(source, folder / "out"), config.Config(settings, {}))
    assert done.done
    return folder / "out"


def multiplied(output: Path, folder: Path, pages: int) -> Path:
    """An output of so many pages, each with the rows of a seed under an id of its own."""
    folder.mkdir()
    docs = [orjson.loads(line)["doc"] for line in (output / "pages.jsonl").read_bytes().splitlines()][:5]
    shutil.copy(output / "manifest.json", folder)
    (folder / "duplicates.jsonl").touch()
    for name in ("pages.jsonl", "articles.jsonl", "audit.jsonl", "evidence.jsonl"):
        lines: dict[str, bytes] = dict.fromkeys(docs, b"")
        for line in (output / name).read_bytes().splitlines(keepends=True):
            doc = orjson.loads(line)["doc"]
            if doc in lines:
                lines[doc] += line
        with (folder / name).open("wb") as file:
            for n in range(pages):
                doc = docs[n % len(docs)]
                file.write(lines[doc].replace(f'"{doc}"'.encode(), f'"{n:05}"'.encode()))
    return folder


def browsed(start: Path) -> None:
    """Print how long Chromium takes to show the table of pages, and to find a word in all headlines."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    if not os.access(CHROMIUM, os.X_OK):
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(locale="en")
        page.goto("about:blank")
        with timed("overview opens"):
            page.goto(start.as_uri())
            page.wait_for_selector("tbody tr")
        with timed("search opens and finds"):
            page.goto(start.with_name("search.html").as_uri() + "#q=香飘万里&in=title")
            page.wait_for_selector("#found >> text=/found/")
        with timed("another word is found"):
            page.fill("#query", "同心项目")
            page.wait_for_selector("mark >> text=同心项目")
        print(page.text_content("#found"))
        browser.close()


def told(built: build.Built) -> None:
    """Print how large a report is."""
    files = {path: path.stat().st_size for path in built.start.parent.rglob("*.html")}
    largest = max(files, key=lambda path: files[path])
    print(
        f"drawn: {built.drawn} of {built.pages}; {len(files)} files, {sum(files.values()) / 1e6:.1f} MB in all"
    )
    print(
        f"largest: {largest.name}, {files[largest] / 1e6:.2f} MB; overview {files[built.start] / 1e6:.2f} MB"
    )


def main() -> None:
    """Print the figures."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as scratch:
        output = cleaned(Path(scratch), 0, pages)
        with timed(f"report of {pages} pages"):
            told(build.write(output))
        cleaned(Path(scratch), pages, pages + 10)
        with timed("built again with ten pages more"):
            build.write(output)
        with timed("built again with nothing new"):
            build.write(output)
        large = multiplied(output, Path(scratch) / "many", many)
        with timed(f"report of {many} pages"):
            built = build.write(large)
        told(built)
        with timed("built again with nothing new"):
            build.write(large)
        browsed(built.start)


if __name__ == "__main__":
    main()

"""A report of the seeds and of pages that try to break it, built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipeline import config, runs
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    f"# {SCRIPT}标题\n\n本报记者 {SCRIPT}\n\n"
    f"巷口的茶馆开了三十年，{SCRIPT}老主顾们“天天来坐。\n\n\"'&lt;--]]>\n"
)
FILE = '"><img src=x onerror=alert(1)>'
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
]


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the seeds, a page whose id, title and text are scripts, and one that cannot be read."""
    base = tmp_path_factory.mktemp("report")
    source = base / "in"
    source.mkdir()
    for seed in SEEDS:
        shutil.copy(seed, source)
    (source / f"{FILE}.txt").write_text(HOSTILE, encoding="utf-8")
    row = {"id": SCRIPT, "text": HOSTILE, "metadata": {"newspaper": SCRIPT}}
    (source / "lines.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    (source / "z-empty.txt").write_bytes(b"")
    settings = Settings.model_validate({"input": {"quarantine_budget": 1}})
    assert runs.run(runs.Request(source, base / "out", 1), config.Config(settings, {})).done
    return base / "out"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()

"""What the tests share. Nothing outside the repository and the test's own folder is read."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from processes import PATIENCE, ROOT, python

os.environ["LUIGI_CONFIG_PATH"] = str(ROOT / "pipeline" / "luigi.cfg")  # Luigi reads it as it is imported

from plain import plain_page, replace_chain

settings.register_profile("jieban", deadline=None)  # a slow machine is no defect
settings.load_profile("jieban")

REQUIRE_ALL = (
    "JIEBAN_REQUIRE_ALL"  # set in CI: there a test of browsers, Spark or readers that skips has failed
)


CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
    "--disable-features=SpareRendererForSitePerProcess",  # a spare one that a test kills leaves the next page without
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> object:
    """Turn the skip of a test that needs a browser, Spark or a reader into a failure where all are required."""
    report = yield
    wanted = any(map(item.get_closest_marker, ("browser", "readers", "spark")))
    if os.environ.get(REQUIRE_ALL) and wanted and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but {REQUIRE_ALL} is set: {report.longrepr}"
    return report


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def decision(doc: str, text: str, **changes: object) -> str:
    """A line of decisions.jsonl: that the page's second and third character are a caption."""
    row = {"doc": doc, "sha256": sha256(text.encode()).hexdigest(), "question": "role", "start": 1, "end": 3}
    row |= {"answer": "caption", "verdict": "set", "by": "李", "at": "2026-11-22T07:30:00Z", **changes}
    return json.dumps(row, ensure_ascii=False) + "\n"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser without a window, one for all tests: Playwright runs once in a process."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=1000 * PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def plain_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell's tests do not hang on what the stages find."""
    replace_chain(plain_page, monkeypatch)


@pytest.fixture
def jieban(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command, in a process of its own and a folder without configuration."""

    def call(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return python(tmp_path, "-m", "pipeline", *arguments, **environment)

    return call

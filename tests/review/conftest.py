"""A report of the seeds and of pages that try to break it, built once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from processes import PATIENCE

from pipeline.cli import driver
from pipeline.records import Story
from pipeline.review.report.builder import page_file
from pipeline.review.report.output import Output
from pipeline.run import config
from pipeline.values.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    f"# {SCRIPT}标题\n\n本报记者 {SCRIPT}\n\n"
    f"巷口的茶馆开了三十年，{SCRIPT}老主顾们“天天来坐。\n\n\"'&lt;--]]>\n"
)
FILE = '"><img src=x onerror=alert(1)>'
FIRST = """# 老街改造让居民住得更安心

本报记者 王晓明

春天的老街人来人往，青石板路刚刚铺好。居民李阿姨说，过去一到下雨天，家门口就积水，如今管网换了新的。

改造之初，许多居民心存疑虑。社区干部挨家挨户上门听取意见，前后修改方案七次。（下转第2版）
"""
SECOND = """# 老街改造让居民住得更安心

（上接第1版）方案最终获得九成以上住户同意。施工期间，社区在街口设立了咨询点，每天有人值守。
"""
ISSUE = "晚报/2024-01-05"


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the seeds, an issue with a story that jumps, pages full of scripts, an empty one."""
    base = tmp_path_factory.mktemp("report")
    source = base / "in"
    source.mkdir()
    for seed in SEEDS:
        shutil.copy(seed, source)
    (source / f"{FILE}.txt").write_text(HOSTILE, encoding="utf-8")
    row = {"id": SCRIPT, "text": HOSTILE, "metadata": {"newspaper": SCRIPT}}
    (source / "lines.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    (source / "z-empty.txt").write_bytes(b"")
    (source / ISSUE).mkdir(parents=True)
    (source / ISSUE / "01.txt").write_text(FIRST, encoding="utf-8")
    (source / ISSUE / "02.txt").write_text(SECOND, encoding="utf-8")
    settings = Settings.model_validate({"input": {"quarantine_budget": 1}})
    assert driver.run(driver.Request(source, base / "out", 1), config.Config(settings, {})).done
    return base / "out"


def stories(output: Path) -> list[Story]:
    """What an output tells of its pages, in order."""
    source = Output(output)
    return [story for lot in source.lots() for story in source.stories(lot)]


class Tab:
    """A browser tab on the report, and all that it did: requests, errors, dialogs."""

    def __init__(self, context: Any, output: Path) -> None:
        self.context, self.output = context, output
        self.root = (output / "report").as_uri()
        self.files = {row.doc: f"pages/{page_file(row)}" for row in Output(output).pages}
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.renew()

    def renew(self) -> None:
        """Begin with a new tab of the same browser."""
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))

    def _failed(self, request: Any) -> None:
        if request.failure == "csp":  # it was asked for, and the policy let nothing out
            self.requests.remove(request.url)

    def open(self, name: str = "index.html") -> Any:
        """Open a file of the report, or the view of a page."""
        self.page.goto(f"{self.root}/{self.files.get(name, name)}")
        return self.page

    def text(self, query: str) -> str:
        """The text of the first element that a query finds."""
        return str(self.page.locator(query).first.text_content())


@pytest.fixture
def tab(chromium: Any, output: Path) -> Iterator[Tab]:
    """A tab of a browser that has seen nothing yet."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, locale="en-US"
    )
    context.set_default_timeout(1000 * PATIENCE)  # milliseconds
    tab = Tab(context, output)
    yield tab
    context.close()
    assert not tab.troubles
    assert all(url.startswith(("file:", "data:", "blob:")) for url in tab.requests)


def saved(tab: Tab, tmp_path: Path) -> list[dict[str, Any]]:
    """The decisions as the browser saves them."""
    with tab.page.expect_download() as download:
        tab.page.click("#save")
    assert download.value.suggested_filename == "decisions.jsonl"
    download.value.save_as(tmp_path / "decisions.jsonl")
    return [json.loads(line) for line in (tmp_path / "decisions.jsonl").read_text().splitlines()]

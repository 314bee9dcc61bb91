"""luigid's page tells a stranger what is done: a task a step, each with how far it is and what it found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import luigi
import processes
import pytest
from conftest import write
from processes import until
from running import OTHER, STORY

from pipeline import tasks

pytestmark = pytest.mark.usefixtures("plain_chain")
CHAIN = [
    *("CleanCorpus", "WriteReport", "WriteArticles", "FindDuplicates", "JoinIssues"),
    *("SegmentArticles", "DetectSplices", "FixEncoding", "Pages"),
]


@pytest.fixture
def luigid(tmp_path: Path) -> Iterator[str]:
    """A real luigid on loopback; its address. It ends with the test."""
    with processes.luigid(tmp_path) as port:
        yield f"http://127.0.0.1:{port}"


def ask(luigid: str, method: str, **data: object) -> Any:
    """What luigid says, as its page asks it."""
    with urlopen(f"{luigid}/api/{method}?data={quote(json.dumps(data))}") as answer:
        return json.load(answer)["response"]


@pytest.fixture
def corpus(tmp_path: Path, luigid: str, monkeypatch: pytest.MonkeyPatch) -> tasks.CleanCorpus:
    """A corpus that was cleaned under that luigid."""
    source = write(
        tmp_path / "in", {"a.txt": f"植树\n{STORY}", "b.txt": f"又植树\n{STORY}", "c.txt": f"馆\n{OTHER}"}
    )
    monkeypatch.setattr("luigi.setup_logging.InterfaceLogging.setup", lambda *_: None)
    task = tasks.CleanCorpus(input_path=source, output_path=tmp_path / "out")
    assert (
        luigi.build([task], local_scheduler=False, scheduler_url=luigid, detailed_summary=True).status
        is luigi.LuigiStatusCode.SUCCESS
    )
    return task


def test_graph_percentage_and_message(luigid: str, corpus: tasks.CleanCorpus) -> None:
    """The graph is the row of the steps; each is at 100 %, and says what it found."""
    graph = ask(luigid, "dep_graph", task_id=corpus.task_id)
    found = {task["name"]: task for task in graph.values()}
    at, row = corpus.task_id, []
    while at:
        row.append(graph[at]["name"])
        at = next(iter(graph[at]["deps"]), None)
    assert row == CHAIN
    assert {task["status"] for task in found.values()} == {"DONE"}
    percent = {
        name: ask(luigid, "get_task_progress_percentage", task_id=key)["progressPercentage"]
        for key, task in graph.items()
        if (name := task["name"]) != "Pages"
    }
    assert set(percent.values()) == {100}
    told = {
        task["name"]: ask(luigid, "get_task_status_message", task_id=key)["statusMessage"]
        for key, task in graph.items()
    }
    assert told["FixEncoding"] == "3 pages, 3 utf-8"
    assert told["SegmentArticles"] == "3 pages, 3 articles"
    assert told["FindDuplicates"].startswith("1 copies")
    assert told["WriteReport"] == "3 drawn, 3 pages"


def test_percentage_grows_with_the_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a step is at work it says how many pages of how many are done."""
    monkeypatch.setattr("pipeline.run.planning.ONE_IN", 1)
    source = write(tmp_path / "in", {f"{n}.txt": f"标题{n}\n正文第{n}段。" for n in range(4)})
    told: list[tuple[str, float | None]] = []
    monkeypatch.setattr(
        tasks.FixEncoding, "tell", lambda _, message, share=None: told.append((message, share))
    )
    monkeypatch.setattr("luigi.setup_logging.InterfaceLogging.setup", lambda *_: None)
    luigi.build([tasks.FixEncoding(input_path=source, output_path=tmp_path / "out")], local_scheduler=True)
    assert told == [*((f"{n} of 4 pages", 25 * n) for n in range(5)), ("4 pages, 4 utf-8", 100)]


@pytest.mark.browser
def test_page_of_luigid(luigid: str, corpus: tasks.CleanCorpus, chromium: Any) -> None:
    """In a browser the page draws the row of the steps, and shows how far a step is and what it found."""
    tab = chromium.new_page()
    tab.set_default_timeout(0)  # a slow machine is no defect
    tab.goto(f"{luigid}/static/visualiser/index.html")
    tab.click('#taskTable button.statusMessage[data-display-name^="SegmentArticles"]')
    until(lambda: tab.inner_text("#statusMessageModal pre") == "3 pages, 3 articles")
    until(lambda: tab.get_attribute("#statusMessageModal .progress-bar", "aria-valuenow") == "100")
    tab.close()
    tab = chromium.new_page()
    tab.set_default_timeout(0)
    tab.goto(f"{luigid}/static/visualiser/index.html#tab=graph&taskId={corpus.task_id}")
    until(lambda: all(f">{name}<" in tab.content() for name in CHAIN))
    tab.close()

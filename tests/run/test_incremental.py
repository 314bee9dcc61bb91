"""Adding a day's pages costs that day's pages and the search, and gives what a run from scratch gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write
from running import OTHER, STORY, contents, run

from pipeline.corpus.repeats import kept
from pipeline.run import cleaning, planning
from pipeline.run.files import Workplace
from pipeline.run.planning import Batch
from pipeline.run.reading import Reader, Source

pytestmark = pytest.mark.usefixtures("plain_chain")


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first page of each batch that is computed; days are batches."""
    firsts: list[str] = []
    sources = cleaning.sources

    def record(batch: Batch, reader: Reader) -> Iterator[Source]:
        firsts.append(batch.entries[0].path)
        return sources(batch, reader)

    monkeypatch.setattr(cleaning, "sources", record)
    monkeypatch.setattr(planning, "_begins_batch", lambda entry: entry.path.endswith("/1.txt"))
    return firsts


def day(number: int, *stories: str) -> dict[str, str]:
    """A day's pages, a story each."""
    date = f"2026-03-{number:02d}"
    return {f"rb/{date}/{n}.txt": f"第{number}日之{n}\n{story}" for n, story in enumerate(stories, 1)}


def test_added_day(tmp_path: Path, computed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the new day is cleaned, folded and signed; its copies of earlier days are found nevertheless."""
    root = write(tmp_path / "in", day(1, STORY, OTHER) | day(2, OTHER[::-1]) | day(4, f"重印：{STORY}"))
    assert run(root, tmp_path / "out").done
    assert sorted(computed) == [f"rb/2026-03-0{n}/1.txt" for n in (1, 2, 4)]
    before = {part: part.stat().st_mtime_ns for part in Workplace(tmp_path / "out").parts.iterdir()}
    computed.clear()
    signed: list[int] = []
    sketch = kept.sketch
    monkeypatch.setattr(kept, "sketch", lambda texts, rest: signed.append(len(texts)) or sketch(texts, rest))
    write(root, day(3, f"据悉，{STORY}", "三月三日天气晴。"))
    assert run(root, tmp_path / "out").done
    assert computed == ["rb/2026-03-03/1.txt"]
    assert signed == [1]
    after = {part: part.stat().st_mtime_ns for part in Workplace(tmp_path / "out").parts.iterdir()}
    assert before.items() <= after.items()
    assert len(after) == 4
    assert run(root, tmp_path / "fresh").done
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")
    assert b"2026-03-03" in contents(tmp_path / "out")["duplicates.jsonl"]

"""Adding a day's pages costs that day's pages and the search, and gives what a run from scratch gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import write
from running import OTHER, STORY, contents, run

from pipeline.corpus.halves import matching
from pipeline.corpus.repeats import kept, relating
from pipeline.duplicates import search
from pipeline.run import cleaning, planning
from pipeline.run.files import Workplace
from pipeline.run.planning import Batch
from pipeline.run.reading import Reader
from pipeline.run.source import Source
from pipeline.values.settings import Settings

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


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch, computed: list[str]) -> list[str]:  # noqa: ARG001
    """The names of comparisons, one for each that is made; a part that is searched for halves counts as one."""
    names: list[str] = []

    def count(module: Any, name: str, size: Callable[..., int]) -> None:
        function = getattr(module, name)

        def counted(*given: Any) -> Any:
            names.extend([name] * size(*given))
            return function(*given)

        monkeypatch.setattr(module, name, counted)

    count(relating, "relation", lambda *_: 1)
    count(search, "excerpts", lambda pairs, *_: len(pairs))
    count(matching, "_marked", lambda *_: 1)
    return names


LONG = "".join(f"第{n}日河堤上又种下柳树{n * 37}株，" for n in range(10, 30))


def test_added_day_is_compared_alone(tmp_path: Path, compared: list[str]) -> None:
    """Pairs of texts that were compared are not compared again, whatever comes before them; the bytes are the same."""
    root = write(
        tmp_path / "in", day(4, LONG, f"{STORY}{OTHER[::-1]}") | day(5, LONG[:-9], f"{OTHER}{STORY}")
    )
    assert run(root, tmp_path / "out").done
    first = {name: compared.count(name) for name in compared}
    assert set(first) == {"relation", "excerpts", "_marked"}
    compared.clear()
    write(root, day(3, LONG[9:], f"{STORY[::-1]}{OTHER}"))
    assert run(root, tmp_path / "out").done
    more = {name: compared.count(name) for name in compared}
    compared.clear()
    assert run(root, tmp_path / "fresh").done
    assert {name: compared.count(name) - count for name, count in more.items()} == first
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_memory_of_comparisons_is_ours_or_none(tmp_path: Path, compared: list[str]) -> None:
    """A memory that is damaged, or was made with other settings, is not used; and the run goes on."""
    root = write(tmp_path / "in", day(4, LONG) | day(5, LONG[:-9]))
    assert run(root, tmp_path / "out").done
    everything = sorted(compared)
    for n, settings in enumerate((Settings(), Settings.model_validate({"duplicates": {"sentence": 30}}))):
        if not n:
            for path in Workplace(tmp_path / "out").steps.glob("*.known"):
                path.write_bytes(b"?")
        compared.clear()
        write(root, day(6 + n, "三月六日天气晴。" * (n + 1)))
        assert run(root, tmp_path / "out", settings).done
        assert set(everything) == set(compared)
        assert compared.count("relation") == everything.count("relation")
        assert run(root, tmp_path / f"fresh{n}", settings).done
        assert contents(tmp_path / "out") == contents(tmp_path / f"fresh{n}")

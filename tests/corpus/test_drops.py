"""Articles that repeat another are left out only when asked, and then every character is accounted for."""

from __future__ import annotations

import shutil
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import running
from conftest import ROOT, write
from running import OTHER, STORY, rows

from pipeline.run import planning
from pipeline.values.laws import visible
from pipeline.values.settings import DuplicateSettings, Settings

DROP = Settings(duplicates=DuplicateSettings(drop=True))


clean = partial(running.clean, settings=DROP)


def places(output: Path) -> dict[str, Counter[int]]:
    """How many times each code point of each page is in a block's piece, or dropped."""
    found: dict[str, Counter[int]] = {}
    stretches: list[dict[str, Any]] = []
    for article in rows(output, "articles.jsonl"):
        stretches += [piece for block in article["blocks"] for piece in block["pieces"]]  # type: ignore[attr-defined]
    for row in rows(output, "audit.jsonl"):
        if row["action"] == "dropped":
            spans = row.get("spans") or [(row["start"], row["end"])]
            stretches += [{"doc": row["doc"], "start": start, "end": end} for start, end in spans]  # type: ignore[attr-defined]
    for one in stretches:
        found.setdefault(one["doc"], Counter()).update(range(one["start"], one["end"]))
    return found


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages, each a batch: the second prints a story of the first again, after one of its own."""
    monkeypatch.setattr(planning, "ONE_IN", 1)
    pages = {
        "a.txt": f"植树\n{STORY}",
        "b.txt": f"新馆\n{OTHER}\n\n志愿者植树\n{STORY}\n\n读者\n{OTHER[:20]}",
    }
    return write(tmp_path / "in", pages)


@pytest.mark.usefixtures("plain_chain")
def test_repeats_stay_unless_asked(archive: Path, tmp_path: Path) -> None:
    """By default every article stays, and says what it repeats."""
    manifest = clean(archive, tmp_path / "out", settings=Settings())
    assert [row["duplicate_of"] is None for row in rows(tmp_path / "out", "articles.jsonl")] == [
        *(True, True, False, True)
    ]
    assert manifest.counts.dropped == 0


@pytest.mark.usefixtures("plain_chain")
def test_repeat_is_dropped_with_its_twin(archive: Path, tmp_path: Path) -> None:
    """The article is gone, its pieces are in the audit with what they repeat, and the counts follow."""
    manifest = clean(archive, tmp_path / "out")
    articles = rows(tmp_path / "out", "articles.jsonl")
    assert [(row["title"], row["order"]) for row in articles] == [("植树", 1), ("新馆", 1), ("读者", 2)]
    head, body = rows(tmp_path / "out", "audit.jsonl")
    assert (head["text"], body["text"]) == ("志愿者植树", STORY)
    assert "twin" not in head
    assert body["twin"] == {"doc": "a", "start": 3, "end": 3 + len(STORY)}
    assert body["reason"] == "duplicate_passage"
    assert body["article"] == articles[0]["id"]
    page = rows(tmp_path / "out", "pages.jsonl")[1]
    assert (page["articles"], page["dropped"]) == (2, 5 + len(STORY))
    assert (manifest.counts.articles, manifest.counts.dropped) == (3, 5 + len(STORY))


def test_every_character_of_real_pages_is_accounted_for(tmp_path: Path) -> None:
    """A seed that stands twice in the archive: all of the second is dropped or kept, nothing twice."""
    root = tmp_path / "in"
    for name in ("a", "b"):
        root.mkdir(exist_ok=True)
        shutil.copy(sorted((ROOT / "seeds").glob("*.txt"))[2], root / f"{name}.txt")
    manifest = clean(root, tmp_path / "out")
    text = (root / "b.txt").read_text(encoding="utf-8")
    seen = visible(text)
    found = places(tmp_path / "out")
    for doc in ("a", "b"):
        assert [found[doc][n] for n in range(len(text)) if seen[n]] == [1] * int(seen.sum())
    first, second = rows(tmp_path / "out", "pages.jsonl")
    assert int(str(second["articles"])) < int(str(first["articles"]))
    assert manifest.counts.dropped == int(str(first["dropped"])) + int(str(second["dropped"]))
    dropped = [row for row in rows(tmp_path / "out", "audit.jsonl") if row["action"] == "dropped"]
    assert sum(int(visible(str(row["text"])).sum()) for row in dropped) == manifest.counts.dropped
    ids = {row["id"] for row in rows(tmp_path / "out", "articles.jsonl")}
    assert {row["article"] for row in rows(tmp_path / "out", "evidence.jsonl")} <= {None, *ids}
    assert {row.get("article") for row in rows(tmp_path / "out", "audit.jsonl")} <= {None, *ids}

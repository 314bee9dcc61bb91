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
from tests.duplicates.made import sentence

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


LONG = "。".join(sentence(n, 40) for n in range(12)) + "。"
REST = "。".join(sentence(n, 40) for n in range(20, 32)) + "。"
NOTICE = (
    "因设备检修需要，供电公司定于本月三日上午七时至下午四时对环城路线进行停电检修，"
    "请沿线用户提前做好停电准备，由此带来不便敬请谅解。"
)


@pytest.mark.usefixtures("plain_chain")
def test_same_and_edited_are_dropped_and_nothing_else(tmp_path: Path) -> None:
    """Of each kind of relation: reprints and edited copies go, all others stay; of each text one is kept."""
    pages = {
        "a": LONG,
        "b-same": LONG.replace("。", "．"),
        "c-edited": LONG[:-80] + sentence(50, 60) + "。",
        "d-contained": LONG[:120],
        "e-shares": REST[:100] + LONG[41:82] + REST[100:],
        "f-notice": NOTICE,
        "g-formula": NOTICE.replace("三日", "九日"),
        "h-opposite": NOTICE.replace("上午七时至下午四时", "下午七时至上午四时"),
    }
    root = write(
        tmp_path / "in", {f"{name}.txt": f"消息之{n}\n{text}" for n, (name, text) in enumerate(pages.items())}
    )
    clean(root, tmp_path / "all", settings=Settings())
    clean(root, tmp_path / "out")
    relations = {row["relation"] for row in rows(tmp_path / "all", "relations.jsonl")}
    assert relations == {"same", "edited", "contains", "shares", "formula"}
    stay = {row["doc"]: row["id"] for row in rows(tmp_path / "out", "articles.jsonl")}
    assert set(stay) == pages.keys() - {"b-same", "c-edited"}
    dropped = [row for row in rows(tmp_path / "out", "audit.jsonl") if row["action"] == "dropped"]
    assert {(row["doc"], row["article"], row["reason"]) for row in dropped} == {
        (doc, stay["a"], "duplicate_passage") for doc in ("b-same", "c-edited")
    }
    found = places(tmp_path / "out")
    for name, text in pages.items():
        assert set(found[name].values()) == {1}
        assert sum(found[name].values()) >= int(visible(text).sum())

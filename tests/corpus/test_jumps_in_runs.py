"""A run joins halves wherever its batches fall, and accounts for every character of both pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import write
from jumping import BRIDGE, FERRY, SCHOOL, first, page, second, whole
from running import clean, rows

from pipeline.run import planning

PAGES = {
    "a/1.md": page(
        "江城日报 2024年6月3日 第1版", first(FERRY, "（下转第二版）"), first(SCHOOL, "（下转4版）")
    ),
    "a/2.md": page("江城日报 2024年6月3日 第2版", second(FERRY, "（上接第一版）", FERRY[0]), whole(BRIDGE)),
    "b/3.md": page("江城日报 2024年6月3日 第3版", whole(BRIDGE)),
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    clean(write(tmp_path / "in", PAGES), tmp_path / "out")
    return tmp_path / "out"


def test_batches_change_nothing(tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a batch a page the output is the same, byte for byte; halves may lie in two batches."""
    monkeypatch.setattr(planning, "ONE_IN", 1)
    clean(tmp_path / "in", tmp_path / "other")
    names = ("articles", "audit", "pages", "duplicates", "evidence")
    for name in names:
        file = f"{name}.jsonl"
        assert (tmp_path / "other" / file).read_bytes() == (output / file).read_bytes()


def test_joined_article(output: Path) -> None:
    """One article holds both pages' pieces, with id, page and title of the first half and no mark."""
    found = [row for row in rows(output, "articles.jsonl") if row["title"] == FERRY[0]]
    assert len(found) == 1
    article = found[0]
    docs = {piece["doc"] for block in article["blocks"] for piece in block["pieces"]}  # type: ignore[attr-defined]
    assert (article["doc"], article["page"], docs) == ("a/1", "1", {"a/1", "a/2"})
    assert (article["continues_on"], article["continued_from"]) == (None, None)
    assert article["date"] == "2024-06-03"


def test_orphan_keeps_its_mark(output: Path) -> None:
    """A half whose other half is not there stays alone and says where that stood."""
    marks = [row["continues_on"] for row in rows(output, "articles.jsonl") if row["continues_on"]]
    assert marks == ["4"]


def test_nothing_is_lost(output: Path) -> None:
    """Every visible character stands in one piece of a block or one dropped stretch."""
    places: Counter[tuple[str, int]] = Counter()
    for row in rows(output, "articles.jsonl"):
        for piece in (piece for block in row["blocks"] for piece in block["pieces"]):  # type: ignore[attr-defined]
            places.update((piece["doc"], n) for n in range(piece["start"], piece["end"]))
    for row in rows(output, "audit.jsonl"):
        if row["action"] == "dropped":
            places.update((str(row["doc"]), n) for n in range(int(str(row["start"])), int(str(row["end"]))))
    for name, text in PAGES.items():
        seen = [n for n, char in enumerate(text) if not char.isspace() and char not in "#*"]
        assert {places[name.removesuffix(".md"), n] for n in seen} == {1}


def test_both_jump_lines_are_in_the_audit(output: Path) -> None:
    """The two marks that were joined at, and the orphan's, are dropped as jump lines."""
    marks = [row for row in rows(output, "audit.jsonl") if row["reason"] == "jump_line"]
    assert [row["text"] for row in marks] == [
        "（下转第二版）",
        "（下转4版）",
        "（上接第一版）",
        "渡口最后一班船停了",
    ]
    joined = {row["article"] for row in marks if row["text"] != "（下转4版）"}
    assert joined == {row["id"] for row in rows(output, "articles.jsonl") if row["title"] == FERRY[0]}


def test_counts(output: Path) -> None:
    """Pages and manifest count the joined article once, on its first page."""
    pages = [row["articles"] for row in rows(output, "pages.jsonl")]
    articles = rows(output, "articles.jsonl")
    assert pages == [2, 1, 1]
    assert [row["order"] for row in articles] == [1, 2, 1, 1]


def test_copies_name_the_joined_article(tmp_path: Path) -> None:
    """A page that repeats the second half repeats the joined article, by its id."""
    copy = page("江城日报 2024年6月4日 第2版", f"# 老船工的渡口\n\n{FERRY[2]}")
    clean(write(tmp_path / "in", {**PAGES, "c/2.md": copy}), tmp_path / "out")
    ids = {row["id"] for row in rows(tmp_path / "out", "articles.jsonl")}
    joined = next(row["id"] for row in rows(tmp_path / "out", "articles.jsonl") if row["title"] == FERRY[0])
    found = [row for row in rows(tmp_path / "out", "duplicates.jsonl") if row["copy"]["doc"] == "c/2"]  # type: ignore[index]
    assert {row["kept"]["article"] for row in found} == {joined}  # type: ignore[index]
    assert {row["copy"]["article"] for row in found} <= ids  # type: ignore[index]


@pytest.mark.parametrize(
    ("away", "here"),
    [
        ("（续见第2版）", "（文接第1版）"),
        ("下转2版▶", "◀上接1版"),
        ("→2版", "←1版"),
        ("转二版", "〔上接一版〕"),
        ("（转二版", "(上接1段)"),
    ],
)  # fmt: skip
def test_marks_of_every_form_join(tmp_path: Path, away: str, here: str) -> None:
    """Halves are joined whatever form their marks have; both marks are in the audit, neither is in the article."""
    pages = {
        "1.md": page("江城日报 2024年6月3日 第1版", first(FERRY, away), whole(BRIDGE)),
        "2.md": page("江城日报 2024年6月3日 第2版", second(FERRY, here, FERRY[0]), whole(SCHOOL)),
    }
    clean(write(tmp_path / "in", pages), tmp_path / "out")
    (article,) = (row for row in rows(tmp_path / "out", "articles.jsonl") if row["title"] == FERRY[0])
    docs = {piece["doc"] for block in article["blocks"] for piece in block["pieces"]}  # type: ignore[attr-defined]
    assert docs == {"1", "2"}
    assert away not in str(article["text"])
    assert here not in str(article["text"])
    marks = [row["text"] for row in rows(tmp_path / "out", "audit.jsonl") if row["reason"] == "jump_line"]
    assert {away, here} <= set(marks)

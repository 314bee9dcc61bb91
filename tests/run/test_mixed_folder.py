"""A folder with one file of every format and others: every page is read, every other file is told of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mixed import METADATA, OLMOCR, SAMPLES, UNREAD, fill, story
from running import clean

import jieban
from pipeline.run.verify import verify


def read(output: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a file of the output."""
    return [json.loads(line) for line in (output / name).read_text("utf-8").splitlines()]


def test_every_file_is_read_or_told_of(tmp_path: Path) -> None:
    """One row a page or an unread file; the unread are skipped with reason and size, and counted by kind."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    pages = read(tmp_path / "out", "pages.jsonl")
    skipped = {row["path"]: row for row in pages if row["status"] == "skipped"}
    assert set(skipped) == {*UNREAD, "old.zip/plan.dwg"}
    assert all(row["reason"] and row["bytes"] for row in skipped.values())
    assert {row["status"] for row in pages} == {"ok", "skipped"}
    assert len([row for row in pages if row["status"] == "ok"]) == 23
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["skipped"] == 11
    assert manifest["counts"]["pages"] == 23
    assert manifest["skipped"][".pdf"] == 1
    assert sum(manifest["skipped"].values()) == 11


def test_each_format_gives_its_articles(tmp_path: Path) -> None:
    """A page of each format is one article, with its headline; not a character of any page is lost."""
    fill(tmp_path / "in")
    jieban.clean_corpus(tmp_path / "in", tmp_path / "out", workers=1)
    assert verify(tmp_path / "out") == []
    titles = {row["doc"]: row["title"] for row in read(tmp_path / "out", "articles.jsonl")}
    assert {doc: title for doc, title in titles.items() if not doc.startswith(("page", "old"))} == {
        **{str(n): f"河湾新桥{'零一二三四五六七八九'[n]}昨日通车" for n in range(1, 7)},
        "8#1": "河湾新桥八昨日通车",
        "8#2": "河湾新桥九昨日通车",
        "dolma": "河湾新桥七昨日通车",
        "scan": "西岸渡口昨日开航",
        "mineru_content_list#1": "山路昨日拓宽",
        "mineru_content_list#2": "水库昨日蓄水",
        "0f3a#1": "北坡果园昨日开园",
        "0f3a#2": "东门菜场昨日改建",
        "paddle_res": "旧仓库昨日改书店",
        "layout_res": "小学操场昨日启用",
        "epaper": "南岸街灯昨夜点亮",
    }


def test_metadata_in_is_metadata_out(tmp_path: Path) -> None:
    """What a file says of its page goes with each article, of whatever type; dates and pages in one form."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    of = {row["doc"]: row for row in read(tmp_path / "out", "articles.jsonl")}
    for doc in ("0f3a#1", "0f3a#2"):
        assert json.loads(of[doc]["metadata"]) == OLMOCR["metadata"]
        assert of[doc]["source"] == "olmocr"
    assert json.loads(of["epaper"]["metadata"]) == {
        "publishdate": "2024-01-02",
        "title": "南岸街灯昨夜点亮",
        "url": "https://example.org/4.html",
        "date": "2024-01-02",
    }
    assert json.loads(of["scan"]["metadata"]) == {"image": "0003.png"}
    assert json.loads(of["dolma"]["metadata"]) == METADATA
    assert (of["dolma"]["source"], of["dolma"]["page"]) == ("s", "A3")
    assert json.loads(of["6"]["metadata"]) == {"date": "2024/01/02", "licence": "CC0", "source": "河湾图书馆"}
    assert (of["6"]["date"], of["6"]["source"]) == ("2024-01-02", "河湾图书馆")
    inside = of["old.zip/jxrb/2024-01-02/03"]
    assert (inside["newspaper"], inside["date"], inside["page"]) == ("jxrb", "2024-01-02", "3")


def test_front_matter_is_accounted_for(tmp_path: Path) -> None:
    """Front matter is in no article: it is a dropped stretch of the page's own text."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    dropped = [
        row
        for row in read(tmp_path / "out", "audit.jsonl")
        if row["doc"] == "6" and row["action"] == "dropped"
    ]
    (front,) = [row for row in dropped if row["reason"] == "markup"]
    assert (front["start"], front["text"].splitlines()[0], front["text"].splitlines()[-1]) == (
        0,
        "---",
        "---",
    )


def test_files_that_differ_in_suffix_only_keep_it(tmp_path: Path) -> None:
    """A page as text and as hOCR under one name: two pages, the text's id without its suffix."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.txt").write_text(story(1), "utf-8")
    (tmp_path / "in" / "page.hocr").write_bytes((SAMPLES / "page.hocr").read_bytes())
    clean(tmp_path / "in", tmp_path / "out")
    assert [(row["doc"], row["status"]) for row in read(tmp_path / "out", "pages.jsonl")] == [
        ("page.hocr", "ok"),
        ("page", "ok"),
    ]


def test_boxes_are_kept(tmp_path: Path) -> None:
    """A piece of a page with boxes has those of its lines; a page without boxes says nothing of them."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    for row in read(tmp_path / "out", "articles.jsonl"):
        pieces = [piece for block in row["blocks"] for piece in block["pieces"]]
        boxed = row["doc"].startswith(("page", "scan", "mineru", "paddle", "layout"))
        assert all(("boxes" in piece) == boxed for piece in pieces)
    (title,) = [
        row
        for row in read(tmp_path / "out", "articles.jsonl")
        if row["doc"] == "page.rapidocr" and row["order"] == 1
    ]
    assert title["blocks"][0]["pieces"][0]["boxes"] == [[56.0, 106.0, 575.0, 176.0]]

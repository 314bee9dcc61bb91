"""Articles that repeat one another: printings on a line of time, variants by character, papers that reprint papers."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.report import relations, reprints
from pipeline.review.report.relations import read
from tests.review.conftest import Tab

STORY = "春风吹进了小巷，老人们坐在门前。"


def article(
    name: str, paper: str | None, date: str | None, text: str = STORY, copy_of: str | None = None
) -> dict[str, Any]:
    """A row of ``articles.jsonl``, as far as the view reads it."""
    place = {"doc": f"p-{name}", "newspaper": paper, "date": date, "page": "1", "title": f"标题{name}"}
    return {"id": name, "duplicate_of": copy_of, "text": text, **place}


def relation(a: str, b: str, kind: str, cluster: str | None = None, share: float = 1.0) -> dict[str, Any]:
    """A row of ``relations.jsonl``."""
    return {"a": a, "b": b, "relation": kind, "share_a": share, "share_b": 0.5, "cluster": cluster}


ARTICLES = [
    article("c", "乙报", "2026-03-03", STORY.replace("了", ""), "b"),
    article("b", "甲报", "2026-03-01"),
    article("d", "乙报", "2026-03-04", STORY.replace("门前", "门边"), "b"),
    article("x", "丙报", None, "另一篇"),
]
ROWS = [
    relation("b", "c", "edited", "k"),
    relation("b", "d", "edited", "k"),
    relation("b", "x", "shares", share=0.2),
    relation("c", "x", "contains", share=0.9),
]


def test_printings_stand_in_order_of_time_with_their_variants() -> None:
    """The first printing comes first; each other is held against the kept one, character by character."""
    [group] = read(ROWS, ARTICLES).groups
    assert [one.article.id for one in group.witnesses] == ["b", "c", "d"]
    assert [one.kept for one in group.witnesses] == [True, False, False]
    assert [[(part.text, part.of) for part in one.parts if part.of != "same"] for one in group.witnesses] == [
        [],
        [("了", "gone")],
        [("前", "gone"), ("边", "new")],
    ]
    assert [one.differ for one in group.witnesses] == [0, 1, 1]
    assert group.papers == ["乙报", "甲报"]
    assert group.line.count("<circle") == 3


def test_other_pairs_come_by_share_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that are no printings of one text stand below, those that share most first."""
    assert [pair.kind for pair in read(ROWS, ARTICLES).pairs] == ["contains", "shares"]
    monkeypatch.setattr(relations, "PAIRS", 1)
    found = read(ROWS, ARTICLES)
    assert ([pair.kind for pair in found.pairs], found.more) == (["contains"], 1)


def test_printing_that_was_left_out_is_named() -> None:
    """With drop = true a copy is in no row of articles: its id stands for it."""
    [group] = read(ROWS[:2], ARTICLES[1:]).groups
    assert [(one.article.id, one.article.doc) for one in group.witnesses] == [
        ("b", "p-b"),
        ("d", "p-d"),
        ("c", ""),
    ]


def test_network_leads_from_the_first_paper_to_the_later_ones() -> None:
    """An arrow a pair of papers; a paper that prints its own text again reprints nobody."""
    svg = str(read(ROWS, ARTICLES).network)
    assert svg.count('class="edge"') == 1
    assert "甲报 → 乙报: 1" in svg
    own = [article("b", "甲报", "2026-03-01"), article("c", "甲报", "2026-03-02", copy_of="b")]
    assert read(ROWS[:1], own).network == ""


def test_names_of_papers_are_text() -> None:
    """A newspaper that is called like a script is shown, not run."""
    svg = str(reprints.network({("<script>", "乙报"): 1}))
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_printings_of_one_day_hide_none() -> None:
    """Printings of one day stand above one another; those of months apart on the line."""
    same = str(reprints.timeline([("2026-03-01", True), ("2026-03-01", False), ("2026-03-01", False)]))
    assert same.count("<circle") == 3
    assert len({part.split('cy="')[1].split('"')[0] for part in same.split("<circle")[1:]}) == 3
    far = str(reprints.timeline([("2026-01-01", True), ("2026-03-01", False)]))
    assert len({part.split('cy="')[1].split('"')[0] for part in far.split("<circle")[1:]}) == 1


def test_nothing_is_no_error() -> None:
    """An output without relations has an empty view."""
    assert read([], ARTICLES) == relations.Relations([], [], 0, [], reprints.network({}))


@pytest.mark.browser
def test_relations_are_filtered(tab: Tab) -> None:
    """Groups and pairs are narrowed down by kind, by newspaper and by words."""
    page = tab.open("relations.html")
    every = page.locator(".cluster:visible").count()
    assert every
    for kind in ("same", "formula"):
        page.select_option("#kind", kind)
        shown = page.locator(".cluster:visible").count()
        assert shown == page.locator(f".cluster[data-kinds~={kind}]").count()
    page.select_option("#kind", "")
    page.fill("#filter", "没有这样的字")
    assert page.locator(".cluster:visible").count() == 0
    page.fill("#filter", "")
    assert page.locator(".cluster:visible").count() == every

"""The figures are those of the scorer that judges from outside; it was run on these outputs once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answers import GOLD, Row, all_perfect, perfect, spoiled

from pipeline.evaluation.baseline import outputs
from pipeline.evaluation.score import FIGURES, score, score_pages

PERFECT = dict.fromkeys(FIGURES[1:], 1.0)
SPLITTER = {
    "pages": 5, "conservation": 1.0, "faithful": 1.0, "articles": 0.9812, "paragraphs": 0.8947,
    "order": 0.9261, "titles": 0.9231, "bylines": 0.9455, "flags": 0.0, "removed": 0.8365,
}  # fmt: skip
SPOILED = {
    "pages": 5, "conservation": 0.998766, "faithful": 0.9746, "articles": 0.9728, "paragraphs": 0.9674,
    "order": 0.8466, "titles": 0.7742, "bylines": 0.9091, "flags": 0.8333, "removed": 1.0,
}  # fmt: skip


def test_perfect(seeds: list[Row]) -> None:
    """An output that says what the gold says gets 1.0 everywhere and has no problem."""
    scores = score_pages(seeds, *all_perfect(seeds))
    assert scores.as_dict() == {"pages": 5, **PERFECT}
    assert scores.problems == ()


def test_splitter(seeds: list[Row]) -> None:
    """The blank-line splitter gets the figures that the outside scorer gives it."""
    assert score_pages(seeds, *outputs(seeds)).as_dict() == SPLITTER


def test_spoiled(seeds: list[Row]) -> None:
    """Mistakes of every kind cost what they cost the outside scorer, and each is named."""
    articles, audit = all_perfect(seeds)
    scores = score_pages(seeds, spoiled(articles), audit)
    assert scores.as_dict() == SPOILED
    assert len(scores.problems) == 39


def test_files(seeds: list[Row], tmp_path: Path) -> None:
    """A folder of output scores as its lines do in memory."""
    articles, audit = all_perfect(seeds)
    for name, rows in (("articles", spoiled(articles)), ("audit", audit)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    assert score(GOLD, tmp_path).as_dict() == SPOILED


def test_no_output(tmp_path: Path) -> None:
    """A folder without output is an error, not a score of nothing."""
    with pytest.raises(FileNotFoundError, match="articles"):
        score(GOLD, tmp_path)


def copied() -> Row:
    """A page of two stories, the first of which stands twice, its copy at the end."""
    text = "甲稿的正文在此。\n\n乙稿的正文在此。\n\n甲稿的正文在此。"

    def article(start: int, end: int) -> Row:
        return {
            "kind": "article", "title": None, "byline": [], "continued_from": None,
            "truncated_head": False, "truncated_tail": False,
            "paragraphs": [{"role": "body", "spans": [[start, end]]}],
        }  # fmt: skip

    return {
        "doc": "p",
        "text": text,
        "articles": [article(0, 8), article(10, 18)],
        "markers": [],
        "removed": [{"span": [20, 28], "twin": [0, 8]}],
    }


def test_either_copy() -> None:
    """Whichever of two equal copies is kept, the score is the same."""
    gold = copied()
    articles, audit = perfect(gold)
    articles[0]["blocks"][0]["pieces"][0] |= {"start": 20, "end": 28}
    audit[0] |= {"start": 0, "end": 8}
    assert score_pages([gold], articles, audit).as_dict() == {"pages": 1, **PERFECT}


def test_both_copies() -> None:
    """An output that keeps both copies has removed nothing."""
    gold = copied()
    articles, audit = perfect(gold)
    articles[0]["blocks"][0]["pieces"].append({"doc": "p", "start": 20, "end": 28})
    assert score_pages([gold], articles, audit[1:]).removed == 0.0


def test_joined_jump(seeds: list[Row]) -> None:
    """The second half of a jump, joined to its beginning on another page, is not asked for its flag."""
    articles, audit = perfect(seeds[0])
    start = {"doc": "elsewhere", "start": 0, "end": 9}
    joined = articles[1] | {"doc": "elsewhere", "continued_from": None, "title": "别页的标题"}
    joined["blocks"] = [{"role": "body", "text": "x", "pieces": [start]}, *joined["blocks"]]
    scores = score_pages([seeds[0]], [articles[0], joined], audit)
    assert (scores.flags, scores.titles) == (1.0, 1.0)
    alone = score_pages([seeds[0]], [articles[0], articles[1] | {"continued_from": None}], audit)
    assert alone.flags < 1.0

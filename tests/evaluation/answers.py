"""Outputs to score: that of a reader who makes no mistake, and the same with mistakes put in."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.values.model import Article, Block, Cleaned, Decision, Page
from pipeline.values.text import Span, Traced, join

Row = dict[str, Any]
GOLD = Path(__file__).parents[1] / "gold"


def golds() -> list[Row]:
    """The gold of the five seeds."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))]


def perfect(gold: Row) -> tuple[list[Row], list[Row]]:
    """The lines of ``articles.jsonl`` and ``audit.jsonl`` that say what the gold says."""
    doc, text = gold["doc"], gold["text"]

    def block(role: str, spans: list[list[int]]) -> Row:
        pieces = [{"doc": doc, "start": start, "end": end} for start, end in spans]
        return {"role": role, "text": "".join(text[start:end] for start, end in spans), "pieces": pieces}

    articles = []
    for n, article in enumerate(gold["articles"]):
        blocks = [block("title", [article["title"]["span"]])] if article["title"] else []
        blocks += [block("byline", [article["byline_span"]])] if article.get("byline_span") else []
        blocks += [block(p["role"], p["spans"]) for p in article["paragraphs"]]
        articles.append(
            {
                "id": f"{doc}#{n}",
                "doc": doc,
                "title": article["title"] and article["title"]["text"],
                "byline": article["byline"],
                "continued_from": article["continued_from"],
                "missing_head": bool(article["truncated_head"]),
                "missing_tail": bool(article["truncated_tail"]),
                "blocks": blocks,
            }
        )
    cuts = gold["markers"] + [cut["span"] for cut in gold["removed"]]
    audit = [{"doc": doc, "start": s, "end": e, "action": "dropped", "reason": "jump_line"} for s, e in cuts]
    return articles, audit


def all_perfect(pages: list[Row]) -> tuple[list[Row], list[Row]]:
    """The same for several pages."""
    both = [perfect(gold) for gold in pages]
    return [row for articles, _ in both for row in articles], [row for _, audit in both for row in audit]


def spoiled(articles: list[Row]) -> list[Row]:
    """The articles with one mistake of every kind that a figure measures, at fixed places."""
    articles = copy.deepcopy(articles)
    for n, article in enumerate(articles):
        blocks = article["blocks"]
        if n % 5 == 0:
            blocks[-1]["pieces"][-1]["end"] -= 6  # lost characters, another text
        if n % 7 == 1:
            blocks[1:] = blocks[:0:-1]  # the wrong order
        if n % 6 == 2:
            article["title"], article["byline"] = "另一个标题", article["byline"][:1]
        if n % 9 == 3:
            article["missing_tail"] = not article["missing_tail"]
    for one, two in zip(articles[4::10], articles[5::10], strict=False):
        one["blocks"] += two["blocks"]  # two articles in one
        two["blocks"] = []
    return articles


def reader(pages: list[Row]) -> Callable[[Sequence[Page]], list[Cleaned]]:
    """A cleaner that knows the gold of its pages, and joins no jump."""
    known = {gold["doc"]: gold for gold in pages}
    return lambda asked: [cleaned(page, known[page.doc]) for page in asked]


def cleaned(page: Page, gold: Row) -> Cleaned:
    """What the stages would have made of a page, had they made no mistake."""
    text = Traced.read(page.doc, page.text)
    rows, audit = perfect(gold)
    articles = tuple(
        Article(
            gold_article["kind"],
            tuple(
                Block(block["role"], join(text.cut(p["start"], p["end"]) for p in block["pieces"]))
                for block in row["blocks"]
            ),
            tuple(row["byline"]),
            row["continued_from"],
            None,
            row["missing_head"],
            row["missing_tail"],
        )
        for row, gold_article in zip(rows, gold["articles"], strict=True)
    )
    cuts = (Span(page.doc, row["start"], row["end"]) for row in audit)
    return Cleaned(page, articles, tuple(Decision("splices", "dropped", "jump_line", (cut,)) for cut in cuts))

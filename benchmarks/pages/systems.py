"""The systems of the table: jieban, the splitter, and peers that take text.

A peer that is not installed is left out: ``pip install langchain-text-splitters``.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import jieban
from benchmarks.pages.place import place
from benchmarks.pages.standoff import Row
from pipeline.evaluation.baseline import split
from pipeline.evaluation.score import Scores, score, score_pages

Texts = Mapping[str, str]


def scores(folder: Path, golds: list[Row]) -> Iterator[tuple[str, Scores]]:
    """Every system's figures on ``folder/pages`` and ``folder/gold``; those not installed are left out."""
    with tempfile.TemporaryDirectory() as output:
        jieban.clean_corpus(folder / "pages", Path(output))
        yield "jieban", score(folder / "gold", Path(output))
    texts = {gold["doc"]: gold["text"] for gold in golds}
    for name, system in PEERS.items():
        with contextlib.suppress(ImportError):
            articles, audit = system(texts)
            yield name, score_pages(golds, articles, audit)


def splitter(texts: Texts) -> tuple[list[Row], list[Row]]:
    """Blank lines, marked headlines and byline-looking lines: pipeline/evaluation/baseline.py."""
    parts = [split(doc, text) for doc, text in texts.items()]
    return [row for articles, _ in parts for row in articles], [row for _, audit in parts for row in audit]


def headings(texts: Texts) -> tuple[list[Row], list[Row]]:
    """A new article at each Markdown heading, by the splitter of langchain-text-splitters."""
    from langchain_text_splitters import MarkdownHeaderTextSplitter

    levels = [("#" * n, "title") for n in range(1, 4)]
    cut = MarkdownHeaderTextSplitter(levels, strip_headers=True)

    def articles(text: str) -> list[Row]:
        parts = cut.split_text(text)
        return [
            {"title": part.metadata.get("title"), "paragraphs": re.split(r"\s*\n\s*", part.page_content)}
            for part in parts
        ]

    return _placed(articles, texts)


def every_line(texts: Texts) -> tuple[list[Row], list[Row]]:
    """One article a page, one paragraph a line: what is there before anything is done."""
    return _placed(lambda text: [{"title": None, "paragraphs": text.split("\n")}], texts)


def _placed(articles: Callable[[str], list[Row]], texts: Texts) -> tuple[list[Row], list[Row]]:
    rows = [{**article, "doc": doc} for doc, text in texts.items() for article in articles(text)]
    return place(rows, texts), []


PEERS = {"splitter": splitter, "headings (LangChain)": headings, "every line": every_line}

"""The index of the search: rows of pages in files of their own, which the file that searches shows in frames.

A file opened from disk may load no data, but it may show other files and send them messages: each part of the index
is a file with the rows of some pages and the few lines that search them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from markupsafe import Markup

from pipeline.review.report.output import Output
from pipeline.review.report.render import render
from pipeline.review.report.summary import Seen

A_PART = 4_000_000
"""Bytes of rows in one part: a corpus of 2,000 pages of 7,000 characters has about 11."""


def write(folder: Path, source: Output, pages: Sequence[Seen], texts: bool, frame: dict[str, Any]) -> None:
    """Write the search and its index.

    Args:
        folder: of the report.
        source: the output.
        pages: their summaries, in the order of the output.
        texts: whether the running text is indexed; headlines, names, reasons and dates are in any case.
        frame: the values that every file of the report is filled with.
    """
    (folder / "search").mkdir()
    names = []
    for n, rows in enumerate(_parts(source, pages, texts), 1):
        names.append(f"search/{n:03}.html")
        content = Markup("[" + ",".join(rows) + "]")
        (folder / names[-1]).write_bytes(render("shard", rows=content))
    (folder / "search.html").write_bytes(render("search", shards=names, texts=texts, **frame))


def _parts(source: Output, pages: Sequence[Seen], texts: bool) -> Iterator[list[str]]:
    articles: defaultdict[str, list[list[str]]] = defaultdict(list)
    for article in source.articles():
        articles[article["doc"]].append(_article(article, texts))
    part: list[str] = []
    filled = 0
    for seen in pages:
        own = articles.pop(seen.line[1], []) if seen.line[5] == "ok" else []
        row = orjson.dumps([seen.file, *seen.line[1:4], seen.reasons, own]).decode().replace("<", "\\u003c")
        if part and filled + len(row) > A_PART // 3:  # most characters are three bytes long
            yield part
            part, filled = [], 0
        part.append(row)
        filled += len(row)
    if part:
        yield part


def _article(article: dict[str, Any], texts: bool) -> list[str]:
    """An article as the index holds it: id, headlines, names, text."""
    heads = [article[name] for name in ("kicker", "title", "subtitle") if article[name]]
    return [article["id"], " ".join(heads), "、".join(article["byline"]), article["text"] if texts else ""]

"""Markdown: a file an article, with YAML front matter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from pipeline.export.output import Article, Output, licence, whole

_UNSAFE = re.compile(r"[^\w-]+")
_HEADS = {"kicker": "*{}*", "title": "# {}", "subtitle": "**{}**", "heading": "## {}"}
_FRONT = (
    "id",
    "doc",
    "newspaper",
    "date",
    "page",
    "order",
    "kind",
    "byline",
    "source",
    "duplicate_of",
    "warnings",
)


def write(output: Output, target: Path) -> None:
    """Write a folder a day, and in it a file an article; names are made of digits and letters only."""
    for article in output.articles():
        day = _safe(article["date"] or "undated")
        name = f"{_safe(article['page'] or '0')}-{article['order']:03}-{article['id']}.md"
        with whole(target / day / name) as file:
            file.write(markdown(article).encode())


def markdown(article: Article) -> str:
    """An article as Markdown."""
    front: dict[str, Any] = {key: article[key] for key in _FRONT if article[key] not in (None, [], "")}
    if found := licence(article):
        front["license"] = found
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    body = [_HEADS.get(block["role"], "{}").format(_lines(block)) for block in article["blocks"]]
    return f"---\n{head}---\n\n" + "\n\n".join(body) + "\n"


def _lines(block: dict[str, Any]) -> str:
    """A table's rows stay rows; a headline is one line."""
    text: str = block["text"]
    return text if block["role"] not in _HEADS else " ".join(text.split("\n"))


def _safe(text: str) -> str:
    return _UNSAFE.sub("_", text)[:64]

"""Dolma: documents as lines of JSON, packed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson

from pipeline.export.output import Article, Output, metadata, whole

_NESTED = ("id", "text", "blocks", "metadata", "source", "schema_version")


def write(output: Output, target: Path) -> None:
    """Documents as Dolma's toolkit reads them: ``id``, ``text``, ``source``, ``created``, ``metadata``.

    ``metadata`` holds the metadata of the input under ``given``, and the article's own columns. Source: Dolma's
    ``docs/data-format.md``.
    """
    with whole(target / "articles.jsonl.gz") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        for article in output.articles():
            packed.write(orjson.dumps(_document(article), option=orjson.OPT_APPEND_NEWLINE))


def _document(article: Article) -> dict[str, Any]:
    created = {"created": f"{article['date']}T00:00:00.000Z"} if article["date"] else {}
    columns = {key: value for key, value in article.items() if key not in _NESTED}
    return {
        "id": article["id"],
        "text": article["text"],
        "source": article["source"] or article["newspaper"] or "jieban",
        **created,
        "metadata": {**columns, "given": metadata(article)},
    }

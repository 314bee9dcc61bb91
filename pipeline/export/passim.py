"""Passim: documents as lines of JSON, of which it finds reprints."""

from __future__ import annotations

from pathlib import Path

import orjson

from pipeline.export.output import Output, whole


def write(output: Output, target: Path) -> None:
    """Documents as passim reads them: ``id``, ``series``, ``date``, ``text``; texts of one ``series`` are not compared.

    The series is the newspaper, else the page. Source: passim's README, "Preparing data for input".
    """
    with whole(target) as file:
        for article in output.articles():
            row = {
                "id": article["id"],
                "series": article["newspaper"] or article["doc"],
                "date": article["date"] or "",
                "title": article["title"] or "",
                "page": article["page"] or "",
                "text": article["text"],
            }
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

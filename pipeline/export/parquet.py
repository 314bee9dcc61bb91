"""Parquet: the rows of ``articles.jsonl`` in typed columns, of which no reader has to guess anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.output import Article, Output, whole
from pipeline.values.errors import UserError

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]

ROWS = 10_000
"""Rows of a group: with 4 KiB of text each, 40 MB of memory."""


def schema() -> pyarrow.Schema:
    """The columns of an article, for those who write tables of their own from the rows.

    Raises:
        UserError: pyarrow is not installed.
    """
    pa = _pyarrow()
    text, count, share = pa.string(), pa.int64(), pa.float64()
    boxes = pa.list_(pa.list_(share))
    piece = pa.struct([("doc", text), ("start", count), ("end", count), ("boxes", boxes)])
    block = pa.struct([("role", text), ("text", text), ("pieces", pa.list_(piece))])
    quality = [
        *(("characters", count), ("han", share), ("ocr_error", share), ("repaired", share)),
        *(("doubts", count), ("lost", count)),
    ]
    return pa.schema(
        [
            *((name, text) for name in ("id", "doc", "kind", "title", "kicker", "subtitle")),
            ("byline", pa.list_(text)),
            ("text", text),
            ("blocks", pa.list_(block)),
            *((name, text) for name in ("continued_from", "continues_on")),
            *((name, pa.bool_()) for name in ("missing_head", "missing_tail")),
            *((name, text) for name in ("newspaper", "date", "page")),
            ("order", count),
            ("duplicate_of", text),
            ("warnings", pa.list_(text)),
            *((name, text) for name in ("source", "metadata", "language", "script")),
            ("quality", pa.struct(quality)),
            ("schema_version", text),
        ]
    )


def write(output: Output, target: Path) -> None:
    """Write one file, packed with zstd.

    Raises:
        UserError: pyarrow is not installed.
    """
    pa, columns = _pyarrow(), schema()
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    with whole(target) as file, pq.ParquetWriter(file, columns, compression="zstd") as table:
        for rows in _groups(output.articles()):
            table.write_table(pa.Table.from_pylist(rows, columns))


def _groups(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while rows := list(islice(articles, ROWS)):
        yield rows


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ModuleNotFoundError:
        raise UserError(
            "Parquet needs pyarrow, which is not installed: pip install 'jieban[parquet]'"
        ) from None
    return pyarrow

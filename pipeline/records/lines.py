"""How rows are written to the files of the output and read back, and their JSON Schemas."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

import orjson
from pydantic import TypeAdapter

from pipeline.records.evidence import EvidenceRow
from pipeline.records.manifest import Manifest, RunRow
from pipeline.records.models import ArticleRow, AuditRow, DuplicateRow, PageRow, RelationRow, Row

AnyRow: TypeAlias = Row | EvidenceRow
"""A row of any file."""
R = TypeVar("R", bound=AnyRow)
FILES: dict[str, type[AnyRow]] = {
    "articles.jsonl": ArticleRow,
    "audit.jsonl": AuditRow,
    "pages.jsonl": PageRow,
    "duplicates.jsonl": DuplicateRow,
    "evidence.jsonl": EvidenceRow,
    "relations.jsonl": RelationRow,
}
PAGE_FILES = tuple(name for name in FILES if name != "relations.jsonl")
"""Those that have lines of each page; the others are of the whole run."""
OBJECTS: dict[str, type[Row]] = {"manifest.json": Manifest, "run.json": RunRow}


@cache
def _adapter(model: type[AnyRow]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def dump(row: AnyRow) -> bytes:
    """Write a row as a line of its file, with the line feed: the bytes that its model gives, in half the time.

    Raises:
        ValueError: a string holds half of a surrogate pair, or a number is beyond 64 bits.
    """
    try:
        return orjson.dumps(row.written(), _fields, orjson.OPT_APPEND_NEWLINE)
    except TypeError as problem:
        raise ValueError(str(problem)) from problem


_fields = attrgetter("__dict__")


def load(model: type[R], line: bytes) -> R:
    """A line read back.

    Raises:
        pydantic.ValidationError: the line is no such row.
    """
    row: R = _adapter(model).validate_json(line)  # type: ignore[arg-type]  # classes are hashable
    return row


def id_of(line: bytes) -> str:
    """Read the id of an article from its line: ``{"id":"ab12", …}`` → ``ab12``."""
    name: str = orjson.loads(line)["id"]
    return name


def repeating(line: bytes, kept: str) -> bytes:
    """An article's line, saying that it repeats the article ``kept``."""
    return dump(load(ArticleRow, line).model_copy(update={"duplicate_of": kept}))


def doc_of(row: AnyRow) -> str:
    """The page whose fate a row of any file shares: of a duplicate, the copy's."""
    doc: str = row.copy_.doc if isinstance(row, DuplicateRow) else row.doc  # type: ignore[union-attr]
    return doc


def dump_object(row: Row) -> bytes:
    """A row as a file of its own, indented for people."""
    return orjson.dumps(row.model_dump(mode="json", by_alias=True), option=orjson.OPT_INDENT_2) + b"\n"


def schemas() -> dict[str, bytes]:
    """The JSON Schema of each file, by the file's name below the output folder."""
    return {
        f"schema/{name.split('.')[0]}.schema.json": _schema(name, model)
        for name, model in {**FILES, **OBJECTS}.items()
    }


def _schema(name: str, model: type[AnyRow]) -> bytes:
    schema = _adapter(model).json_schema(mode="serialization", by_alias=True)  # type: ignore[arg-type]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **schema}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2) + b"\n"

"""Rows are written in a fixed form and read back; the schemas say what that form is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pipeline import records
from pipeline.records import FILES, AnyRow, AuditRow, PageRow

ARTICLE_KEYS = [
    *("id", "doc", "kind", "title", "kicker", "subtitle", "byline", "text", "blocks", "continued_from"),
    *("continues_on", "missing_head", "missing_tail", "newspaper", "date", "page", "order", "duplicate_of"),
    *("warnings", "source", "metadata", "language", "script", "quality", "schema_version"),
]
PAGE_KEYS = [
    *("doc", "path", "line", "sha256", "bytes", "characters", "status", "reason", "encoding"),
    *("encoding_confidence", "candidates", "newspaper", "date", "page", "articles", "dropped", "changed"),
    *("flagged", "source", "metadata", "warnings", "language", "script", "quality", "schema_version"),
]
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))  # JSON has neither
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))  # what readers of JSON can take


def schema(name: str) -> Any:
    return json.loads(records.schemas()[f"schema/{name}.schema.json"])


@pytest.mark.parametrize(("name", "keys"), [("articles", ARTICLE_KEYS), ("pages", PAGE_KEYS)])
def test_keys_and_their_order(name: str, keys: list[str]) -> None:
    """Articles and pages have the contract's keys in its order, all of them in every line."""
    assert list(schema(name)["properties"]) == keys
    assert list(FILES[f"{name}.jsonl"].model_fields) == keys


def test_schema_names_the_keys_that_are_written() -> None:
    """A duplicate's schema says copy, as its lines do."""
    assert list(schema("duplicates")["properties"]) == [
        *("cluster", "kind", "kept", "copy", "jaccard", "containment", "scope", "boilerplate"),
    ]


def test_there_is_a_schema_for_each_file() -> None:
    """Every file of the output has its schema."""
    names = {name.removeprefix("schema/").split(".")[0] for name in records.schemas()}
    assert names == {"articles", "audit", "pages", "duplicates", "evidence", "relations", "manifest", "run"}


@given(st.data())
def test_rows_are_read_back(data: st.DataObject) -> None:
    """Whatever a row of any file holds, reading its line gives the row."""
    model: type[AnyRow] = data.draw(st.sampled_from(list(FILES.values())))
    row = data.draw(st.builds(model))
    line = records.dump(row)
    assert line.count(b"\n") == 1
    assert records.load(model, line) == row


@given(st.data())
def test_rows_are_written_as_their_model_says(data: st.DataObject) -> None:
    """A line is what pydantic makes of the row, which takes twice as long."""
    row = data.draw(st.builds(data.draw(st.sampled_from(list(FILES.values())))))
    sparse = isinstance(row, AuditRow)
    said = TypeAdapter(type(row)).dump_json(row, exclude_none=sparse, by_alias=True)
    assert records.dump(row) == said + b"\n"


def test_unknown_key_is_refused() -> None:
    """A line with a key that is not known is no row."""
    with pytest.raises(ValueError, match="extra"):
        records.load(
            AuditRow, b'{"doc":"p","start":0,"end":1,"action":"dropped","reason":"x","text":"y","odd":1}'
        )


@pytest.mark.parametrize(("line", "place"), [(None, "a.jsonl"), (3, "line 3 of a.jsonl")])
def test_place_of_a_page(line: int | None, place: str) -> None:
    """A page's place is its file, and its line there."""
    page = PageRow.model_construct(path="a.jsonl", line=line)
    assert page.place == place

"""Every word of the output has an English name, a Chinese name and a meaning, and stands in one place."""

from __future__ import annotations

import ast
from collections import Counter

import orjson
import pytest
from conftest import ROOT

from pipeline.records import schemas
from pipeline.values import vocabulary


@pytest.mark.parametrize("name", vocabulary.tables())
def test_every_code_has_its_words(name: str) -> None:
    """The codes that a type allows are those that have words, in the same order."""
    codes, words = vocabulary.tables()[name]
    assert list(codes) == list(words)
    for word in words.values():
        assert word.english
        assert word.chinese
        assert word.meaning.endswith(".")


def test_the_schema_names_the_codes() -> None:
    """The JSON Schema of the audit allows the reasons of the vocabulary and no others."""
    schema = orjson.loads(schemas()["schema/audit.schema.json"])
    assert schema["properties"]["reason"]["enum"] == list(vocabulary.REASONS)


def test_codes_are_listed_once() -> None:
    """No other module lists the reasons or the roles as literals."""
    codes = {frozenset(codes) for codes, _ in vocabulary.tables().values() if len(codes) > 3}
    found: Counter[str] = Counter()
    for path in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.Tuple, ast.Dict, ast.Set)):
                items = node.keys if isinstance(node, ast.Dict) else node.elts
                values = frozenset(item.value for item in items if isinstance(item, ast.Constant))
                found[str(path.relative_to(ROOT))] += values in codes
    assert {path for path, count in found.items() if count} <= {"pipeline/values/vocabulary.py"}

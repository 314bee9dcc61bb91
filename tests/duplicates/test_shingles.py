"""Shingles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates.fold import fold
from pipeline.duplicates.shingles import hashes, recurring, similarity

WORDS = st.text("甲乙丙丁戊己庚辛", max_size=40)


def sets(text: str, size: int = 3) -> set[str]:
    """The shingles, as Python has them."""
    return {text[at : at + size] for at in range(len(text) - size + 1)}


@given(WORDS, WORDS)
def test_similarity_is_that_of_the_sets(one: str, two: str) -> None:
    """Jaccard and containment are those of Python's sets of n-grams."""
    jaccard, containment = similarity(fold([one]).codes, fold([two]).codes, 3)
    first, second = sets(one), sets(two)
    if not first or not second:
        assert jaccard == containment == float(one == two)
        return
    assert jaccard == pytest.approx(len(first & second) / len(first | second))
    assert containment == pytest.approx(len(first & second) / min(len(first), len(second)))


def test_hash_is_the_polynomial() -> None:
    """The hash of an n-gram is the polynomial of its code points over the FNV prime, modulo 2^32."""
    codes = np.array([0x4E2D, 0x6587, 0x62A5, 0x2F81A], dtype=np.uint32)
    base = 0x01000193
    expected = [
        ((int(a) * base + int(b)) * base + int(c)) % 2**32
        for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)
    ]
    assert hashes(codes, 3).tolist() == expected


def test_too_short_has_no_shingle() -> None:
    """A text shorter than an n-gram has none."""
    assert len(hashes(fold(["甲乙"]).codes, 3)) == 0


@given(st.lists(st.integers(0, 1 << 40), max_size=60), st.integers(0, 60))
def test_recurring_hashes_are_found_where_they_stand(values: list[int], again: int) -> None:
    """Every place of every hash that stands twice or more, and no other."""
    hashes = np.array([*values, *values[:again]], dtype=np.uint64)
    plain = [at for at, value in enumerate(hashes.tolist()) if hashes.tolist().count(value) > 1]
    assert sorted(recurring(hashes).places.tolist()) == plain


def test_recurring_hashes_are_told_apart() -> None:
    """The places of one hash have one number, and stand in order."""
    grams, places = recurring(np.array([7, 5, 7, 9, 5, 7], dtype=np.uint64))
    assert (grams == [grams[0]] * 2 + [grams[2]] * 3).all()
    assert grams[0] < grams[2]
    assert places.tolist() == [1, 4, 0, 2, 5]

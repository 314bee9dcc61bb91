"""Facts about the vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.vectors import FAR, FAR_WEIGHT, FIRST_ID, NEAR, PAD, UNKNOWN, Vectors

CHARACTERS, PAIRS = "甲乙丙", "甲乙"
STRIDE = len(CHARACTERS) + FIRST_ID
ROWS = (NEAR + 1) * STRIDE + len(PAIRS) // 2


Rows = np.ndarray[tuple[int, int], np.dtype[np.int8]]


def identity() -> Vectors:
    """Vectors whose sums count the rows that went into them."""
    rows = np.eye(ROWS, dtype=np.int8)
    rows[[place * STRIDE + PAD for place in range(NEAR + 1)]] = 0  # where a text has no character
    return Vectors(CHARACTERS, PAIRS, rows, rows, 1.0)


def places(vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> dict[int, float]:
    return {int(n): float(vector[n]) for n in np.flatnonzero(vector)}


def test_a_place_and_the_nearest_pair_have_rows() -> None:
    """甲乙 after a join: 甲 in the first place, 乙 in the second, and the pair."""
    first, second = FIRST_ID, STRIDE + FIRST_ID + 1
    assert places(identity().afters(["甲乙"])[0]) == {first: 1.0, second: 1.0, (NEAR + 1) * STRIDE: 1.0}


def test_before_a_join_places_count_from_its_end() -> None:
    """甲乙 before a join: 乙 is nearest; the pair is read forwards."""
    first, second = FIRST_ID + 1, STRIDE + FIRST_ID
    assert places(identity().befores(["甲乙"])[0]) == {first: 1.0, second: 1.0, (NEAR + 1) * STRIDE: 1.0}


def test_characters_far_off_share_a_row_and_weigh_less() -> None:
    """Beyond the near places every 丙 adds the same, and beyond the reach nothing."""
    row = NEAR * STRIDE + FIRST_ID + 2
    for length, far in ((NEAR, 0), (NEAR + 2, 2), (NEAR + FAR + 5, FAR)):
        for vector in (identity().afters(["丙" * length])[0], identity().befores(["丙" * length])[0]):
            assert np.isclose(vector[row], far * FAR_WEIGHT)


def test_no_text_has_no_vector() -> None:
    """The empty text's vector is 0."""
    assert not identity().befores([""]).any()
    assert not identity().afters([""]).any()


def plain(rows: Rows, outward: str, pair: str) -> list[float]:
    """A vector as it is defined: the rows of its characters from the join on, and of its nearest pair."""
    ids = [
        FIRST_ID + CHARACTERS.index(char) if char in CHARACTERS else PAD if char == "\0" else UNKNOWN
        for char in outward
    ]
    total = np.zeros(rows.shape[1], np.float32)
    for place, known in enumerate(ids[:NEAR]):
        total += rows[place * STRIDE + known]
    if pair == PAIRS:
        total += rows[(NEAR + 1) * STRIDE]
    for known in ids[NEAR : NEAR + FAR]:
        total += rows[NEAR * STRIDE + known] * np.float32(FAR_WEIGHT)
    vector: list[float] = (total * np.float32(np.sqrt(0.5))).tolist()
    return vector


@given(st.lists(st.text("甲乙丙丁\x00𠮷", max_size=30), max_size=5))
def test_vectors_are_the_sums_of_their_rows(texts: list[str]) -> None:
    """Whatever the texts hold: before a join and after it."""
    rows = np.random.default_rng(1).integers(-99, 99, (ROWS, 4), dtype=np.int8)
    rows[[place * STRIDE + PAD for place in range(NEAR + 1)]] = 0
    vectors = Vectors(CHARACTERS, PAIRS, rows, -rows, 0.5)
    for text, before, after in zip(texts, vectors.befores(texts), vectors.afters(texts), strict=True):
        assert before.tolist() == pytest.approx(plain(rows, text[::-1], text[-2:]), abs=1e-3)
        assert after.tolist() == pytest.approx(plain(-rows, text, text[:2]), abs=1e-3)

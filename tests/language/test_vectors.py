"""Facts about the vectors."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.vectors import FAR, FAR_WEIGHT, FIRST_ID, NEAR, PAD, Vectors

CHARACTERS, PAIRS = "甲乙丙", "甲乙"
STRIDE = len(CHARACTERS) + FIRST_ID
ROWS = (NEAR + 1) * STRIDE + len(PAIRS) // 2


def identity() -> Vectors:
    """Vectors whose sums count the rows that went into them."""
    rows = np.eye(ROWS, dtype=np.int8)
    return Vectors(CHARACTERS, PAIRS, rows, rows, 1.0)


def places(vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> dict[int, float]:
    return {int(n): float(vector[n]) for n in np.flatnonzero(vector)}


def test_a_place_and_the_nearest_pair_have_rows() -> None:
    """甲乙 after a join: 甲 in the first place, 乙 in the second, and the pair."""
    first, second = FIRST_ID, STRIDE + FIRST_ID + 1
    assert places(identity().after("甲乙")) == {first: 1.0, second: 1.0, (NEAR + 1) * STRIDE: 1.0}


def test_before_a_join_places_count_from_its_end() -> None:
    """甲乙 before a join: 乙 is nearest; the pair is read forwards."""
    first, second = FIRST_ID + 1, STRIDE + FIRST_ID
    assert places(identity().before("甲乙")) == {first: 1.0, second: 1.0, (NEAR + 1) * STRIDE: 1.0}


def test_characters_far_off_share_a_row_and_weigh_less() -> None:
    """Beyond the near places every 丙 adds the same, and beyond the reach nothing."""
    row = NEAR * STRIDE + FIRST_ID + 2
    for length, far in ((NEAR, 0), (NEAR + 2, 2), (NEAR + FAR + 5, FAR)):
        for vector in (identity().after("丙" * length), identity().before("丙" * length)):
            assert np.isclose(vector[row], far * FAR_WEIGHT)


def test_no_text_has_no_vector() -> None:
    """The empty text's vector is 0."""
    assert not identity().before("").any()
    assert not identity().after("").any()


@given(st.lists(st.text("甲乙丙丁\x00𠮷", max_size=30), max_size=5))
def test_vectors_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    """To the last bit, whatever the texts hold."""
    rows = np.random.default_rng(1).integers(-99, 99, (ROWS, 4), dtype=np.int8)
    rows[[place * STRIDE + PAD for place in range(NEAR + 1)]] = 0
    vectors = Vectors(CHARACTERS, PAIRS, rows, -rows, 0.5)
    assert [vector.tolist() for vector in vectors.befores(texts)] == [
        vectors.before(text).tolist() for text in texts
    ]
    assert [vector.tolist() for vector in vectors.afters(texts)] == [
        vectors.after(text).tolist() for text in texts
    ]

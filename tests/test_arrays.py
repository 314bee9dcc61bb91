"""Distinct values."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arrays import changes, distinct


@given(st.lists(st.integers(0, 9)))
def test_each_value_stands_once(values: list[int]) -> None:
    """In order, and once."""
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


def test_changes_begin_with_the_first() -> None:
    """The first value is new; of none there is none."""
    assert changes(np.array([3, 3, 4, 4, 9])).tolist() == [True, False, True, False, True]
    assert changes(np.zeros(0, dtype=np.uint64)).tolist() == []

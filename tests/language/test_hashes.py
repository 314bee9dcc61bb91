"""Facts about the hashes of n-grams."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.hashes import hashed, joined

PARTS = st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=5)


@given(PARTS)
def test_hashes_of_parts_make_the_hash_of_the_whole(parts: list[tuple[str, str]]) -> None:
    """Whatever characters the parts are made of, and how many of them."""
    lefts, rights = (np.array([hashed(part[n]) for part in parts], dtype=np.uint32) for n in (0, 1))
    sizes = np.array([len(right.encode()) for _, right in parts], dtype=np.intp)
    assert joined(lefts, rights, sizes).tolist() == [hashed(left + right) for left, right in parts]

"""Bands and candidates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates.bands import (
    BUCKET,
    NEIGHBOURS,
    NO_KEY,
    band_keys,
    bands_for,
    candidates,
    pack,
    unpack,
)
from pipeline.duplicates.signatures import EMPTY


@given(st.floats(0.1, 0.95), st.floats(0.05, 0.99), st.integers(1, 256))
def test_bands_reach_the_recall_with_the_most_rows(target: float, recall: float, count: int) -> None:
    """The bands offer a pair at the target with the recall; one more row in each would not."""

    def offered(bands: int, rows: int) -> float:
        return 1 - (1 - target**rows) ** bands

    if offered(count, 1) < recall:
        with pytest.raises(ValueError, match="raise permutations, or lower recall"):
            bands_for(target, recall, count)
        return
    bands, rows = bands_for(target, recall, count)
    assert bands * rows <= count
    assert offered(bands, rows) >= recall
    assert rows == count or offered(count // (rows + 1), rows + 1) < recall


def test_default_of_datasketch_is_not_enough() -> None:
    """Datasketch's 9 bands of 13 offer a pair at 0.8 four times in ten; ours 99 times in 100."""
    assert 1 - (1 - 0.8**13) ** 9 < 0.41
    bands, rows = bands_for(0.8, 0.99, 128)
    assert 1 - (1 - 0.8**rows) ** bands >= 0.99


def brute(keys: np.ndarray) -> set[tuple[int, int]]:
    """All pairs that share a key in a band."""
    count = keys.shape[1]
    live = keys[0] != NO_KEY
    return {
        (a, b)
        for a in range(count)
        for b in range(a + 1, count)
        if live[a] and live[b] and (keys[:, a] == keys[:, b]).any()
    }


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 4), st.integers(1, 30))
def test_candidates_are_all_pairs_that_share_a_key(seed: int, count: int, bands: int, range_: int) -> None:
    """Sorting finds what comparing every pair finds, as long as no bucket is crowded."""
    keys = np.random.default_rng(seed).integers(0, range_ * 3, (bands, count), dtype=np.uint32)
    if max(np.unique(band, return_counts=True)[1].max() for band in keys) > BUCKET:
        return
    found = candidates(keys)
    assert set(map(tuple, found.tolist())) == brute(keys)
    assert len(found) == len(brute(keys))


def test_crowded_buckets_grow_linearly_and_stay_connected() -> None:
    """20,000 texts in one bucket give some pairs each, and all are connected through the first."""
    keys = np.zeros((3, 20_000), dtype=np.uint32)
    found = candidates(keys)
    assert len(found) <= 20_000 * (NEIGHBOURS + 1)
    assert set(found[found[:, 0] == 0, 1].tolist()) == set(range(1, 20_000))


def test_texts_without_a_sketch_are_no_candidates() -> None:
    """Empty sketches agree in every place and yet are never paired."""
    signatures = np.full((5, 8), EMPTY, dtype=np.uint32)
    keys = band_keys(signatures, 4, 2)
    assert (keys == NO_KEY).all()
    assert len(candidates(keys)) == 0


def test_keys_agree_where_rows_agree() -> None:
    """Two signatures have one key in a band exactly if all its rows agree."""
    random = np.random.default_rng(5)
    signatures = random.integers(0, 2, (200, 12), dtype=np.uint32)
    keys = band_keys(signatures, 4, 3)
    for band in range(4):
        rows = signatures[:, 3 * band : 3 * band + 3]
        same = (rows[:, None] == rows[None]).all(axis=2)
        assert np.array_equal(keys[band][:, None] == keys[band][None], same)


def test_pairs_pack_and_unpack() -> None:
    """A packed pair comes back with the smaller number first."""
    assert unpack(pack(np.array([5, 2**31]), np.array([3, 2**32 - 1]))).tolist() == [
        [3, 5],
        [2**31, 2**32 - 1],
    ]

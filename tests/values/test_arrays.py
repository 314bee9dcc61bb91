"""Distinct values, and the best assignment."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pipeline.values.arrays import assignment, changes, connected, distinct


@given(st.lists(st.integers(0, 9)))
def test_each_value_stands_once(values: list[int]) -> None:
    """In order, and once."""
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


def test_changes_begin_with_the_first() -> None:
    """The first value is new; of none there is none."""
    assert changes(np.array([3, 3, 4, 4, 9])).tolist() == [True, False, True, False, True]
    assert changes(np.zeros(0, dtype=np.uint64)).tolist() == []


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_assignment_is_scipys(rows: int, columns: int, chance: Random) -> None:
    """Among equals, too, the choice is that of scipy's public function."""
    gain = np.array([[float(chance.randint(-2, 2)) for _ in range(columns)] for _ in range(rows)])
    expected = linear_sum_assignment(gain, maximize=True)
    for found, wanted in zip(assignment(gain), expected, strict=True):
        assert found.tolist() == wanted.tolist()


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40))
def test_connected_is_what_scipy_finds(edges: list[tuple[int, int]]) -> None:
    """The parts of any graph are those that scipy finds, each told by its least node."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, two = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(edges)), (one, two)), shape=(30, 30))
    _, label = connected_components(graph, directed=False)
    least = np.array([np.flatnonzero(label == label[node])[0] for node in range(30)])
    assert connected(one, two, 30).tolist() == least.tolist()

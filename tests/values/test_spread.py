"""Values cut into the tasks of workers."""

from __future__ import annotations

import heapq

from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.spread import portions

SIZES = st.lists(st.integers(0, 1000), max_size=200)
WORKERS = st.integers(1, 16)


@given(SIZES, WORKERS)
def test_each_value_is_in_one_portion(sizes: list[int], workers: int) -> None:
    """None is left out or done twice; each portion goes through the input in its order."""
    found = list(portions(sizes, workers, 128))
    assert sorted(number for portion in found for number in portion) == list(range(len(sizes)))
    assert all(portion == tuple(sorted(portion)) for portion in found)


@given(st.lists(st.integers(1, 1000), min_size=64, max_size=200), WORKERS)
def test_workers_end_together(sizes: list[int], workers: int) -> None:
    """Each worker takes the next portion when it is done: none ends later than by the largest value or a 128th."""
    ends = [0] * workers
    for portion in portions(sizes, workers, 128):
        heapq.heapreplace(ends, ends[0] + sum(sizes[number] for number in portion))
    assert max(ends) - min(ends) <= max(max(sizes), sum(sizes) / 128)


def test_few_portions() -> None:
    """Two workers start a dozen tasks for a hundred values of one size, and the first are large."""
    found = [len(portion) for portion in portions([7] * 100, 2, 128)]
    assert found == [33, 22, 15, 10, 6, 4, 3, 2, 1, 1, 1, 1, 1]


def test_what_is_done_already_needs_no_task_of_its_own() -> None:
    """Values without size go together."""
    assert list(portions([0] * 50 + [5], 2, 128)) == [(50,), tuple(range(50))]
    assert list(portions([0] * 50, 2, 128)) == [tuple(range(50))]
    assert list(portions([], 2, 128)) == []

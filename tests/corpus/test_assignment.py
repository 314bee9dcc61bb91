"""The assignment that is worth most, against trying them all."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.halves.assignment import assigned

places = st.tuples(st.integers(0, 3), st.integers(0, 3))
odds = st.dictionaries(places, st.floats(0.01, 9.0), max_size=8)


def best(pairs: dict[tuple[int, int], float]) -> float:
    """The most that pairs are worth together, tried one set after the other."""
    sets = (some for size in range(5) for some in combinations(pairs, size))
    free = (some for some in sets if all(len(set(side)) == len(some) for side in zip(*some, strict=True)))
    return max(sum(pairs[one] for one in some) for some in free)


@given(odds)
def test_nothing_is_worth_more(pairs: dict[tuple[int, int], float]) -> None:
    """The pairs chosen use each side once and are worth as much as any set that does."""
    chosen = list(assigned(pairs))
    assert len({row for row, _, _ in chosen}) == len({column for _, column, _ in chosen}) == len(chosen)
    assert sum(pairs[row, column] for row, column, _ in chosen) == pytest.approx(best(pairs))


@given(odds)
def test_worth(pairs: dict[tuple[int, int], float]) -> None:
    """A pair is worth what is lost without it: its odds where it has no rival, less where it has."""
    for row, column, worth in assigned(pairs):
        without = {place: value for place, value in pairs.items() if place != (row, column)}
        assert worth == pytest.approx(best(pairs) - best(without), abs=1e-9)
        assert worth <= pairs[row, column] + 1e-9

"""The decoder of roles: what it says of every state is what trying all sequences says."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.page.roles.decoder import Scores, best_through


@st.composite
def chains(draw: st.DrawFn) -> tuple[Scores, Scores, Scores, Scores]:
    """A short chain of a few states, some of which some places cannot have."""
    places, states = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    whole = st.integers(-9, 9).map(float)

    def scores(*shape: int) -> Scores:
        size = int(np.prod(shape))
        return np.array(draw(st.lists(whole, min_size=size, max_size=size))).reshape(shape)

    rows = scores(places, states)
    barred = scores(places, states) > 0
    barred[:, draw(st.integers(0, states - 1))] = False
    return np.where(barred, -np.inf, rows), scores(places - 1, states, states), scores(states), scores(states)


@given(chains())
def test_best_through_is_what_trying_all_finds(chain: tuple[Scores, Scores, Scores, Scores]) -> None:
    """The best sequence through a state, found from both ends, is the best of all sequences that have it."""
    rows, seams, start, end = chain
    best = np.full(rows.shape, -np.inf)
    for states in product(range(rows.shape[1]), repeat=len(rows)):
        score = start[states[0]] + rows[range(len(rows)), states].sum() + end[states[-1]]
        score += sum(seams[n][pair] for n, pair in enumerate(pairwise(states)))
        for n, state in enumerate(states):
            best[n, state] = max(best[n, state], score)
    assert best_through(rows, seams, start, end).tolist() == best.tolist()

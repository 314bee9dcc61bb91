"""The decoder of roles: what it says of every state is what trying all sequences says."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from chains import chains
from hypothesis import given

from pipeline.page.roles.decoder import Scores, best_through


@given(chains(ends=2))
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

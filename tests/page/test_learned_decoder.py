"""The decoder of roles: what it says of every state is what trying all chains says."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from chains import chains
from hypothesis import given, settings

from pipeline.page.learned.decoder import Scores, best, shares

Chain = tuple[Scores, Scores]


def all_chains(chain: Chain) -> dict[tuple[int, ...], float]:
    """The score of every chain of states."""
    rows, seams = chain
    return {
        states: float(
            rows[range(len(rows)), states].sum()
            + sum(seams[n][pair] for n, pair in enumerate(pairwise(states)))
        )
        for states in product(range(rows.shape[1]), repeat=len(rows))
    }


@settings(deadline=None)
@given(chains())
def test_shares_are_those_of_all_chains(chain: Chain) -> None:
    """The share of a state at a place is that of all chains that have it there, each by e to its score."""
    found = all_chains(chain)
    wanted = np.zeros(chain[0].shape)
    for states, score in found.items():
        wanted[range(len(states)), states] += np.exp(score)
    np.testing.assert_allclose(shares(*chain), wanted / wanted.sum(axis=1, keepdims=True), atol=1e-9)


@settings(deadline=None)
@given(chains())
def test_best_is_the_best_of_all_chains(chain: Chain) -> None:
    """The best chain has the best score of all."""
    found = all_chains(chain)
    assert found[tuple(best(*chain))] == max(found.values())

"""The decoder: the best sequences of states along a chain, by the Viterbi algorithm (Forney 1973)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""Log-odds; -inf for a role that is impossible."""


def best_through(rows: Scores, seams: Scores, start: Scores, end: Scores) -> Scores:
    """For each place and state the score of the best sequence through it (its max-marginal), shape (n, k).

    The chain is walked from both ends in the same steps: most of the time of a step is the call of NumPy.

    Args:
        rows: the score of each of k states at each of n places, shape (n, k).
        seams: the score of each state with each at the next place, shape (n - 1, k, k).
        start: log-odds of each state at the first place, shape (k,).
        end: those at the last.
    """
    n, k = rows.shape
    # The states that are left come first: the best of them is found a row at a time.
    steps = np.empty((n - 1, k, 2, k))
    steps[:, :, 0] = seams + rows[1:, None]
    steps[:, :, 1] = steps[::-1, :, 0].transpose(0, 2, 1)
    found = np.empty((n, 2, k))
    found[0] = start + rows[0], end
    here = found.transpose(0, 2, 1)[..., None]
    both = np.empty((k, 2, k))
    for step, before, there in zip(steps, here, found[1:], strict=False):
        np.add(step, before, both)
        np.maximum.reduce(both, 0, None, there)
    through: Scores = found[:, 0] + found[::-1, 1]
    return through

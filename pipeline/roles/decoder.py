"""The decoder: the best sequences of states along a chain, by the Viterbi algorithm (Forney 1973)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""Log-odds; what cannot be has -inf."""


def best_through(rows: Scores, seams: Scores, start: Scores, end: Scores) -> Scores:
    """For each place and state the score of the best sequence through it (its max-marginal), shape (n, k).

    The chain is walked from both ends in the same steps, for a step costs what NumPy takes to be called.

    Args:
        rows: the score of each of k states at each of n places, shape (n, k).
        seams: the score of each state with each at the next place, shape (n - 1, k, k).
        start: what each state adds at the first place, shape (k,).
        end: what each adds at the last.
    """
    down = seams + rows[1:, None]
    steps = np.stack([down, down[::-1].transpose(0, 2, 1)], axis=1)
    found = np.empty((len(rows), 2, rows.shape[1], 1))
    found[0, 0, :, 0], found[0, 1, :, 0] = start + rows[0], end
    for step, here, there in zip(steps, found, found[1:, ..., 0], strict=False):
        np.maximum.reduce(step + here, axis=1, out=there)
    through: Scores = found[:, 0, :, 0] + found[::-1, 1, :, 0]
    return through

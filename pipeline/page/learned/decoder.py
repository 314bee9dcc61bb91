"""The decoder: how likely each state is at each place of a chain (forward-backward), and the best chain (Viterbi).

Both as Rabiner (1989) gives them, for a conditional random field (Lafferty, McCallum and Pereira 2001): the scores of
states and of their steps are log-odds that were fitted together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""Log-odds; -inf for a state that is impossible."""


def shares(rows: Scores, seams: Scores) -> Scores:
    """For each place and state the probability that the place is in that state, shape (n, k).

    Args:
        rows: the score of each of k states at each of n places, shape (n, k).
        seams: the score of each state with each at the next place, shape (n - 1, k, k).

    >>> shares(np.array([[0.0, -np.inf], [0.0, 0.0]]), np.zeros((1, 2, 2))).tolist()
    [[1.0, 0.0], [0.5, 0.5]]
    """
    n, k = rows.shape
    own = np.exp(rows - rows.max(axis=1, keepdims=True))
    steps = np.exp(seams - seams.max(axis=(1, 2), keepdims=True)) if n > 1 else seams
    # Most of the time of a step is the call of NumPy: both directions are walked in the same steps.
    both = np.empty((n, 2, k))
    both[0] = own[0] / own[0].sum(), np.full(k, 1.0 / k)
    there, back = steps, steps[::-1].transpose(0, 2, 1)
    ahead = own[::-1]
    moves = np.empty((max(n - 1, 0), 2, k, k))
    moves[:, 0] = there * own[1:, None, :]
    moves[:, 1] = back * ahead[: n - 1, :, None]
    for move, before, after in zip(moves, both, both[1:], strict=False):
        np.matmul(before[:, None, :], move, after[:, None, :])
        np.divide(after, np.add.reduce(after, 1, keepdims=True), after)
    through: Scores = both[:, 0] * both[::-1, 1]
    through /= through.sum(axis=1, keepdims=True)
    return through


def best(rows: Scores, seams: Scores) -> list[int]:
    """The state of each place in the best chain; arguments as for :func:`shares`.

    >>> best(np.array([[0.0, -1.0], [0.0, 0.5]]), np.array([[[0.0, -2.0], [0.0, 0.0]]]))
    [0, 0]
    """
    ways, reached = np.empty_like(seams), rows.copy()
    for step, way, before, after in zip(seams, ways, reached[:, :, None], reached[1:], strict=False):
        after += np.maximum.reduce(np.add(before, step, way), 0)
    path = [int(reached[-1].argmax())]
    for before in reversed(ways.argmax(axis=1).tolist()):
        path.append(before[path[-1]])
    return path[::-1]

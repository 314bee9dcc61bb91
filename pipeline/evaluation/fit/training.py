"""Training: the weights of a conditional random field, by L-BFGS (Liu and Nocedal 1989) from SciPy.

Labels may leave several states open (a latent chain): training makes the set of all chains that they allow likely.
The chains of all pages are walked together, in the order of their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from pipeline.page.learned.states import STATES

Floats = NDArray[np.float32]


class Example(NamedTuple):
    """A page to learn from.

    Attributes:
        shown: its columns, shape (fragments, signs).
        between: those of its seams, shape (fragments, seams).
        may: which states the labels allow, shape (fragments, states).
        weight: how much the page counts.
    """

    shown: NDArray[np.float64]
    between: NDArray[np.float64]
    may: NDArray[np.bool_]
    weight: float = 1.0


Trained = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Log-odds of each sign for each state, (signs, states), and of each seam for each step, (seams, states, states)."""


def train(examples: Sequence[Example], penalty: float, steps: int, prior: Trained | None = None) -> Trained:
    """The weights that make the labels of all pages most likely.

    Args:
        examples: the pages.
        penalty: of the squares of all weights (half of it; a Gaussian prior of variance 1 / penalty).
        steps: of the optimiser, at most.
        prior: weights that are there; the penalty is then of the differences from them.

    """
    pack = _Pack.of(examples)
    signs, seams, states = pack.shown.shape[1], pack.between.shape[1], len(STATES)
    start = np.zeros(signs * states + seams * states * states)
    if prior:
        start = np.concatenate([part.ravel() for part in prior])
    found = minimize(
        _loss,
        start,
        args=(pack, penalty, start),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": 12, "ftol": 1e-7},
    ).x
    rows, moves = np.split(found, [signs * states])
    return rows.reshape(signs, states), moves.reshape(seams, states, states)


class _Pack(NamedTuple):
    """All pages: first their first fragments, then their second ones, the longest page first.

    ``ends`` are where each place ends, ``above`` is where the fragment above stands, -1 for none.
    """

    shown: Floats
    between: Floats
    may: Floats
    weight: Floats
    ends: list[int]
    above: NDArray[np.intp]

    @classmethod
    def of(cls, examples: Sequence[Example]) -> _Pack:
        pages = sorted((page for page in examples if len(page.shown)), key=lambda page: -len(page.shown))
        sizes = np.array([len(page.shown) for page in pages])
        starts = np.cumsum(sizes) - sizes
        counts = [int((sizes > place).sum()) for place in range(sizes[0])]
        order = np.concatenate([starts[:count] + place for place, count in enumerate(counts)])
        ends = np.cumsum(counts)
        above = np.concatenate(
            [np.full(counts[0], -1), *(ends[n] - counts[n] + np.arange(c) for n, c in enumerate(counts[1:]))]
        )

        def together(parts: Sequence[NDArray[np.float64]]) -> Floats:
            found: Floats = np.concatenate(parts).astype(np.float32)[order]
            return found

        return cls(
            together([page.shown for page in pages]),
            together([page.between for page in pages]),
            together([page.may.astype(np.float64) for page in pages]),
            together([np.full(len(page.shown), page.weight) for page in pages]),
            ends.tolist(),
            above.astype(np.intp),
        )


def _loss(
    weights: NDArray[np.float64], pack: _Pack, penalty: float, prior: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """The weight of all chains against that of the chains that the labels allow, and its gradient."""
    signs, seams, states = pack.shown.shape[1], pack.between.shape[1], len(STATES)
    rows, moves = np.split(weights.astype(np.float32), [signs * states])
    own = _likely(pack.shown @ rows.reshape(signs, states))
    steps = _likely(pack.between @ moves.reshape(seams, -1)).reshape(-1, states, states)
    both = np.stack([own, own * pack.may])
    ahead, back, norms = _walk(pack, both, steps)
    logs = np.log(norms.astype(np.float64))
    value = float(((logs[0] - logs[1]) * pack.weight).sum() + 0.5 * penalty * ((weights - prior) ** 2).sum())
    share = ahead * back
    by_row = pack.shown.T @ ((share[0] - share[1]) * pack.weight[:, None])
    has = pack.above >= 0
    left = ahead[:, pack.above[has]]
    right = (both[:, has] * back[:, has] / norms[:, has, None]) * pack.weight[has][None, :, None]
    pairs = left[0][:, :, None] * right[0][:, None, :]
    pairs -= left[1][:, :, None] * right[1][:, None, :]
    pairs *= steps[has]
    by_step = pack.between[has].T @ pairs.reshape(len(pairs), -1)
    gradient = np.concatenate([by_row.ravel(), by_step.ravel()]).astype(np.float64)
    return value, gradient + penalty * (weights - prior)


def _likely(scores: Floats) -> Floats:
    """Scores as likelihoods; the best of each row is 1."""
    found: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return found


def _walk(pack: _Pack, both: Floats, steps: Floats) -> tuple[Floats, Floats, Floats]:
    """The walk down all chains and up again, over all states and over those allowed: shape (2, fragments, states).

    Returns:
        The share of each state by the fragments above it, the log-odds of each by those below it, and the norms.
    """
    ahead, back = np.empty_like(both), np.ones_like(both)
    norms = np.empty(both.shape[:2], both.dtype)
    starts = [0, *pack.ends[:-1]]
    for place, (start, end) in enumerate(zip(starts, pack.ends, strict=True)):
        here = both[:, start:end]
        if place:
            above = ahead[:, starts[place - 1] : starts[place - 1] + end - start]
            here = np.einsum("pbi,bij->pbj", above, steps[start:end]) * here
        total = np.maximum(here.sum(axis=2), 1e-30)
        ahead[:, start:end], norms[:, start:end] = here / total[:, :, None], total
    for place in range(len(starts) - 1, 0, -1):
        start, end = starts[place], pack.ends[place]
        below = both[:, start:end] * back[:, start:end] / norms[:, start:end, None]
        said = np.einsum("bij,pbj->pbi", steps[start:end], below)
        back[:, starts[place - 1] : starts[place - 1] + end - start] = said
    return ahead, back, norms

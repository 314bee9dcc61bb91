"""Roles: headline, byline, caption and so on for each fragment of a page, decided over the whole page at once.

A conditional random field over the fragments: the features of each (``signs``), the features of each pair of
neighbours (``seams``), and weights that were fitted to labelled pages (``weights``). The share of all chains that give
a fragment its role is the score of that role.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.page.learned.decoder import Scores, best, shares
from pipeline.page.learned.scene import Scene
from pipeline.page.learned.seams import seams
from pipeline.page.learned.signs import signs
from pipeline.page.learned.states import AT, ROLES, STATES
from pipeline.page.learned.weights import Weights, weights_of
from pipeline.values.model import Reading

__all__ = ["ROLES", "Scene", "Weights", "allowed", "best", "decode", "scores", "weights_of"]

_OF_ROLE = np.array([[state.role == role for role in ROLES] for state in STATES], np.float64)
"""Which states have which role, shape (states, roles)."""
_SAME = _OF_ROLE @ _OF_ROLE.T > 0
"""Which states have the same role as which, shape (states, states)."""
_ROLE = _OF_ROLE.argmax(axis=1)
"""The role of each state, as an index of ``ROLES``."""
_AS = {"table": "body"}
"""Roles that only people give, and the role that they are decoded as."""
_DROPS = np.array([state.role == "furniture" for state in STATES])
_DROP = 0.9
"""Share of the chains below which nothing is dropped as furniture."""
_TOGETHER = 4000
"""Fragments that are decoded in one chain, in 10 kB each: a page has 200 at most, and of a text with a line end behind
every word the parts are decoded one after the other."""
_SUREST = 30.0
"""Log-odds above which a role is as good as certain."""


def decode(scene: Scene, weights: Weights) -> list[Reading]:
    """The best role for every fragment of a page.

    Args:
        scene: the page.
        weights: the model.
    """
    if not scene.fragments:
        return []
    if len(scene) > _TOGETHER:
        starts = range(0, len(scene), _TOGETHER)
        return [one for at in starts for one in decode(scene.part(at, at + _TOGETHER), weights)]
    rows, steps = scores(weights, scene)
    readings = _readings(rows, best(rows, steps), shares(rows, steps), weights.sure)
    return [
        reading._replace(role=scene.said[n]) if n in scene.said else reading
        for n, reading in enumerate(readings)
    ]


def allowed(scene: Scene) -> NDArray[np.bool_]:
    """Which states each fragment may have: those that people gave, and ``jump`` for a jump line alone."""
    found = np.ones((len(scene), len(STATES)), bool)
    found[:, AT["jump"]] = False
    for n, text in enumerate(scene.texts):
        if n in scene.said or not text:
            role = scene.said.get(n, "jump")
            found[n] = [state.role == _AS.get(role, role) for state in STATES]
    return found


def scores(weights: Weights, scene: Scene) -> tuple[Scores, Scores]:
    """The scores of a page.

    Returns:
        Of each state of each fragment, (n, states), -inf for one that is not allowed; of each two states in a row,
        (n - 1, states, states).
    """
    shown, between = signs(scene), seams(scene)
    rows = np.where(allowed(scene), shown.matrix() @ weights.of_signs(shown.names), -np.inf)
    states = len(STATES)
    steps = between.matrix()[1:] @ weights.of_seams(between.names).reshape(-1, states * states)
    return rows, steps.reshape(-1, states, states)


def _readings(rows: Scores, path: list[int], likely: Scores, sure: tuple[float, float]) -> list[Reading]:
    by_role, places = likely @ _OF_ROLE, np.arange(len(rows))
    at = np.array(path)
    doubtful = _DROPS[at] & (by_role[:, ROLES.index("furniture")] < _DROP)
    at = np.where(doubtful, np.where(_DROPS, 0.0, likely).argmax(axis=1), at)  # in doubt it stays
    others = np.where(_SAME[at], -np.inf, rows).max(axis=1)
    form = np.where(np.isfinite(others), rows[places, at] - others, _SUREST)
    margin = sure[0] * _log_odds(by_role[places, _ROLE[at]]) + sure[1]
    score = 1.0 / (1.0 + np.exp(-margin))
    return [
        Reading(state.role, round(held, 4), {"form": round(own, 2), "margin": round(apart, 2)}, state.begins)
        for state, held, own, apart in zip(
            [STATES[n] for n in at.tolist()], score.tolist(), form.tolist(), margin.tolist(), strict=True
        )
    ]


def _log_odds(likely: Scores) -> Scores:
    found: Scores = np.log(np.maximum(likely, 1e-13) / np.maximum(1 - likely, 1e-13)).clip(-_SUREST, _SUREST)
    return found

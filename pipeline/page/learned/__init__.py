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
_AS = {"table": "body"}
"""Roles that only people give, and the role that they are decoded as."""
_DROPS = np.array([state.role == "furniture" for state in STATES])
_DROP = 0.9
"""Probability below which nothing is dropped as furniture."""
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
    rows, steps = scores(weights, scene)
    readings = _readings(rows, best(rows, steps), shares(rows, steps))
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


def _readings(rows: Scores, path: list[int], likely: Scores) -> list[Reading]:
    by_role = likely @ _OF_ROLE
    found = []
    for n, at in enumerate(path):
        if STATES[at].role == "furniture" and by_role[n, ROLES.index("furniture")] < _DROP:
            at = int(np.where(_DROPS, 0.0, likely[n]).argmax())  # in doubt it stays
        state = STATES[at]
        score = float(by_role[n, ROLES.index(state.role)])
        others = np.delete(rows[n], [k for k, one in enumerate(STATES) if one.role == state.role])
        form = float(rows[n, at] - others.max()) if np.isfinite(others.max()) else _SUREST
        margin = min(_SUREST, float(np.log(max(score, 1e-13) / max(1 - score, 1e-13))))
        evidence = {"form": round(form, 2), "margin": round(margin, 2)}
        found.append(Reading(state.role, round(score, 4), evidence, state.begins))
    return found

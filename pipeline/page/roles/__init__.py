"""Roles: headline, byline, caption and so on for each fragment of a page, decided over the whole page at once.

Each fragment has candidate roles with log-odds from its form and shape (``shape``); each pair of neighbours
has log-odds from the grammar of newspaper pages and from the language model (``grammar``). The Viterbi
algorithm finds the best sequence; it runs twice, the second time with the page's own habits (``habits``). The
margin to the best sequence that gives a fragment another role is its score.
"""

from __future__ import annotations

import numpy as np

from pipeline.page.roles import grammar, shape
from pipeline.page.roles.decoder import Scores, best_through
from pipeline.page.roles.habits import habits_of
from pipeline.page.roles.scene import COLUMN, LONGEST_HALF, ROLES, Scene, below_briefs, scene_of
from pipeline.values.model import Reading

__all__ = ["COLUMN", "LONGEST_HALF", "ROLES", "Scene", "below_briefs", "decode", "scene_of", "through"]


def decode(scene: Scene) -> list[Reading]:
    """Give the best role for every fragment of a page."""
    if not scene.fragments:
        return []
    rows, found = _found(scene)
    return _readings(rows, found)


def through(scene: Scene) -> Scores:
    """Give the score of the best sequence through each fragment and role, 0 for the best; shape (fragments, roles)."""
    found = _found(scene)[1]
    below: Scores = found - found.max(axis=1, keepdims=True)
    return below


def _found(scene: Scene) -> tuple[Scores, Scores]:
    rows, seams = shape.forms(scene), grammar.seams(scene)
    best = best_through(shape.likely(rows), seams, *grammar.edges())
    plainest = best[:, ::-1].argmax(axis=1)  # of two that are just as likely the latter: text, no caption
    habits = habits_of(scene, [ROLES[~role] for role in plainest])
    rows, seams = shape.settled(scene, rows, habits), grammar.settled(scene, seams, habits)
    return rows, best_through(shape.likely(rows), seams, *grammar.edges())


def _readings(rows: Scores, through: Scores) -> list[Reading]:
    """The best role of each fragment, by the best sequences through each of its candidates."""
    best = through.argmax(axis=1)
    rival, value = np.partition(through, -2)[:, -2:].T
    margin = np.where(np.isinf(rival), shape.KEEP, value - rival)
    score = 1.0 / (1.0 + np.exp(-np.minimum(margin, 30.0)))
    form = rows[np.arange(len(rows)), best]
    return [
        Reading(ROLES[role], round(sure, 4), {"form": round(own, 2), "margin": round(apart, 2)})
        for role, sure, own, apart in zip(
            *(each.tolist() for each in (best, score, form, margin)), strict=True
        )
    ]

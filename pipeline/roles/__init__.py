"""Roles: what each fragment of a page is, decided over the whole page at once.

Each fragment has candidate roles with log-odds from its form and shape (``shape``); each pair of neighbours
has log-odds from the grammar of newspaper pages and from the language model (``grammar``). The Viterbi
algorithm finds the best sequence; it runs twice, the second time with the page's own habits (``habits``). The
margin to the best sequence that gives a fragment another role is its score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp

from pipeline.model import Reading
from pipeline.roles.grammar import Row, Seam, again, grammar, neighbours
from pipeline.roles.habits import habits_of
from pipeline.roles.scene import Scene, below_briefs
from pipeline.roles.shape import KEEP, candidates, is_line

__all__ = ["ROLES", "Scene", "below_briefs", "decode"]

ROLES = (
    "furniture", "kicker", "title", "subtitle", "byline", "tail", "heading", "body", "caption", "credit",
    "label", "sponsor", "jump",
)  # fmt: skip
"""What a fragment can be. ``tail`` is a byline below its article; ``jump`` a jump line that stands alone."""


def decode(scene: Scene) -> list[Reading]:
    """The best role for every fragment of a page."""
    if not scene.fragments:
        return []
    first = [candidates(scene, n) for n in range(len(scene.fragments))]
    seams = neighbours(scene, first)
    known = replace(scene, habits=habits_of(scene, _best(first, seams)))
    rows = [candidates(known, n) if is_line(scene, n) else row for n, row in enumerate(first)]
    return _readings(rows, again(known, rows, first, seams))


def _best(rows: Sequence[Row], seams: Sequence[Seam]) -> list[str]:
    """The best sequence of roles."""
    forward = _forward(rows, seams)
    roles = [max(forward[-1], key=lambda role: forward[-1][role] + grammar()[role].get("end", 0.0))]
    for row, seam in zip(forward[-2::-1], reversed(seams), strict=True):
        through = {role: value + seam[role][roles[-1]] for role, value in row.items()}
        roles.append(max(through, key=through.__getitem__))
    return roles[::-1]


def _readings(rows: Sequence[Row], seams: Sequence[Seam]) -> list[Reading]:
    """The best role of each fragment, by the best sequences through each of its candidates."""
    readings = []
    for row, before, after in zip(rows, _forward(rows, seams), _backward(rows, seams), strict=True):
        through = sorted([(before[role] + after[role], role) for role in row], reverse=True)
        (value, best), rival = through[0], through[1][0] if len(through) > 1 else through[0][0] - KEEP
        margin = value - rival
        evidence = {"form": round(row[best], 2), "margin": round(margin, 2)}
        readings.append(Reading(best, round(1.0 / (1.0 + exp(-min(margin, 30.0))), 4), evidence))
    return readings


def _forward(rows: Sequence[Row], seams: Sequence[Seam]) -> list[dict[str, float]]:
    start = grammar()["start"]
    found = [{role: score + start.get(role, 0.0) for role, score in rows[0].items()}]
    for row, seam in zip(rows[1:], seams, strict=True):
        ways = [(value, seam[above]) for above, value in found[-1].items()]
        found.append(
            {role: score + max([value + on[role] for value, on in ways]) for role, score in row.items()}
        )
    return found


def _backward(rows: Sequence[Row], seams: Sequence[Seam]) -> list[dict[str, float]]:
    found = [{role: grammar()[role].get("end", 0.0) for role in rows[-1]}]
    for row, seam in zip(rows[:0:-1], reversed(seams), strict=True):
        last = found[-1]
        below = [(then, score + last[then]) for then, score in row.items()]
        found.append({role: max([on[then] + value for then, value in below]) for role, on in seam.items()})
    return found[::-1]

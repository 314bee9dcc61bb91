"""Roles: what each fragment of a page is, decided over the whole page at once.

Each fragment has candidate roles with log-odds from its form and shape (``shape``); each pair of neighbours
has log-odds from the grammar of newspaper pages and from the language model (``grammar``). The Viterbi
algorithm finds the best sequence; it runs twice, the second time with the page's own habits (``habits``). The
margin to the best sequence that gives a fragment another role is its score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp

from pipeline.model import Reading
from pipeline.roles.grammar import grammar, neighbours
from pipeline.roles.habits import habits_of
from pipeline.roles.scene import Scene
from pipeline.roles.shape import KEEP, candidates

__all__ = ["ROLES", "Scene", "decode"]

ROLES = (
    "furniture", "kicker", "title", "subtitle", "byline", "tail", "heading", "body", "caption", "credit",
    "label", "sponsor", "jump",
)  # fmt: skip
"""What a fragment can be. ``tail`` is a byline below its article; ``jump`` a jump line that stands alone."""

_Row = Mapping[str, float]
_Seams = Sequence[Mapping[tuple[str, str], float]]


def decode(scene: Scene) -> list[Reading]:
    """The best role for every fragment of a page."""
    if not scene.fragments:
        return []
    rows = [candidates(scene, n) for n in range(len(scene.fragments))]
    known = replace(scene, habits=habits_of(scene, _best(rows, neighbours(scene, rows))))
    rows = [candidates(known, n) for n in range(len(scene.fragments))]
    return _readings(rows, neighbours(known, rows))


def _best(rows: Sequence[_Row], seams: _Seams) -> list[str]:
    """The best sequence of roles."""
    forward = _forward(rows, seams)
    roles = [max(forward[-1], key=lambda role: forward[-1][role] + grammar()[role].get("end", 0.0))]
    for n in range(len(rows) - 2, -1, -1):
        roles.append(max(forward[n], key=lambda role: forward[n][role] + seams[n][role, roles[-1]]))
    return roles[::-1]


def _readings(rows: Sequence[_Row], seams: _Seams) -> list[Reading]:
    """The best role of each fragment, by the best sequences through each of its candidates."""
    readings = []
    for row, before, after in zip(rows, _forward(rows, seams), _backward(rows, seams), strict=True):
        through = {role: before[role] + after[role] for role in row}
        best = max(through, key=lambda role: (through[role], role))
        rival = max((value for role, value in through.items() if role != best), default=through[best] - KEEP)
        margin = through[best] - rival
        evidence = {"form": round(row[best], 2), "margin": round(margin, 2)}
        readings.append(Reading(best, round(1.0 / (1.0 + exp(-min(margin, 30.0))), 4), evidence))
    return readings


def _forward(rows: Sequence[_Row], seams: _Seams) -> list[dict[str, float]]:
    start = grammar()["start"]
    found = [{role: score + start.get(role, 0.0) for role, score in rows[0].items()}]
    for row, seam in zip(rows[1:], seams, strict=True):
        last = found[-1].items()
        found.append(
            {
                role: score + max(value + seam[above, role] for above, value in last)
                for role, score in row.items()
            }
        )
    return found


def _backward(rows: Sequence[_Row], seams: _Seams) -> list[dict[str, float]]:
    found = [{role: grammar()[role].get("end", 0.0) for role in rows[-1]}]
    for n in range(len(rows) - 2, -1, -1):
        below = [(role, score + found[-1][role]) for role, score in rows[n + 1].items()]
        seam = seams[n]
        found.append({role: max(seam[role, then] + value for then, value in below) for role in rows[n]})
    return found[::-1]

"""What follows what: the grammar of newspaper pages, and what the language says of each seam."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pipeline.model import Clues, Fragment
from pipeline.roles.scene import Scene

_JUMPED = {"title": 2.0, "subtitle": 2.0, "heading": -4.0, "body": -1.0}
"""Log-odds of what stands above a continuation (上接): its headline, no cross-head."""
_SLOGAN = 2.0
"""Log-odds of a headline below 公益广告: the slogan."""
_RUBRIC = 5
"""Characters of the longest line that is rather a rubric than the first line of a headline."""
_BROKEN_OFF = {"heading": -3.0, "title": -1.0, "kicker": -1.5, "tail": -1.0}
"""Log-odds of what stands below a sentence that breaks off; a cross-head never does, a displaced headline may."""


@cache
def grammar() -> Mapping[str, Mapping[str, float]]:
    """Log-odds of a role after a role: ``grammar.toml``."""
    text = files("pipeline.rules").joinpath("grammar.toml").read_text(encoding="utf-8")
    return {before: dict(row) for before, row in tomllib.loads(text)["after"].items()}


def neighbours(scene: Scene, rows: Sequence[Mapping[str, float]]) -> list[dict[tuple[str, str], float]]:
    """For each seam of a page the log-odds of every pair of candidate roles."""
    return [
        {(role, then): _pair(scene, n, role, then) for role in rows[n] for then in rows[n + 1]}
        for n in range(len(rows) - 1)
    ]


def _pair(scene: Scene, n: int, role: str, then: str) -> float:
    score = grammar()[role].get(then, 0.0)
    below = scene.clues[n + 1]
    if role == "body":
        score += _after_body(scene, n, then)
    elif then == "body" and role in ("title", "subtitle", "byline", "heading"):
        score += _first_body(role, below)
        if scene.habits and role == "title" and not below.opens:
            score += scene.habits.unsigned
    if then == "body" and scene.fragments[n + 1].continued_from:
        score += _JUMPED.get(role, 0.0)
    if then == "heading":
        score -= 0.5 * scene.lean[n + 1]
    elif then in ("title", "kicker"):
        score += 0.5 * scene.lean[n + 1]
    if role == "label" and then == "title" and "public_advert" in scene.clues[n].forms:
        score += _SLOGAN
    if role in ("label", "title") and then == "title":
        score += _rubric(scene.clues[n], scene.fragments[n]) * (1 if role == "label" else -1)
    if role == "title" and then in ("subtitle", "heading") and _deeper(scene, n):
        score += 3.0 if then == "subtitle" else -1.0
    if role == then == "title":
        score += _second_line(scene.fragments[n], scene.fragments[n + 1])
    return score


def _rubric(clues: Clues, fragment: Fragment) -> float:
    """A short marked line above a headline is a rubric (栏头) rather than its first line."""
    marked = fragment.level or fragment.bold
    return 2.5 if marked and clues.size <= _RUBRIC and not str(fragment.text).endswith(("：", ":")) else 0.0


def _deeper(scene: Scene, n: int) -> bool:
    """Whether the line below a headline is marked as one of lower rank."""
    return 0 < scene.fragments[n].level < scene.fragments[n + 1].level


def _second_line(one: Fragment, two: Fragment) -> float:
    """A headline goes on in the line below if that is set alike, and close."""
    alike = (one.level, one.bold) == (two.level, two.bold)
    return (1.5 if two.gap == 0 else 0.0) if alike else -3.0


def _after_body(scene: Scene, n: int, then: str) -> float:
    above, below = scene.clues[n], scene.clues[n + 1]
    if then != "body":
        return 0.0 if above.ends else _BROKEN_OFF.get(then, -0.5)
    if above.ends:
        return -2.0 * below.opens
    reads_on = 0.6 * scene.joins[n] - 0.4 * below.begin + 2.0 * above.broken
    return max(-3.5, min(4.0, reads_on)) - 2.0 * below.opens


def _first_body(role: str, below: Clues) -> float:
    """The first paragraph below a headline: a dateline opens a story, a broken start speaks against one."""
    if below.opens:
        return -3.0 if role == "heading" else 2.0
    return -min(3.0, max(0.0, -0.7 * below.begin - 0.5))

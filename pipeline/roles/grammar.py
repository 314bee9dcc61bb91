"""What follows what: the grammar of newspaper pages, and what the language says of each seam."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
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


Row = Mapping[str, float]
"""The candidate roles of a fragment, with their log-odds."""

Seam = Mapping[str, Mapping[str, float]]
"""Of two neighbours the log-odds of each role of the first with each role of the second."""


def neighbours(scene: Scene, rows: Sequence[Row]) -> list[Seam]:
    """For each seam of a page the log-odds of every pair of candidate roles."""
    return [_seam(scene, n, rows[n], rows[n + 1]) for n in range(len(rows) - 1)]


def again(scene: Scene, rows: Sequence[Row], known: Sequence[Row], seams: Sequence[Seam]) -> list[Seam]:
    """As :func:`neighbours` once the page's habits are known; ``known`` and ``seams`` are those of before.

    Habits tell of headlines only: seams between rows that stayed are what they were.
    """
    stay = [row is before and "title" not in row for row, before in zip(rows, known, strict=True)]
    return [
        seam if stay[n] and stay[n + 1] else _seam(scene, n, rows[n], rows[n + 1])
        for n, seam in enumerate(seams)
    ]


def _seam(scene: Scene, n: int, above: Iterable[str], below: Iterable[str]) -> Seam:
    opens = _opens(scene, n + 1, below)
    return {role: _after(scene, n, role, opens) for role in above}


def _after(scene: Scene, n: int, role: str, opens: Mapping[str, float]) -> Mapping[str, float]:
    after = grammar()[role]
    scores = {then: after.get(then, 0.0) + score for then, score in opens.items()}
    if role == "body":
        for then in scores.keys() & {"body"} if scene.clues[n].ends else scores:
            scores[then] += _after_body(scene, n, then)
    elif role in ("label", "title"):
        for then in scores.keys() & _BELOW_HEADS:
            scores[then] += _below_head(scene, n, role, then)
    if "body" in scores and role in ("title", "subtitle", "byline", "heading"):
        scores["body"] += _first_body(role, scene.clues[n + 1])
    if "body" in scores and scene.fragments[n + 1].continued_from:
        scores["body"] += _JUMPED.get(role, 0.0)
    return scores


def _opens(scene: Scene, n: int, roles: Iterable[str]) -> dict[str, float]:
    """A headline opens a story, a cross-head a section: the topic tells. Log-odds of some roles by it."""
    odds = dict.fromkeys(roles, 0.0)
    for role in odds.keys() & _OPENS:
        odds[role] = _OPENS[role] * scene.lean[n]
    return odds


_OPENS = {"title": 0.5, "kicker": 0.5, "heading": -0.5}
_BELOW_HEADS = {"body", "title", "subtitle", "heading"}


def _below_head(scene: Scene, n: int, role: str, then: str) -> float:
    """What stands below a rubric or a line of a headline."""
    one, two = scene.fragments[n], scene.fragments[n + 1]
    if role == "label":
        slogan = _SLOGAN * ("public_advert" in scene.clues[n].forms)
        return slogan + _rubric(scene.clues[n], one) if then == "title" else 0.0
    if then == "body" and scene.habits and not scene.clues[n + 1].opens:
        return scene.habits.unsigned
    if then == "title":
        return _second_line(one, two) - _rubric(scene.clues[n], one)
    deeper = 0 < one.level < two.level  # a deck is marked as of lower rank
    return {"subtitle": 3.0, "heading": -1.0}.get(then, 0.0) if deeper else 0.0


def _rubric(clues: Clues, fragment: Fragment) -> float:
    """A short marked line above a headline is a rubric (栏头) rather than its first line."""
    marked = fragment.level or fragment.bold
    return 2.5 if marked and clues.size <= _RUBRIC and not str(fragment.text).endswith(("：", ":")) else 0.0


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

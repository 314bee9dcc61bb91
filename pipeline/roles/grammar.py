"""What follows what: the grammar of newspaper pages, and what the language says of each seam."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from pipeline.model import Clues
from pipeline.roles.scene import COLUMN, Scene

_TITLE_TOPIC, _HEADING_TOPIC = 0.4, 0.5
"""How much of the topic's log-odds speaks for a headline and against a cross-head."""
_RESTATED, _MEAN = 0.7, 0.35
"""Log-odds of a headline whose first word stands in the lead below it, and how often it does: below 51 of 100
headlines and 21 of 100 cross-heads of 20 pages of a daily, labelled by hand."""
_BRIEF = 1.2
"""Log-odds of a headline in a column of briefs, against a cross-head: twice this between the two."""
_JUMPED = {"title": 2.0, "subtitle": 2.0, "heading": -4.0, "body": -1.0}
"""Log-odds of what stands above a continuation (上接): its headline, no cross-head."""
_SLOGAN = 2.0
"""Log-odds of a headline below 公益广告: the slogan."""
_RUBRIC = 5
"""Characters of the longest line that is rather a rubric than the first line of a headline."""
_DECK, _PLAIN_DECK, _AS_LONG, _GOES_ON = 3.2, 1.5, 4, "：:，,、！!？?"
"""Log-odds of a deck below a headline that is marked alike (or unmarked alike, on a page without marks) and longer by
more than four characters: of 13 decks of 20 real pages most are; second lines of headlines are about as long as the
first, or shorter (below a character more instead of four, titles of made pages fall from .955 to .950)."""
_SIGNED_OFF = {"title": 1.5, "kicker": 1.5, "label": 1.0, "heading": -3.0, "body": -2.0, "tail": -4.0}
"""Log-odds of what stands below a paragraph that its writers signed: their story is over."""
_UNSIGNED = -2.5
"""Log-odds of a headline below a paragraph that is not signed, where all stories of a page are."""
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
        ended = scene.clues[n].ends and not scene.clues[n].signs
        for then in scores.keys() & {"body", "title"} if ended else scores:
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
    story = _RESTATED * (scene.restated[n] - _MEAN) + _BRIEF * scene.briefs[n]
    for role in odds.keys() & {"title", "kicker"}:
        odds[role] = _TITLE_TOPIC * scene.lean[n] + story
    if "heading" in odds:
        odds["heading"] = -_HEADING_TOPIC * scene.lean[n] - story * bool(scene.fragments[n].level)
    return odds


_BELOW_HEADS = {"body", "title", "kicker", "subtitle", "byline", "heading"}


def _below_head(scene: Scene, n: int, role: str, then: str) -> float:
    """What stands below a rubric or a line of a headline."""
    one, two = scene.fragments[n], scene.fragments[n + 1]
    if role == "label":
        slogan = _SLOGAN * ("public_advert" in scene.clues[n].forms and then == "title")
        return slogan + (_rubric(scene, n) if then in ("title", "kicker", "byline") else 0.0)
    if then == "body" and scene.habits and not scene.clues[n + 1].opens:
        return scene.habits.unsigned
    if then in ("title", "kicker"):
        return (_second_line(scene, n) if then == "title" else 0.0) - _rubric(scene, n)
    if then == "subtitle" and (deck := _deck(scene, n)):
        return deck
    deeper = 0 < one.level < two.level  # a deck is marked as of lower rank
    return {"subtitle": 3.0, "heading": -1.0}.get(then, 0.0) if deeper else 0.0


def _rubric(scene: Scene, n: int) -> float:
    """A short marked line above a headline is a rubric (栏头) rather than its first line."""
    one, clues = scene.fragments[n], scene.clues[n]
    marked = one.level or one.bold
    return 2.5 if marked and clues.size <= _RUBRIC and not str(one.text).endswith(("：", ":")) else 0.0


def _second_line(scene: Scene, n: int) -> float:
    """A headline goes on in the line below if that is set alike, and close or as long."""
    one, two = scene.fragments[n], scene.fragments[n + 1]
    alike = (one.level, one.bold) == (two.level, two.bold)
    return (1.5 if two.gap == 0 else -_deck(scene, n)) if alike else -3.0


def _deck(scene: Scene, n: int) -> float:
    """Log-odds that the line below a headline, set alike but apart and longer, is its deck and no second line."""
    one, two = scene.fragments[n], scene.fragments[n + 1]
    size, below = scene.clues[n].size, scene.clues[n + 1].size
    apart = (one.level, one.bold) == (two.level, two.bold) and two.gap > 0 and size > COLUMN
    if not apart or below - size <= _AS_LONG or str(one.text)[-1:] in _GOES_ON:
        return 0.0
    return _DECK if one.level else 0.0 if scene.marked else _PLAIN_DECK


def _after_body(scene: Scene, n: int, then: str) -> float:
    above, below = scene.clues[n], scene.clues[n + 1]
    if above.signs:
        return _SIGNED_OFF.get(then, 0.0)
    if then != "body":
        unsigned = _UNSIGNED * scene.habits.closed if scene.habits and then == "title" else 0.0
        return unsigned if above.ends else _BROKEN_OFF.get(then, -0.5) + unsigned
    if above.ends:
        return -2.0 * below.opens
    reads_on = 0.6 * scene.joins[n] - 0.4 * below.begin + 2.0 * above.broken
    return max(-3.5, min(4.0, reads_on)) - 2.0 * below.opens


def _first_body(role: str, below: Clues) -> float:
    """The first paragraph below a headline: a dateline opens a story, a broken start speaks against one."""
    if below.opens:
        return -3.0 if role == "heading" else 2.0
    return -min(3.0, max(0.0, -0.7 * below.begin - 0.5))

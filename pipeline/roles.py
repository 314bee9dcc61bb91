"""Roles: what each fragment of a page is, decided over the whole page at once.

Each fragment has candidate roles with log-odds from its form and shape; each pair of neighbours has
log-odds from the grammar of newspaper pages and from the language model (does the one continue the
other?). The Viterbi algorithm finds the best sequence; the margin to the best sequence that gives a
fragment another role is its score.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp, log

from pipeline.model import Clues, Fragment, Reading

ROLES = (
    "furniture", "kicker", "title", "subtitle", "byline", "tail", "heading", "body", "caption", "credit",
    "label", "sponsor", "jump",
)  # fmt: skip
"""What a fragment can be. ``tail`` is a byline below its article; ``jump`` a jump line that stands alone."""

_SURE = 1.0
"""Lean from which on a headline without byline counts as one when the page's habits are read."""
_KEEP = 9.0
"""Roles this much less likely than a fragment's best one are not tried; e^-9 is one in eight thousand."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page as the decoder sees it.

    Attributes:
        fragments, clues: the page, one for one.
        joins: log-odds that each fragment continues in the next; the last has none.
        lean: log-odds that a headline at each place opens an article rather than a section of one, by topic.
        marked: whether headlines are marked as such on this page, by Markdown or bold type.
        top: the heading depth of its headlines; 0 where none is marked.
    """

    fragments: Sequence[Fragment]
    clues: Sequence[Clues]
    joins: Sequence[float]
    lean: Sequence[float]
    marked: bool
    top: int
    habits: Habits | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How this page does it, read off a first decoding; a page's headlines are set alike.

    Attributes:
        signed: share of headlines with a byline or dateline below.
        styles: how each of these is set (depth, bold), with their numbers.
        size: their mean length in characters; 0 without any.
        broken: share of long paragraphs that end in mid-sentence.
        sections: how many cross-heads it has.
    """

    signed: float
    styles: Mapping[tuple[int, bool], int]
    size: float
    broken: float
    sections: int

    @property
    def unsigned(self) -> float:
        """Log-odds that a headline without byline or dateline is one, against a cross-head."""
        return max(-2.5, min(1.0, log((1.05 - self.signed) / (self.signed + 0.05)))) if self.styles else -0.7

    def likeness(self, fragment: Fragment, clues: Clues) -> float:
        """Log-odds that a headline is set like this and as long, against a cross-head."""
        total = sum(self.styles.values())
        if total < 2:
            return 0.0
        share = (self.styles.get((fragment.level, fragment.bold), 0) + 0.5) / (total + 1.0)
        longer = max(-1.5, min(1.0, 0.12 * (clues.size - self.size + 4)))
        return max(-2.0, 0.7 * log(share / 0.4)) + longer


def _habits(scene: Scene, readings: Sequence[Reading]) -> Habits:
    signed: list[int] = []
    unsigned = 0
    for n, reading in enumerate(readings[:-1]):
        if reading.role != "title":
            continue
        below = n + 1
        while below + 1 < len(readings) and readings[below].role in ("title", "subtitle"):
            below += 1
        if readings[below].role == "byline" or scene.clues[below].opens:
            signed.append(n)
        else:
            unsigned += below == n + 1 and scene.lean[n] > _SURE
    long = [
        c for c, reading in zip(scene.clues, readings, strict=True) if reading.role == "body" and c.size > 40
    ]
    return Habits(
        signed=len(signed) / (len(signed) + unsigned) if signed else 0.5,
        styles=Counter((scene.fragments[n].level, scene.fragments[n].bold) for n in signed),
        size=sum(scene.clues[n].size for n in signed) / len(signed) if signed else 0.0,
        broken=sum(not c.ends for c in long) / len(long) if long else 0.0,
        sections=sum(reading.role == "heading" for reading in readings),
    )


@cache
def grammar() -> Mapping[str, Mapping[str, float]]:
    """Log-odds of a role after a role: ``grammar.toml``."""
    text = files("pipeline.rules").joinpath("grammar.toml").read_text(encoding="utf-8")
    return {before: dict(row) for before, row in tomllib.loads(text)["after"].items()}


def decode(scene: Scene) -> list[Reading]:
    """The best role for every fragment of a page: decoded once to learn the page's habits, and again with them."""
    if not scene.fragments:
        return []
    return _decode(replace(scene, habits=_habits(scene, _decode(scene))))


def _decode(scene: Scene) -> list[Reading]:
    count = len(scene.fragments)
    candidates = [_candidates(scene, n) for n in range(count)]
    before = _forward(scene, candidates)
    after = _backward(scene, candidates)
    readings = []
    for n in range(count):
        through = {role: before[n][role] + after[n][role] for role in candidates[n]}
        best = max(through, key=lambda role: (through[role], role))
        rival = max((value for role, value in through.items() if role != best), default=-_KEEP)
        readings.append(
            Reading(
                best,
                _share(through[best] - rival),
                {"form": round(candidates[n][best], 2), "margin": round(through[best] - rival, 2)},
            )
        )
    return readings


def _forward(scene: Scene, candidates: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    rows = [{role: score + grammar()["start"].get(role, 0.0) for role, score in candidates[0].items()}]
    for n in range(1, len(candidates)):
        rows.append(
            {
                role: score + max(value + _pair(scene, n - 1, last, role) for last, value in rows[-1].items())
                for role, score in candidates[n].items()
            }
        )
    return rows


def _backward(scene: Scene, candidates: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    row = {role: grammar().get(role, {}).get("end", 0.0) for role in candidates[-1]}
    rows = [row]
    for n in range(len(candidates) - 2, -1, -1):
        below = candidates[n + 1]
        row = {
            role: max(_pair(scene, n, role, then) + score + rows[-1][then] for then, score in below.items())
            for role in candidates[n]
        }
        rows.append(row)
    return rows[::-1]


def _share(margin: float) -> float:
    return round(1.0 / (1.0 + exp(-min(margin, 30.0))), 4)


def _candidates(scene: Scene, n: int) -> dict[str, float]:
    fragment, clues = scene.fragments[n], scene.clues[n]
    if "jump" in clues.rules:
        return {"jump": 0.0}
    scores = _shape(scene, fragment, clues)
    for role, weight in clues.rules.items():
        scores[role] = scores.get(role, -4.0) + weight
    best = max(scores.values())
    return {role: score for role, score in scores.items() if score >= best - _KEEP}


def _shape(scene: Scene, fragment: Fragment, clues: Clues) -> dict[str, float]:
    """Log-odds of each role from size, punctuation and type alone."""
    head = _head_shape(fragment, clues)
    habits = scene.habits
    cut_off = (
        3.0 * habits.broken
        if habits and clues.size < 40 and not (clues.ends or fragment.level or "numbered" in clues.forms)
        else 0.0
    )
    return {
        "body": _body_shape(fragment, clues) + cut_off,
        "title": head + _title_type(scene, fragment) + (habits.likeness(fragment, clues) if habits else 0.0),
        "heading": head
        - 0.5
        - (0.7 if habits and habits.sections < 2 else 0.0)
        - 0.05 * max(0, clues.size - 20)
        + _heading_type(scene, fragment),
        "kicker": head - 6.0 + _title_type(scene, fragment),
        "subtitle": head - 3.0 + 0.6 * _title_type(scene, fragment),
        "byline": _byline_shape(clues) - 0.7 * bool(fragment.level),
        "tail": _byline_shape(clues) - 2.0 * bool(fragment.level),
        "caption": _caption_shape(fragment, clues),
        "credit": -5.0,
        "label": -4.0 + 1.0 * (clues.size <= 16 and not clues.ends),
        "sponsor": -4.0 - 0.05 * clues.size,
        "furniture": -4.0 - 0.1 * clues.size - 2.0 * clues.ends,
    }


def _body_shape(fragment: Fragment, clues: Clues) -> float:
    score = 5.0 if clues.size >= 80 else 2.5 if clues.size >= 40 else 0.0 if clues.size >= 20 else -2.0
    asks = (
        clues.size < 40 and clues.stops == 1 and fragment.text.text[-1:] in "？！?!"
    )  # as headlines do, too
    score += 0.7 if asks else 2.0 * clues.ends + 1.0 * min(clues.stops, 2)
    score += 0.7 * min(clues.commas, 2)
    return score - 6.0 * bool(fragment.level) - 3.0 * fragment.bold


def _head_shape(fragment: Fragment, clues: Clues) -> float:
    """What headline and cross-head have in common: short, without a full stop."""
    size = clues.size
    score = 1.0 if 4 <= size <= 34 else -1.0 if 3 <= size <= 45 else -4.0
    score -= 0.1 * max(0, size - 45)
    text = fragment.text.text
    score -= 4.0 * (text[-1:] in "。；;") + 5.0 * (text[-1:] in "，、,") + 1.5 * (text[-1:] in "：:")
    score -= 2.5 * max(0, clues.stops - (text[-1:] in "？！?!…"))
    score += max(-4.0, min(1.5, clues.headline))
    return score - 0.4 * min(clues.commas, 3) - 4.0 * (clues.named > 0 and size <= 14)


def _title_type(scene: Scene, fragment: Fragment) -> float:
    score = 0.5 * (fragment.gap >= 2)
    if fragment.level:
        return score + (4.5 if fragment.level <= scene.top else 1.0)
    if fragment.bold:
        return score + (1.0 if scene.top else 3.0)
    return score - 3.5 * scene.marked


def _heading_type(scene: Scene, fragment: Fragment) -> float:
    if fragment.level:
        return 3.5 if fragment.level <= scene.top else 6.0
    if fragment.bold:
        return 3.5
    return -0.5


def _byline_shape(clues: Clues) -> float:
    if not clues.names or clues.size > 40:
        return -8.0
    least = -4.0 if clues.size <= 3 or clues.forms else -7.0  # a desk (部门) signs with two or three letters
    each = max(least, min(3.0, 0.6 * clues.named))
    return each + 0.5 * min(len(clues.names), 3) - 2.0 * (len(clues.names) > 8)


def _caption_shape(fragment: Fragment, clues: Clues) -> float:
    signs = 3.0 * fragment.image + 1.0 * (fragment.gap >= 3) - 3.0 * bool(fragment.level)
    if clues.size > 40:
        return signs + _body_shape(fragment, clues) - 5.0 - 0.02 * max(0, clues.size - 160)
    return signs - 2.5 + 1.0 * (clues.size >= 8) + 0.5 * min(clues.stops, 2)


def _pair(scene: Scene, n: int, role: str, then: str) -> float:
    """Log-odds of a role after a role at one place: the grammar, and what the language says of the seam."""
    score = grammar()[role].get(then, 0.0)
    below, fragment = scene.clues[n + 1], scene.fragments[n + 1]
    if role == "body":
        score += _after_body(scene, n, then)
    elif then == "body" and role in ("title", "subtitle", "byline", "heading"):
        score += _first_body(role, below)
        if scene.habits and role == "title" and not below.opens:
            score += scene.habits.unsigned
    if then == "heading":
        score -= 0.5 * scene.lean[n + 1]
    elif then in ("title", "kicker"):
        score += 0.5 * scene.lean[n + 1]
    if role == then == "title":
        score += _second_line(scene.fragments[n], fragment)
    return score


def _second_line(one: Fragment, two: Fragment) -> float:
    """Log-odds that a headline goes on in the line below: set alike, and close."""
    alike = (one.level, one.bold) == (two.level, two.bold)
    return (1.5 if two.gap == 0 else 0.0) if alike else -3.0


def _after_body(scene: Scene, n: int, then: str) -> float:
    above, below = scene.clues[n], scene.clues[n + 1]
    if then == "body":
        if above.ends:
            return -2.0 * below.opens
        reads_on = 0.6 * scene.joins[n] - 0.4 * below.begin + 2.0 * above.broken
        return max(-3.5, min(4.0, reads_on)) - 2.0 * below.opens
    if above.ends:
        return 0.0
    return {"heading": -3.0, "title": -1.0, "kicker": -1.5, "tail": -1.0}.get(then, -0.5)


def _first_body(role: str, below: Clues) -> float:
    """What the first paragraph below a headline says: a dateline opens a story, a broken start speaks against one."""
    if below.opens:
        return -3.0 if role == "heading" else 2.0
    return -min(3.0, max(0.0, -0.7 * below.begin - 0.5))

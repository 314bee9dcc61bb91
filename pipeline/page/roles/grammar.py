"""The grammar of newspaper pages: which role follows which, and the language model's answer at each seam.

A few questions about two neighbours make the kind of their seam: each kind has one table of log-odds, role by role,
made when the first seam of that kind is seen. Figures measured on a seam are added.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from pipeline.language.rules import Group
from pipeline.page.roles.decoder import Scores
from pipeline.page.roles.scene import AT, COLUMN, GOES_ON, LONGEST_HALF, ROLES, Habits, Scene

_TITLE_TOPIC, _HEADING_TOPIC = 0.4, 0.5
"""How much of the topic's log-odds speaks for a headline and against a cross-head."""
_RESTATED, _MEAN = 0.7, 0.35
"""Log-odds of a headline whose first word stands in the lead below it, and how often it does: below 51 of 100
headlines and 21 of 100 cross-heads of 20 pages of a daily, labelled by hand."""
_BRIEF = 1.6
"""Log-odds of a headline in a column of briefs, where each item has its own, and against a cross-head: twice this
between the two. On a real page with 12 such heads, without marks, 1.2 finds one of them, 1.6 four, 2 five."""
_JUMPED = {"title": 2.0, "subtitle": 2.0, "heading": -4.0, "body": -1.0}
"""Log-odds of the role above a continuation (上接): its headline, no cross-head."""
_SLOGAN = 2.0
"""Log-odds of a headline below 公益广告: the slogan."""
_RUBRIC = 5
"""Characters of the longest line that is rather a rubric than the first line of a headline."""
_DECK, _PLAIN_DECK, _AS_LONG = 3.2, 1.5, 4
"""Log-odds of a deck below a headline that is marked alike (or unmarked alike, on a page without marks) and longer by
more than four characters: of 13 decks of 20 real pages most are; second lines of headlines are about as long as the
first, or shorter (below a character more instead of four, titles of made pages fall from .955 to .950)."""
_SIGNED_OFF = {"title": 1.5, "kicker": 1.5, "label": 1.0, "heading": -3.0, "body": -2.0, "tail": -4.0}
"""Log-odds of the role below a paragraph that its writers signed: their story is over."""
_UNSIGNED = -2.5
"""Log-odds of a headline below a paragraph that is not signed, where all stories of a page are."""
_BROKEN_OFF = {"heading": -3.0, "title": -1.0, "kicker": -1.5, "tail": -1.0}
"""Log-odds of the role below a sentence that breaks off: never a cross-head, perhaps a displaced headline."""


_LEAST, _TEXT = 3, 20
"""Characters of the shortest line that may be half of a paragraph, and of the shortest text below it."""
_HEADS = ("title", "subtitle", "byline", "heading")


@cache
def grammar() -> Mapping[str, Mapping[str, float]]:
    """Log-odds of a role after a role: ``grammar.toml``."""
    text = files("pipeline.language.rules").joinpath("grammar.toml").read_text(encoding="utf-8")
    return {before: dict(row) for before, row in tomllib.loads(text)["after"].items()}


@cache
def edges() -> tuple[Scores, Scores]:
    """Log-odds of each role at the head and at the foot of a page, both shape (roles,)."""
    after = grammar()
    start = [after["start"].get(role, 0.0) for role in ROLES]
    return np.array(start), np.array([after[role].get("end", 0.0) for role in ROLES])


def seams(scene: Scene) -> Scores:
    """Log-odds of each role above each seam with each role below it, shape (fragments - 1, roles, roles)."""
    kinds = [_kind(scene, n) for n in range(len(scene.clues) - 1)]
    if not kinds:
        return np.empty((0, len(ROLES), len(ROLES)))
    found = np.concatenate([_table(kind) for kind in kinds]).reshape(-1, len(ROLES), len(ROLES))
    for role, odds in _topic(scene).items():
        found[:, :, AT[role]] += odds[:, None]
    breaks, opens = np.array([(kind.breaks, kind.opens) for kind in kinds]).T
    begin = np.array([clues.begin for clues in scene.clues[1:]])
    broken = np.array([clues.broken for clues in scene.clues[:-1]])
    joins = np.array([clues.goes_on for clues in scene.clues[:-1]])
    reads_on = 0.6 * joins - 0.4 * begin + 2.0 * broken
    found[:, AT["body"], AT["body"]] += breaks * np.clip(reads_on, -3.5, 4.0)
    broken_start = ~opens * np.clip(-0.7 * begin - 0.5, 0.0, 3.0)  # speaks against a first paragraph
    for role in _HEADS:
        found[:, AT[role], AT["body"]] -= broken_start
    halves = np.array([0.0 if clues.ends else _half(scene, n) for n, clues in enumerate(scene.clues[:-1])])
    plain = 0.5 if scene.marked else 0.0  # where headlines are marked, a plain line is rather a cross-head
    found[:, AT["body"], AT["body"]] += (1 - plain) * halves
    found[:, AT["heading"], AT["body"]] -= plain * halves
    return found


def _half(scene: Scene, n: int) -> float:
    """Log-odds that a line without an end is the first part of a paragraph rather than display type.

    It goes on in the line below, which begins in mid-sentence; the words of a cross-head come again in the text below.
    Weights of a logistic regression to 9,221 such lines of 1,480 made pages, with all else that the decoder knows of
    them. That of the words is halved (it was 6.5, and changes nothing there): made cross-heads are words of their text
    more often than those of real pages.
    """
    if not _may_be_half(scene, n):
        return 0.0
    reads_on = max(-6.0, min(10.0, scene.clues[n].goes_on))
    return max(
        -3.0, min(4.0, 0.79 * reads_on - 0.46 * scene.clues[n + 1].begin - 3.0 * scene.covered[n] - 0.2)
    )


def _may_be_half(scene: Scene, n: int) -> bool:
    """Whether nothing but the words tells if a line without an end is half of a paragraph."""
    (one, two), (above, below) = scene.fragments[n : n + 2], scene.clues[n : n + 2]
    if above.forms or above.named > 0 or not _LEAST <= above.size <= LONGEST_HALF:
        return False
    other = one.level or one.bold or two.level or "caption" in below.rules
    return below.size >= _TEXT and not (other or two.continued_from or below.opens)


def settled(scene: Scene, found: Scores, habits: Habits) -> Scores:
    """The :func:`seams` of a page once its habits are known; they tell of headlines only."""
    found = found.copy()
    opens = np.array([clues.opens for clues in scene.clues[1:]], dtype=bool)
    signs = np.array([clues.signs for clues in scene.clues[:-1]], dtype=bool)
    found[:, AT["title"], AT["body"]] += habits.unsigned * ~opens
    found[:, AT["body"], AT["title"]] += _UNSIGNED * habits.closed * ~signs
    return found


def _topic(scene: Scene) -> dict[str, Scores]:
    """A headline opens a story, a cross-head a section: log-odds of the role below each seam, by its topic."""
    lean = np.array(scene.lean[1:])
    level = np.array([fragment.level > 0 for fragment in scene.fragments[1:]])
    restated = _RESTATED * (np.array(scene.restated[1:]) - _MEAN)
    brief = _BRIEF * np.array(scene.briefs[1:])
    head = _TITLE_TOPIC * lean + restated + brief
    return {"title": head, "kicker": head, "heading": -_HEADING_TOPIC * lean - restated * level - brief}


class Kind(NamedTuple):
    """The answers to the questions about two neighbours.

    Attributes:
        signs, breaks: whether the one above is signed at its end; if not, whether it breaks off.
        opens, goes_on: whether the one below begins with a dateline; whether a jump line (上接) heads it.
        advert: whether the one above is 公益广告.
        rubric, deck: log-odds that a line above a headline is a rubric, a line below one its deck.
        alike, close: whether the two are set alike; whether no empty line is between them.
        deeper: whether the one below is marked as of lower rank.
    """

    signs: bool
    breaks: bool
    opens: bool
    goes_on: bool
    advert: bool
    rubric: float
    deck: float
    alike: bool
    close: bool
    deeper: bool


def _kind(scene: Scene, n: int) -> Kind:
    one, two = scene.fragments[n], scene.fragments[n + 1]
    above, below = scene.clues[n], scene.clues[n + 1]
    alike, close = scene.alike(n), two.gap == 0
    breaks, goes_on = not (above.ends or above.signs), bool(two.continued_from)
    advert, deeper = Group.ADVERT in above.forms, 0 < one.level < two.level
    rubric = _rubric(scene, n) if above.size <= _RUBRIC else 0.0
    deck = _deck(scene, n) if alike and not close else 0.0
    return Kind(above.signs, breaks, below.opens, goes_on, advert, rubric, deck, alike, close, deeper)


def _rubric(scene: Scene, n: int) -> float:
    """A short marked line above a headline is a rubric (栏头) rather than its first line."""
    one = scene.fragments[n]
    goes_on = scene.told(n) or one.text.text[-1:] in GOES_ON
    return 2.5 if (one.level or one.bold) and not goes_on else 0.0


def _deck(scene: Scene, n: int) -> float:
    """Log-odds that the line below a headline, set alike but apart and longer, is its deck and no second line."""
    one, size, below = scene.fragments[n], scene.clues[n].size, scene.clues[n + 1].size
    text = one.text.text
    if size <= COLUMN or text[-1:] in GOES_ON:
        return 0.0
    if below - size <= _AS_LONG and not (" " in text or "\u3000" in text):
        return 0.0  # a headline whose clauses stand in one line, parted, hardly goes on in the next
    return _DECK if one.level else 0.0 if scene.marked else _PLAIN_DECK


@cache
def _table(kind: Kind) -> Scores:
    """Log-odds of each role above with each role below, for seams of a kind; shape (roles, roles)."""
    table = np.array([[grammar()[role].get(then, 0.0) for then in ROLES] for role in ROLES])
    for role, then, odds in (*_below_body(kind), *_below_heads(kind), *_above_body(kind)):
        table[AT[role], AT[then]] += odds
    return table


Said = Iterator[tuple[str, str, float]]
"""The role above, the role below, and log-odds of the two."""


def _below_body(kind: Kind) -> Said:
    if kind.signs:
        yield from (("body", then, odds) for then, odds in _SIGNED_OFF.items())
        return
    if kind.breaks:
        yield from (("body", then, _BROKEN_OFF.get(then, -0.5)) for then in ROLES if then != "body")
    yield "body", "body", -2.0 * kind.opens


def _below_heads(kind: Kind) -> Said:
    """Log-odds of the role below a rubric or a line of a headline."""
    yield "label", "title", _SLOGAN * kind.advert
    yield from (("label", then, kind.rubric) for then in ("title", "kicker", "byline"))
    yield from (("title", then, -kind.rubric) for then in ("title", "kicker"))
    # A headline goes on in the line below if that is set alike, and close or as long.
    yield "title", "title", (1.5 if kind.close else -kind.deck) if kind.alike else -3.0
    yield "title", "subtitle", kind.deck or 3.0 * kind.deeper  # a deck is marked as of lower rank
    yield "title", "heading", -1.0 * kind.deeper


def _above_body(kind: Kind) -> Said:
    """A dateline opens a story; below a jump line one goes on."""
    if kind.opens:
        yield from ((role, "body", -3.0 if role == "heading" else 2.0) for role in _HEADS)
    if kind.goes_on:
        yield from ((role, "body", odds) for role, odds in _JUMPED.items())

"""Roles by form and shape alone: log-odds, set by hand and checked on made and real pages."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter

import numpy as np

from pipeline.language.rules import Group
from pipeline.page.roles.decoder import Scores
from pipeline.page.roles.scene import AT, COLUMN, GOES_ON, ROLES, Habits, Scene
from pipeline.values.model import Clues, Fragment

KEEP = 9.0
"""Roles this much less likely than a fragment's best one are not tried; e^-9 is one in eight thousand."""
_RUBRIC, _PLAIN_RUBRIC, _LONGER, _SHORT = 8.0, 5.0, 2, 5
"""Log-odds of a rubric where a headline longer by so many characters stands right below it, both marked alike: 20
of 25 rubrics of 20 pages of a daily stand like that, and no first line of a headline. On a page without marks only
lines of so many characters count; a longer one whose first word the story says again is a headline's first line."""
_RANKED = 1.5
"""Log-odds against a cross-head marked like a headline for each of up to three that are marked as of lower rank; by
logistic regression to 897 lines of 480 made pages it is 2.6."""
_NO_NAME = -4.0
"""Log-odds of a personal name below which a short unmarked line is no byline."""
_KICKER, _LOWER_KICKER = 4.5, 7.0
"""Log-odds of a kicker (引题) for an unmarked line right above a marked headline, and for one that is marked lower:
below a cross-head stands text. Of 112 kickers of 320 made pages 98 are told, it was 72; from 2 to 5 hardly anything
else changes, and from 6 on the last lines of broken stories go."""
_COMMA, _COMMAS = 5.0, ("，", "、", ",")
"""Log-odds of running text, against display type, where a line ends with one of these."""
_CREDITED = 5.0
"""Log-odds of a caption above a line that names a photographer and nothing else."""
_JOINS = 0.5
"""Log-odds that a line goes on below from which on it may be half a paragraph; unless it may be one, that columns break
often on its page says nothing: flags of eighteen made sets .842 to .844, paragraphs .9717 to .9722."""
_OPENS = 5.0
"""Log-odds against a headline or cross-head that begins with a dateline."""
_NAME = 4
"""Characters of the longest Chinese name."""
_LINE = 40
"""Characters below which a fragment may be a line of display type."""


def forms(scene: Scene) -> Scores:
    """Log-odds of each role for each fragment by its form, shape (fragments, roles); -inf for an impossible role."""
    rows = [_in_order(_NEVER | _candidates(scene, n)) for n in range(len(scene.clues))]
    return np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * len(ROLES)).reshape(-1, len(ROLES))


_NEVER = dict.fromkeys(ROLES, -np.inf)
_in_order = itemgetter(*ROLES)


def settled(scene: Scene, rows: Scores, habits: Habits) -> Scores:
    """The :func:`forms` of a page once its habits are known; of longer fragments than lines they tell nothing."""
    rows = rows.copy()
    lines = [n for n in range(len(rows)) if _is_line(scene.clues[n]) and not _is_known(scene, n)]
    shown = [(scene.fragments[n], scene.clues[n]) for n in lines]
    halves = [_is_half(scene, n) and _may_break(*line) for n, line in zip(lines, shown, strict=True)]
    rows[lines, AT["body"]] += 3.0 * habits.broken * np.array(halves)
    rows[lines, AT["heading"]] -= 0.7 * (habits.sections < 2)
    as_title = [0 < scene.fragments[n].level <= scene.top for n in lines]
    rows[lines, AT["heading"]] -= _RANKED * min(3, habits.ranked) * np.array(as_title)
    rows[lines, AT["title"]] += [habits.likeness(*line) for line in shown]
    return rows


def likely(rows: Scores) -> Scores:
    """Without the roles that are much less likely than a fragment's best one."""
    return np.where(rows >= rows.max(axis=1, keepdims=True) - KEEP, rows, -np.inf)


def _candidates(scene: Scene, n: int) -> dict[str, float]:
    """The roles that a fragment may have, with their log-odds."""
    fragment, clues = scene.fragments[n], scene.clues[n]
    if _is_known(scene, n):
        return {scene.said.get(n, "jump"): 0.0}
    scores = _line(scene, n) if _is_line(clues) else _paragraph(fragment, clues)
    if clues.ends and not fragment.level and _above_credit(scene, n):
        scores["caption"] += _CREDITED
    for role, weight in clues.rules.items():
        scores[role] = scores.get(role, -4.0) + weight
    return scores


def _above_credit(scene: Scene, n: int) -> bool:
    """Whether the line below a fragment names a photographer and nothing else."""
    return n + 1 < len(scene.clues) and Group.CREDIT in scene.clues[n + 1].forms


def _is_known(scene: Scene, n: int) -> bool:
    """Whether a person gave a fragment's role, or it is a jump line alone."""
    return n in scene.said or "jump" in scene.clues[n].rules


def _is_line(clues: Clues) -> bool:
    """Whether a fragment is short enough for display type."""
    return clues.size <= 2 * _LINE


def _is_half(scene: Scene, n: int) -> bool:
    """Whether a column may have broken a paragraph here: the one above is open, or this goes on in the one below."""
    return (n > 0 and not scene.clues[n - 1].ends) or scene.clues[n].goes_on > _JOINS


def _may_break(fragment: Fragment, clues: Clues) -> bool:
    """Whether a line may be the end of a paragraph that a column broke, or its beginning."""
    return clues.size < _LINE and not (clues.ends or fragment.level or Group.NUMBERED in clues.forms)


def _paragraph(fragment: Fragment, clues: Clues) -> dict[str, float]:
    """Too long for display type, unless it is marked as such."""
    body = _body(fragment, clues)
    scores = {"body": body, "caption": _caption(fragment, clues, body)}
    if fragment.level or fragment.bold:
        scores |= {"title": 0.0, "subtitle": 1.0, "heading": 0.0}
    return scores


def _line(scene: Scene, n: int) -> dict[str, float]:
    fragment, clues = scene.fragments[n], scene.clues[n]
    head = _head(fragment, clues) + _COMMA * _goes_on(scene, n)
    title, byline, body = _title_type(scene, fragment), _byline(clues), _body(fragment, clues)
    return {
        "body": body,
        "title": head + title,
        "heading": head - 0.5 - 0.05 * max(0, clues.size - 20) + _heading_type(scene, fragment),
        "kicker": head - 6.0 + title + _above_headline(scene, n),
        "subtitle": head - 3.0 + 0.6 * title,
        "byline": byline - 0.7 * bool(fragment.level),
        "tail": byline - 2.0 * bool(fragment.level),
        "caption": _caption(fragment, clues, body),
        "credit": -5.0,
        "label": -4.0 + 1.0 * (clues.size <= 16 and not clues.ends) + _over_headline(scene, n),
        "sponsor": -4.0 - 0.05 * clues.size,
        "furniture": -4.0 - 0.1 * clues.size - 2.0 * clues.ends,
    }


def _goes_on(scene: Scene, n: int) -> bool:
    """Whether a marked line ends with a comma above one that is marked alike: a headline over two lines."""
    if n + 1 == len(scene.fragments) or scene.fragments[n].text.text[-1:] not in _COMMAS:
        return False
    one = scene.fragments[n]
    return bool(one.level or one.bold) and scene.alike(n)


def _above_headline(scene: Scene, n: int) -> float:
    """A line right above a headline that is marked, and marked higher, is its kicker.

    Not where it ends a sentence, nor below a label: there it is part of an advertisement.
    """
    if n + 1 == len(scene.fragments) or scene.clues[n].ends or not scene.marked:
        return 0.0
    if n and "label" in scene.clues[n - 1].rules:
        return 0.0
    level, headline = scene.fragments[n].level, scene.fragments[n + 1].level
    if not 0 < headline <= scene.top:
        return 0.0
    return _LOWER_KICKER if level > headline else 0.0 if level else _KICKER


def _over_headline(scene: Scene, n: int) -> float:
    """A short line with a longer headline, set alike, right below it is a rubric, unless it names an author."""
    if n + 1 == len(scene.fragments) or scene.clues[n].size > COLUMN or scene.clues[n].named > 0:
        return 0.0
    one, below = scene.fragments[n], scene.clues[n + 1]
    alone = scene.alike(n) and one.text.text[-1:] not in GOES_ON + "。"
    if not alone or below.size - scene.clues[n].size < _LONGER or scene.told(n):
        return 0.0
    if one.level or one.bold:
        return 0.0 if scene.clues[n].size > _SHORT and scene.restated[n] else _RUBRIC
    display = below.size <= _LINE and not (below.ends or below.named > 0 or scene.marked)
    short = scene.clues[n].size <= _SHORT and scene.clues[n].named < _NO_NAME
    return _PLAIN_RUBRIC if display and short else 0.0


def _body(fragment: Fragment, clues: Clues) -> float:
    """Running text: long, with commas, ending in a full stop."""
    score = 5.0 if clues.size >= 80 else 2.5 if clues.size >= _LINE else 0.0 if clues.size >= 20 else -2.0
    asks = (
        clues.size < _LINE and clues.stops == 1 and fragment.text.text[-1:] in "？！?!"
    )  # headlines do, too
    score += 0.7 if asks else 2.0 * clues.ends + 1.0 * min(clues.stops, 2)
    return score + 0.7 * min(clues.commas, 2) - 6.0 * bool(fragment.level) - 3.0 * fragment.bold


def _head(fragment: Fragment, clues: Clues) -> float:
    """The marks of display type, headline or cross-head: short, without a full stop, worded like one."""
    size, last = clues.size, fragment.text.text[-1:]
    score = 1.0 if 4 <= size <= 34 else -1.0 if 3 <= size <= 45 else -4.0
    score -= 0.1 * max(0, size - 45)
    score -= 4.0 * (last in "。；;") + _COMMA * (last in _COMMAS) + 1.5 * (last in "：:")
    score -= 2.5 * max(0, clues.stops - (last in "？！?!…"))
    score += max(-4.0, min(1.5, clues.headline)) - _OPENS * clues.opens
    return score - 0.4 * min(clues.commas, 3) - 4.0 * (clues.named > 0 and size <= 14)


def _title_type(scene: Scene, fragment: Fragment) -> float:
    score = 0.5 * (fragment.gap >= 2)
    if fragment.level:
        return score + (5.0 if fragment.level <= scene.top else 1.0)
    if fragment.bold:
        return score + (1.0 if scene.top else 3.0)
    return score - 3.0 * scene.marked


def _heading_type(scene: Scene, fragment: Fragment) -> float:
    if fragment.level:
        return 3.5 if fragment.level <= scene.top else 6.0
    return 3.5 if fragment.bold else -0.5


def _byline(clues: Clues) -> float:
    if not clues.names or clues.size > _LINE:
        return -8.0
    least = -4.0 if clues.size <= 3 or clues.forms else -7.0  # a desk (部门) signs with two or three letters
    if (
        not clues.forms
        and max(map(len, clues.names)) > _NAME
        and not any("·" in name for name in clues.names)
    ):
        least = -10.0
    each = max(least, min(3.0, 0.6 * clues.named))
    return each + 0.5 * min(len(clues.names), 3) - 2.0 * (len(clues.names) > 8)


def _caption(fragment: Fragment, clues: Clues, body: float) -> float:
    signs = 3.0 * fragment.image + 2.0 * (fragment.gap >= 3) - 3.0 * bool(fragment.level)
    if clues.size > _LINE:
        return signs + body - 5.0 - 0.02 * max(0, clues.size - 160)
    return signs - 2.5 + 1.0 * (clues.size >= 8) + 0.5 * min(clues.stops, 2)

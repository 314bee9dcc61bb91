"""Features of fragments that are further away than a neighbour.

How much text stands between two lines of display type, where the next names stand, how the page sets its lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import log1p

import numpy as np
from numpy.typing import NDArray

from pipeline.language.rules import Group
from pipeline.page.learned.columns import Column, Columns, moved
from pipeline.page.learned.scene import LINE, LONG, Scene

Flags = NDArray[np.bool_]
_FAR = 12
"""Fragments beyond which it does not matter how far away something is."""
_AWAY = (1, 2, 3, 5, 8, 12)
_TEXT = tuple(round(log1p(size), 4) for size in (0, 60, 150, 400, 1000, 2500))
"""Characters of text between two lines of display type, on a scale of logarithms."""
_STORY = 4
"""Paragraphs below a line that are taken for its story."""
_MANY = 4
"""Lines built alike beyond which their number does not matter."""
_NAMES = (Group.BYLINE, Group.SIGNATURE, Group.AUTHOR)


def reach(scene: Scene, columns: Columns) -> None:
    """Add all columns of distant fragments; only lines of display type have any."""
    short = scene.size <= LINE
    display = short & (scene.ends == 0)
    named = short & np.array(
        [clue.named > 0 or any(group in clue.forms for group in _NAMES) for clue in scene.clues], bool
    )
    _text(scene, columns, display)
    for name, flags in (("names", named), ("signed", scene.signs > 0), ("dateline", scene.opens > 0)):
        for where, step in (("above", 1), ("below", -1)):
            columns.steps(f"{name} {where} away", np.where(short, _away(flags, step), _FAR), _AWAY)
    _habits(scene, columns, display & ~named, named | (scene.opens > 0))
    _alike(scene, columns)
    story = np.zeros(len(scene))
    below = [scene.long[at : at + _STORY] for at in np.searchsorted(scene.long, scene.lines, "right")]
    story[scene.lines] = [scene.topics.covered(n, those) for n, those in zip(scene.lines, below, strict=True)]
    columns.steps("covered by story", story, (0, 0.1, 0.3, 0.6))


def _text(scene: Scene, columns: Columns, display: Flags) -> None:
    """How much text stands between a line and the next line of display type, above and below."""
    for where, step in (("above", 1), ("below", -1)):
        size, line = scene.size[::step], display[::step]
        found, held, parted = np.zeros(len(scene)), 0.0, False
        for n, (many, apart) in enumerate(zip(size.tolist(), line.tolist(), strict=True)):
            found[n] = held
            if many > LONG:
                held, parted = many if parted else held + many, False
            parted = parted or apart
        columns.steps(f"text {where}", np.log1p(found[::step]) * (scene.size <= LINE), _TEXT)


def _away(flags: Flags, step: int) -> Column:
    """How many fragments away the nearest flagged one is, above (step 1) or below (-1)."""
    own = flags[::step]
    places = np.arange(len(own))
    last = np.maximum.accumulate(np.where(own, places, -_FAR))
    away: Column = np.minimum(_FAR, places - moved(last.astype(np.float64), 1, -_FAR))
    return away[::step]


def _habits(scene: Scene, columns: Columns, display: Flags, opens: Flags) -> None:
    """Whether a line above text has names or a dateline below it, where most of the page's lines have, or have not."""
    below = np.append(opens[1:], False)
    near = below | (
        np.append(below[1:], False) & np.append(display[1:], False)
    )  # below it, or below its deck
    heads = display & ((moved(scene.size, -1) > LONG) | near)
    share = float(near[heads].mean()) if heads.any() else 0.0
    columns.add("opened", near * heads)
    columns.add("opened, few are", near * heads * (1 - share))
    columns.add("not opened, most are", ~near * heads * share)


def _alike(scene: Scene, columns: Columns) -> None:
    """How many lines near are set alike, and as long; and how many that begin or end alike."""
    found, lines = np.zeros((len(scene), 2)), scene.lines
    style, size = scene.style.tolist(), scene.size.tolist()
    first, last = [text[:1] for text in scene.texts], [text[-1:] for text in scene.texts]
    for n in lines:
        near = [
            m
            for m in lines[bisect_left(lines, n - _FAR) : bisect_right(lines, n + _FAR)]
            if m != n and style[m] == style[n] and abs(size[m] - size[n]) <= 1
        ]
        ends = sum(first[m] == first[n] or last[m] == last[n] for m in near)
        found[n] = min(_MANY, len(near)), min(_MANY, ends)
    columns.steps("near, as long", found[:, 0], (0, 1, 2, 4))
    columns.steps("near, built alike", found[:, 1], (0, 1, 2, 4))

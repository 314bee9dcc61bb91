"""How a line stands among the lines of its page that are set alike, and what it parts or counts.

Headlines of a page are longer than its cross-heads, and speak of something new: what one line shows by itself says
less than where it stands among the others.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from pipeline.language import LanguageModel
from pipeline.page.learned.columns import Column, Columns
from pipeline.page.learned.scene import LINE, LONG, Scene

_FEW = 4
"""Fragments above and below a line among which the text is looked for that it may part."""
_NEVER = -8.0
"""Log-odds of a sentence that goes on where the text above is whole."""
_EDGE = 60
"""Characters on either side of a join that are asked about."""
_COUNTED = re.compile(
    r"[（(【]?(?:(?P<han>[一二三四五六七八九十]{1,3})[）)】、.．:：\s]|(?P<digits>\d{1,2})(?![\d年月日时点个%％万亿.:：]))"
)
_HAN = {digit: n for n, digit in enumerate("一二三四五六七八九十", 1)}
_NEAR, _AS_LONG = 16, 5
"""Fragments, and characters more or less, within which lines set alike are siblings."""
_SECTION = 5
"""Paragraphs of a section that are compared."""
_AT_ONCE = 8
"""Characters of a paragraph that begins with a line's first word."""
_HALVES = (0.0, 0.25, 0.5, 0.75, 1.0)
_PARAGRAPHS = (0, 1, 2, 4, 8)


def ranks(scene: Scene, columns: Columns) -> None:
    """Add all columns; only lines of display type have any."""
    display = (scene.size <= LINE) & (scene.ends == 0)
    about = scene.abouts
    headline = np.array([clue.headline for clue in scene.clues])
    for name, values in (
        ("size", scene.size),
        ("headline", headline),
        ("new topic", about[:, 0]),
        ("story below", scene.story_below),
    ):
        ranked = _rank(values, scene.style, display)
        columns.steps(f"rank of {name}", np.where(display, ranked, 0.5), _HALVES)
    columns.steps("goes on over", _over(scene), (_NEVER, -3, 0, 3, 6))
    section = _sections(scene, display)
    columns.steps("new topic, section", section[:, 0], (-6, -3, -1, 0, 1, 2))
    columns.steps("cohesion of sections", section[:, 1], (0, 0.05, 0.1, 0.2, 0.4))
    columns.steps("cohesion two above", section[:, 2], (0, 0.05, 0.1, 0.2, 0.4))
    columns.add("named at once", section[:, 3])
    opened = np.array([opens_below(scene, n) for n in range(len(scene))], np.float64)
    table = np.stack(
        [
            about[:, 0],
            section[:, 0],
            about[:, 1],
            about[:, 2],
            about[:, 3],
            section[:, 3],
            headline,
            scene.story_below,
            opened,
            section[:, 1],
        ],
        axis=1,
    )
    mean = _of_siblings(scene, display, table)
    for n, (name, knots) in enumerate(_MEANS.items()):
        columns.steps(f"siblings {name}", mean[:, n], knots)
    many = _paragraphs(scene, display)
    columns.steps("paragraphs below", many, _PARAGRAPHS)
    alone = (many == 1) & display
    columns.add("one paragraph below, as most", alone * (alone.sum() / max(1, display.sum())))
    columns.add("counts", _counts(scene))


_MEANS = {
    "new topic": (-4, -2, -1, 0, 1), "new section": (-4, -2, -1, 0, 1), "covered below": (0, 0.1, 0.2, 0.4),
    "covered above": (0, 0.1, 0.2, 0.4), "restated": (0, 0.5, 1), "named at once": (0, 0.5, 1),
    "headline": (-3, -1, 0, 1, 3), "story": (-4, -1, 1, 4), "opened": (0, 0.5, 1), "cohesion": (0, 0.05, 0.1, 0.2, 0.4),
}  # fmt: skip


def opens_below(scene: Scene, n: int) -> bool:
    """Whether a dateline or the name of a writer stands right below a line, or below one more."""
    return any(scene.opens[m] or scene.clues[m].named > 0 for m in range(n + 1, min(n + 3, len(scene))))


def _of_siblings(scene: Scene, display: NDArray[np.bool_], table: Column) -> Column:
    """The mean of what each line and those near that are set alike, and about as long, show."""
    found = np.zeros_like(table)
    lines = np.flatnonzero(display)
    for n in lines:
        near = lines[(abs(lines - n) <= _NEAR) & (scene.style[lines] == scene.style[n])]
        near = near[abs(scene.size[near] - scene.size[n]) <= _AS_LONG]
        found[n] = table[near].mean(axis=0)
    return found


def _sections(scene: Scene, display: NDArray[np.bool_]) -> Column:
    """How the text between two lines of display type stands to the text above it.

    Log-odds of a new topic and cohesion of the two sections that a line parts, cohesion of the lower one with the one
    above both, and whether the text below begins with the line's first word.
    """
    found = np.zeros((len(scene), 4))
    sections: list[tuple[int, ...]] = []
    held: list[int] = []
    heads: list[int] = []  # lines whose text is not known yet
    below: dict[int, tuple[int, tuple[int, ...]]] = {}
    for n in range(len(scene) + 1):
        if n == len(scene) or display[n]:
            if held:
                sections.append(tuple(held[:_SECTION]))
                below |= {head: (len(sections) - 1, sections[-1]) for head in heads}
                held, heads = [], []
            if n < len(scene):
                heads.append(n)
        elif scene.size[n] > LONG:
            held.append(n)
    for n, (at, texts) in below.items():
        above = sections[at - 1] if at else ()
        found[n, 0] = scene.topics.opens(n, above, texts)
        found[n, 1] = scene.topics.cohesion(above, texts) if at else 0.0
        found[n, 2] = scene.topics.cohesion(sections[at - 2], texts) if at > 1 else 0.0
        found[n, 3] = scene.texts[n][:2] in scene.texts[texts[0]][:_AT_ONCE]
    return found


def _rank(values: Column, style: Column, display: NDArray[np.bool_]) -> Column:
    """The share of the page's lines of display type set like each that have less of something, ties half."""
    found = np.full(len(values), 0.5)
    for one in np.unique(style[display]):
        those = np.flatnonzero(display & (style == one))
        own = values[those]
        if len(those) > 1:
            less = (own[:, None] > own).sum(axis=1) + 0.5 * ((own[:, None] == own).sum(axis=1) - 1)
            found[those] = less / (len(those) - 1)
    return found


def _over(scene: Scene) -> Column:
    """Log-odds that the text above a line goes on below it, as it does around an inset headline."""
    text = (scene.size > LINE) | (scene.ends > 0)
    pairs = {}
    for n in scene.lines:
        above = next((m for m in range(n - 1, max(-1, n - 1 - _FEW), -1) if text[m]), None)
        below = next((m for m in range(n + 1, min(len(scene), n + 1 + _FEW)) if text[m]), None)
        if above is not None and below is not None and not (scene.ends[above] or scene.signs[above]):
            pairs[n] = scene.texts[above][-_EDGE:], scene.texts[below][:_EDGE]
    found = np.full(len(scene), _NEVER)
    found[list(pairs)] = LanguageModel.load().joins(list(pairs.values()))
    return found


def _paragraphs(scene: Scene, display: NDArray[np.bool_]) -> Column:
    """How many fragments that are no lines of display type stand below each before the next one that is."""
    found = np.zeros(len(scene))
    for n in range(len(scene) - 2, -1, -1):
        found[n] = 0 if display[n + 1] else found[n + 1] + 1
    return found


def _counts(scene: Scene) -> Column:
    """Whether a line begins with a number, and another that is set alike with the one before or after it."""
    numbers = {n: number for n in scene.lines if (number := _number(scene.texts[n]))}
    known = {(scene.style[n], number) for n, number in numbers.items()}
    found = np.zeros(len(scene))
    for n, number in numbers.items():
        found[n] = bool({(scene.style[n], number - 1), (scene.style[n], number + 1)} & known)
    return found


def _number(text: str) -> int:
    """The number that a text begins with, 0 for none.

    >>> _number("一、渔港醒得早"), _number("2肯定成绩"), _number("3月的渔港"), _number("（十二）冷库")
    (1, 2, 0, 12)
    """
    if not (found := _COUNTED.match(text)):
        return 0
    if found["digits"]:
        return int(found["digits"])
    tens, ten, ones = found["han"].rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)

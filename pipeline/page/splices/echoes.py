"""Echoes: a passage that was read twice in a row within one fragment, as happens at column breaks and around figures.

``肉类总 40%和76%。肉类总 40%和 76% 。肉类总体生产`` says a stretch twice. Language doubles, too (研究研究, 前进！),
and lists overlap (单抗治疗、双抗治疗). A true repetition begins and ends where clauses do, and reads on; an echo begins
and ends wherever the engine lost its line.

Candidates are runs of n-grams that stand again at one and the same distance (the tandem repeats of Main and Lorentz
1984, with a few letters misread); each is then judged by where it stands and how its seam reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.duplicates.fold import Folded, fold
from pipeline.duplicates.readings import looks_same, points_differ, same_print
from pipeline.duplicates.shingles import keys, recurring
from pipeline.language import LanguageModel
from pipeline.values.model import Copy, Decision, Fragment
from pipeline.values.text import Traced, hull, join
from pipeline.values.verdicts import NOBODY, PageVerdicts
from pipeline.values.vocabulary import Action

_GRAM = 3
_LEAST, _MOST = 4, 700
"""Letters of an echo; the longest of forty real ones has 541."""
_SHARE, _AGREEING = 0.5, 0.8
"""Share of an echo's n-grams that must stand again, and of its letters."""
_FIGURES = 6
"""Letters from which on an echo around a figure needs no words that read badly at its seam."""
_WORDS, _CLAUSES = 13, 16
"""Letters from which on a passage is no doubled word or overlap of a list, and one with a list's mark (、) none."""
_SENTENCE, _PASSAGE = 30, 40
"""Letters from which on a passage that begins where a clause ends is no refrain, and one of whole clauses."""
_ODD = 1.0
"""Log-odds below which a seam reads badly."""
SURE = 0.97
"""Not calibrated: seven echoes of 20 pages of a daily are found and right, and none in 1.3 million clean characters."""
_MARKS = frozenset("。，、！？；：…—,;:!?.（）()“”‘’「」『』《》〈〉【】[]\"'|\t")


class _Echo(NamedTuple):
    """A passage that stands twice in a row: where the first begins, where the second, and where it ends; in letters.

    Attributes:
        slack: letters by which the passage may be moved on: so many behind it are its first ones again.
    """

    row: int
    first: int
    second: int
    end: int
    slack: int


def without_echoes(
    rows: Sequence[Fragment], model: LanguageModel, said: PageVerdicts = NOBODY, cuts_out: bool = True
) -> tuple[list[Fragment], list[Decision], list[Copy]]:
    """Cut the second, or the damaged, of two readings in a row, unless a person wants it kept.

    Unless ``cuts_out``, echoes are flagged only.
    """
    folded = fold([row.text.text for row in rows])
    left, decisions, copies = list(rows), list[Decision](), list[Copy]()
    for echo in _echoes(folded):
        text = rows[echo.row].text
        seams = _Seams.of(text.text, folded, echo)
        if rows[echo.row].table or left[echo.row] is not rows[echo.row] or not _proved(seams, echo, model):
            continue
        gone, kept = seams.places(model)
        spans, twin = text.source(*gone), text.source(*kept)
        if not spans or not twin:
            continue
        wish = said.of_cut(hull(spans))
        decisions += wish.told
        if wish.stays:
            continue
        action: Action = "dropped" if cuts_out else "flagged"
        told: dict[str, float | str] = {"finding": "echo", "letters": float(echo.second - echo.first)}
        decisions.append(
            Decision(
                "splices", action, "duplicate_passage", spans, twin=hull(twin), score=SURE, evidence=told
            )
        )
        copies.append(Copy("near", hull(twin), hull(spans), 1.0, 1.0))
        if cuts_out:
            left[echo.row] = rows[echo.row]._replace(text=_cut(text, gone))
    return left, decisions, copies


def _cut(text: Traced, gone: tuple[int, int]) -> Traced:
    return join((text.cut(0, gone[0]), text.cut(gone[1]))).strip()


def _echoes(folded: Folded) -> Iterator[_Echo]:
    """Passages that stand twice in a row, the longest of each fragment."""
    codes, found = folded.codes, dict[int, tuple[int, int]]()
    for first, period in _candidates(folded):
        row = int(np.searchsorted(folded.bounds, first, "right")) - 1
        low, high = int(folded.bounds[row]), int(folded.bounds[row + 1])
        if row in found and found[row][1] >= period:
            continue
        while first > low and codes[first - 1] == codes[first - 1 + period]:
            first -= 1
        second = first + period
        if (
            second + period > high
            or (codes[first:second] == codes[second : second + period]).mean() < _AGREEING
        ):
            continue
        found[row] = first, period
    for row, (first, period) in sorted(found.items()):
        high = int(folded.bounds[row + 1])
        rest = codes[first + period : high - period] == codes[first + 2 * period : high]
        slack = len(rest) if rest.all() else int(rest.argmin())
        yield _Echo(row, first, first + period, first + 2 * period, slack)


def _candidates(folded: Folded) -> list[tuple[int, int]]:
    """Where letters may begin to stand again, and how far on: places of n-grams many of which recur at one distance."""
    grams, places = recurring(keys(folded.codes, _GRAM))
    periods = np.diff(places)
    near = (grams[1:] == grams[:-1]) & (periods >= _LEAST) & (periods <= _MOST)
    first, periods = places[:-1][near], periods[near]
    within = folded.owner(first) == folded.owner(first + periods)
    size = len(folded.codes) + 1
    order = np.sort(periods[within] * size + first[within])
    periods, first = np.divmod(order, size)
    reach = np.minimum(periods, size - 1 - first)
    ahead = np.searchsorted(order, order + reach) - np.arange(len(order))
    good = ahead >= np.maximum(1, _SHARE * (periods - _GRAM + 1))
    apart = good & np.append(True, np.diff(order) > 1)[: len(good)]  # the first of a run tells all
    return list(zip(first[apart].tolist(), periods[apart].tolist(), strict=True))


class _Seams(NamedTuple):
    """Where an echo stands in its text: its places in characters, and the signs at its seams.

    Attributes:
        one, two: the two readings, from letter to letter.
        before, between, behind: the signs before the first, between them, and behind the second.
        left, right: the text around.
        aligned: whether they may be moved so that both begin and end where clauses do; inner: so that the second does.
    """

    text: str
    one: tuple[int, int]
    two: tuple[int, int]
    before: str
    between: str
    behind: str
    aligned: bool
    inner: bool

    @classmethod
    def of(cls, text: str, folded: Folded, echo: _Echo) -> _Seams:
        """Read off a text."""
        low, high = folded.bounds[echo.row : echo.row + 2].tolist()

        def start(letter: int) -> int:
            return folded.source(echo.row, letter) if letter < high else len(text)

        def signs(letter: int) -> str:
            """The characters between a letter and the letter before it; a line's edge counts as a mark."""
            begin = folded.source(echo.row, letter - 1) + 1 if letter > low else 0
            return ("|" if letter in (low, high) else "") + text[begin : start(letter)]

        marked = [
            [_is_mark(signs(letter + moved)) for letter in (echo.first, echo.second, echo.end)]
            for moved in range(echo.slack + 1)
        ]
        one = start(echo.first), folded.source(echo.row, echo.second - 1) + 1
        two = start(echo.second), folded.source(echo.row, echo.end - 1) + 1
        return cls(
            text, one, two, signs(echo.first), text[one[1] : two[0]], text[two[1] : start(echo.end)],
            any(map(all, marked)), any(row[1] for row in marked),
        )  # fmt: skip

    def places(self, model: LanguageModel) -> tuple[tuple[int, int], tuple[int, int]]:
        """The reading to cut and the one to keep: of two that differ the worse goes, of equal ones the second."""
        first, second = (self.text[slice(*place)] for place in (self.one, self.two))
        if model.fluency(first) < model.fluency(second):
            return (self.one[0], self.two[0]), self.two
        end = self.two[1] + (len(self.behind) if self.between.split() == self.behind.split() else 0)
        return (self.two[0], end), self.one


def _is_mark(signs: str) -> bool:
    return not _MARKS.isdisjoint(signs)


def _proved(seams: _Seams, echo: _Echo, model: LanguageModel) -> bool:
    """Whether a passage was read twice, and does not say something twice."""
    one, two = (seams.text[slice(*place)] for place in (seams.one, seams.two))
    size, letters = echo.second - echo.first, [char for char in one if char.isalnum()]
    if sum(not char.isascii() for char in letters) < 2 or _is_periodic(letters):
        return False  # figures and foreign words recur by themselves
    alike = looks_same(one, two) or (size >= _SENTENCE and same_print(one, two, model))
    if not alike or points_differ(one, two):
        return False
    if seams.aligned:
        return size >= _PASSAGE
    if seams.inner:
        return size >= _SENTENCE
    if size < _CLAUSES and "、" in one:
        return False
    if size >= _WORDS:
        return True
    reads = model.join(seams.text[: seams.two[0]], seams.text[seams.two[0] :])
    if any(map(str.isdigit, letters)):
        return size >= _FIGURES or reads < _ODD
    whole = _is_mark(seams.before) and _is_mark(seams.behind or "|" * (seams.two[1] == len(seams.text)))
    return size > _LEAST + 1 and (whole or reads < -_ODD)


def _is_periodic(letters: Sequence[str]) -> bool:
    """Whether a passage is itself made of one stretch again and again: 加油加油."""
    size = len(letters)
    return any(
        size % part == 0 and list(letters) == list(letters[:part]) * (size // part)
        for part in range(1, size // 2 + 1)
    )

"""Losses: which articles of a page have lost their beginning.

A text that begins in mid-sentence has; but many lost beginnings leave a sentence that could be a first one. What
is cut off a page is a row or a column of it, so losses stand together: a chain of two hidden states, cut off or
not, runs down the page, and what each article shows is weighed with what its neighbours show (the forward-backward
algorithm, Rabiner 1989).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

_ENTERS = 0.06
"""Share of articles that are cut off below one that is not: of 600 stories on made pages one in seven is."""
_STAYS = 0.75
"""Share of articles that are cut off below one that is: the lower row of a page whose upper half was lost."""
_CERTAINTY = 0.7
"""How much of the language model's log-odds of a beginning holds; fitted on the same pages."""
_TAIL = 2.0
"""Log-odds for each article that has lost its end: what is cut off above is cut off below as often as not."""
_NO_TEXT = 0.2
"""Likelihood of an article that cannot have lost its beginning (a photo, a continuation) among those that are cut."""
_STEP = ((1 - _ENTERS, _ENTERS), (1 - _STAYS, _STAYS))


def headless(shown: Sequence[tuple[float | None, bool]]) -> list[bool]:
    """Which articles have lost their beginning.

    Args:
        shown: for each article in reading order the log-odds that its text begins where it should (None where a
            beginning cannot be lost), and whether it has lost its end.
    """
    if not shown:
        return []
    seen = [_likelihood(begin, tailless) for begin, tailless in shown]
    forward, backward = _forward(seen), _backward(seen)
    cut = [
        before[1] * after[1] > before[0] * after[0] for before, after in zip(forward, backward, strict=True)
    ]
    return [lost and begin is not None for lost, (begin, _) in zip(cut, shown, strict=True)]


def _likelihood(begin: float | None, tailless: bool) -> float:
    """Of what an article shows if it is cut off, over that if it is not."""
    return _NO_TEXT if begin is None else exp(min(30.0, -_CERTAINTY * begin + _TAIL * tailless))


def _forward(seen: Sequence[float]) -> list[tuple[float, float]]:
    rows: list[tuple[float, float]] = []
    for likelihood in seen:
        whole, cut = _onward(rows[-1]) if rows else _STEP[0]
        rows.append(_normal(whole, cut * likelihood))
    return rows


def _backward(seen: Sequence[float]) -> list[tuple[float, float]]:
    rows = [(1.0, 1.0)]
    for likelihood in reversed(seen[1:]):
        whole, cut = rows[-1][0], rows[-1][1] * likelihood
        rows.append(_normal(*(step[0] * whole + step[1] * cut for step in _STEP)))
    return rows[::-1]


def _onward(row: tuple[float, float]) -> tuple[float, float]:
    whole, cut = row
    return whole * _STEP[0][0] + cut * _STEP[1][0], whole * _STEP[0][1] + cut * _STEP[1][1]


def _normal(whole: float, cut: float) -> tuple[float, float]:
    return whole / (whole + cut), cut / (whole + cut)

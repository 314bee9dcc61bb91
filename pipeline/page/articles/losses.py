"""Losses: which articles of a page have lost their beginning, and which their end.

A text that begins in mid-sentence has; but many lost beginnings leave a sentence that could be a first one. Most
pages are whole; some lose beginnings and ends here and there; or a row is cut off, and then all stories of the row go
together. Each is a chain of two hidden states, cut off or not, that runs down the page: the signs of an article
are weighed with those of its neighbours (the forward-backward algorithm, Rabiner 1989). The answers of the three are
weighed by how likely the page is under each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of loss.

    Attributes:
        share: of pages that have it.
        enters, stays: share of articles that are cut off below one that is not, and below one that is.
        most: log-odds above which a beginning says no more: the edge of a row may fall between two sentences.
        tail: log-odds for each article that has lost its end too.
        ends: share of articles that have lost their end.
    """

    share: float
    enters: float
    stays: float
    most: float
    tail: float
    ends: float

    @property
    def steps(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """From whole and from cut off, to whole and to cut off."""
        return (1 - self.enters, self.enters), (1 - self.stays, self.stays)


_KINDS = (
    _Kind(share=0.713, enters=0.026, stays=0.026, most=99.0, tail=0.0, ends=0.005),
    _Kind(share=0.231, enters=0.192, stays=0.192, most=99.0, tail=0.0, ends=0.075),
    _Kind(share=0.056, enters=0.151, stays=0.963, most=1.91, tail=2.34, ends=0.024),
)
"""Pages that lost nothing, pages that lost beginnings and ends here and there, and pages that lost a row: with
the constant of ``breaks``, the weights of the classifiers and that of the length, the best of a random search on 1,480
made pages, each with classifiers that never saw its stories (of 704 lost beginnings 405 found, 100 wrong), while all
flags of the seeds are right and no more of the gate's pages are wrong."""
_LEAST = -30.0
"""Log-odds below which a beginning says no more: sure enough, and no float overflows."""
_NO_TEXT = 0.2
"""Likelihood of an article that cannot have lost its beginning (a photo, a continuation) among those that are cut."""


def headless(shown: Sequence[tuple[float | None, bool]]) -> list[bool]:
    """Tell which articles of a page have lost their beginning.

    Args:
        shown: for each article in reading order the log-odds that its text begins where it should (None where a
            beginning cannot be lost), and whether it has lost its end.

    >>> headless([(4.0, False), (-9.0, True), (None, False)])
    [False, True, False]
    """
    if not shown:
        return []
    readings = [_read(kind, shown) for kind in _KINDS]
    surest = max(fit for _, fit in readings)
    weights = [exp(fit - surest) for _, fit in readings]
    return [
        begin is not None
        and sum(w * (cut[n] - 0.5) for w, (cut, _) in zip(weights, readings, strict=True)) > 0
        for n, (begin, _) in enumerate(shown)
    ]


def _read(kind: _Kind, shown: Sequence[tuple[float | None, bool]]) -> tuple[list[float], float]:
    """How likely each article is cut off, and the log likelihood of the page, by one kind of loss."""
    seen = [_likelihood(kind, begin, tailless) for begin, tailless in shown]
    forward, fit = _forward(kind, seen)
    backward = _backward(kind, seen)
    cut = [before[1] * after[1] for before, after in zip(forward, backward, strict=True)]
    whole = [before[0] * after[0] for before, after in zip(forward, backward, strict=True)]
    tailless = sum(lost for _, lost in shown)
    fit += tailless * log(kind.ends) + (len(shown) - tailless) * log(1 - kind.ends)
    return [one / (one + other) for one, other in zip(cut, whole, strict=True)], fit


def _likelihood(kind: _Kind, begin: float | None, tailless: bool) -> float:
    """Give the likelihood of an article's signs if it is cut off, over that if it is not."""
    if begin is None:
        return _NO_TEXT
    return exp(kind.tail * tailless - max(_LEAST, min(begin, kind.most)))


def _forward(kind: _Kind, seen: Sequence[float]) -> tuple[list[tuple[float, float]], float]:
    rows: list[tuple[float, float]] = []
    fit = log(kind.share)
    from_whole, from_cut = kind.steps
    for likelihood in seen:
        before = rows[-1] if rows else (1.0, 0.0)
        whole = before[0] * from_whole[0] + before[1] * from_cut[0]
        cut = (before[0] * from_whole[1] + before[1] * from_cut[1]) * likelihood
        rows.append((whole / (whole + cut), cut / (whole + cut)))
        fit += log(whole + cut)
    return rows, fit


def _backward(kind: _Kind, seen: Sequence[float]) -> list[tuple[float, float]]:
    rows = [(1.0, 1.0)]
    from_whole, from_cut = kind.steps
    for likelihood in reversed(seen[1:]):
        whole, cut = rows[-1][0], rows[-1][1] * likelihood
        to_whole = from_whole[0] * whole + from_whole[1] * cut
        to_cut = from_cut[0] * whole + from_cut[1] * cut
        rows.append((to_whole / (to_whole + to_cut), to_cut / (to_whole + to_cut)))
    return rows[::-1]

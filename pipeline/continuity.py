"""Continuity: which fragment of running text goes on in which.

Columns, boxes and pages break paragraphs. A fragment that ends in mid-sentence is linked to the one that
goes on from there, wherever on the page it stands: the links of a page are the assignment of ends to
beginnings with the highest sum of log-odds, in which every end and every beginning is used once, or not
at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.language import LanguageModel
from pipeline.model import Clues, Link

_IMPOSSIBLE = -1e6


@dataclass(frozen=True, slots=True)
class Strand:
    """A page's fragments as continuity sees them.

    Attributes:
        texts, clues, roles: one for each fragment.
        headed: whether a fragment is the first of an article that has a headline right above it.
    """

    texts: Sequence[str]
    clues: Sequence[Clues]
    roles: Sequence[str]
    headed: Sequence[bool]


def links(strand: Strand, model: LanguageModel) -> list[Link]:
    """The links between a page's fragments, by their left end."""
    body = [n for n, role in enumerate(strand.roles) if role == "body"]
    ends = [n for n in body if is_open(strand.clues[n])]
    if not ends or len(body) < 2:
        return []
    rank = {n: at for at, n in enumerate(body)}
    found = {}
    odds = np.full((len(ends), len(body) + len(ends)), _IMPOSSIBLE)
    for row, left in enumerate(ends):
        odds[row, len(body) + row] = 0.0  # a fragment may stay open: its tail is missing
        for column, right in enumerate(body):
            if left == right or abs(rank[right] - rank[left]) > _FAR:
                continue
            link = _link(strand, model, left, right, rank[right] - rank[left])
            if link.odds > 0:
                found[row, column] = link
                odds[row, column] = link.odds
    rows, columns = linear_sum_assignment(odds, maximize=True)
    return [found[pair] for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in found]


_FAR = 12
"""Paragraphs between a break and its continuation that are looked at: a column of a broadsheet has fewer."""


def is_open(clues: Clues) -> bool:
    """Whether a fragment ends in mid-sentence."""
    return not clues.ends


def _link(strand: Strand, model: LanguageModel, left: int, right: int, steps: int) -> Link:
    one, two = strand.clues[left], strand.clues[right]
    overlap = _overlap(strand.texts[left], strand.texts[right], model)
    rest = strand.texts[right][overlap:]
    evidence = {
        "open_end": 2.5 if one.broken else 1.0 if one.end < 0 else -0.5,
        "open_start": -0.5 * max(-4.0, min(4.0, two.begin if not overlap else model.starts(rest))),
        "words": 0.7 * max(-3.0, min(6.0, model.join(strand.texts[left], rest))),
        "quotes": _quotes(strand.texts[left], strand.texts[right]),
        "place": _place(strand, left, right, steps),
        "overlap": 1.0 * min(overlap, 4),
        "dateline": -4.0 * two.opens,
    }
    return Link(
        left, right, overlap, sum(evidence.values()), {k: round(v, 2) for k, v in evidence.items() if v}
    )


def _place(strand: Strand, left: int, right: int, steps: int) -> float:
    """Log-odds of a continuation by where it stands: next to the break in most cases."""
    if steps < 0:
        return -4.0 + 0.3 * steps - 2.0 * strand.headed[right]
    between = strand.roles[left + 1 : right]
    heads = sum(role in ("title", "byline", "kicker", "subtitle") for role in between)
    if steps == 1:
        near = 2.5 if not between else 0.5
        return near - 1.5 * ("byline" in between) - 2.0 * ("heading" in between) - 0.5 * bool(heads)
    return -1.5 - 0.3 * steps - 0.5 * heads - 2.0 * strand.headed[right]


_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "‘": "’"}


def _quotes(left: str, right: str) -> float:
    """Whether what the left half opens is closed by the right half, and by it alone."""
    score = 0.0
    for opening, closing in _PAIRS.items():
        opened = left.count(opening) > left.count(closing)
        at, back = right.find(opening), right.find(closing)
        closed = back >= 0 and (at < 0 or back < at)
        score += 2.0 if opened and closed else -1.0 if opened != closed else 0.0
    return max(-2.0, score)


_LONGEST_OVERLAP = 24


def _overlap(left: str, right: str, model: LanguageModel) -> int:
    """How many characters were printed twice at the seam."""
    for size in range(min(_LONGEST_OVERLAP, len(left), len(right) - 1), 0, -1):
        if left.endswith(right[:size]):
            if size >= 3 or model.join(left, right[size:]) > model.join(left, right) + 1.0:
                return size
            return 0
    return 0

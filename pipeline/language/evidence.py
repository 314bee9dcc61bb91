"""Evidence that one text continues another: n-grams across the join that are commoner than chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.language.folding import CLOSING, OPENING

Count = Callable[[str], float]
"""How often an n-gram was counted."""

BEGIN, END = "\x02", "\x03"
"""Stand before and after a paragraph in the counted text."""

CROSSINGS = ((1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (3, 1))
"""The n-grams across a join: so many characters before it, so many after."""

REACH = 3
"""How far from the join n-grams look, in characters. Order 5 added nothing (AUC .9087 and .9086)."""

PRIOR = 0.5
"""Added to both counts of a ratio. Of .05, .2, .5 and 1 the one with the best AUC on unseen text."""

_PAIRED = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
CLAUSE_END = re.compile("[,。!?;:、]")
"""The marks that end a clause of folded text."""

LONGEST_CLAUSE = 40
"""Characters from which on a clause is no longer than another."""


def crossings(
    counts: NDArray[np.float64], total: float, before: NDArray[np.float64], after: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Tell how much commoner than expected each n-gram across each of m joins is, as a natural log.

    The expected count of an n-gram follows from the two shorter ones that it is made of, which overlap in
    its middle: so the ratios tell of different things and add up (Kirkwood's superposition, to order 4).

    Args:
        counts: shape (6, m), of the n-grams of :data:`CROSSINGS`.
        total: the sum of all counts of order 1.
        before: shape (3, m), counts of the last 1, 2 and 3 characters before each join.
        after: shape (3, m), counts of the first 1, 2 and 3 characters after it.

    Returns:
        Shape (6, m), one row for each of :data:`CROSSINGS`; 0.0 where the texts are too short or a part was never
        seen.

    >>> counts = np.array([[10.0], [0], [0], [0], [0], [0]])  # 甲乙 stands there ten times, and five were expected
    >>> ends = np.array([[20.0], [0], [0]]), np.array([[25.0], [0], [0]])
    >>> crossings(counts, 100.0, *ends)[:2].round(3).tolist()
    [[0.647], [0.0]]
    """
    ratios = np.empty(counts.shape)
    middles = np.full((1, counts.shape[1]), total)
    parts = np.array((after[0], before[0]))
    for order in range(
        2, REACH + 2
    ):  # its n-grams stand by how much of them is before the join, as CROSSINGS do
        of_order = slice((order - 1) * (order - 2) // 2, order * (order - 1) // 2)
        apart = parts[:-1] * parts[1:]
        found = counts[of_order] * (apart > 0)
        ratios[of_order] = (found + PRIOR) / (apart / np.maximum(middles, 1.0) + PRIOR)
        if order <= REACH:
            longest = slice(order - 1, order)
            middles, parts = parts, np.concatenate((after[longest], found, before[longest]))
    logs: NDArray[np.float64] = np.log(ratios)
    return logs  # 0 where a part was never seen: there neither is anything found nor expected


def unopened(folded: str) -> float:
    """Give 1.0 where a bracket or quotation mark is closed that was never opened, else 0.0.

    >>> unopened("我们要努力”,他说。"), unopened("“我们要努力”,他说。")
    (1.0, 0.0)
    """
    depth = 0
    for mark in _PAIRED.findall(folded):
        depth += 1 if mark in OPENING else -1
        if depth < 0:
            return 1.0
    return 0.0


def openings(folded: Sequence[str]) -> NDArray[np.float64]:
    """Look at the beginning of each of n folded texts, shape (3, n).

    Returns:
        1.0 where a bracket or quotation mark is closed that was never opened; the log length of the first clause (a
        broken one is shorter); 1.0 where that ends its sentence.

    >>> openings(["的人说”,好。", "了。"]).round(2).tolist()
    [[1.0, 0.0], [1.61, 0.69], [0.0, 1.0]]
    """
    if not folded:
        return np.zeros((3, 0))
    kinds, places, lines = _marks(folded)
    starts, depths = lines[:-1], _DEPTH.take(kinds).cumsum()
    unmatched = np.minimum.reduceat(depths, starts) < depths[starts]
    ends = np.flatnonzero(kinds <= _SENTENCE)
    ends = ends[ends.searchsorted(starts, "right")]
    lengths = np.log(np.minimum(places[ends] - places[starts], 1 + LONGEST_CLAUSE))
    return np.array((unmatched, lengths, kinds[ends] == _SENTENCE))


def closings(folded: Sequence[str]) -> NDArray[np.float64]:
    """Give 1.0 for each of n folded texts in which a bracket is opened that is never closed, else 0.0; shape (1, n).

    >>> closings(["他说:“好", "他说:“好”"]).tolist()
    [[1.0, 0.0]]
    """
    if not folded:
        return np.zeros((1, 0))
    kinds, _, lines = _marks(folded)
    depths = _DEPTH.take(kinds).cumsum()
    found: NDArray[np.bool_] = depths[lines[1:]] > np.minimum.reduceat(depths, lines[:-1])
    return found.astype(np.float64)[np.newaxis]


_LINE, _CLAUSE, _SENTENCE, _OPENING, _CLOSING = range(1, 6)
_DEPTH = np.array([0, 0, 0, 0, 1, -1])
"""By how much each kind of mark changes the number of brackets and quotation marks that are open."""


def _marks(texts: Sequence[str]) -> tuple[NDArray[np.int8], NDArray[np.intp], NDArray[np.intp]]:
    """The marks of n texts in a row, of m, with a line feed before the first and behind each.

    Returns:
        Their kinds, shape (m,); where they stand, shape (m,); which of them are the line feeds, shape (n + 1,).
    """
    codes = np.frombuffer("\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _KINDS.take(codes, mode="clip")
    places = np.flatnonzero(kinds)
    kinds = kinds.take(places)
    return kinds, places, np.flatnonzero(kinds == _LINE)


def _kinds(kinds: Mapping[str, int]) -> NDArray[np.int8]:
    """A number for each character of the basic plane, 0 for most; that of U+FFFF is for all others."""
    found = np.zeros(0x10000, dtype=np.int8)
    for marks, kind in kinds.items():
        found[list(map(ord, marks))] = kind
    return found


_KINDS = _kinds({"\n": _LINE, ",;:、": _CLAUSE, "。!?": _SENTENCE, OPENING: _OPENING, CLOSING: _CLOSING})

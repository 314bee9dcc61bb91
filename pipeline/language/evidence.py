"""What speaks for one text continuing another: n-grams across the join that are commoner than chance."""

from __future__ import annotations

from collections.abc import Callable
from math import log

Count = Callable[[str], float]
"""How often an n-gram was counted."""

BEGIN, END = "\x02", "\x03"
"""Stand before and after a paragraph in the counted text."""

CROSSINGS = ((1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (3, 1))
"""The n-grams across a join: so many characters before it, so many after."""

REACH = 3
"""How far from the join the model looks, in characters."""

_PRIOR = 0.5
"""Added to both counts of a ratio. Of .05, .2, .5 and 1 the one with the best held-out AUC, and with it the plain
sum of the ratios is as good as a fitted one."""


def crossings(count: Count, total: float, left: str, right: str) -> list[float]:
    """How much commoner than expected each n-gram across the join is, as a natural log.

    What is expected of an n-gram are the two shorter ones that it is made of, overlapping in the middle: so
    the ratios are about disjoint evidence and add up (Kirkwood's superposition, cut off at order 4).

    Args:
        count: counts of n-grams up to order 4; whatever part of a counted n-gram is asked for has a count.
        total: the sum of all counts of order 1.
        left, right: folded text before and after the join.

    Returns:
        One value for each of :data:`CROSSINGS`; 0.0 where the texts are too short, or a part was never seen.
    """
    seen = {(0, 0): total}
    for n in range(1, REACH + 1):
        seen[n, 0] = count(left[-n:]) if n <= len(left) else 0.0
        seen[0, n] = count(right[:n]) if n <= len(right) else 0.0
    found = []
    for before, after in CROSSINGS:
        apart = seen[before - 1, after] * seen[before, after - 1]
        if not apart:
            seen[before, after] = 0.0
            found.append(0.0)
            continue
        together = count(left[-before:] + right[:after])
        seen[before, after] = together
        expected = apart / seen[before - 1, after - 1]
        found.append(log((together + _PRIOR) / (expected + _PRIOR)))
    return found

"""The evidence of the language model as it is defined: a text or join at a time, in plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import log

from pipeline.language.evidence import CLAUSE_END, CROSSINGS, LONGEST_CLAUSE, PRIOR
from pipeline.language.folding import CLOSING, OPENING

Count = Callable[[str], float]


def inner_counts(count: Count, near: Sequence[str]) -> tuple[float, ...]:
    """Counts of the ends of one side of a join: ``near`` are its last (first) 1, 2 and 3 characters."""
    return tuple([count(gram) if len(gram) == n else 0.0 for n, gram in enumerate(near, 1)])


def crossings(
    count: Count,
    total: float,
    left: tuple[Sequence[str], Sequence[float]],
    right: tuple[Sequence[str], Sequence[float]],
) -> list[float]:
    """How much commoner than expected each n-gram across the join is, as a natural log.

    What is expected of an n-gram follows from the two shorter ones that it is made of, which overlap in
    its middle: so the ratios tell of different things and add up (Kirkwood's superposition, to order 4).

    Args:
        count: counts of n-grams up to order 4; whatever part of a counted n-gram is asked for has a count.
        total: the sum of all counts of order 1.
        left: the last 1, 2 and 3 characters before the join, and their counts.
        right: the first 1, 2 and 3 characters after it, and their counts.

    Returns:
        One value for each of :data:`CROSSINGS`; 0.0 where the texts are too short or a part was never seen.
    """
    (lefts, before), (rights, after) = left, right
    if not before[0] or not after[0]:
        return [0.0] * 6
    adjacent = count(lefts[0] + rights[0])
    found = [log((adjacent + PRIOR) / (before[0] * after[0] / total + PRIOR))]
    if not adjacent:
        return found + [0.0] * 5
    # seen[i][j] is the count of the i last characters before the join with the j first after it
    seen = [[total, *after], [before[0], adjacent, 0.0, 0.0], [before[1], 0.0, 0.0], [before[2], 0.0]]
    for i, j in CROSSINGS[1:]:
        shorter, row = seen[i - 1], seen[i]
        apart = shorter[j] * row[j - 1]
        if not apart:
            found.append(0.0)
            continue
        row[j] = both = count(lefts[i - 1] + rights[j - 1])
        found.append(log((both + PRIOR) / (apart / shorter[j - 1] + PRIOR)))
    return found


def unclosed(folded: str) -> float:
    """1.0 where a bracket or quotation mark is opened that is never closed, else 0.0."""
    depth = 0
    for mark in re.findall(f"[{re.escape(OPENING + CLOSING)}]", folded)[::-1]:
        depth += 1 if mark in CLOSING else -1
        if depth < 0:
            return 1.0
    return 0.0


def first_clause(folded: str) -> list[float]:
    """Log length of the first clause (a broken one is shorter), and 1.0 where it ends its sentence."""
    found = CLAUSE_END.search(folded)
    length = found.start() if found else len(folded)
    return [log(1 + min(length, LONGEST_CLAUSE)), float(found is not None and found[0] in "。!?")]

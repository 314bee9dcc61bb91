"""How badly a stretch of a text reads: misread letters make no words with the letters beside them.

Two readings of one text err in different letters, so where they differ one of them mostly reads well. Where two texts
say different things both do, or both have names that no table of words knows.
"""

from __future__ import annotations

from functools import lru_cache
from math import log

from pipeline.language.table import shipped

Span = tuple[int, int]

FAIR, MOST = 1.2, 3.0
"""By so much one of two stretches must read worse to speak for a misreading, and the most that counts of it: in two
reports or notices of one mould the true words differ by less, mostly."""

_FREE = 10.0  # times that a letter must be seen to say as much of the next as its frequency alone (Dirichlet smoothing)


def worse(one: str, two: str, a: Span, b: Span) -> float:
    """Log-odds that a stretch of one text is a misreading of the stretch at its place in the other.

    >>> round(worse("市政府召开会议研究工作", "市政府召开会锌研究工作", (6, 7), (6, 7)), 1)
    1.8
    >>> round(worse("市政府上午召开会议", "市政府下午召开会议", (3, 4), (3, 4)), 1)
    -1.2
    """
    return min(abs(reads(one, a) - reads(two, b)), MOST) - FAIR


def reads(text: str, span: Span) -> float:
    """Mean log probability of the letters of a stretch and of the one behind it, each after the one before it.

    >>> reads("市政府召开会议", (5, 7)) - reads("市政府召开锌议", (5, 7)) > 2
    True
    """
    start, end = max(0, span[0] - 1), min(len(text), span[1] + 1)
    pairs = [text[at : at + 2] for at in range(start, end - 1)]
    return sum(map(_likely, pairs)) / len(pairs) if pairs else 0.0


@lru_cache(1 << 14)
def _likely(pair: str) -> float:
    data = shipped()
    alone = (data.table(pair[1]) + 0.1) / (data.characters + 1000)
    return log((data.table(pair) + _FREE * alone) / (data.table(pair[0]) + _FREE))

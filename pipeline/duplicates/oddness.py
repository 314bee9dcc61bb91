"""How badly a stretch of a text reads: what was misread makes no words with the letters beside it.

Two readings of one text err in different letters, so where they differ one of them mostly reads well. Where two texts
say different things both do, or both have names that no table of words knows.
"""

from __future__ import annotations

from functools import lru_cache
from math import log

from pipeline.language.table import shipped

Span = tuple[int, int]

FAIR, MOST = 1.4, 4.0
"""By so much one of two stretches must read worse to speak for a misreading, and what counts of it at most. Of 614
stretches of up to four letters that differ between two readings with 8 % of wrong characters half have 2 and more; of
60 that differ between notices and reports of one mould half have .9 and less."""

_SEEN, _ALONE = 0.2, 2.0  # added to counts of pairs and of letters, so that what was never seen is no proof


def worse(one: str, two: str, a: Span, b: Span) -> float:
    """Log-odds that what stands at two places instead of each other was misread in one of them.

    >>> one, two = "市政府召开会议研究工作", "市政府召开会锌研究工作"
    >>> round(worse(one, two, (6, 7), (6, 7)), 1)
    2.6
    >>> one, two = "市政府上午召开会议", "市政府下午召开会议"
    >>> round(worse(one, two, (3, 4), (3, 4)), 1)
    -1.3
    """
    return min(abs(reads(one, a) - reads(two, b)), MOST) - FAIR


def reads(text: str, span: Span) -> float:
    """How often the letters of a stretch, and the two beside it, stand together: mean log ratio to chance.

    >>> reads("市政府召开会议", (5, 7)) > 0 > reads("市政府召开锌议", (5, 7))
    True
    """
    start, end = max(0, span[0] - 1), min(len(text), span[1] + 1)
    pairs = [text[at : at + 2] for at in range(start, end - 1)]
    return sum(map(_together, pairs)) / len(pairs) if pairs else 0.0


@lru_cache(1 << 14)
def _together(pair: str) -> float:
    data = shipped()
    apart = (data.table(pair[0]) + _ALONE) * (data.table(pair[1]) + _ALONE)
    return log((data.table(pair) + _SEEN) * data.characters / apart)

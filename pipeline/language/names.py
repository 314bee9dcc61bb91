"""Which bare strings are personal names."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import log
from operator import mul

from pipeline.language.evidence import PRIOR, Count
from pipeline.language.folding import fold
from pipeline.language.table import shipped

SURNAME, FIRST, LAST, ONLY = "\x04", "\x05", "\x06", "\x07"
"""Stand in the counts before: a surname; the first, the last, the only character of a given name."""

NEVER = -20.0
"""The score of a string that cannot be a name: other lengths, other characters."""


@lru_cache(1 << 12)
def name_score(text: str) -> float:
    """Give the log-odds that a bare string of two to four Han characters is a personal name, no word or headline.

    White space inside (王　蓉) does not count; traditional characters are read as simplified ones.

    >>> name_score("王小明") > 10, name_score("取得成") < -10, name_score("2026年")
    (True, True, -20.0)
    """
    name = fold(text)
    if not 2 <= len(name) <= 4 or not all("\u4e00" <= char <= "\u9fff" for char in name):
        return NEVER
    data = shipped()
    *weights, constant = data.weights["name"]
    scores = (
        sum(map(mul, weights, name_evidence(data.table, data.characters, data.names, *split)), constant)
        for split in splits(data.table, name)
    )
    return max(scores, default=NEVER)


def splits(count: Count, name: str) -> list[tuple[str, str]]:
    """Give the ways to read a string as surname and given name; one of two characters must be known.

    >>> splits(shipped().table, "王小明"), splits(shipped().table, "欧阳小明")
    ([('王', '小明')], [('欧阳', '小明')])
    """
    cuts = [(name[:1], name[1:])] if len(name) <= 3 else []
    if len(name) > 2 and count(SURNAME + name[:2]):
        cuts.append((name[:2], name[2:]))
    return cuts


def name_evidence(count: Count, characters: float, names: float, surname: str, given: str) -> list[float]:
    """Give the evidence for a surname and a given name of one or two characters, against an ordinary word.

    Args:
        count: counts of n-grams, and of names behind the marks above.
        characters: how many characters were counted.
        names: how many names were counted.
        surname: one or two characters, folded.
        given: one or two characters, folded.

    Returns:
        Log probability of the surname; of the given name, two values by its length; of all characters in
        running text; the adjacent pairs' ratio to chance; the given name's length; 1.0 for a surname of two.

    >>> len(name_evidence(lambda gram: 1.0, 100.0, 10.0, "王", "小明"))
    7
    """
    name = surname + given
    parts = [ONLY + given] if len(given) == 1 else [FIRST + given[0], LAST + given[1]]
    given_log = sum(log((count(part) + 0.2) / names) for part in parts)
    chance = sum(log((count(char) + PRIOR) / characters) for char in name)
    pairs = sum(
        log((count(one + two) + PRIOR) / (count(one) * count(two) / characters + PRIOR))
        for one, two in pairwise(name)
    )
    return [
        log((count(SURNAME + surname) + 0.02) / names),
        given_log if len(given) == 1 else 0.0,
        given_log if len(given) == 2 else 0.0,
        chance,
        pairs,
        float(len(given)),
        float(len(surname) - 1),
    ]

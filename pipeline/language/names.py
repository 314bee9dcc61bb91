"""Which bare strings are personal names."""

from __future__ import annotations

from functools import lru_cache
from math import log

from pipeline.language.folding import fold
from pipeline.language.table import shipped

SURNAME, FIRST, LAST, ONLY, WORD = "\x04", "\x05", "\x06", "\x07", "\x08"
"""Stand before what was counted: a surname, a given name's first and last character, a given name of one character, a word."""


@lru_cache(1 << 12)
def name_score(text: str) -> float:
    """Log-odds that a bare string of two to four Han characters is a personal name; -20.0 for any other string."""
    name = fold(text)
    if not 2 <= len(name) <= 4 or not all("\u4e00" <= char <= "\u9fff" for char in name):
        return -20.0
    return max(_split(name, 1), _split(name, 2))


def _split(name: str, at: int) -> float:
    count, header = shipped()
    surname, given = name[:at], name[at:]
    if not 1 <= len(given) <= 2:
        return -20.0
    total = float(header["names"])
    score = log((count(SURNAME + surname) + 0.01) / total)
    parts = [ONLY + given] if len(given) == 1 else [FIRST + given[0], LAST + given[1]]
    score += sum(log((count(part) + 0.2) / total) for part in parts)
    characters = float(header["characters"])
    chance = sum(log((count(char) + 0.5) / characters) for char in name)
    return score - chance - 2.0 * log(1 + count(WORD + name)) - 3.0

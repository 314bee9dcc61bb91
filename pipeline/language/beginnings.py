"""Tells where a story or a paragraph begins from the rest of a sentence whose beginning is lost."""

from __future__ import annotations

import json
from array import array
from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np

from pipeline.language.evidence import CLAUSE_END, LONGEST_CLAUSE, unopened

FILE = "beginnings.npz"
"""The data, built by ``tools/build_beginnings.py``; its header names sources and licences."""

BUCKETS = 1 << 16
"""Weights of signs, by a hash of the sign (the hashing trick, Weinberger et al. 2009)."""

READ = 200
"""Characters of a text that are looked at."""

SCALE = 24.0
"""Weights are stored as integers of this share of a natural log."""

_FIRST = 16  # characters of the first clause whose pairs count
_PARTICLES = frozenset("的了在是和与及等后时上中下对将被把为有以")
_ANCHORED = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 4))


def beginning_score(folded: str, by_grams: float) -> float:
    """Give the log-odds (natural log, at even chances) that a text begins where a paragraph began.

    The other possibility is that it begins inside a sentence. A logistic regression over the beginning, the
    characters, the end and the length of the first clause, and the beginning of the next one.

    Args:
        folded: its first :data:`READ` characters, folded.
        by_grams: the same log-odds by the n-grams and vectors of the language model.

    >>> beginning_score("昨日上午,市政府召开会议。", 0.0) > 0 > beginning_score("的农民种上了小麦,", 0.0)
    True
    """
    weights, constant, model = _data()
    return constant + model * by_grams + sum(map(weights.__getitem__, buckets(folded))) / SCALE


def buckets(folded: str) -> set[int]:
    """Give the rows of the weights that a folded text has.

    >>> all(0 <= row < BUCKETS for row in buckets("昨日,"))
    True
    """
    return {found % BUCKETS for found in map(crc32, map(str.encode, signs(folded)))}


def signs(folded: str) -> list[str]:
    """Give the signs for or against a beginning; each kind has a letter of its own.

    >>> signs("昨日,")[:2], "m," in signs("昨日,")
    (['a0昨', 'a0昨日'], True)
    """
    hit = CLAUSE_END.search(folded)
    size = min(hit.start() if hit else len(folded), LONGEST_CLAUSE)
    mark, short = hit[0] if hit else "", min(size, 25)
    clause = folded[: min(size, _FIRST)]
    found = [f"a{one}{folded[one:end]}" for one, end in _ANCHORED if len(folded) >= end]
    found += (f"l{short}", f"m{mark}", f"n{short}{mark}")
    found += (f"e{folded[max(0, size - 1) : size]}{mark}", f"f{folded[max(0, size - 2) : size]}{mark}")
    found += [f"b{clause[at : at + 2]}" for at in range(len(clause) - 1)]
    found += [f"c{char}" for char in clause[1:]]
    found += [f"p{at}{char}" for at, char in enumerate(clause[:8]) if char in _PARTICLES]
    if unopened(folded):
        found.append("o")
    if hit:
        rest = folded[hit.end() :]
        second = CLAUSE_END.search(rest)
        found += (f"r{rest[:1]}", f"s{rest[:2]}", f"t{mark}{second[0] if second else ''}")
    return found


@cache
def _data() -> tuple[array[int], float, float]:
    """The weights as they are stored, a byte each, for they are looked up at random; the constants of the model."""
    with files("pipeline.language").joinpath(FILE).open("rb") as file, np.load(file) as data:
        header = json.loads(data["header"].tobytes())
        weights = array("b", data["weights"].tobytes())
    return weights, float(header["constant"]), float(header["model"])

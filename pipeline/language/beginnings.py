"""Where a story or a paragraph begins, and what is the rest of a sentence whose beginning is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    """Log-odds (natural log, at even chances) that a text begins where a paragraph began.

    The other possibility is that it begins inside a sentence. A logistic regression over what the first clause
    begins with, holds and ends with, how long it is, and how the next one begins.

    Args:
        folded: its first :data:`READ` characters, folded.
        by_grams: the same log-odds by the n-grams and vectors of the language model.
    """
    weights, constant, model = _data()
    return constant + model * by_grams + sum(map(weights.__getitem__, buckets(folded)))


def buckets(folded: str) -> set[int]:
    """The rows of the weights that a folded text has."""
    return {found % BUCKETS for found in map(crc32, map(str.encode, signs(folded)))}


def signs(folded: str) -> Iterator[str]:
    """What speaks for or against a beginning; each kind has a letter of its own."""
    hit = CLAUSE_END.search(folded)
    size = min(hit.start() if hit else len(folded), LONGEST_CLAUSE)
    mark = hit[0] if hit else ""
    for one, end in _ANCHORED:
        if len(folded) >= end:
            yield f"a{one}{folded[one:end]}"
    yield f"l{min(size, 25)}"
    yield f"m{mark}"
    yield f"n{min(size, 25)}{mark}"
    yield f"e{folded[max(0, size - 1) : size]}{mark}"
    yield f"f{folded[max(0, size - 2) : size]}{mark}"
    clause = folded[: min(size, _FIRST)]
    for at in range(len(clause) - 1):
        yield f"b{clause[at : at + 2]}"
    for char in clause[1:]:
        yield f"c{char}"
    for at, char in enumerate(clause[:8]):
        if char in _PARTICLES:
            yield f"p{at}{char}"
    if unopened(folded):
        yield "o"
    if hit:
        rest = folded[hit.end() :]
        second = CLAUSE_END.search(rest)
        yield f"r{rest[:1]}"
        yield f"s{rest[:2]}"
        yield f"t{mark}{second[0] if second else ''}"


@cache
def _data() -> tuple[list[float], float, float]:
    with files("pipeline.language").joinpath(FILE).open("rb") as file, np.load(file) as data:
        header = json.loads(data["header"].tobytes())
        weights = (data["weights"] / SCALE).tolist()
    return weights, float(header["constant"]), float(header["model"])

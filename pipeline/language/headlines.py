"""Which lines read like a headline, and which like a piece of running text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from math import sqrt
from operator import add

import numpy as np

from pipeline.language.folding import fold

FILE = "headlines.npz"
"""The data, built by ``tools/build_headlines.py``; its header names source and licence."""

_SCALE = 32.0
"""Weights are stored as integers of this share of a natural log; errors stay below .02."""


def headline_score(text: str) -> float:
    """Log-odds (natural log, at even chances) that a short line is a headline and no piece of a paragraph.

    Naive Bayes over characters, bigrams, beginnings and ends; the sum is divided by the square root of the
    length, since they are far from independent, and scaled by logistic regression. Area under the ROC curve
    on lines of the same newspaper that were set aside: see the command.
    """
    weights, slope, intercept = _data()
    return slope * weighed(fold(text), weights) + intercept


def signs(folded: str) -> Iterator[str]:
    """What is counted of a text: characters, bigrams, how it begins and how it ends."""
    yield from folded
    yield from map(add, folded, folded[1:])
    yield from ("^" + folded[:1], "^" + folded[:2], folded[-1:] + "$", folded[-2:] + "$")


def weighed(folded: str, weights: Mapping[str, float]) -> float:
    """The weights of a text's signs, each counted once, over the square root of its length."""
    known = [weights[sign] for sign in dict.fromkeys(signs(folded)) if sign in weights]
    return sum(known) / sqrt(max(1, len(folded)))


@cache
def _data() -> tuple[dict[str, float], float, float]:
    with files("pipeline.language").joinpath(FILE).open("rb") as file, np.load(file) as data:
        header = json.loads(data["header"].tobytes())
        names = data["signs"].tobytes().decode().split("\n")
        weights = dict(zip(names, (data["weights"] / _SCALE).tolist(), strict=True))
    return weights, float(header["slope"]), float(header["intercept"])

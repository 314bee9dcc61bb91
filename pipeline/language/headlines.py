"""Which lines read like a headline, and which like a piece of running text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt
from operator import add

import numpy as np
from numpy.typing import NDArray

from pipeline.language.folding import fold_all
from pipeline.values.arrays import distinct

Keys = NDArray[np.int64]

FILE = "headlines.npz"
"""The data, built by ``tools/build_headlines.py``; its header names source and licence."""

_SCALE = 32.0
"""Weights are stored as integers of this share of a natural log; errors stay below .02."""


def headline_scores(texts: Sequence[str]) -> list[float]:
    """Log-odds (natural log, at even chances) that short lines are headlines and no pieces of a paragraph.

    Naive Bayes over characters, bigrams, beginnings and ends; the sum is divided by the square root of the
    length, since they are far from independent, and scaled by logistic regression. Area under the ROC curve
    on lines of the same newspaper that were set aside: see the command.
    """
    folded = fold_all(texts)
    known, values, slope, intercept = _data()
    lengths = np.array(list(map(len, folded)), dtype=np.int64)
    owners, keys = _signs(folded, lengths)
    order = keys.argsort()  # in order they are found in a third of the time
    keys = keys.take(order)
    places = known.searchsorted(keys)
    found = (known.take(places, mode="clip") == keys).nonzero()[0]
    once = distinct(owners.take(order.take(found)) << 32 | places.take(found))
    sums = np.bincount(once >> 32, weights=values[once & 0xFFFFFFFF], minlength=len(texts))
    scores: list[float] = (slope * (sums / np.sqrt(np.maximum(1, lengths))) + intercept).tolist()
    return scores


_BITS = 21
"""Of a code point; three of them make a key."""


def _signs(folded: Sequence[str], lengths: Keys) -> tuple[Keys, Keys]:
    """What :func:`signs` gives for each of some texts, as numbers, and whose it is."""
    marked = "".join([f"^{text}$" for text in folded])
    codes = np.frombuffer(marked.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    ends = np.cumsum(lengths + 2)
    starts = ends - lengths - 2
    owners = np.repeat(np.arange(len(folded)), lengths + 2)
    pairs = codes[:-1] << 2 * _BITS | codes[1:] << _BITS
    inside = np.ones(len(codes), dtype=bool)
    inside[starts] = inside[ends - 1] = False
    within = np.flatnonzero(owners[:-1] == owners[1:])
    outer = np.concatenate((starts, ends - 3))[np.tile(lengths > 1, 2)]
    return (
        np.concatenate((owners[inside], owners[within], owners[outer])),
        np.concatenate((codes[inside] << 2 * _BITS, pairs[within], pairs[outer] | codes[outer + 2])),
    )


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
def _data() -> tuple[Keys, NDArray[np.float64], float, float]:
    """The signs as ascending keys, their weights, and the scale."""
    with files("pipeline.language").joinpath(FILE).open("rb") as file, np.load(file) as data:
        header = json.loads(data["header"].tobytes())
        signs = np.array(data["signs"].tobytes().decode().split("\n"), dtype="<U3")
        weights = data["weights"] / _SCALE
    codes = signs.view("<u4").reshape(-1, 3).astype(np.int64)
    keys = codes[:, 0] << 2 * _BITS | codes[:, 1] << _BITS | codes[:, 2]
    order = np.argsort(keys)
    return keys[order], weights[order], float(header["slope"]), float(header["intercept"])

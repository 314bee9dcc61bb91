"""Which lines read like a headline, and which like a piece of running text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

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
    """Give the log-odds (natural log, at even chances) that short lines are headlines and no pieces of a paragraph.

    Naive Bayes over characters, bigrams, beginnings and ends; the sum is divided by the square root of the
    length, since they are far from independent, and scaled by logistic regression. Area under the ROC curve
    on lines of the same newspaper that were set aside: see the command.

    >>> headline, piece = headline_scores(["我市召开经济工作会议", "的情况下，他们还是把这件事"])
    >>> headline > 0 > piece
    True
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
    """Give the signs of each of some texts as numbers, and whose they are: characters, bigrams, beginnings, ends."""
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

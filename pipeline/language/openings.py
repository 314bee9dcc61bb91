"""Openings: a small network that has read how stories, paragraphs and sentences begin.

Three dilated convolutions (van den Oord et al. 2016) over the characters from the first one on: the text before is
not known, so they only look ahead. ``tools/build_openings.py`` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.folding import fold_all

FILE = "openings.npz"
"""The weights; their header names sources and licences."""

SEEN = 27
"""Characters that are looked at: three of three of three."""

UNKNOWN = 1
"""The row of a character that was not learnt; row 0 stands for no character."""

_NONE = "\U0010ffff"
"""Stands behind the end of a text: no text has it, for it is no character."""

HASH = (7919, 104729)
"""Factors of the rows of two neighbours, which add up to the row of the pair (the hashing trick)."""

_EDGE = 64
"""Characters that are folded for the first ones: white space goes."""

Floats = NDArray[np.float32]

_TOGETHER = 2000
"""Texts that are read at once, in ten kilobytes each."""


class Network(NamedTuple):
    """The weights.

    Attributes:
        rows: the row of each code point, shape (0x110000,).
        chars, pairs: vectors of characters and of pairs of neighbours, in eight bits.
        scales: their factors.
        layers: matrix and bias of the three convolutions, of the hidden layer and of the answers, as float32.
    """

    rows: NDArray[np.int32]
    chars: NDArray[np.int8]
    pairs: NDArray[np.int8]
    scales: tuple[np.float32, np.float32]
    layers: list[tuple[Floats, Floats]]


def opening_scores(texts: Sequence[str]) -> list[float]:
    """Tell how much likelier a paragraph or a story begins with each text than the rest of a broken sentence.

    Returns:
        The difference of two natural logs of shares among the places of running text: larger is better, and a text
        that says neither lies near -6, for places inside sentences are so many more.

    >>> whole, rest = opening_scores(["昨日上午，市政府召开会议，", "的农民在承包地里种上了小麦，"])
    >>> whole > 0, rest < -6
    (True, True)
    """
    return scores(network(), [text[:SEEN] for text in fold_all([text[:_EDGE] for text in texts])])


def story_scores(texts: Sequence[str]) -> list[float]:
    """Tell how much likelier a story than a paragraph inside one begins with each text.

    Returns:
        The difference of two natural logs of shares among the places of running text: larger is better.

    >>> story, inside = story_scores(["本报讯 昨日上午，市政府召开会议，", "他说，这是一件好事。"])
    >>> story > inside
    True
    """
    found = logits(network(), [text[:SEEN] for text in fold_all([text[:_EDGE] for text in texts])])
    differences: list[float] = (found[:, 4] - found[:, 3]).tolist()
    return differences


def scores(net: Network, folded: Sequence[str]) -> list[float]:
    """Tell as :func:`opening_scores`, by any network, of the first :data:`SEEN` characters of folded texts.

    >>> scores(network(), fold_all(["昨日上午，市政府召开会议，"])) == opening_scores(["昨日上午，市政府召开会议，"])
    True
    """
    if not folded:
        return []
    found = logits(net, folded)
    differences: list[float] = (
        np.logaddexp(found[:, 3], found[:, 4]) - np.logaddexp(found[:, 0], found[:, 1])
    ).tolist()
    return differences


def logits(net: Network, folded: Sequence[str]) -> Floats:
    """Logits for: inside a clause, at a clause, at a sentence, at a paragraph, at a story; shape (texts, 5).

    A text at a time is multiplied: matrices so small are not shared among threads, which would wait for one another
    ten times as long, and an answer hangs on its text alone.

    >>> logits(network(), ["昨日上午", "的"]).shape
    (2, 5)
    """
    if len(folded) > _TOGETHER:
        parts = range(0, len(folded), _TOGETHER)
        return np.concatenate([logits(net, folded[at : at + _TOGETHER]) for at in parts])
    padded = "".join([text.ljust(SEEN + 1, _NONE) for text in folded])
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), "<u4")
    ids = net.rows[codes].astype(np.int64).reshape(len(folded), SEEN + 1)
    here, after = ids[:, :-1], ids[:, 1:]
    pairs = (here * HASH[0] + after * HASH[1]) % len(net.pairs)
    width = net.chars.shape[1]
    layer: Floats = np.empty((*here.shape, width + net.pairs.shape[1]), np.float32)
    np.multiply(net.chars[here], net.scales[0], out=layer[:, :, :width])
    np.multiply(net.pairs[pairs], net.scales[1], out=layer[:, :, width:])
    firsts = []
    for weights, bias in net.layers[:3]:  # each takes three neighbours of the one below
        layer = np.maximum(layer.reshape(len(layer), layer.shape[1] // 3, len(weights)) @ weights + bias, 0)
        firsts.append(layer[:, :1])
    (hidden, bias), (out, last) = net.layers[3:]
    found: Floats = np.maximum(np.concatenate(firsts, axis=2) @ hidden + bias, 0) @ out + last
    return found[:, 0]


@cache
def network() -> Network:
    """Give the network that ships with the package, read once.

    >>> network() is network()
    True
    """
    with files("pipeline.language").joinpath(FILE).open("rb") as file, np.load(file) as data:
        return loaded(data)


def loaded(data: Mapping[str, NDArray[Any]]) -> Network:
    """Give the network of a data file, by the names of its arrays.

    >>> with files("pipeline.language").joinpath(FILE).open("rb") as file:
    ...     len(loaded(np.load(file)).layers)
    5
    """
    chars = data["known"].tobytes().decode("utf-8")
    layers = [(data[f"w{n}"].astype(np.float32), data[f"b{n}"].astype(np.float32)) for n in range(5)]
    scales = np.float32(data["chars_scale"]), np.float32(data["pairs_scale"])
    rows = np.full(0x110000, UNKNOWN, np.int32)
    rows[list(map(ord, chars))] = np.arange(UNKNOWN + 1, UNKNOWN + 1 + len(chars))
    rows[ord(_NONE)] = 0
    return Network(rows, data["chars"], data["pairs"], scales, layers)

"""Train what ``build_language.py`` ships beside the counts: the vectors, and the weights of the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.language.evidence import BEGIN, END
from pipeline.language.vectors import FAR, FAR_WEIGHT, FIRST_ID, NEAR, PAD, UNKNOWN

DIMENSIONS = 48  # 64: AUC .910 instead of .907 on modern text, a third more bytes
PAIRS = 6000  # without pairs .899, with them .907
LEAST_CHARACTER = 5
BATCH, PASSES, STEP = 1024, 3, 0.1

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Stream(NamedTuple):
    """All paragraphs in one line, with room between: ids, rows of pairs, where a join can be."""

    ids: Ints
    pairs: Ints
    joins: Ints


class Alphabet:
    """The characters and pairs that have vectors, and the rows these stand in (``Vectors`` has the order)."""

    def __init__(self, texts: Sequence[str]) -> None:
        characters = Counter("".join(texts))
        self.characters = (
            BEGIN + END + "".join(c for c, n in characters.most_common() if n >= LEAST_CHARACTER)
        )
        pairs = Counter(text[at : at + 2] for text in texts for at in range(len(text) - 1))
        han = [
            pair for pair, _ in pairs.most_common(10 * PAIRS) if all("\u4e00" <= c <= "\u9fff" for c in pair)
        ]
        self.pairs = "".join(han[:PAIRS])
        self.stride = len(self.characters) + FIRST_ID
        self.no_pair = (NEAR + 1) * self.stride + len(self.pairs) // 2
        self.rows = self.no_pair + 1

    def stream(self, texts: Sequence[str]) -> Stream:
        ids = {char: n for n, char in enumerate(self.characters, FIRST_ID)}
        first = (NEAR + 1) * self.stride
        pairs = {self.pairs[at : at + 2]: first + at // 2 for at in range(0, len(self.pairs), 2)}
        room = [PAD] * (NEAR + FAR + 1)
        every, couples, joins = list(room), [self.no_pair] * len(room), []
        for text in texts:
            marked = BEGIN + text + END
            joins.extend(range(len(every) + 1, len(every) + len(marked)))
            every += [ids.get(char, UNKNOWN) for char in marked] + room
            couples += [pairs.get(marked[at : at + 2], self.no_pair) for at in range(len(marked))]
            couples += [self.no_pair] * len(room)
        return Stream(np.array(every), np.array(couples), np.array(joins))


class Side:
    """The vectors of one side of the joins, trained by Adagrad with a rate for each row."""

    def __init__(self, alphabet: Alphabet, rng: np.random.Generator, direction: int) -> None:
        reach = np.arange(NEAR + FAR)
        self.offsets = reach if direction > 0 else -1 - reach
        self.pair_offset = 0 if direction > 0 else -2
        self.blocks = np.minimum(reach, NEAR) * alphabet.stride
        self.weights = np.array([1.0] * NEAR + [FAR_WEIGHT] * FAR + [1.0], dtype=np.float32)
        self.vectors: Floats = (rng.normal(size=(alphabet.rows, DIMENSIONS)) * 0.1).astype(np.float32)
        self.squares = np.full(alphabet.rows, 1e-2, dtype=np.float32)
        self.silent = np.array([*(np.arange(NEAR + 1) * alphabet.stride + PAD), alphabet.no_pair])
        self.vectors[self.silent] = 0

    def rows(self, stream: Stream, joins: Ints) -> Ints:
        characters = stream.ids[joins[:, None] + self.offsets] + self.blocks
        return np.column_stack([characters, stream.pairs[joins + self.pair_offset]])

    def sums(self, rows: Ints) -> Floats:
        sums: Floats = np.einsum("nkd,k->nd", self.vectors[rows], self.weights)
        return sums

    def learn(self, rows: Ints, gradient: Floats, rate: float) -> None:
        count, width = rows.shape
        used, where = np.unique(rows.ravel(), return_inverse=True)
        spread = (np.tile(self.weights, count), (where.ravel(), np.repeat(np.arange(count), width)))
        steps = csr_matrix(spread, shape=(len(used), count)) @ gradient
        self.squares[used] += (steps * steps).mean(axis=1)
        self.vectors[used] -= rate * steps / np.sqrt(self.squares[used])[:, None]
        self.vectors[self.silent] = 0


def trained(alphabet: Alphabet, texts: Sequence[str], passes: int = PASSES) -> tuple[Floats, Floats]:
    """Vectors for before and after a join: in each batch every join's right side is told from the others'."""
    rng = np.random.default_rng(1998)
    stream = alphabet.stream(texts)
    before, after = Side(alphabet, rng, -1), Side(alphabet, rng, 1)
    steps = passes * (len(stream.joins) // BATCH)
    done, itself = 0, np.arange(BATCH)
    for _ in range(passes):
        order = rng.permutation(stream.joins)
        for at in range(0, len(order) - BATCH + 1, BATCH):
            joins = order[at : at + BATCH]
            lefts, rights = before.rows(stream, joins), after.rows(stream, joins)
            left, right = before.sums(lefts), after.sums(rights)
            scores = left @ right.T
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            odds /= odds.sum(axis=1, keepdims=True)
            odds[itself, itself] -= 1
            rate = STEP * (1 - 0.9 * done / steps)
            before.learn(lefts, odds @ right, rate)
            after.learn(rights, odds.T @ left, rate)
            done += 1
    return before.vectors, after.vectors


def small(before: Floats, after: Floats) -> tuple[dict[str, NDArray[Any]], float]:
    """Both as integers of 8 bits, one value in 10,000 clipped, and what a product of two is worth."""
    units = [float(np.quantile(np.abs(side), 0.9999)) / 127 for side in (before, after)]
    unit = float(np.sqrt(units[0] * units[1]))
    arrays = {
        name: np.clip(np.rint(side[:-1] / unit), -127, 127).astype(np.int8)
        for name, side in (("before", before), ("after", after))
    }
    return arrays, unit * unit


def fitted(yes: Sequence[Sequence[float]], no: Sequence[Sequence[float]], ridge: float = 1e-4) -> list[float]:
    """Weights of a logistic regression, the constant last, as if both answers were as likely."""
    values = np.array([*yes, *no])
    answers = np.repeat([1.0, 0.0], [len(yes), len(no)])
    share = np.repeat([0.5 / len(yes), 0.5 / len(no)], [len(yes), len(no)])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = values @ weights[:-1] + weights[-1]
        errors = (1 / (1 + np.exp(-scores)) - answers) * share
        value = float(share @ (np.logaddexp(0, scores) - answers * scores)) + ridge * float(weights @ weights)
        return value, np.append(errors @ values, errors.sum()) + 2 * ridge * weights

    found = minimize(loss, np.zeros(values.shape[1] + 1), jac=True)
    return [round(float(weight), 4) for weight in found.x]

"""The language model: log-odds for joins, beginnings and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from math import log
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.evidence import (
    BEGIN,
    CROSSINGS,
    END,
    REACH,
    Count,
    closings,
    crossings,
    crossings_of_all,
    first_clause,
    inner_counts,
    openings,
    unclosed,
    unopened,
)
from pipeline.language.folding import fold, fold_all
from pipeline.language.hashes import Hashes, joined
from pipeline.language.page import Keys, PageCounts
from pipeline.language.sides import EDGE, Edges, Side, Sides
from pipeline.language.table import CountTable, Weights, shipped
from pipeline.language.vectors import Vectors

PAGE_WEIGHT = 2.0
"""What an n-gram of the page counts: of 1, 2, 4, 8 and 16 the one that found most right sides of columns."""

_CLAUSES = 200  # characters searched for brackets without a partner
_BEFORE, _AFTER = np.array(CROSSINGS).T - 1  # which parts of the two sides make the n-grams across a join
_ORDERS = (_BEFORE + _AFTER + 2)[:, np.newaxis]
_BITS = 16 * (_BEFORE + 1).astype(np.uint64)[:, np.newaxis]  # that stand before the right part in a key
_EVIDENCE = len(CROSSINGS) + 2  # rows: what :meth:`LanguageModel.join_evidence` tells of a join
_OF_THREE = slice(1, 3)  # which of them have three characters


class Answers(NamedTuple):
    """Log-odds that some texts are beginnings, that some are ends, and that some pairs are one text."""

    starts: list[float]
    ends: list[float]
    joins: list[float]


class LanguageModel:
    """A character n-gram model with character vectors; immutable. Scores are log-odds to base e.

    What is asked of one text at a time reads as it is defined; what is asked of many at once gives the same, to
    the last digits of a float, in a tenth of the time.

    Args:
        table: counts of n-grams of folded text, whose paragraphs stand between ``BEGIN`` and ``END``.
        total: characters counted.
        vectors: see :mod:`pipeline.language.vectors`.
        weights: what each kind of evidence weighs, the constant last, by question.
        page: n-grams counted on the page or corpus at hand.
        folded: the texts of that page as they are folded.
    """

    def __init__(
        self,
        table: CountTable,
        total: float,
        vectors: Vectors,
        weights: Weights,
        page: PageCounts | None = None,
        folded: Mapping[str, str] | None = None,
    ) -> None:
        self._table, self._total, self._vectors, self.weights = table, total, vectors, weights
        self._page, self._folded = page, folded or {}
        self._shipped = _remembered(table)
        self._count = self._shipped if page is None else _both(self._shipped, page)
        self._edges = Edges(vectors, self._count_all, self._folded)

    @cached_property
    def _before(self) -> Callable[[str], Side]:
        return lru_cache(1 << 12)(self._left)

    @cached_property
    def _after(self) -> Callable[[str], Side]:
        return lru_cache(1 << 12)(self._right)

    @classmethod
    @cache
    def load(cls) -> LanguageModel:
        """The model that ships with the package; the same object every time."""
        data = shipped()
        return cls(data.table, data.characters, data.vectors, data.weights)

    def adapted(self, texts: Iterable[str]) -> LanguageModel:
        """The model with the n-grams of ``texts`` counted in: the blocks of the page or issue being cleaned.

        No n-gram is counted across the end of a text: a join that is to be judged is no evidence for itself.
        """
        texts = list(texts)
        folded = fold_all(texts)
        page = PageCounts(folded)
        known = dict(zip(texts, folded, strict=True))
        return LanguageModel(self._table, self._total, self._vectors, self.weights, page, known)

    def join(self, left: str, right: str) -> float:
        """That ``right`` continues ``left`` in mid-sentence, rather than some other sentence."""
        return self._weighed("join", self.join_evidence(left, right))

    def joins(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """As :meth:`join` for each of some pairs."""
        return self.answers([], [], pairs).joins

    def starts(self, text: str) -> float:
        """That ``text`` begins where a paragraph began, rather than inside a broken sentence."""
        return self._weighed("starts", self.starts_evidence(text))

    def ends(self, text: str) -> float:
        """That ``text`` ends where a paragraph ended, rather than where a sentence was broken off."""
        return self._weighed("ends", self.ends_evidence(text))

    def answers(
        self, starts: Sequence[str], ends: Sequence[str], joins: Sequence[tuple[str, str]]
    ) -> Answers:
        """As :meth:`starts` and :meth:`ends` for each of some texts, and :meth:`join` for each of some pairs."""
        lefts = [BEGIN] * len(starts) + [*ends] + [left for left, _ in joins]
        rights = [*starts] + [END] * len(ends) + [right for _, right in joins]
        across = self._across_all(*self._edges.of(lefts, rights))
        first, last = len(starts), len(starts) + len(ends)
        return Answers(
            self._begun(starts, across[:-1, :first]) if starts else [],
            self._ended(ends, across[:-1, first:last]) if ends else [],
            self._weighed_all("join", across[:, last:]) if joins else [],
        )

    def _begun(self, texts: Sequence[str], across: NDArray[np.float64]) -> list[float]:
        return self._weighed_all("starts", across, openings([self._head(text) for text in texts]))

    def _ended(self, texts: Sequence[str], across: NDArray[np.float64]) -> list[float]:
        return self._weighed_all("ends", across, closings([self._tail(text) for text in texts]))

    def fluency(self, text: str) -> float:
        """The mean log probability of a character of ``text``; about -5.5 for prose, -8 and less for noise.

        0.0 for a text without visible characters. What the page prints does not count: noise may recur.
        """
        folded = fold(text)
        if not folded:
            return 0.0
        befores = ("", *folded[:-1])
        return sum(map(self._log_probability, befores, folded)) / len(folded)

    def join_evidence(self, left: str, right: str) -> list[float]:
        """One value for each of ``CROSSINGS``; the inner product of the vectors; :func:`_longer`."""
        one, two = self._before(self._form(left)[-EDGE:]), self._after(self._form(right)[:EDGE])
        return [*self._pair(one, two), _longer(self._page, one.grams, two.grams) if self._page else 0.0]

    def starts_evidence(self, text: str) -> list[float]:
        """As for a join to a beginning; then :func:`unopened` and :func:`first_clause`."""
        pair = self._pair(self._before(BEGIN), self._after(self._form(text)[:EDGE]))
        head = self._head(text)
        return [*pair, unopened(head), *first_clause(head)]

    def ends_evidence(self, text: str) -> list[float]:
        """As for a join to an end; then :func:`unclosed`."""
        pair = self._pair(self._before(self._form(text)[-EDGE:]), self._after(END))
        return [*pair, unclosed(self._tail(text))]

    def _form(self, text: str) -> str:
        """A text of the page as it is folded, any other as it is."""
        return self._folded.get(text, text)

    def _head(self, text: str) -> str:
        known = self._folded.get(text)
        return fold(text[:_CLAUSES]) if known is None else known[:_CLAUSES]

    def _tail(self, text: str) -> str:
        known = self._folded.get(text)
        return fold(text[-_CLAUSES:]) if known is None else known[-_CLAUSES:]

    def _left(self, text: str) -> Side:
        folded = fold(text)
        near = tuple([folded[-size:] for size in range(1, REACH + 1)])
        return Side(near, inner_counts(self._count, near), self._vectors.before(folded))

    def _right(self, text: str) -> Side:
        folded = fold(text)
        near = tuple([folded[:size] for size in range(1, REACH + 1)])
        return Side(near, inner_counts(self._count, near), self._vectors.after(folded))

    def _pair(self, left: Side, right: Side) -> list[float]:
        found = crossings(self._count, self._total, left[:2], right[:2])
        return [*found, float(left.vector.dot(right.vector))]

    def _across_all(self, lefts: Sides, rights: Sides) -> NDArray[np.float64]:
        """As :meth:`join_evidence` for each of m joins, shape (8, m)."""
        keys = lefts.keys.take(_BEFORE, axis=0) | rights.keys.take(_AFTER, axis=0) >> _BITS
        hashes = joined(
            lefts.hashes.take(_BEFORE, axis=0),
            rights.hashes.take(_AFTER, axis=0),
            rights.sizes.take(_AFTER, axis=0),
        )
        counts = self._table.of(hashes)
        evidence = np.zeros((_EVIDENCE, keys.shape[1]))
        if self._page:
            here = self._page.of(keys, _ORDERS)
            counts += PAGE_WEIGHT * here
            evidence[-1] = (here[_OF_THREE] > 0).sum(axis=0)
        evidence[:-2] = crossings_of_all(counts, self._total, lefts.counts, rights.counts)
        evidence[-2] = np.einsum("nd,nd->n", lefts.vectors, rights.vectors)
        return evidence

    def _count_all(self, keys: Keys, hashes: Hashes, orders: NDArray[np.int64]) -> NDArray[np.float64]:
        counts = self._table.of(hashes)
        return counts if self._page is None else counts + PAGE_WEIGHT * self._page.of(keys, orders)

    def _weighed(self, question: str, evidence: Iterable[float]) -> float:
        weights = self.weights[question]  # one more than the evidence: the constant
        return sum(map(mul, weights, evidence), weights[-1])

    def _weighed_all(self, question: str, *evidence: NDArray[np.float64]) -> list[float]:
        """As :meth:`_weighed` for each of m; ``evidence``: some rows of it together, each shape (any, m)."""
        *weights, constant = self.weights[question]
        rows = np.concatenate(evidence)
        rows *= np.array(weights)[:, np.newaxis]
        scores: list[float] = rows.sum(axis=0, initial=constant).tolist()
        return scores

    def _log_probability(self, before: str, char: str) -> float:
        """Of ``char`` after ``before`` (Dirichlet smoothing towards its own frequency)."""
        alone = (self._shipped(char) + 0.1) / (self._total + 1000)
        context = self._shipped(before) if before else 0.0
        together = self._shipped(before + char) if context else 0.0
        return log((together + 10 * alone) / (context + 10))


def _both(shipped: Count, page: PageCounts) -> Count:
    """The counts that ship with the package and those of a page together."""
    return lambda gram: shipped(gram) + PAGE_WEIGHT * page(gram)


@cache
def _remembered(table: CountTable) -> Count:
    """The same counts; those of the commonest n-grams are found again at once."""
    return lru_cache(1 << 16)(table)


def _longer(page: PageCounts, left: Sequence[str], right: Sequence[str]) -> float:
    """How many of the two n-grams of order 3 across a join stand elsewhere on the page."""
    grams = left[1] + right[0], left[0] + right[1]
    return float(sum(len(gram) == REACH and page(gram) > 0 for gram in grams))

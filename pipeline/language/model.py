"""The language model: log-odds for joins, beginnings and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.evidence import BEGIN, CROSSINGS, END, Count, closings, crossings, openings
from pipeline.language.folding import fold, fold_all
from pipeline.language.hashes import Hashes, joined
from pipeline.language.page import Keys, PageCounts
from pipeline.language.sides import Edges, Sides
from pipeline.language.table import CountTable, Weights, shipped
from pipeline.language.vectors import Vectors

Numbers = NDArray[np.int64]
PAGE_WEIGHT = 2.0
"""How often each n-gram of the page is counted: of 1, 2, 4, 8 and 16 the one that found most right sides of columns."""
QUESTIONS = ("starts", "ends", "join")
"""In the order of :class:`Answers`."""

_CLAUSES = 200  # characters searched for brackets without a partner
_BEFORE, _AFTER = np.array(CROSSINGS).T - 1  # which parts of the two sides make the n-grams across a join
_ORDERS = (_BEFORE + _AFTER + 2)[:, np.newaxis]
_BITS = 16 * (_BEFORE + 1).astype(np.uint64)[:, np.newaxis]  # that stand before the right part in a key
_TOGETHER = 1 << 13
"""Texts or pairs that are weighed at once, in a kilobyte each: a newspaper page asks about fewer."""
_EVIDENCE = len(CROSSINGS) + 2  # rows of a join's evidence
_OF_THREE = np.array([1, 2])  # which of them have three characters
_FEW = 250  # joins up to which asking for all n-grams at once is faster than asking in two steps


class Answers(NamedTuple):
    """Log-odds that some texts are beginnings, that some are ends, and that some pairs are one text."""

    starts: list[float]
    ends: list[float]
    joins: list[float]


class LanguageModel:
    """A character n-gram model with character vectors; immutable. Scores are log-odds to base e.

    Args:
        table: counts of n-grams of folded text, whose paragraphs stand between ``BEGIN`` and ``END``.
        total: characters counted.
        vectors: see :mod:`pipeline.language.vectors`.
        weights: the weight of each kind of evidence, the constant last, by question.
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
        self._edges = Edges(vectors, self._count_all, self._folded)

    @classmethod
    @cache
    def load(cls) -> LanguageModel:
        """Give the model that ships with the package, the same object every time.

        >>> LanguageModel.load() is LanguageModel.load()
        True
        """
        data = shipped()
        return cls(data.table, data.characters, data.vectors, data.weights)

    def adapted(self, texts: Iterable[str]) -> LanguageModel:
        """Count the n-grams of ``texts`` in: the blocks of the page or issue being cleaned.

        No n-gram is counted across the end of a text: a join that is to be judged is no evidence for itself.

        >>> page = LanguageModel.load().adapted(["阙翀珺的办公室", "群众都认识阙翀珺。"])
        >>> page.join("站在门口的阙", "翀珺笑着说") > LanguageModel.load().join("站在门口的阙", "翀珺笑着说") + 1
        True
        """
        texts = list(texts)
        folded = fold_all(texts)
        page = PageCounts(folded)
        known = dict(zip(texts, folded, strict=True))
        return LanguageModel(self._table, self._total, self._vectors, self.weights, page, known)

    def join(self, left: str, right: str) -> float:
        """Tell whether ``right`` continues ``left`` in mid-sentence, rather than some other sentence.

        >>> LanguageModel.load().join("中华人民共", "和国成立以来") > 0
        True
        """
        return self.joins([(left, right)])[0]

    def joins(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Tell as :meth:`join` of each of some pairs.

        >>> LanguageModel.load().joins([])
        []
        """
        return self.answers([], [], pairs).joins

    def starts(self, text: str) -> float:
        """Tell whether ``text`` begins where a paragraph began, rather than inside a broken sentence.

        >>> LanguageModel.load().starts("了一个新的阶段。") < 0 < LanguageModel.load().starts("本报讯记者昨天获悉，")
        True
        """
        return self.answers([text], [], []).starts[0]

    def ends(self, text: str) -> float:
        """Tell whether ``text`` ends where a paragraph ended, rather than where a sentence was broken off.

        >>> LanguageModel.load().ends("会议要求，") < 0 < LanguageModel.load().ends("取得了很好的效果。")
        True
        """
        return self.answers([], [text], []).ends[0]

    def answers(
        self, starts: Sequence[str], ends: Sequence[str], joins: Sequence[tuple[str, str]]
    ) -> Answers:
        """Tell as :meth:`starts` and :meth:`ends` of each of some texts, and as :meth:`join` of each of some pairs.

        >>> found = LanguageModel.load().answers(["本报讯记者昨天获悉，"], [], [("他在接受记", "者采访时说")])
        >>> [len(one) for one in found]
        [1, 0, 1]
        """
        found = Answers([], [], [])
        for at in range(0, max(len(starts), len(ends), len(joins)), _TOGETHER):
            those = slice(at, at + _TOGETHER)
            parts = self.evidence(starts[those], ends[those], joins[those])
            for name, rows, told in zip(QUESTIONS, parts, found, strict=True):
                told.extend(self._weighed(name, rows).tolist())
        return found

    def among(
        self, lefts: Sequence[str], rights: Sequence[str], pairs: tuple[Numbers, Numbers]
    ) -> NDArray[np.float64]:
        """Tell as :meth:`join` of each pair of some texts with others, by their places among both, (n,).

        >>> LanguageModel.load().among(["中华人民共"], ["和国成立以来"], (np.array([0]), np.array([0]))).shape
        (1,)
        """
        sides = self._edges.of(lefts, rights)
        found = [np.zeros(0)]
        for at in range(0, len(pairs[0]), _TOGETHER):
            those = (side.at(of[at : at + _TOGETHER]) for side, of in zip(sides, pairs, strict=True))
            found.append(self._weighed("join", self._across(*those)))
        return np.concatenate(found)

    def evidence(
        self, starts: Sequence[str], ends: Sequence[str], joins: Sequence[tuple[str, str]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Give the evidence for each answer of :meth:`answers`: a row for each kind, a column for each text or pair.

        Of all three: a row for each of ``CROSSINGS``, then the inner product of the vectors. Then, of beginnings, the
        rows of :func:`openings`; of ends those of :func:`closings`; of joins how many n-grams of order 3 across the
        join stand elsewhere on the page.

        >>> [rows.shape for rows in LanguageModel.load().evidence(["昨日"], ["完。"], [("渔", "港")])]
        [(10, 1), (8, 1), (8, 1)]
        """
        lefts = [BEGIN] * len(starts) + [*ends] + [left for left, _ in joins]
        rights = [*starts] + [END] * len(ends) + [right for _, right in joins]
        across = self._across(*self._edges.of(lefts, rights))
        first, last = len(starts), len(starts) + len(ends)
        heads, tails = map(self._head, starts), map(self._tail, ends)
        return (
            np.concatenate((across[:-1, :first], openings([*heads]))),
            np.concatenate((across[:-1, first:last], closings([*tails]))),
            across[:, last:],
        )

    def fluency(self, text: str) -> float:
        """Give the mean log probability of a character of ``text``; about -5.5 for prose, -8 and less for noise.

        0.0 for a text without visible characters. The page's own counts are left out: noise may recur.

        >>> LanguageModel.load().fluency("这个村的农民种上了小麦。") > -6 > LanguageModel.load().fluency("丅丄卍卐")
        True
        """
        folded = fold(text)
        if not folded:
            return 0.0
        befores = ("", *folded[:-1])
        return sum(map(self._log_probability, befores, folded)) / len(folded)

    def _head(self, text: str) -> str:
        known = self._folded.get(text)
        return fold(text[:_CLAUSES]) if known is None else known[:_CLAUSES]

    def _tail(self, text: str) -> str:
        known = self._folded.get(text)
        return fold(text[-_CLAUSES:]) if known is None else known[-_CLAUSES:]

    def _across(self, lefts: Sides, rights: Sides) -> NDArray[np.float64]:
        """Give the evidence for each of m joins, shape (8, m)."""
        many = lefts.counts.shape[1]
        evidence, counts = np.zeros((_EVIDENCE, many)), np.zeros((len(CROSSINGS), many))
        rest = slice(int(many > _FEW), None)
        some: Any = slice(None)
        if rest.start:  # a longer n-gram holds the two characters beside the join: it stands where these do
            counts[0] = self._count_all(*_grams(lefts, rights, slice(1), some))
            some = np.flatnonzero(counts[0])
        counts[rest, some], here = self._counted(*_grams(lefts, rights, rest, some))
        evidence[-1, some] = (here[_OF_THREE - rest.start] > 0).sum(axis=0)
        evidence[:-2] = crossings(counts, self._total, lefts.counts, rights.counts)
        evidence[-2] = np.einsum("nd,nd->n", lefts.vectors, rights.vectors)
        return evidence

    def _count_all(self, keys: Keys, hashes: Hashes, orders: NDArray[np.int64]) -> NDArray[np.float64]:
        return self._counted(keys, hashes, orders)[0]

    def _counted(
        self, keys: Keys, hashes: Hashes, orders: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Count n-grams in all, and on the page alone."""
        counts = self._table.of(hashes)
        if self._page is None:
            return counts, np.zeros(keys.shape, np.int64)
        here = self._page.of(keys, orders)
        return counts + PAGE_WEIGHT * here, here

    def _weighed(self, question: str, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weigh the evidence for each of m answers, shape (any, m), which is used up."""
        *weights, constant = self.weights[question]
        evidence *= np.array(weights)[:, np.newaxis]
        scores: NDArray[np.float64] = evidence.sum(axis=0, initial=constant)
        return scores

    def _log_probability(self, before: str, char: str) -> float:
        """Of ``char`` after ``before`` (Dirichlet smoothing towards its own frequency)."""
        alone = (self._shipped(char) + 0.1) / (self._total + 1000)
        context = self._shipped(before) if before else 0.0
        together = self._shipped(before + char) if context else 0.0
        return log((together + 10 * alone) / (context + 10))


def _grams(lefts: Sides, rights: Sides, rows: slice, some: Any) -> tuple[Keys, Hashes, Numbers]:
    """The keys and hashes of n-grams across some joins, and their orders: of the ``rows`` of :data:`CROSSINGS`."""
    before, after = _BEFORE[rows], _AFTER[rows]
    keys = lefts.keys[:, some].take(before, axis=0) | rights.keys[:, some].take(after, axis=0) >> _BITS[rows]
    sides = lefts.hashes[:, some].take(before, axis=0), rights.hashes[:, some].take(after, axis=0)
    return keys, joined(*sides, rights.sizes[:, some].take(after, axis=0)), _ORDERS[rows]


@cache
def _remembered(table: CountTable) -> Count:
    """The same counts; those of the commonest n-grams are found again at once."""
    return lru_cache(1 << 16)(table)

"""The language model: log-odds for joins, beginnings and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from operator import mul

from pipeline.language.evidence import (
    BEGIN,
    CROSSINGS,
    END,
    Count,
    crossings,
    first_clause,
    unclosed,
    unopened,
)
from pipeline.language.folding import fold, fold_all
from pipeline.language.page import PageCounts
from pipeline.language.sides import Side, Sides
from pipeline.language.table import Weights, shipped
from pipeline.language.vectors import Vectors

PAGE_WEIGHT = 2.0
"""What an n-gram of the page counts: of 1, 2, 4, 8 and 16 the one that found most right sides of columns."""

_EDGE = 48  # characters read at a join, before folding drops white space
_CLAUSES = 200  # characters searched for brackets without a partner


class LanguageModel:
    """A character n-gram model with character vectors; immutable. Scores are log-odds to base e.

    Args:
        count: counts of n-grams of folded text, whose paragraphs stand between ``BEGIN`` and ``END``.
        total: characters counted.
        vectors: see :mod:`pipeline.language.vectors`.
        weights: what each kind of evidence weighs, the constant last, by question.
        page: n-grams counted on the page or corpus at hand.
        folded: the texts of that page as they are folded, those whose ends read the same there.
    """

    def __init__(
        self,
        count: Count,
        total: float,
        vectors: Vectors,
        weights: Weights,
        page: PageCounts | None = None,
        folded: Mapping[str, str] | None = None,
    ) -> None:
        self._shipped, self._total, self._vectors, self.weights = count, total, vectors, weights
        self._page, self._folded = page, folded or {}
        self._count = count if page is None else _both(count, page)
        sides = Sides(self._count, vectors, self._folded, page)
        self._before, self._after = lru_cache(1 << 12)(sides.before), lru_cache(1 << 12)(sides.after)
        marks = Sides(count, vectors, {})  # which no page prints
        self._begin, self._end = marks.before(BEGIN), marks.after(END)

    @classmethod
    @cache
    def load(cls) -> LanguageModel:
        """The model that ships with the package; the same object every time."""
        data = shipped()
        return cls(lru_cache(1 << 16)(data.table), data.characters, data.vectors, data.weights)

    def adapted(self, texts: Iterable[str]) -> LanguageModel:
        """The model with the n-grams of ``texts`` counted in: the blocks of the page or issue being cleaned.

        No n-gram is counted across the end of a text: a join that is to be judged is no evidence for itself.
        """
        texts = list(texts)
        folded = fold_all(texts)
        page = PageCounts(folded)
        known = {text: form for text, form in zip(texts, folded, strict=True) if _alike(text, form)}
        return LanguageModel(self._shipped, self._total, self._vectors, self.weights, page, known)

    def join(self, left: str, right: str) -> float:
        """That ``right`` continues ``left`` in mid-sentence, rather than some other sentence."""
        return self._weighed("join", self.join_evidence(left, right))

    def joins(self, pairs: Iterable[tuple[str, str]]) -> list[float]:
        """As :meth:`join` for each of some pairs; what they ask of the page is counted at once."""
        seams = [(self._left(left), self._right(right)) for left, right in pairs]
        if (page := self._page) is not None:
            page.ask(left.grams[0] + right.grams[0] for left, right in seams)
            here = [
                (left.grams, right.grams) for left, right in seams if page[left.grams[0] + right.grams[0]]
            ]
            page.ask(left[i - 1] + right[j - 1] for left, right in here for i, j in CROSSINGS[1:])
        return [self._weighed("join", self._across(left, right)) for left, right in seams]

    def starts(self, text: str) -> float:
        """That ``text`` begins where a paragraph began, rather than inside a broken sentence."""
        return self._weighed("starts", self.starts_evidence(text))

    def ends(self, text: str) -> float:
        """That ``text`` ends where a paragraph ended, rather than where a sentence was broken off."""
        return self._weighed("ends", self.ends_evidence(text))

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
        return self._across(self._left(left), self._right(right))

    def starts_evidence(self, text: str) -> list[float]:
        """As for a join to a beginning; then :func:`unopened` and :func:`first_clause`."""
        pair = self._pair(self._shipped, self._begin, self._right(text))
        known = self._folded.get(text)
        folded = fold(text[:_CLAUSES]) if known is None else known[:_CLAUSES]
        return [*pair, unopened(folded), *first_clause(folded)]

    def ends_evidence(self, text: str) -> list[float]:
        """As for a join to an end; then :func:`unclosed`."""
        pair = self._pair(self._shipped, self._left(text), self._end)
        known = self._folded.get(text)
        return [*pair, unclosed(fold(text[-_CLAUSES:]) if known is None else known[-_CLAUSES:])]

    def _left(self, text: str) -> Side:
        return self._before(text if text in self._folded else text[-_EDGE:])

    def _right(self, text: str) -> Side:
        return self._after(text if text in self._folded else text[:_EDGE])

    def _weighed(self, question: str, evidence: list[float]) -> float:
        weights = self.weights[question]  # one more than the evidence: the constant
        return sum(map(mul, weights, evidence), weights[-1])

    def _across(self, left: Side, right: Side) -> list[float]:
        page = self._page
        if page is not None and page[left.grams[0] + right.grams[0]]:
            return [*self._pair(self._count, left, right), _longer(page, left.grams, right.grams)]
        return [*self._pair(self._shipped, left, right), 0.0]  # nor does the page have anything longer

    def _pair(self, count: Count, left: Side, right: Side) -> list[float]:
        found = crossings(count, self._total, left[:2], right[:2])
        found.append(float(left.vector.dot(right.vector)))
        return found

    def _log_probability(self, before: str, char: str) -> float:
        """Of ``char`` after ``before`` (Dirichlet smoothing towards its own frequency)."""
        alone = (self._shipped(char) + 0.1) / (self._total + 1000)
        context = self._shipped(before) if before else 0.0
        together = self._shipped(before + char) if context else 0.0
        return log((together + 10 * alone) / (context + 10))


def _alike(text: str, folded: str) -> bool:
    """Whether the ends of a text, so far as they are read, are those of its folded form: little white space is gone."""
    lost = len(text) - len(folded)
    return not lost or (lost <= _EDGE // 2 and len(text) <= _CLAUSES)


def _both(shipped: Count, page: PageCounts) -> Count:
    """The counts that ship with the package and those of a page together."""
    return lambda gram: shipped(gram) + PAGE_WEIGHT * page[gram]


def _longer(page: PageCounts, left: Sequence[str], right: Sequence[str]) -> float:
    """How many of the two n-grams of order 3 across a join stand elsewhere on the page."""
    return float((page[left[1] + right[0]] > 0) + (page[left[0] + right[1]] > 0))

"""The language model: log-odds for joins, beginnings and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from math import log
from typing import Any

from pipeline.language.evidence import BEGIN, END, Count, crossings
from pipeline.language.folding import CLOSING, OPENING, fold
from pipeline.language.table import shipped

_PAGE_WEIGHT = 4.0
_TERMINAL = "。！？!?…”’)》；;"


class LanguageModel:
    """A character n-gram model; immutable. All scores are natural-log odds unless said otherwise.

    Args:
        count: counts of n-grams of folded text, paragraphs between ``BEGIN`` and ``END``.
        header: what the data file says of them.
        page: what was counted on the page or corpus at hand.
    """

    def __init__(
        self, count: Count, header: Mapping[str, Any], page: Mapping[str, int] | None = None
    ) -> None:
        self._count = count
        self._header = header
        self._page = page
        self._total = float(header["characters"])

    @classmethod
    @cache
    def load(cls) -> LanguageModel:
        """The model that ships with the package; the same object every time."""
        table, header = shipped()
        return cls(lru_cache(1 << 16)(table), header)

    def adapted(self, texts: Iterable[str]) -> LanguageModel:
        """The model with the n-grams of ``texts`` counted in: the blocks of the page or corpus being cleaned.

        No n-gram is counted across the end of a text, so that a join that is to be judged is no evidence for itself.
        """
        page: Counter[str] = Counter()
        for text in map(fold, texts):
            for n in range(1, 5):
                page.update([text[at : at + n] for at in range(len(text) - n + 1)])
        return LanguageModel(self._count, self._header, page)

    def _counted(self, gram: str) -> float:
        if self._page is None:
            return self._count(gram)
        return self._count(gram) + _PAGE_WEIGHT * self._page.get(gram, 0)

    def join(self, left: str, right: str) -> float:
        """That ``right`` continues ``left`` in mid-sentence, rather than being any other text's right half."""
        return sum(crossings(self._counted, self._total, fold(left[-12:])[-3:], fold(right[:12])[:3]))

    def starts(self, text: str) -> float:
        """That ``text`` begins with the beginning of a paragraph, rather than with the rest of a broken one."""
        folded = fold(text)
        return sum(crossings(self._counted, self._total, BEGIN, folded[:3])) - 2.0 * _unopened(folded)

    def ends(self, text: str) -> float:
        """That ``text`` ends with the end of a paragraph, rather than where it was broken off."""
        folded = fold(text)
        terminal = 2.0 if folded[-1:] in _TERMINAL else -2.0
        return sum(crossings(self._counted, self._total, folded[-3:], END)) + terminal

    def fluency(self, text: str) -> float:
        """The mean log probability of a character of ``text``; about -5 for prose, -9 and less for noise."""
        folded = fold(text)
        if not folded:
            return 0.0
        return sum(
            self._surprise(folded[at - 1 : at] if at else "", folded[at]) for at in range(len(folded))
        ) / len(folded)

    def _surprise(self, before: str, char: str) -> float:
        alone = (self._counted(char) + 0.1) / (self._total + 1000)
        seen = self._counted(before) if before else 0.0
        both = self._counted(before + char) if seen else 0.0
        return log((both + 10 * alone) / (seen + 10))


def _unopened(folded: str) -> bool:
    """Whether a bracket or quotation mark is closed that was never opened."""
    depth = 0
    for char in folded:
        depth += (char in OPENING) - (char in CLOSING)
        if depth < 0:
            return True
    return False

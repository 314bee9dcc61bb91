"""Topics: whether stretches of a page speak of the same things (TextTiling's lexical cohesion, Hearst 1997)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt

from pipeline.language import fold


class Topics:
    """The character bigrams of each fragment of a page, weighed by how few fragments have them.

    Args:
        texts: the fragments' texts; fragments are named by their index here.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._grams = [_bigrams(fold(text)) for text in texts]
        spread = Counter(gram for grams in self._grams for gram in grams)
        # A bigram that one fragment has alone cannot tie it to another, and one that most have says nothing.
        self._weight = {gram: log(len(texts) / n) for gram, n in spread.items() if n > 1}

    def cohesion(self, ones: Iterable[int], others: Iterable[int]) -> float:
        """Cosine, 0 to 1, of the weighed bigrams of two groups of fragments."""
        return self._cosine(self._union(ones), self._union(others))

    def covered(self, one: int, others: Iterable[int]) -> float:
        """The share of fragment ``one``'s bigrams, by weight, that ``others`` have too."""
        grams = self._grams[one]
        total = sum(self._weight.get(gram, self._rare) for gram in grams)
        return sum(self._weight[gram] for gram in grams & self._union(others)) / total if total else 0.0

    def opens(self, one: int, above: Sequence[int], below: Sequence[int]) -> float:
        """Log-odds that a new story begins at fragment ``one`` and not a section of the story ``above`` it.

        Fitted by logistic regression to 1,438 headlines and cross-heads of made pages: cohesion above and below
        is .05 (median) at the one and .17 at the other; a headline's words stand in the story above in one of ten
        cases, a cross-head's in half of all.
        """
        if not above or not below:
            return 1.0
        odds = max(-3.0, min(1.7, -16.0 * (self.cohesion(above, below) - 0.11)))
        odds += max(-2.0, min(0.2, -5.0 * (self.covered(one, above) - 0.05)))
        return odds * min(1.0, len(self._grams) / _MANY)  # on a small page what recurs are common words

    def likeness(self, ones: Iterable[str], others: Iterable[str]) -> float:
        """As :meth:`cohesion`, of any two groups of texts."""
        return self._cosine(self._known(ones), self._known(others))

    def _cosine(self, a: set[str], b: set[str]) -> float:
        norm = sqrt(self._norm(a) * self._norm(b))  # 0 where every fragment of the page has all of them
        return sum(self._weight[gram] ** 2 for gram in a & b) / norm if norm else 0.0

    def _known(self, texts: Iterable[str]) -> set[str]:
        return {gram for text in texts for gram in _bigrams(fold(text)) if gram in self._weight}

    @property
    def _rare(self) -> float:
        return log(max(2, len(self._grams)))

    def _union(self, which: Iterable[int]) -> set[str]:
        return {gram for n in which for gram in self._grams[n] if gram in self._weight}

    def _norm(self, grams: set[str]) -> float:
        return sum(self._weight[gram] ** 2 for gram in grams)


_MANY = 40
"""Fragments of a page from which on its bigrams tell common words from topics."""
_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")


def _bigrams(folded: str) -> set[str]:
    return set(_PAIR.findall(folded))

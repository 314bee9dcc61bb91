"""Topics: whether stretches of a page speak of the same things (TextTiling's lexical cohesion, Hearst 1997)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from copy import copy
from functools import reduce
from math import log, sqrt
from operator import or_

import numpy as np
import numpy.typing as npt

from pipeline.language import fold_all
from pipeline.values.arrays import changes, distinct

Numbers = npt.NDArray[np.int64]
Bigrams = int
"""A set of the page's bigrams: a bit for each, by its number."""
Group = tuple[Bigrams, float]
"""The bigrams of some fragments, and the sum of their squared weights."""
Weights = list[tuple[Bigrams, float]]
"""The bigrams that weigh the same, and the weight of each of them."""


class Topics:
    """The character bigrams of each fragment of a page, weighed by how few fragments have them.

    Sets of them are bits of one number: the bigrams that two share, and their weight, cost a microsecond.

    Args:
        texts: the fragments' texts; fragments are named by their index here.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        bigrams, owners = _bigrams(texts)
        starts = np.flatnonzero(changes(bigrams))
        spread = np.append(starts[1:], len(bigrams)) - starts
        # A bigram that one fragment has alone cannot tie it to another, and one that most have says nothing.
        ties = spread > 1
        self._bigrams, held = bigrams[starts[ties]], spread[ties]
        # Those of most fragments come first: then the set of all that so many have is a short number.
        self._number = np.empty(len(held), np.int64)
        self._number[np.argsort(-held, kind="stable")] = np.arange(len(held))
        self._shared = _sets(
            owners[np.repeat(ties, spread)], np.repeat(self._number, held), len(texts), len(held)
        )
        levels = np.flatnonzero(np.bincount(held))  # by how many fragments have them
        alike = _sets(np.searchsorted(levels, held), self._number, len(levels), len(held))
        self._weight = [(those, log(len(texts) / n)) for those, n in zip(alike, levels.tolist(), strict=True)]
        self._square = [(those, weight**2) for those, weight in self._weight]
        self._rare = log(max(2, len(texts)))
        self._sizes = np.bincount(owners, minlength=len(texts)).tolist()
        self._totals: dict[int, float] = {}
        self._groups: dict[tuple[int, ...], Group] = {}
        self._cohesions: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}

    def ordered(self, order: Sequence[int]) -> Topics:
        """The same of the fragments in another order."""
        found = copy(self)
        found._shared, found._sizes = [self._shared[n] for n in order], [self._sizes[n] for n in order]
        found._totals, found._groups, found._cohesions = {}, {}, {}
        return found

    def cohesion(self, ones: Iterable[int], others: Iterable[int]) -> float:
        """Cosine, 0 to 1, of the weighed bigrams of two groups of fragments."""
        groups = tuple(ones), tuple(others)
        if groups not in self._cohesions:  # a headline of two lines stands between the same paragraphs
            self._cohesions[groups] = self._cosine(*map(self._group, groups))
        return self._cohesions[groups]

    def covered(self, one: int, others: Iterable[int]) -> float:
        """The share of fragment ``one``'s bigrams, by weight, that ``others`` have too."""
        shared = self._shared[one]
        common = shared & self._all(others)
        if not common:
            return 0.0
        if one not in self._totals:
            rare = self._rare * (self._sizes[one] - shared.bit_count())
            self._totals[one] = self._sum(self._weight, shared) + rare
        total = self._totals[one]
        return self._sum(self._weight, common) / total if total else 0.0

    def opens(self, one: int, above: Sequence[int], below: Sequence[int]) -> float:
        """Log-odds that a new story begins at fragment ``one`` and not a section of the story ``above`` it.

        Fitted by logistic regression to 1,438 headlines and cross-heads of made pages: cohesion above and below
        is .05 (median) at the one and .17 at the other; a headline's words stand in the story above in one of ten
        cases, a cross-head's in half of all. The words' weight and range (-5, -2 in that fit) are those of a second
        one, to 897 lines of 480 other pages that are marked alike, with all other evidence.
        """
        if not above or not below:
            return 1.0
        odds = max(-3.0, min(1.7, -16.0 * (self.cohesion(above, below) - 0.11)))
        odds += max(-3.5, min(0.2, -8.0 * (self.covered(one, above) - 0.05)))
        return odds * min(1.0, len(self._shared) / _MANY)  # on a small page only common words recur

    def likeness(self, ones: Sequence[str], others: Sequence[str], fragments: Iterable[int] = ()) -> float:
        """As :meth:`cohesion`, of any two groups of texts; ``fragments`` of the page go with the others."""
        shared = self._all(fragments, self._known(others))
        return self._cosine(self._weighed(self._known(ones)), self._weighed(shared))

    def _cosine(self, a: Group, b: Group) -> float:
        norm = sqrt(a[1] * b[1])  # 0 where every fragment of the page has all of them
        return self._sum(self._square, a[0] & b[0]) / norm if norm else 0.0

    def _group(self, which: Iterable[int]) -> Group:
        which = tuple(which)
        if which not in self._groups:
            self._groups[which] = self._weighed(self._all(which))
        return self._groups[which]

    def _all(self, which: Iterable[int], more: Bigrams = 0) -> Bigrams:
        return reduce(or_, [self._shared[n] for n in which], more)

    def _weighed(self, bigrams: Bigrams) -> Group:
        return bigrams, self._sum(self._square, bigrams)

    def _known(self, texts: Sequence[str]) -> Bigrams:
        if not any(texts):
            return 0
        wanted = distinct(_bigrams(texts)[0])
        places = np.searchsorted(self._bigrams, wanted)
        places, wanted = places[places < len(self._bigrams)], wanted[places < len(self._bigrams)]
        known = self._number[places[self._bigrams[places] == wanted]]
        (found,) = _sets(np.zeros_like(known), known, 1, len(self._bigrams))
        return found

    @staticmethod
    def _sum(weights: Weights, bigrams: Bigrams) -> float:
        return sum([weight * held.bit_count() for those, weight in weights if (held := bigrams & those)], 0.0)


def around(at: int, some: Sequence[int], many: int) -> tuple[Sequence[int], Sequence[int]]:
    """Of some fragments, in order, the last ``many`` above a place and the first ``many`` below it."""
    return some[: bisect_left(some, at)][-many:], some[bisect_right(some, at) :][:many]


_MANY = 40
"""Fragments of a page from which on its bigrams tell common words from topics."""
_OWNER_BITS = 31


def _bigrams(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The pairs of Chinese characters of each of ``texts`` as numbers, (m,), and whose they are, (m,).

    Each stands once for each text that has it; in order of the pairs, then of the texts.
    """
    codes = np.frombuffer("\n".join(fold_all(texts)).encode("utf-32-le", "surrogatepass"), "<u4").astype(
        np.int64
    )
    chinese = (codes >= 0x3400) & (codes <= 0x9FFF)
    at = np.flatnonzero(chinese[:-1] & chinese[1:])
    owners = np.cumsum(codes == ord("\n"))[at]
    packed = distinct((codes[at] << 16 | codes[at + 1]) << _OWNER_BITS | owners)
    return packed >> _OWNER_BITS, packed & ((1 << _OWNER_BITS) - 1)


def _sets(owners: Numbers, numbers: Numbers, count: int, many: int) -> list[Bigrams]:
    """The ``numbers``, below ``many``, of each of ``count`` owners as bits; no pair stands twice."""
    width = many // 8 + 1
    bits = np.zeros(count * width, dtype=np.uint8)
    np.bitwise_or.at(bits, owners * width + (numbers >> 3), _BIT[numbers & 7])
    row = bits.tobytes()
    return [int.from_bytes(row[at : at + width], "little") for at in range(0, len(row), width)]


_BIT = np.uint8(1) << np.arange(8, dtype=np.uint8)

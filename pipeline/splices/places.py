"""Places where a passage stands twice: what would be left without it, and how well that reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from pipeline.duplicates import Match
from pipeline.language import LanguageModel
from pipeline.topics import Topics

_REACH = 6
"""How many characters a model may invent at a seam: the cut may lie so far from the copy's first."""
_INVENTED = 1.5
"""Log-odds that each such character must earn, so that nothing is cut for a marginal gain."""
_AROUND = 3
"""Paragraphs on either side of a place that tell what is spoken of there."""
_ASKED = 256
"""Texts whose beginnings and ends are remembered while a page's cuts are weighed: many are asked for again."""
_CLOSED = 3.0
"""What a seam at a clean beginning or end is worth at most; it must not outweigh a sentence in pieces."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch over consecutive fragments: from ``start`` in the first to ``end`` in the last."""

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A place to be cut out, and the place that is kept.

    ``first`` is 0 where the earlier of the two is cut, 1 where the later; ``whole`` tells that it is made of
    whole paragraphs; ``drops`` is false where it says more than what it copies, so that it stays and is told of.
    """

    place: Place
    twin: Place
    gain: float
    matches: tuple[Match, ...]
    first: int
    whole: bool
    evidence: dict[str, float]
    drops: bool = True


class Weight(NamedTuple):
    """How much a cut mends a page (log-odds), at which exact place, and what it is made of."""

    gain: float
    place: Place
    evidence: dict[str, float]


class Page:
    """The texts of a page's fragments, with the language model that judges their seams."""

    def __init__(self, texts: Sequence[str], model: LanguageModel) -> None:
        self.texts = texts
        self.model = model
        self._starts, self._ends = lru_cache(_ASKED)(model.starts), lru_cache(_ASKED)(model.ends)

    @cached_property
    def topics(self) -> Topics:
        """What the paragraphs speak of; asked for only where a repeat may be damage."""
        return Topics(self.texts)

    def left(self, place: Place) -> str:
        """What stands before a place in the same sentence; empty where a paragraph begins there."""
        inside = self.texts[place.first][: place.start]
        if len(inside) > 3 or place.first == 0 or self._ends(self.texts[place.first - 1]) > 0:
            return inside
        return self.texts[place.first - 1] + inside

    def right(self, place: Place) -> str:
        """What stands after a place in the same sentence; empty where a paragraph ends there."""
        inside = self.texts[place.last][place.end :]
        if inside or place.last + 1 >= len(self.texts):
            return inside
        after = self.texts[place.last + 1]
        open_left = bool(self.texts[place.first][: place.start]) and self._ends(self.left(place)) < 0
        return after if open_left or self._starts(after) < 0 else ""

    def kept(self, place: Place) -> float:
        """How well the place reads on with what stands around it, in log-odds."""
        head = self.texts[place.first][place.start : place.start + 12]
        tail = self.texts[place.last][max(0, place.end - 12) : place.end]
        return self.seam(self.left(place), head) + self.seam(tail, self.right(place))

    def mended(self, place: Place) -> tuple[float, Place]:
        """How well the page reads without the place, and the place with what was invented at its seams."""
        best = self.seam(self.left(place), self.right(place)), place
        if not self.left(place) or not self.right(place):
            return best
        wider = [(grown, left, right) for grown, left, right in self._wider(place) if left and right]
        odds = self.model.joins([(left, right) for _, left, right in wider])
        for joined, (grown, _, _) in zip(odds, wider, strict=True):
            invented = place.start - grown.start + grown.end - place.end
            best = max(best, (joined - _INVENTED * invented, grown), key=itemgetter(0))
        return best

    def _wider(self, place: Place) -> Iterator[tuple[Place, str, str]]:
        """The place with some characters more on either side, and what then stands before and after it."""
        rest = self.texts[place.last]
        for back in range(min(_REACH, place.start) + 1):
            earlier = replace(place, start=place.start - back)
            left = self.left(earlier)
            for on in range(min(_REACH, len(rest) - place.end) + 1):
                grown = replace(earlier, end=place.end + on)
                if back or on:
                    yield grown, left, rest[grown.end :] or self.right(grown)

    def strange(self, place: Place) -> float:
        """How little the place has to do with the paragraphs around it: 0 to -1, the more the more alike."""
        inside = [text for _, text in stretches(self.texts, place)]
        beside = [self.texts[place.first][: place.start], self.texts[place.last][place.end :]]
        before = range(max(0, place.first - _AROUND), place.first)
        after = range(place.last + 1, min(place.last + 1 + _AROUND, len(self.texts)))
        return -self.topics.likeness(inside, beside, [*before, *after])

    def seam(self, left: str, right: str) -> float:
        """How well two texts read on; an empty one stands for the edge of a paragraph."""
        if not left and not right:
            return 0.0
        if not left:
            return max(-_CLOSED, min(_CLOSED, self._starts(right[:40])))
        if not right:
            return max(-_CLOSED, min(_CLOSED, self._ends(left[-40:])))
        return self.model.join(left, right)


def stretches(texts: Sequence[str], place: Place) -> Iterator[tuple[int, str]]:
    """The fragments that a place touches, by number, and what of their texts lies in it."""
    for n in range(place.first, place.last + 1):
        start = place.start if n == place.first else 0
        yield n, texts[n][start : place.end] if n == place.last else texts[n][start:]


def apart(texts: Sequence[str], matches: Sequence[Match]) -> Iterator[str]:
    """The texts without what stands at the seams of the matches.

    A model adapted to a page must not take a seam for good because it stands on the page: the seam is what
    is on trial.
    """
    seams: dict[int, list[tuple[int, int]]] = {}
    for match in matches:
        seams.setdefault(match.a, []).append((match.a_start, match.a_end))
        seams.setdefault(match.b, []).append((match.b_start, match.b_end))
    for n, text in enumerate(texts):
        at = 0
        for start, end in sorted(seams.get(n, ())):
            yield text[at : max(at, start - _REACH)]
            yield text[max(at, start) : end]
            at = max(at, end + _REACH)
        yield text[at:]

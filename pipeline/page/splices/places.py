"""Places where a passage stands twice: the text that is left when it is cut, and how well that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple, TypeVar

from pipeline.duplicates import Match
from pipeline.language import LanguageModel
from pipeline.page.topics import Topics

_REACH = 6
"""How many characters a model may invent at a seam: the cut may lie so far from the copy's first."""
_INVENTED = 1.5
"""Log-odds that each such character must earn, so that nothing is cut for a marginal gain."""
_AROUND = 3
"""Paragraphs on either side of a place that tell its topic."""
_CLOSED = 3.0
"""Greatest log-odds of a seam at a clean beginning or end; it must not outweigh a sentence in pieces."""


_SHORT = 3
"""Characters before a place that are no more than the end of a sentence from the paragraph above."""
_EDGE = 40
"""Characters of a clean beginning or end that are read."""
_READ = 400
"""Characters on either side of a seam that are kept for the model, which reads fewer: a line of 100,000 characters with
hundreds of places would take as many copies of it."""
_Seam = tuple[str, str]
_Key = TypeVar("_Key")


class Place(NamedTuple):
    """A stretch over consecutive fragments: from ``start`` in the first to ``end`` in the last."""

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A place to be cut out, and the place that is kept.

    ``first`` is 0 where the earlier of the two is cut, 1 where the later; ``whole`` tells that it is made of
    whole paragraphs; ``finding`` is the proof that it does not belong there: without a proof it stays and is
    flagged.
    """

    place: Place
    twin: Place
    gain: float
    matches: tuple[Match, ...]
    first: int
    whole: bool
    evidence: dict[str, float]
    finding: str = "like"

    @property
    def proved(self) -> bool:
        """Whether anything proves that it does not belong there."""
        return self.finding in ("twice", "inside")


class Weight(NamedTuple):
    """How much a cut mends a page (log-odds), at which exact place, and the parts of that sum."""

    gain: float
    place: Place
    evidence: dict[str, float]


class _Answers(dict[_Key, float]):
    """The model's answers by question; a question that is not there is asked when it is looked up."""

    def __init__(self, ask: Callable[[_Key], float]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: _Key) -> float:
        self[key] = found = self._ask(key)
        return found


class Page:
    """The texts of a page's fragments, with the language model that judges their seams."""

    def __init__(self, texts: Sequence[str], model: LanguageModel) -> None:
        self.texts = texts
        self.model = model
        self._starts, self._ends = _Answers(model.starts), _Answers(model.ends)
        self._joins = _Answers[_Seam](lambda seam: model.join(*seam))
        self._grown: dict[Place, list[tuple[Place, _Seam]]] = {}

    @cached_property
    def topics(self) -> Topics:
        """The topics of the paragraphs; counted only where a repeat may be damage."""
        return Topics(self.texts)

    def ask_about(self, places: Sequence[Place]) -> None:
        """Ask the model all questions about some places at once, in rounds: one answer decides the next question."""
        high = [place for place in places if place.first and place.start <= _SHORT + _REACH]
        low = [place for place in places if place.last + 1 < len(self.texts) and self._rest(place) <= _REACH]
        above = [self.texts[place.first - 1] for place in high]
        self._ask([self.texts[place.last + 1] for place in low], above, [])
        earlier = [place._replace(start=at) for place in low for at in _back(place)]
        self._ask([], [self.left(place) for place in earlier], [])
        seams = [seam for place in places for seam in self._seams(place)]
        starts = [right[:_EDGE] for left, right in seams if right and not left]
        ends = [left[-_EDGE:] for left, right in seams if left and not right]
        self._ask(starts, ends, [seam for seam in seams if all(seam)])

    def _ask(self, starts: Sequence[str], ends: Sequence[str], joins: Sequence[_Seam]) -> None:
        asked = self.model.answers(starts, ends, joins)
        self._starts.update(zip(starts, asked.starts, strict=True))
        self._ends.update(zip(ends, asked.ends, strict=True))
        self._joins.update(zip(joins, asked.joins, strict=True))

    def _seams(self, place: Place) -> list[_Seam]:
        """All that a place is judged by."""
        wider = [seam for _, seam in self._wider(place)]
        return [self._around(place), *self._inner(place), *wider]

    def _around(self, place: Place) -> _Seam:
        """The text before a place and after it, as far as the model reads."""
        return self.left(place)[-_READ:], self.right(place)[:_READ]

    def _rest(self, place: Place) -> int:
        """Characters that stand behind a place in its last fragment."""
        return len(self.texts[place.last]) - place.end

    def left(self, place: Place) -> str:
        """The text before a place in the same sentence; empty where a paragraph begins there."""
        inside = self.texts[place.first][: place.start]
        if len(inside) > _SHORT or place.first == 0 or self._ends[self.texts[place.first - 1]] > 0:
            return inside
        return self.texts[place.first - 1] + inside

    def right(self, place: Place) -> str:
        """The text after a place in the same sentence; empty where a paragraph ends there."""
        inside = self.texts[place.last][place.end :]
        if inside or place.last + 1 >= len(self.texts):
            return inside
        after = self.texts[place.last + 1]
        open_left = bool(self.texts[place.first][: place.start]) and self._ends[self.left(place)] < 0
        return after if open_left or self._starts[after] < 0 else ""

    def kept(self, place: Place) -> float:
        """How well the place reads on with the text around it, in log-odds."""
        return sum(self.seam(*seam) for seam in self._inner(place))

    def _inner(self, place: Place) -> tuple[_Seam, _Seam]:
        """Two seams: the text before the place and its first characters; its last ones and the text after it."""
        head = self.texts[place.first][place.start : place.start + 12]
        tail = self.texts[place.last][max(0, place.end - 12) : place.end]
        left, right = self._around(place)
        return (left, head), (tail, right)

    def mended(self, place: Place) -> tuple[float, Place]:
        """How well the page reads without the place, and the place with the characters invented at its seams."""
        best = self.seam(*self._around(place)), place
        for grown, seam in self._wider(place):
            invented = place.start - grown.start + grown.end - place.end
            best = max(best, (self.seam(*seam) - _INVENTED * invented, grown), key=itemgetter(0))
        return best

    def _wider(self, place: Place) -> list[tuple[Place, _Seam]]:
        """The place with some characters more on either side, and the text that is then before and after it."""
        if place not in self._grown:
            inside = self.left(place) and self.right(place)
            found = self._widened(place) if inside else ()
            self._grown[place] = [(grown, seam) for grown, seam in found if all(seam)]
        return self._grown[place]

    def _widened(self, place: Place) -> Iterator[tuple[Place, _Seam]]:
        rest = self.texts[place.last]
        texts: dict[str, str] = {}  # equal ones are held once
        for start in _back(place):
            left = self.left(place._replace(start=start))[-_READ:]
            for end in range(place.end, min(place.end + _REACH, len(rest)) + 1):
                grown = Place(place.first, start, place.last, end)
                if grown != place:
                    right = rest[end : end + _READ] or self.right(grown)[:_READ]
                    yield grown, (left, texts.setdefault(right, right))

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
            return max(-_CLOSED, min(_CLOSED, self._starts[right[:_EDGE]]))
        if not right:
            return max(-_CLOSED, min(_CLOSED, self._ends[left[-_EDGE:]]))
        return self._joins[left, right]


def _back(place: Place) -> range:
    """Where a place may begin: there, or up to so many characters earlier."""
    return range(place.start, max(0, place.start - _REACH) - 1, -1)


def stretches(texts: Sequence[str], place: Place) -> Iterator[tuple[int, str]]:
    """The fragments that a place touches, by number, and the part of each that lies in it."""
    for n in range(place.first, place.last + 1):
        start = place.start if n == place.first else 0
        yield n, texts[n][start : place.end] if n == place.last else texts[n][start:]


def apart(texts: Sequence[str], matches: Sequence[Match]) -> Iterator[str]:
    """The texts without the characters at the seams of the matches.

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

"""Splices: what was printed or read into the wrong place is cut out at the exact character.

A passage that stands twice on a page belongs to one of its two places. Each place is judged by its
seams: would the text around the copy read on if the copy were cut out, and does the copy read on with
what stands around it? The language model answers both; the copy whose removal mends more is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import exp
from operator import itemgetter
from typing import NamedTuple

from pipeline.duplicates import Match
from pipeline.language import LanguageModel
from pipeline.model import Copy, Decision, Fragment
from pipeline.text import Span, Traced, join
from pipeline.topics import Topics

_REACH = 6
"""How many characters a model may invent at a seam: the cut may lie so far from the copy's first."""
_INVENTED = 1.5
"""Log-odds that each such character must earn, so that nothing is cut for a marginal gain."""
_LEAST_GAIN = 3.0
"""Log-odds by which cutting a short passage out of a paragraph must mend it; below, it is a refrain."""
_LONG = 60
"""Characters from which on a passage is hardly a refrain, and need only mend the page at all."""
_APART = 1.5
"""Log-odds by which a passage must be less at home in the one place than in the other."""
_EARLIER = 2.0
"""Log-odds by which the earlier of two equal copies must be the stranger to be cut: the first reading stays."""
_REFRAIN = 40
"""Passages shorter than this, in characters, that stand twice in mid-paragraph are refrains of official prose."""
_NEAR = 4
"""Fragments between two copies of a paragraph that was read twice: none, or lines of another column."""
_INNER = 1.5
"""Log-odds a paragraph that what stands in whole paragraphs elsewhere is the intruder inside a sentence."""
_FLUENT = -1.0
"""Log-odds below which a sentence that two paragraphs share reads well in both, and is no damage."""
_SAME = 0.7
"""Jaccard similarity from which on two short paragraphs far apart are one, and not two uses of a formula."""
_ALIKE = 0.65
"""Jaccard similarity of a paragraph and the copy that is dropped. On 320 made pages 240 of 242 true copies have
more, and 20 of 71 paragraphs that tell the same in other words have less."""
_LONGER = 1.15
"""How much longer than what is kept a dropped copy may be: 1 of 242 true ones is, and 13 of 71 others."""
_LINE = 40
"""Characters of the longest headline or deck that may repeat words of its story's text."""
_LOST = 3
"""Characters that a copy may have lost at its head."""
_STOPS = "。！？!?…”’」』"
_TOPIC = 6.0
"""Log-odds of a cohesion of 1 (none is above .5 between stories of one page; measured on made pages)."""
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
    whole paragraphs.
    """

    place: Place
    twin: Place
    gain: float
    matches: tuple[Match, ...]
    first: int
    whole: bool
    evidence: dict[str, float]


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
        odds = self.model.joins((left, right) for _, left, right in wider)
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


def cuts(texts: Sequence[str], matches: Sequence[Match], model: LanguageModel, shortest: int) -> list[Cut]:
    """Which copies are to be cut out, in the order of the page.

    Args:
        texts: the fragments' texts.
        matches: what stands twice among them.
        model: judges the seams; it is adapted to the page.
        shortest: fewest characters of a whole paragraph that counts as a copy when it stands twice.
    """
    if not any(match.a_end - match.a_start >= shortest for match in matches):
        return []
    page = Page(texts, model.adapted(apart(texts, matches)))
    found: list[Cut] = []
    taken: set[tuple[int, int]] = set()
    for run in _runs(texts, matches):
        one, two = _places(run)
        cut = _decide(page, run, one, two, shortest)
        if cut and not taken.intersection(_cells(cut.place)) and not taken.intersection(_cells(cut.twin)):
            taken.update(_cells(cut.place))
            found.append(cut)
    return sorted(found, key=lambda cut: (cut.place.first, cut.place.start))


def _runs(texts: Sequence[str], matches: Sequence[Match]) -> Iterator[tuple[Match, ...]]:
    """Matches that follow each other on both sides, longest runs first."""
    runs: list[list[Match]] = []
    for match in matches:
        run = next((run for run in runs if _follows(texts, run, match)), None)
        if run:
            run.append(match)
        else:
            runs.append([match])
    yield from sorted(map(tuple, runs), key=lambda run: -sum(match.a_end - match.a_start for match in run))


def _follows(texts: Sequence[str], run: Sequence[Match], match: Match) -> bool:
    last = run[-1]
    return (
        (match.a, match.b) == (last.a + 1, last.b + 1)
        and last.a_end >= len(texts[last.a].rstrip()) - 1
        and match.a_start <= 1
        and match.a < run[0].b
    )


def _places(run: Sequence[Match]) -> tuple[Place, Place]:
    first, last = run[0], run[-1]
    return Place(first.a, first.a_start, last.a, last.a_end), Place(
        first.b, first.b_start, last.b, last.b_end
    )


def _cells(place: Place) -> Iterator[tuple[int, int]]:
    """The fragments that a place touches; a cut fragment is cut once."""
    for n in range(place.first, place.last + 1):
        yield n, 0


def _decide(page: Page, run: tuple[Match, ...], one: Place, two: Place, shortest: int) -> Cut | None:
    full = _fills(page, one, shortest), _fills(page, two, shortest)
    if not _damage(page, run, full):
        return None
    rows = [_weighed(page, place) for place in (one, two)]
    near = two.first - one.last <= _NEAR
    if all(full):
        first = 0 if rows[0][0] > rows[1][0] + _EARLIER and not near else 1
    elif any(full):
        inner = full.index(False)
        if near and len(run) == 1 and rows[inner][0] < _LEAST_GAIN:
            first = 1 - inner  # the second reading of a paragraph, in part
        else:
            first = inner if rows[inner][0] + _INNER * len(run) > rows[1 - inner][0] else 1 - inner
            if rows[first][0] < _FLUENT:
                return None
    else:
        first = max((0, 1), key=lambda n: rows[n][0])
        if not _mends(run, rows[first][0], rows[1 - first][0]):
            return None
    if full[first] and not _repeats(page, run, (one, two)[first], (one, two)[1 - first]):
        return None
    gain, place, told = rows[first]
    return Cut(place, (one, two)[1 - first], gain, run, first=first, whole=full[first], evidence=told)


def _mends(run: Sequence[Match], gain: float, other: float) -> bool:
    """Whether a passage inside two paragraphs is damage in the one, and at home in the other."""
    if len(run) > 1:
        return gain - other > _APART
    size = run[0].a_end - run[0].a_start
    return gain > (_LEAST_GAIN if size < _LONG else 0.0) and gain - other > _APART


def _damage(page: Page, run: Sequence[Match], full: tuple[bool, bool]) -> bool:
    """Whether a repeat can be damage at all, and no refrain, headline or wire copy that two stories share."""
    size = sum(match.a_end - match.a_start for match in run)
    if not any(full):
        return size >= _REFRAIN
    head = run[0]
    if len(run) == 1 and not all(full) and _is_line(page.texts[(head.a, head.b)[full.index(True)]]):
        return False
    if len(run) > 1 or head.b - head.a <= _NEAR:
        return True
    line = page.texts[head.a][head.a_start : head.a_end].rstrip()
    return size >= _REFRAIN or (line[-1:] in _STOPS and head.jaccard >= _SAME)


def _is_line(text: str) -> bool:
    """Whether a text is a headline or deck, which may quote its story."""
    return len(text) <= _LINE and text.rstrip()[-1:] not in _STOPS


def _repeats(page: Page, run: Sequence[Match], copy: Place, kept: Place) -> bool:
    """Whether all that whole paragraphs say is said by what they are a copy of."""
    size, least = (sum(len(text) for _, text in stretches(page.texts, place)) for place in (copy, kept))
    return size <= _LONGER * least + _LOST and min(match.jaccard for match in run) >= _ALIKE


def _weighed(page: Page, place: Place) -> Weight:
    """By how much cutting a place mends the page, in log-odds, and its exact seams."""
    mended, exact = page.mended(place)
    kept, strange = page.kept(place), _TOPIC * page.strange(place)
    told = {"without_it": round(mended, 2), "with_it": round(-kept, 2), "topic": round(strange, 2)}
    return Weight(mended - kept + strange, exact, told)


def _fills(page: Page, place: Place, shortest: int) -> bool:
    """Whether a place is made of whole paragraphs, long enough to be no refrain."""
    size = sum(len(page.texts[n]) for n in range(place.first, place.last + 1))
    ends = len(page.texts[place.last].rstrip("。！？!?…”’」』）) "))
    return place.start <= _LOST and place.end >= ends and size >= shortest


def cut_copies(
    rows: Sequence[Fragment],
    matches: Sequence[Match],
    model: LanguageModel,
    shortest: int,
    rejects: Callable[[Span], bool],
) -> tuple[list[Fragment], list[Decision], list[Copy]]:
    """The fragments without the copies that do not belong where they stand.

    ``rejects`` tells of a stretch whether a person wants it kept.
    """
    texts = [row.text.text for row in rows]
    decisions: list[Decision] = []
    copies: list[Copy] = []
    left: list[Fragment | None] = list(rows)
    for cut in cuts(texts, matches, model, shortest):
        if any(rejects(span) for stretch in _stretches(rows, cut.place) for span in stretch.spans):
            continue
        decisions += _dropped(rows, cut)
        copies += _copies(rows, cut)
        _apply(rows, left, cut.place)
    return [row for row in left if row is not None], decisions, copies


def _apply(rows: Sequence[Fragment], left: list[Fragment | None], place: Place) -> None:
    for n in range(place.first, place.last + 1):
        text = rows[n].text
        before = text.cut(0, place.start) if n == place.first else Traced("", ())
        after = text.cut(place.end) if n == place.last else Traced("", ())
        rest = join((before, after)).strip()
        keeps = rest or rows[n].continued_from or rows[n].continues_on
        left[n] = _shortened(rows[n], rest) if keeps else None


def _shortened(fragment: Fragment, rest: Traced) -> Fragment:
    return replace(fragment, text=rest, run_in=min(fragment.run_in, len(rest)))


def _stretches(rows: Sequence[Fragment], place: Place) -> Iterator[Traced]:
    for n in range(place.first, place.last + 1):
        text = rows[n].text
        yield text.cut(place.start if n == place.first else 0, place.end if n == place.last else len(text))


def _dropped(rows: Sequence[Fragment], cut: Cut) -> Iterator[Decision]:
    reason = "duplicate_passage" if cut.whole else "intruding_passage"
    twins = _by_fragment(rows, cut)
    for n, stretch in zip(
        range(cut.place.first, cut.place.last + 1), _stretches(rows, cut.place), strict=True
    ):
        yield Decision(
            "splices", "dropped", reason, stretch.spans, twin=twins.get(n),
            score=round(1.0 / (1.0 + exp(-max(-20.0, min(20.0, cut.gain)))), 4) if not cut.whole else 1.0,
            evidence={**cut.evidence, "gain": round(cut.gain, 2), "jaccard": _least_jaccard(cut)},
        )  # fmt: skip


def _least_jaccard(cut: Cut) -> float:
    return round(min(match.jaccard for match in cut.matches), 3)


def _by_fragment(rows: Sequence[Fragment], cut: Cut) -> dict[int, Span]:
    """For each fragment of the cut, the source of its twin."""
    twins = {}
    for match in cut.matches:
        sides = (match.a, match.a_start, match.a_end), (match.b, match.b_start, match.b_end)
        n, start, end = sides[1 - cut.first]
        if spans := rows[n].text.source(start, end):
            twins[sides[cut.first][0]] = _hull(spans)
    return twins


def _copies(rows: Sequence[Fragment], cut: Cut) -> Iterator[Copy]:
    for match in cut.matches:
        one = _hull(rows[match.a].text.source(match.a_start, match.a_end))
        two = _hull(rows[match.b].text.source(match.b_start, match.b_end))
        kept, copy = (one, two) if cut.first else (two, one)
        yield Copy(match.kind, kept, copy, round(match.jaccard, 4), round(match.containment, 4))


def _hull(spans: Sequence[Span]) -> Span:
    return Span(spans[0].doc, spans[0].start, spans[-1].end)

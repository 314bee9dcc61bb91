"""Which of two copies is cut: the one whose removal mends more, if it can be damage at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.duplicates import Match
from pipeline.language import LanguageModel
from pipeline.page.splices.places import Cut, Page, Place, Weight, apart
from pipeline.page.splices.proof import found as finding

_LEAST_GAIN = 3.0
"""Log-odds by which cutting a short passage out of a paragraph must mend it; below, it is a refrain."""
_LONG = 60
"""Characters from which on a passage is hardly a refrain, and need only mend the page at all."""
_APART = 1.5
"""Log-odds by which a passage must be less at home in the one place than in the other."""
_EARLIER = 2.0
"""Log-odds by which the earlier of two equal copies must be the stranger to be cut: the first reading stays."""
_REFRAIN = 40
"""Passages shorter than this, in characters, that stand twice in mid-paragraph are mostly refrains of official
prose."""
_WORDS, _SURE_GAIN = 20, 6.0
"""Characters below which they always are, and log-odds by which a cut must mend the page for one that is longer: on 480
made pages ten of 366 have more, all of them intruders; of 30 real pages none has more than 1.4."""
_NEAR = 4
"""Fragments between two copies of a paragraph that was read twice: none, or lines of another column."""
_INNER = 1.5
"""Log-odds, for each whole paragraph of the other place, that the copy inside a sentence is the intruder."""
_FLUENT = -1.0
"""Log-odds below which a sentence that two paragraphs share reads well in both, and is no damage."""
_SAME = 0.7
"""Jaccard similarity from which on two short paragraphs far apart are one, and not two uses of a formula."""
_LINE = 40
"""Characters of the longest headline or deck that may repeat words of its story's text."""
_LINE_SIZE, _STRANGER = 24, 8.0
"""Characters from which on a line inside a broken sentence is no headline that quotes its story, and log-odds by which
it must be less at home there than in the other place: on 960 made pages 10 of 12 intruders of one line have more, and
nothing else has."""
_LOST = 3
"""Characters that a copy may have lost at its head."""
_STOPS = "。！？!?…”’」』"
_WHOLE = _STOPS + "）)：:；;"
"""Last characters of a paragraph that is complete: a passage below it does not break a sentence."""
_TOPIC = 6.0
"""Log-odds of a cohesion of 1 (none is above .5 between stories of one page; measured on made pages)."""


def cuts(texts: Sequence[str], matches: Sequence[Match], model: LanguageModel, shortest: int) -> list[Cut]:
    """Which copies are to be cut out, or only told of, in the order of the page.

    Args:
        texts: the fragments' texts.
        matches: the passages that stand twice among them.
        model: judges the seams; it is adapted to the page.
        shortest: fewest characters of a whole paragraph that counts as a copy when it stands twice.
    """
    if not any(match.a_end - match.a_start >= shortest for match in matches):
        return []
    page = Page(texts, model.adapted(apart(texts, matches)))
    found: list[Cut] = []
    taken: set[tuple[int, int]] = set()
    repeats = [_Repeat.of(page, run, shortest) for run in _runs(texts, matches)]
    damage = [repeat for repeat in repeats if _damage(page, repeat)]
    page.ask_about([place for repeat in damage for place in repeat.places])
    for repeat in damage:
        if any(not taken.isdisjoint(_cells(place)) for place in repeat.places):
            continue
        if cut := _decide(page, repeat, model):
            taken.update(_cells(cut.place) if cut.proved else ())
            found.append(cut)
    return sorted(found, key=lambda cut: (cut.place.first, cut.place.start))


def _runs(texts: Sequence[str], matches: Sequence[Match]) -> Iterator[tuple[Match, ...]]:
    """Matches that follow each other on both sides, longest runs first."""
    runs: list[list[Match]] = []
    ending = defaultdict[tuple[int, int], list[list[Match]]](list)  # by the last match's fragments
    for match in matches:
        open_runs = ending[match.a - 1, match.b - 1]
        run = next((run for run in open_runs if _follows(texts, run, match)), None)
        if run is None:
            run = []
            runs.append(run)
        else:
            open_runs.remove(run)
        run.append(match)
        ending[match.a, match.b].append(run)
    yield from sorted(map(tuple, runs), key=lambda run: -sum(match.a_end - match.a_start for match in run))


def _follows(texts: Sequence[str], run: Sequence[Match], match: Match) -> bool:
    """Whether a match in the fragments below a run's last goes on where that one fills its own."""
    last = run[-1]
    return last.a_end >= len(texts[last.a].rstrip()) - 1 and match.a_start <= 1 and match.a < run[0].b


class _Repeat(NamedTuple):
    """A passage that stands twice: its matches, its two places, and whether each of them fills whole paragraphs."""

    run: tuple[Match, ...]
    places: tuple[Place, Place]
    full: tuple[bool, bool]

    @classmethod
    def of(cls, page: Page, run: tuple[Match, ...], shortest: int) -> _Repeat:
        first, last = run[0], run[-1]
        one = Place(first.a, first.a_start, last.a, last.a_end)
        two = Place(first.b, first.b_start, last.b, last.b_end)
        return cls(run, (one, two), (_fills(page, one, shortest), _fills(page, two, shortest)))

    @property
    def near(self) -> bool:
        """Whether the two places are as close as two readings of a paragraph are."""
        one, two = self.places
        return two.first - one.last <= _NEAR


def _cells(place: Place) -> Iterator[tuple[int, int]]:
    """The fragments that a place touches; a cut fragment is cut once."""
    for n in range(place.first, place.last + 1):
        yield n, 0


def _decide(page: Page, repeat: _Repeat, model: LanguageModel) -> Cut | None:
    run, places, full = repeat
    seams = [(page.mended(place), page.kept(place)) for place in places]
    # The topic around a place only speaks against a cut: by more than this no cut mends the page.
    most = max(mended - kept for (mended, _), kept in seams)
    if len(run) == 1 and not any(full) and most <= _least(run):
        return None
    rows = [_weighed(page, place, *seam) for place, seam in zip(places, seams, strict=True)]
    first = _stranger(page, repeat, (rows[0].gain, rows[1].gain))
    if first is None:
        return None
    weight, kept = rows[first], places[1 - first]
    told = finding(page, places[first], kept, weight, full[first], model)
    return Cut(
        weight.place,
        kept,
        weight.gain,
        run,
        first=first,
        whole=full[first],
        evidence=weight.evidence,
        finding=told,
    )


def _stranger(page: Page, repeat: _Repeat, gains: tuple[float, float]) -> int | None:
    """Choose the place, 0 or 1, where a passage that stands twice does not belong; None where both may be right.

    ``gains`` tells by how much cutting each of the two mends the page.
    """
    run, places, full = repeat
    if all(full):
        return 0 if gains[0] > gains[1] + _EARLIER and not repeat.near else 1
    alone = len(run) == 1
    if not any(full) or (not alone and _interrupts(page, places[full.index(True)])):
        first = int(gains[1] > gains[0])
        return first if _mends(run, gains[first], gains[1 - first]) else None
    inner, whole = full.index(False), full.index(True)
    if alone and _is_line(page.texts[places[whole].first]):
        return whole if gains[whole] - gains[inner] > _STRANGER else None
    if alone and repeat.near and gains[inner] < _LEAST_GAIN:
        return whole  # the second reading of a paragraph, in part
    first = inner if gains[inner] + _INNER * len(run) > gains[whole] else whole
    return first if gains[first] >= (0.0 if alone else _FLUENT) else None


def _interrupts(page: Page, place: Place) -> bool:
    """Whether a place stands inside a sentence that begins above it."""
    above = page.texts[place.first - 1].rstrip()[-1:] if place.first else ""
    return above not in _WHOLE


def _mends(run: Sequence[Match], gain: float, other: float) -> bool:
    """Whether a passage inside two paragraphs is damage in the one, and at home in the other."""
    if len(run) > 1:
        return gain - other > _APART
    return gain > _least(run) and gain - other > _APART


def _least(run: Sequence[Match]) -> float:
    """Log-odds by which cutting a passage out of a paragraph must mend it."""
    size = run[0].a_end - run[0].a_start
    return _SURE_GAIN if size < _REFRAIN else _LEAST_GAIN if size < _LONG else 0.0


def _damage(page: Page, repeat: _Repeat) -> bool:
    """Whether a repeat can be damage at all, and no refrain, headline or wire copy that two stories share."""
    run, _, full = repeat
    size = sum(match.a_end - match.a_start for match in run)
    if not any(full):
        return size >= (_WORDS if len(run) == 1 else _REFRAIN)
    head = run[0]
    if len(run) == 1 and not all(full) and _is_line(page.texts[(head.a, head.b)[full.index(True)]]):
        return size >= _LINE_SIZE and _interrupts(page, repeat.places[full.index(True)])
    if len(run) > 1 or head.b - head.a <= _NEAR:
        return True
    line = page.texts[head.a][head.a_start : head.a_end].rstrip()
    return size >= _REFRAIN or (line[-1:] in _STOPS and head.jaccard >= _SAME)


def _is_line(text: str) -> bool:
    """Whether a text is a headline or deck, which may quote its story."""
    return len(text) <= _LINE and text.rstrip()[-1:] not in _STOPS


def _weighed(page: Page, place: Place, seams: tuple[float, Place], kept: float) -> Weight:
    """By how much cutting a place mends the page, in log-odds, and its exact seams.

    Args:
        page: the page.
        place: the place.
        seams: how well the page reads without it, and where exactly.
        kept: how well it reads with what stands around it.
    """
    (mended, exact), strange = seams, _TOPIC * page.strange(place)
    told = {"without_it": round(mended, 2), "with_it": round(-kept, 2), "topic": round(strange, 2)}
    return Weight(mended - kept + strange, exact, told)


def _fills(page: Page, place: Place, shortest: int) -> bool:
    """Whether a place is made of whole paragraphs, long enough to be no refrain."""
    size = sum(len(page.texts[n]) for n in range(place.first, place.last + 1))
    ends = len(page.texts[place.last].rstrip("。！？!?…”’」』）) "))
    return place.start <= _LOST and place.end >= ends and size >= shortest

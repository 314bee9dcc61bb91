"""The search: halves near one another, the evidence for each pair, the best assignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import exp

from pipeline.corpus.halves.assignment import assigned
from pipeline.corpus.halves.evidence import evidence, names
from pipeline.corpus.halves.halves import Half, Nearby, Part, halves, is_marked, sites
from pipeline.values.memory import Memory
from pipeline.values.spread import Spread, here

SURE = 1.5
"""Log-odds that a match must be worth to be joined; a match worth less is flagged."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two halves that go together better than with any others.

    Attributes:
        odds: log-odds that they are one article.
        worth: how much of that is left beside the best that could be done without this match.
        evidence: the parts of the odds, by name.
    """

    first: Half
    second: Half
    odds: float
    worth: float
    evidence: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Whether the two are to be joined."""
        return self.worth >= SURE

    @property
    def score(self) -> float:
        """Its worth, as a probability."""
        return 1.0 / (1.0 + exp(-self.worth))


def find(parts: Sequence[Part], spread: Spread = here, memory: Memory | None = None) -> list[Match]:
    """The matches of a run, sure and doubtful; memory holds the articles that have jump lines.

    A second half for which nothing was found is then looked for a first one that has lost its 下转, among
    the articles of the page that it names. ``memory`` is of an earlier search.
    """
    keys = [part.key.encode() for part in parts]
    found_ = (memory or Memory()).recall("marked", keys, parts, partial(spread, _marked))
    marked = [_moved(half, part.first) for part, some in zip(parts, found_, strict=True) for half in some]
    seconds = [half for half in marked if half.continued_from]
    found = match([half for half in marked if half.continues_on], seconds)
    taken = {result.second.id for result in found}
    orphans = Nearby([half for half in seconds if half.id not in taken])
    if not orphans.halves:
        return _straight(found)
    firsts = [half for some in spread(partial(_unmarked, orphans), parts) for half in some]
    return _straight([*found, *match(firsts, orphans.halves)])


def _moved(half: Half, pages: int) -> Half:
    """A half with so many pages more before it."""
    return replace(half, site=half.site._replace(number=half.site.number + pages))


def _marked(part: Part) -> list[Half]:
    """The articles that have jump lines; their pages are counted from the first of the part."""
    return [
        half
        for site, lines in sites(part._replace(first=0))
        if any(map(is_marked, lines))
        for half in halves(site, lines, lambda row: bool(row.continued_from or row.continues_on))
    ]


def _unmarked(orphans: Nearby, part: Part) -> list[Half]:
    """The articles that may be the first halves of some second ones."""
    return [
        half
        for site, lines in sites(part)
        if any(names(orphan, site) for orphan in orphans.of(site))
        for half in halves(site, lines, lambda row: not row.continues_on)
    ]


def _straight(matches: Iterable[Match]) -> list[Match]:
    """The matches without those, of the least worth, by which an article would go on in itself."""
    before: dict[str, str] = {}
    kept = []
    for found in sorted(matches, key=lambda one: (-one.worth, one.first.id, one.second.id)):
        head = found.first.id
        while head in before:
            head = before[head]
        if head != found.second.id:
            kept.append(found)
            if found.sure:
                before[found.second.id] = found.first.id
    return kept


def match(firsts: Sequence[Half], seconds: Sequence[Half]) -> list[Match]:
    """The best matches of first and second halves, each in one at most; sure and doubtful ones."""
    near = Nearby(firsts)
    likely: dict[tuple[int, int], tuple[float, dict[str, float | str]]] = {}
    places = {half.id: n for n, half in enumerate(firsts)}
    for column, second in enumerate(seconds):
        for first in near.of(second.site):
            told = evidence(first, second)
            odds = sum(value for value in told.values() if isinstance(value, float))
            if odds > 0:
                likely[places[first.id], column] = odds, told
    return [
        Match(firsts[row], seconds[column], likely[row, column][0], worth, likely[row, column][1])
        for row, column, worth in assigned({place: odds for place, (odds, _) in likely.items()})
    ]

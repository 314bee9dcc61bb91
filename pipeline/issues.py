"""Issues: the halves of articles that jump from page to page (下转, 上接) find one another.

What decides is which pages the jump lines name and which they stand on, the headline that the second half
repeats, and the words that both halves have and nothing else on their pages has: names above all. Whether
the sentence goes on says nothing: ten of ten real jumps break at a sentence's end.

All halves of an issue are matched at once, each to at most one other (the assignment problem, Kuhn 1955).
How much a match is worth is what would be lost without it, so that a rival as good makes it doubtful; what
is doubtful is flagged and not joined, for no wrong join is worth a right one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt
from pathlib import PurePosixPath
from string import ascii_uppercase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from pipeline import records
from pipeline.language import fold
from pipeline.language.table import shipped
from pipeline.records import ArticleRow, AuditRow, BlockRow, EvidenceRow, Joins, PageRow, PieceRow

Grams = NDArray[np.int64]
"""Shape (n,), ascending and distinct: pairs and triples of Han characters, 21 bits a character."""

SURE = 1.5
"""Log-odds that a match must be worth to be joined; a match worth less is flagged."""
NEAR = 32
"""Pages of one folder or file, in order, among which an issue without a date is looked for."""
AGREES, CONTRADICTS = 1.0, -4.0
"""Log-odds of a jump line that names the page the other half stands on (one of four to eight), or another:
one number in fifty is misread."""
UNMARKED = -4.0
"""Log-odds of a first half that has lost its 下转."""
UNDATED = -0.5
"""Log-odds of two pages that only their place says to be of one issue."""
BYLINE = 2.0
"""Log-odds of a name that stands in both bylines."""
_WORDS = (3.3, 2.5, 0.05)
"""Constant, weight and floor of the log-odds of shared words. Fitted by logistic regression, with the headline,
to 230 true pairs and 373 false ones of 80 made issues; of the true ones one in ten is below -0.2 without
the headline, of the false ones one in twenty above -1."""
_HEADLINE = (3.0, -1.0)
"""Weight of the share of the second half's headline that the first one's holds, and constant: fitted, but
for the constant (-2.5 there), since real continuations more often than made ones have headlines of their own."""
_HAN, _BITS = 0x3400, 21
_SHOWN = 20
"""Characters of each end that evidence and flags name."""


class Site(NamedTuple):
    """Where a page stands: in the order of the run, in which folder or file, and what is known of it."""

    number: int
    folder: str
    newspaper: str | None
    date: str | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Half:
    """An article that a jump line says to be one half, or that may be one.

    Attributes:
        line: its row, as it was written.
        heads: its headlines.
        headings: the cross-heads in its text, for a headline may have been read as one.
        words: the pairs and triples of characters that it has and no other article of its page.
        size: how many it has in all.
    """

    id: str
    site: Site
    line: bytes
    heads: str
    headings: str
    byline: frozenset[str]
    words: Grams
    size: int
    continued_from: str | None
    continues_on: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """Two halves that go together better than with any others.

    Attributes:
        odds: log-odds that they are one article.
        worth: how much of that is left beside the best that could be done without this match.
        evidence: what the odds are made of, by name.
    """

    first: Half
    second: Half
    odds: float
    worth: float
    evidence: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def halves(self) -> tuple[Half, Half]:
        """Both, in the order of the text."""
        return self.first, self.second

    @property
    def sure(self) -> bool:
        """Whether the two are to be joined."""
        return self.worth >= SURE

    @property
    def score(self) -> float:
        """What it is worth, as a probability."""
        return 1.0 / (1.0 + exp(-self.worth))


Pages = Callable[[], Iterable[tuple[PageRow, Sequence[bytes]]]]
"""Gives all pages of a run in their order, each with the lines of its articles; called twice at most."""


def find(pages: Pages) -> list[Match]:
    """The matches of a run, sure and doubtful; memory holds the articles that have jump lines.

    A second half for which nothing was found is then looked for a first one that has lost its 下转, among
    the articles of the page that it names.
    """
    marked = [half for site, lines in _sites(pages()) if any(map(_is_marked, lines))
              for half in _halves(site, lines) if half.continued_from or half.continues_on]  # fmt: skip
    seconds = [half for half in marked if half.continued_from]
    found = match([half for half in marked if half.continues_on], seconds)
    taken = {result.second.id for result in found}
    orphans = _Nearby([half for half in seconds if half.id not in taken])
    if not orphans.halves:
        return _straight(found)
    firsts = [
        half
        for site, lines in _sites(pages())
        if any(_names(orphan, site) for orphan in orphans.of(site))
        for half in _halves(site, lines)
        if not half.continues_on
    ]
    return _straight([*found, *match(firsts, orphans.halves)])


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


def _sites(pages: Iterable[tuple[PageRow, Sequence[bytes]]]) -> Iterator[tuple[Site, Sequence[bytes]]]:
    for number, (page, lines) in enumerate(pages):
        folder = page.path if page.line else str(PurePosixPath(page.path).parent)
        yield Site(number, folder, page.newspaper and fold(page.newspaper), page.date, page.page), lines


def _is_marked(line: bytes) -> bool:
    """Whether an article has a jump line, without reading its row; in a text the quotation marks are escaped."""
    return b'"continued_from":null,"continues_on":null,' not in line


def _halves(site: Site, lines: Sequence[bytes]) -> Iterator[Half]:
    rows = [records.load(ArticleRow, line) for line in lines]
    grams = [_grams("\n".join(block.text for block in row.blocks)) for row in rows]
    for n, (row, line) in enumerate(zip(rows, lines, strict=True)):
        others = np.concatenate([_NONE, *grams[:n], *grams[n + 1 :]])
        words = np.setdiff1d(grams[n], others, assume_unique=False)
        heads = _texts(row, ("kicker", "title", "subtitle"))
        yield Half(
            row.id, site, line, heads, _texts(row, ("heading",)), frozenset(row.byline), words, len(grams[n]),
            row.continued_from, row.continues_on,
        )  # fmt: skip


def _texts(row: ArticleRow, roles: Sequence[str]) -> str:
    return "\n".join(block.text for block in row.blocks if block.role in roles)


_NONE: Grams = np.zeros(0, np.int64)


def _grams(text: str) -> Grams:
    points = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    han = points >= _HAN
    pairs = points[:-1] << _BITS | points[1:]
    both = han[:-1] & han[1:]
    triples = pairs[:-1] << _BITS | points[2:]
    return np.unique(np.concatenate((pairs[both], triples[both[:-1] & han[2:]])))


def _written(gram: int) -> str:
    text = ""
    while gram:
        text, gram = chr(gram & (1 << _BITS) - 1) + text, gram >> _BITS
    return text


class _Nearby:
    """Halves by where they stand, so that those of one issue are found without looking at all."""

    def __init__(self, halves: Sequence[Half]) -> None:
        self.halves = halves
        self._dated: dict[tuple[str, str], list[Half]] = defaultdict(list)
        self._folders: dict[str, list[Half]] = defaultdict(list)
        for half in halves:
            site = half.site
            self._folders[site.folder].append(half)
            if site.date:
                self._dated[site.newspaper or site.folder, site.date].append(half)

    def of(self, site: Site) -> Iterator[Half]:
        """Those that may be of the issue of a page, but not of the page."""
        folder = self._folders.get(site.folder, [])
        low = bisect_left(folder, site.number - NEAR, key=_number)
        high = bisect_right(folder, site.number + NEAR, key=_number)
        found = {half.id: half for half in folder[low:high]}
        if site.date:
            dated = self._dated.get((site.newspaper or site.folder, site.date), ())
            found |= {half.id: half for half in dated}
        return (half for half in found.values() if _one_issue(half.site, site))


def _number(half: Half) -> int:
    return half.site.number


def _one_issue(one: Site, two: Site) -> bool:
    facts = ((one.newspaper, two.newspaper), (one.date, two.date))
    return one.number != two.number and not any(a and b and a != b for a, b in facts)


def match(firsts: Sequence[Half], seconds: Sequence[Half]) -> list[Match]:
    """The best matches of first and second halves, each in one at most; sure and doubtful ones."""
    near = _Nearby(firsts)
    likely: dict[tuple[int, int], tuple[float, dict[str, float | str]]] = {}
    places = {half.id: n for n, half in enumerate(firsts)}
    for column, second in enumerate(seconds):
        for first in near.of(second.site):
            evidence = _evidence(first, second)
            odds = sum(value for value in evidence.values() if isinstance(value, float))
            if odds > 0:
                likely[places[first.id], column] = odds, evidence
    return [
        Match(firsts[row], seconds[column], likely[row, column][0], worth, likely[row, column][1])
        for row, column, worth in _assigned({place: odds for place, (odds, _) in likely.items()})
    ]


def _evidence(first: Half, second: Half) -> dict[str, float | str]:
    """What speaks for two halves, in log-odds, and the rarest of the words that they share."""
    words, shared = _words(first, second)
    told = {
        "words": words,
        "headline": _headline(f"{first.heads}\n{first.headings}", second.heads),
        "page_of_second": _page(first.continues_on, second.site.page),
        "page_of_first": _page(second.continued_from, first.site.page),
        "distance": _distance(first, second),
        "byline": BYLINE if first.byline & second.byline else 0.0,
        "unmarked": 0.0 if first.continues_on else UNMARKED,
        "undated": 0.0 if first.site.date and second.site.date else UNDATED,
    }
    evidence: dict[str, float | str] = {name: value for name, value in told.items() if value}
    return evidence | ({"shared": shared} if shared else {})


def _words(first: Half, second: Half) -> tuple[float, str]:
    common = np.intersect1d(first.words, second.words, assume_unique=True)
    data = shipped()
    rare = {
        (text := _written(gram)): log(data.characters / (data.table(text) + 0.5)) for gram in common.tolist()
    }
    constant, weight, floor = _WORDS
    share = sum(rare.values()) / sqrt(first.size * second.size + 1)
    best = sorted(rare, key=lambda text: (-rare[text], -len(text), text))[:3]
    return constant + weight * log(floor + share), "、".join(best)


def _headline(first: str, second: str) -> float:
    own = _grams(second)
    if not len(own):
        return 0.0
    weight, constant = _HEADLINE
    return weight * len(np.intersect1d(own, _grams(first), assume_unique=True)) / len(own) + constant


def _page(named: str | None, stands: str | None) -> float:
    """Log-odds of the page that a jump line names and the page where the other half stands; A3 may be called 3."""
    if not named or not stands:
        return 0.0
    same = (
        named == stands or named == stands.lstrip(ascii_uppercase) or stands == named.lstrip(ascii_uppercase)
    )
    return AGREES if same else CONTRADICTS


def _distance(first: Half, second: Half) -> float:
    """Log-odds of halves that stand as many pages apart, in order, as their jump lines say; where no page is known."""
    named = (second.continued_from, first.continues_on)
    if first.site.page or second.site.page or not all(page and page.isdecimal() for page in named):
        return 0.0
    apart = second.site.number - first.site.number
    near = first.site.folder == second.site.folder
    return AGREES if near and int(named[1] or 0) - int(named[0] or 0) == apart else 0.0


def _names(second: Half, site: Site) -> bool:
    """Whether a second half names a page, which is known."""
    return _page(second.continued_from, site.page) > 0


def _assigned(odds: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int, float]]:
    """The pairs of the best assignment, with what each is worth: the total less the best total without it."""
    for pairs in _components(list(odds)):
        rows, columns = (sorted(set(side)) for side in zip(*pairs, strict=True))
        gain = np.zeros((len(rows), len(columns)))
        for row, column in pairs:
            gain[rows.index(row), columns.index(column)] = odds[row, column]
        total, chosen = _best(gain)
        for row, column in chosen:
            without = gain.copy()
            without[row, column] = 0.0
            yield rows[row], columns[column], total - _best(without)[0]


def _best(gain: NDArray[np.float64]) -> tuple[float, list[tuple[int, int]]]:
    rows, columns = linear_sum_assignment(gain, maximize=True)
    chosen = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0]
    return float(gain[rows, columns].sum()), chosen


def _components(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs by the part of the graph that they hang together in."""
    if not pairs:
        return []
    rows, columns = np.array(pairs).T
    edge = rows.max() + 1
    size = edge + columns.max() + 1
    graph = coo_array((np.ones(len(pairs)), (rows, columns + edge)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, column in pairs:
        found[int(labels[row])].append((row, column))
    return list(found.values())


def joins(matches: Iterable[Match], source: Callable[[PieceRow], str]) -> Joins:
    """What the matches change in the rows: the sure ones are joined, both ends of a doubtful one flagged.

    Args:
        matches: of :func:`find`.
        source: the text that stands at a stretch of a page.
    """
    loaded = [(found, *(records.load(ArticleRow, half.line) for half in found.halves)) for found in matches]
    loaded.sort(key=lambda one: (one[0].first.site.number, _end(one[1]).start))
    flags = [
        _flag(row, end(row), source, found)
        for found, *rows in loaded
        if not found.sure
        for row, end in zip(rows, (_end, _start), strict=True)
    ]
    pairs = [(first, second) for found, first, second in loaded if found.sure]
    return Joins(pairs, [_told(*one) for one in loaded], flags)


def _told(found: Match, first: ArticleRow, second: ArticleRow) -> EvidenceRow:
    return EvidenceRow(
        doc=first.doc,
        question="join" if found.sure else "flagged",
        answer="jump" if found.sure else "doubtful_join",
        spans=[_end(first), _start(second)],
        score=round(found.score, 4),
        evidence={name: _rounded(value) for name, value in found.evidence.items()},
        article=first.id,
        stage="issues",
    )


def _flag(row: ArticleRow, end: PieceRow, source: Callable[[PieceRow], str], found: Match) -> AuditRow:
    return AuditRow(
        doc=end.doc,
        start=end.start,
        end=end.end,
        spans=None,
        action="flagged",
        reason="doubtful_join",
        text=source(end),
        score=round(found.score, 4),
        article=row.id,
    )


def _end(row: ArticleRow) -> PieceRow:
    last = _running(row)[-1].pieces[-1]
    return last.model_copy(update={"start": max(last.start, last.end - _SHOWN)})


def _start(row: ArticleRow) -> PieceRow:
    first = _running(row)[0].pieces[0]
    return first.model_copy(update={"end": min(first.end, first.start + _SHOWN)})


def _running(row: ArticleRow) -> list[BlockRow]:
    return [block for block in row.blocks if block.role in ("heading", "body")] or row.blocks


def _rounded(value: float | str) -> float | str:
    return value if isinstance(value, str) else round(value, 4)

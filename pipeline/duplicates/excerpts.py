"""Excerpts: passages of a text in a text of another page, with their exact ends, and which are one passage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np

from pipeline.duplicates.bands import Pairs
from pipeline.duplicates.clusters import components
from pipeline.duplicates.common import common
from pipeline.duplicates.facts import facts, judged
from pipeline.duplicates.fold import Codes, Index, decode
from pipeline.duplicates.passages import Match, between
from pipeline.duplicates.shingles import similarity
from pipeline.duplicates.verification import Texts
from pipeline.values.settings import DuplicateSettings
from pipeline.values.vocabulary import CopyKind

SAME = 0.5
"""Stretches of one text are one passage if they share half of the shorter."""


def excerpts(pairs: Pairs, texts: Texts, settings: DuplicateSettings) -> list[Match]:
    """The shared passages of each pair, (n, 2), of ``settings.sentence`` letters or more, in the pairs' order.

    Of a match ``a`` and ``b`` are numbers of texts, and places are their folded letters; ``a`` is the earlier text,
    or of a contained one the text that contains it.

    >>> from pipeline.duplicates.fold import fold
    >>> shared = "三千名志愿者在河堤两岸种下柳树槐树和银杏一万二千株预计成林"
    >>> folded = fold([shared + "昨日", "据报" + shared])
    >>> [(one.a, one.b, one.b_start) for one in excerpts(np.array([[0, 1]]), folded, DuplicateSettings())]
    [(0, 1, 2)]
    """
    least = settings.model_copy(update={"passage": settings.sentence})
    found = []
    for one, two in pairs.tolist():
        for match in between(_codes(texts, one), _codes(texts, two), least):
            if match.kind in ("near", "contained") and not _one_text(texts, match, one, two):
                match = match._replace(kind="passage")  # one mould, other facts
            kept, copy = (one, match.a_start, match.a_end), (two, match.b_start, match.b_end)
            if match.kind == "contained" and copy[2] - copy[1] < texts.bounds[two + 1] - texts.bounds[two]:
                kept, copy = copy, kept
            found.append(Match(match.kind, *kept, *copy, match.jaccard, match.containment))
    return found


def _one_text(texts: Texts, match: Match, one: int, two: int) -> bool:
    """Whether the stretches of a match are printings of one text, and not of one mould with other facts."""
    left = decode(_codes(texts, one)[match.a_start : match.a_end])
    right = decode(_codes(texts, two)[match.b_start : match.b_end])
    return judged(left, right).one_text


def misread(pairs: Pairs, texts: Texts, settings: DuplicateSettings) -> list[Match]:
    """As :func:`excerpts` where letters are misread all over, so that no run of letters leads from one to the other.

    >>> from pipeline.duplicates.fold import fold
    >>> shared = "三千名志愿者在河堤两岸种下柳树槐树和银杏一万二千株预计成林"
    >>> list(misread(np.array([[0, 1]]), fold([shared, "新馆下月开放藏书四十万册"]), DuplicateSettings()))
    []
    """
    found = []
    for one, two in pairs.tolist():
        codes = _codes(texts, one), _codes(texts, two)
        left, right = (decode(some) for some in codes)
        passages = common(left, right, settings.sentence)
        told = facts(left, right, passages)
        if told.differ or not told.noisy:
            continue
        for (a, b), (c, d) in ((passage.a, passage.b) for passage in passages):
            whole = (b - a, d - c) == (len(left), len(right))
            part = b - a == len(left) or d - c == len(right)
            kind: CopyKind = "near" if whole else "contained" if part else "passage"
            alike = similarity(codes[0][a:b], codes[1][c:d], settings.shingle)
            found.append(Match(kind, one, a, b, two, c, d, *alike))
    return found


def _codes(texts: Texts, number: int) -> Codes:
    return texts.codes[texts.bounds[number] : texts.bounds[number + 1]]


def once(found: Iterable[Match]) -> list[Match]:
    """Of the excerpts that copy one stretch, the longest, of these the one from the earliest text.

    In order of the copy.

    >>> one = Match("passage", 0, 0, 30, 2, 5, 35, 1.0, 1.0)
    >>> once([one, one._replace(a=1)]) == [one]
    True
    """
    kept: list[Match] = []
    for _, same in groupby(sorted(found, key=attrgetter("b")), key=attrgetter("b")):
        chosen: list[Match] = []
        for one in sorted(same, key=lambda row: (row.b_start - row.b_end, row.a, row.b_start, row.a_start)):
            if not any(_overlap((one.b_start, one.b_end), (two.b_start, two.b_end)) for two in chosen):
                chosen.append(one)
        kept += sorted(chosen, key=attrgetter("b_start", "a"))
    return kept


def passages(found: Sequence[Match]) -> Index:
    """The number of the passage that each excerpt is of, (n,): the first excerpt that is connected with it.

    Connected are the two sides of an excerpt, and sides in one text that overlap.

    >>> one = Match("passage", 0, 0, 30, 2, 5, 35, 1.0, 1.0)
    >>> passages([one, one._replace(a=2, a_start=5, a_end=35, b=3)]).tolist()
    [0, 0]
    """
    sides = [(row.a, row.a_start, row.a_end, n) for n, row in enumerate(found)]
    sides += [(row.b, row.b_start, row.b_end, n) for n, row in enumerate(found)]
    edges: list[tuple[int, int]] = []
    for _, same in groupby(sorted(sides), key=lambda side: side[0]):
        last: tuple[int, int, int, int] | None = None
        for side in same:
            if last and _overlap(last[1:3], side[1:3]):
                edges.append((last[3], side[3]))
            last = side
    return components(np.array(edges, dtype=np.int64).reshape(-1, 2), len(found))


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared >= SAME * min(one[1] - one[0], two[1] - two[0])

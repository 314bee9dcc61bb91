"""Continuity: which fragment of running text goes on in which.

Columns, boxes and pages break paragraphs. A fragment that ends in mid-sentence is linked to the one that goes on from
there, right below, above or far below, across other stories. The links of a page are the assignment of ends to
beginnings with the highest sum of log-odds, in which every end and every beginning is used once, or not at all. The
cost of an end that stays open is the page's habit (``seams``): nothing on a page that loses full stops, much on one
whose columns broke.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.language import LanguageModel
from pipeline.page import seams
from pipeline.page.strand import Strand, examined, pairs
from pipeline.values.arrays import assignment
from pipeline.values.model import Link

_CERTAIN = 100.0
"""Log-odds of a person's decision: more than all evidence together."""


class Linked(NamedTuple):
    """The links between a page's fragments, by their left end, and whether the page loses full stops."""

    links: list[Link]
    loses_stops: bool = False


def links(strand: Strand, model: LanguageModel) -> Linked:
    """Link the fragments of a page."""
    asked = pairs(strand)
    if not len(asked.lefts):
        return Linked([])
    seen, overlaps = examined(strand, model, asked)
    alone = seen.odds
    habit = seams.habit(seen, seams.FLAT if strand.flat else seams.GIVEN, alone)
    says = habit.says(seen) - habit.risk(seen)
    odds = alone + says
    ends = list(zip(asked.lefts.tolist(), asked.rights.tolist(), strict=True))
    said = {n for n, pair in enumerate(ends) if pair in strand.said} if strand.said else set()
    found = {
        n: Link(*ends[n], overlaps[n], _CERTAIN if n in said else float(odds[n]))
        for n in sorted({*np.flatnonzero(odds > 0).tolist(), *said})
    }
    chosen = {(link.left, link.right) for link in _assigned(list(found.values()))}
    told = [
        link._replace(evidence=_told(seen, n, says[n], _CERTAIN if n in said else 0.0))
        for n, link in found.items()
        if (link.left, link.right) in chosen
    ]
    return Linked(sorted(told, key=lambda link: link.left), habit.loses_stops)


def _told(seen: seams.Asked, pair: int, habit: float, person: float) -> dict[str, float]:
    """The evidence for a link as it is told."""
    found = {**seams.told(seen, pair), "habit": habit, "person": person}
    return {name: round(value, 2) for name, value in found.items() if value}


def _assigned(found: Sequence[Link]) -> Iterator[Link]:
    """Of links that share an end or a beginning, those with the highest sum; a fragment may stay open.

    Links are solved in the groups that hang together, so that time grows with their number, not its cube.
    """
    for group in _groups(found):
        if len(group) == 1:
            yield group[0]
            continue
        lefts, rights = (sorted({getattr(link, side) for link in group}) for side in ("left", "right"))
        odds = np.zeros((len(lefts), len(rights)))  # 0 where none was found: the fragment stays open
        pairs = {(lefts.index(link.left), rights.index(link.right)): link for link in group}
        for place, link in pairs.items():
            odds[place] = link.odds
        rows, columns = assignment(odds)
        yield from (
            pairs[pair] for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in pairs
        )


def _groups(found: Sequence[Link]) -> list[list[Link]]:
    lefts: dict[int, list[Link]] = {}
    rights: dict[int, list[Link]] = {}
    for link in found:
        small, large = lefts.get(link.left, []), rights.get(link.right, [])
        if len(small) > len(large):
            small, large = large, small
        moved = [link] if small is large else [link, *small]
        large += moved
        for one in moved:
            lefts[one.left] = rights[one.right] = large
    return list({id(group): group for group in lefts.values()}.values())

"""Articles: fragments with roles and links become the articles of a page.

Walks down the page once (``desk``). A headline opens an article (``heads``); a linked fragment goes on in the
article that it continues, over anything between; captions, credits and advertisements between the columns
go to the article they speak of, or stand alone (``asides``). ``build`` turns each
draft into an article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from pipeline.language import fold_all
from pipeline.page.articles import asides, breaks, heads, losses, signed, strays
from pipeline.page.articles.build import Ends, article, breaks_inside
from pipeline.page.articles.desk import Desk, Draft, Sheet
from pipeline.values.model import Article, Decision

__all__ = ["Sheet", "assemble"]

_STRETCH = 20_000
"""Characters of a stretch of a page: where words begin is learnt from one, and those above and below it. Few pages are
longer; a text put together of many pages is read in time that grows as its length."""
_SCATTERED = 2
"""A page with so many paragraphs whose rest is elsewhere was read out of order: the lost ends of its stories are
elsewhere on it, too. Most typeset pages have two, and one of 40 made pages that lost some text."""


def assemble(sheet: Sheet) -> tuple[list[Article], list[Decision]]:
    """Give the articles of a page in reading order, and the decisions about fragments that belong to none of them."""
    desk = Desk(sheet)
    at = 0
    while at < len(sheet.rows):
        at = _place(desk, at)
    strays.settle(desk)
    drafts = sorted((draft for draft in desk.drafts if draft.members), key=lambda draft: draft.members[0])
    ends = [Ends.of(sheet, draft) for draft in drafts]
    apart = sum(link.right > link.left + 1 for link in sheet.links)
    if apart + sum(breaks_inside(sheet, draft) for draft in drafts) >= _SCATTERED:
        ends = [end.whole() for end in ends]
    lost = losses.headless(_shown(sheet, drafts, ends))
    articles = [article(sheet, *row) for row in zip(drafts, ends, lost, strict=True)]
    whole = [found for found in articles if found.blocks]  # a jump line alone is no article
    return whole, [*desk.decisions, *_overlaps(sheet)]


def _shown(sheet: Sheet, drafts: Sequence[Draft], ends: Sequence[Ends]) -> list[tuple[float | None, bool]]:
    """Look at the two ends of each article; ask about all beginnings of a stretch of the page in one go."""
    folded = fold_all([row.text.text for row in sheet.rows])
    stretches = [at // _STRETCH for at in accumulate(map(len, folded))]
    begins: dict[int, float] = {}
    for where, group in groupby(range(len(ends)), lambda n: stretches[drafts[n].members[0]]):
        asked = [n for n in group if ends[n].first]
        page = "\n".join(folded[bisect_left(stretches, where - 1) : bisect_right(stretches, where + 1)])
        found = breaks.beginnings([first for n in asked if (first := ends[n].first)], page)
        begins |= zip(asked, found, strict=True)
    return [(begins.get(n), end.tailless) for n, end in enumerate(ends)]


def _place(desk: Desk, at: int) -> int:
    """Give a fragment, or the group that it begins, its place; return the next one."""
    match desk.sheet.role(at):
        case "body":  # as most
            return desk.text(at)
        case "furniture":
            return asides.date(desk, at)
        case "jump":
            return desk.jump(at)
        case "tail":
            return signed.tail(desk, at)
        case "label" | "sponsor" | "caption" | "credit":
            return asides.aside(desk, at)
        case "kicker" | "title" | "subtitle" | "byline":
            return heads.head(desk, at)
        case "heading":
            return heads.cross_head(desk, at)
        case _:
            return desk.text(at)


def _overlaps(sheet: Sheet) -> Iterator[Decision]:
    """Drop characters that were printed twice at a seam, where they stand the second time."""
    for link in sheet.links:
        if link.overlap:
            left, right = sheet.rows[link.left].text, sheet.rows[link.right].text
            twin = left.source(len(left) - link.overlap, len(left))
            yield Decision(
                "articles", "dropped", "seam_overlap", right.source(0, link.overlap),
                twin=twin[-1] if twin else None, score=link.score, evidence=dict(link.evidence),
            )  # fmt: skip

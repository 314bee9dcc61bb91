"""Wishes: what people decided about a page, laid on its fragments for the stages to obey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.values.model import Article, Decision, Fragment, Link, Said
from pipeline.values.text import Span, hull
from pipeline.values.verdicts import PageVerdicts, Verdict

_WHOLE = ("page_furniture", "jump_line")
"""What a fragment is dropped as by itself: what stands there when a person takes it back is running text."""


def parted(rows: Sequence[Fragment], verdicts: PageVerdicts) -> list[Fragment]:
    """The fragments, parted where a person chose characters inside one and said what exactly those are.

    A line ``市民公园开放王晓明`` of which a person said that ``王晓明`` is a byline comes out as two.
    """
    edges = verdicts.edges()
    return [part for row in rows for part in _parts(row, edges)] if edges else list(rows)


def _parts(row: Fragment, edges: Sequence[int]) -> list[Fragment]:
    if not row.text.spans:
        return [row]
    place = hull(row.text.spans)
    inside = [edge for edge in edges if place.start < edge < place.end]
    cuts = sorted({0, len(row.text), *(_index(row, edge) for edge in inside)})
    texts = [row.text.cut(start, end).strip() for start, end in pairwise(cuts)]
    parts = [row._replace(text=text, run_in=0) for text in texts if text]
    if len(parts) < 2:
        return [row]
    first = parts[0]._replace(continues_on=None)
    rest = [Fragment(part.text, part.level, part.bold) for part in parts[1:]]
    return [first, *rest[:-1], rest[-1]._replace(continues_on=row.continues_on)]


def _index(row: Fragment, edge: int) -> int:
    """Where in a fragment's text the first character stands that was read at or behind a place of the page."""
    found = (
        n for n in range(len(row.text)) if (spans := row.text.source(n, n + 1)) and spans[0].start >= edge
    )
    return next(found, len(row.text))


def named(articles: Iterable[Article], verdicts: PageVerdicts) -> list[Article]:
    """The articles; those whose people a person named have these, in the order in which they were given."""
    found = list(articles)
    for verdict in verdicts.named() if verdicts else ():
        for n, article in enumerate(found):
            spans = (span for block in article.blocks for span in block.text.spans)
            if any(span.start < verdict.end and verdict.start < span.end for span in spans):
                names = tuple(name for name in verdict.answer.split("、") if name)
                found[n] = replace(article, byline=names)
                verdicts.obey(verdict)
                break
    return found


def said(rows: Sequence[Fragment], verdicts: PageVerdicts) -> Said:
    """The roles, joins and beginnings that people gave the fragments of a page."""
    if not verdicts:
        return Said()
    places = {n: hull(row.text.spans) for n, row in enumerate(rows) if row.text.spans}
    joins = _joins(places, verdicts)
    roles = {n: role for n, place in places.items() if (role := _role(place, verdicts))}
    for pair in (pair for pair, held in joins.items() if held):
        roles = dict.fromkeys(pair, "body") | roles  # nothing else is ever joined
    said = {n: verdicts.starts_article(place.start) for n, place in places.items()}
    begins = {n: begun for n, begun in said.items() if begun is not None}
    return Said(roles, joins, begins, frozenset(n for n, role in roles.items() if role != "furniture"))


def _joins(places: Mapping[int, Span], verdicts: PageVerdicts) -> dict[tuple[int, int], bool]:
    ends = {place.end: n for n, place in places.items()}
    starts = {place.start: n for n, place in places.items()}
    return {
        (left, right): held
        for end, left in ends.items()
        for start, right in starts.items()
        if left < right and (held := verdicts.joined(end, start)) is not None
    }


def _role(place: Span, verdicts: PageVerdicts) -> str | None:
    """The role that a person gave a fragment, or that follows from what they said of its being dropped."""
    stands = verdicts.stands(place, *_WHOLE)
    return verdicts.role_of(place) or {True: "body", False: "furniture", None: None}[stands]


def without_overlaps(rows: Sequence[Fragment], links: Sequence[Link], verdicts: PageVerdicts) -> list[Link]:
    """The links; where people say that nothing was printed twice at a seam, nothing is dropped there."""
    if not verdicts:
        return list(links)
    return [link._replace(overlap=0) if _once(rows[link.right], link, verdicts) else link for link in links]


def _once(right: Fragment, link: Link, verdicts: PageVerdicts) -> bool:
    spans = right.text.source(0, link.overlap)
    return bool(spans) and verdicts.rejects_cut(hull(spans), "seam_overlap")


def ledger(doc: str, verdicts: PageVerdicts) -> Iterator[Decision]:
    """What people decided, in the audit: by whom and when, and what no longer fits."""
    for verdict in verdicts.obeyed():
        yield _told(doc, verdict, "decided_by_person")
    for verdict in verdicts.unused():
        yield _told(doc, verdict, "decision_without_place")


def _told(doc: str, verdict: Verdict, reason: str) -> Decision:
    start, end = sorted((verdict.start, verdict.end))
    evidence: dict[str, float | str] = {
        "question": verdict.question, "answer": verdict.answer, "verdict": verdict.verdict,
        "by": verdict.by, "at": verdict.at.isoformat(),
    }  # fmt: skip
    return Decision("people", "flagged", reason, (Span(doc, start, end),), score=1.0, evidence=evidence)

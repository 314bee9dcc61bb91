"""Wishes: what people decided about a page, laid on its fragments for the stages to obey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.values.model import Decision, Fragment, Link, Said
from pipeline.values.text import Span, hull
from pipeline.values.verdicts import PageVerdicts, Verdict

_WHOLE = ("page_furniture", "jump_line")
"""What a fragment is dropped as by itself: what stands there when a person takes it back is running text."""


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

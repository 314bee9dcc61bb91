"""Wishes: what people decided about a page, laid on its fragments for the stages to obey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Decision, Fragment, Said
from pipeline.people import PageVerdicts, Verdict
from pipeline.text import Span


def said(rows: Sequence[Fragment], verdicts: PageVerdicts) -> Said:
    """The roles, joins and beginnings that people gave the fragments of a page."""
    if not verdicts:
        return Said()
    placed = [(n, row.text.spans) for n, row in enumerate(rows) if row.text.spans]
    ends = {spans[-1].end: n for n, spans in placed}
    starts = {spans[0].start: n for n, spans in placed}
    roles, begins = {}, {}
    for n, spans in placed:
        if role := verdicts.role_of(Span(spans[0].doc, spans[0].start, spans[-1].end)):
            roles[n] = role
        begun = verdicts.starts_article(spans[0].start)
        if begun is not None:
            begins[n] = begun
    joins = {
        (left, right): held
        for end, left in ends.items()
        for start, right in starts.items()
        if left < right and (held := verdicts.joined(end, start)) is not None
    }
    return Said(roles, joins, begins)


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

"""Decisions, copies and their evidence as rows of the output."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pipeline.records.evidence import EvidenceRow
from pipeline.records.models import AuditRow, DuplicateRow, PassageRow, PieceRow, RelationRow
from pipeline.records.owners import Owners, digest
from pipeline.values.model import Cleaned, Copy, Decision, Judgement
from pipeline.values.vocabulary import Action, Question


def audit_row(decision: Decision, text: str, owners: Owners) -> AuditRow:
    """Make the row of a decision about a page; ``text`` is that of the page."""
    one = decision.spans[0] if len(decision.spans) == 1 else None
    stood = (text[span.start : span.end] for span in decision.spans)
    return AuditRow.model_construct(
        doc=decision.spans[0].doc,
        start=one.start if one else None,
        end=one.end if one else None,
        spans=None if one else [span[1:] for span in decision.spans],
        action=decision.action,
        reason=decision.reason,
        text=next(stood) if decision.action == "changed" else "".join(stood),
        before=decision.before,
        after=decision.after,
        twin=PieceRow(*decision.twin) if decision.twin else None,
        score=_rounded(decision.score),
        article=owners.of_decision(decision),
        by=decision.evidence.get("by") if decision.stage == "people" else None,
    )


def _rounded(score: float | None) -> float | None:
    return None if score is None else _four_digits(score)


@lru_cache(maxsize=1 << 14)
def _four_digits(value: float) -> float:
    """Rounded. Most values have two digits when they come, so the same ones come again; nought has no sign."""
    return round(float(value), 4) + 0.0


def copy_row(copy: Copy, owners: Owners) -> DuplicateRow:
    """Make the row of a copy within a page."""
    return duplicate(
        digest(copy.kept.doc, str(copy.kept.start), str(copy.kept.end)),
        copy.kind,
        (*copy.kept, owners.of(copy.kept)),
        (*copy.copy, owners.of(copy.copy) or owners.around(copy.copy)),
        (copy.jaccard, copy.containment),
        copy.scope,
    )


Passage = tuple[str, int, int, str | None]  # page, start, end, article


def duplicate(
    cluster: str,
    kind: str,
    kept: Passage,
    copy: Passage,
    alike: tuple[float, float],
    scope: str,
    boilerplate: bool = False,
) -> DuplicateRow:
    """Make the row of a copy and its kept twin; ``alike`` is their Jaccard similarity and containment."""
    return DuplicateRow.model_construct(
        cluster=cluster,
        kind=kind,
        kept=_passage(*kept),
        copy=_passage(*copy),
        jaccard=_rounded(alike[0]),
        containment=_rounded(alike[1]),
        scope=scope,
        boilerplate=boilerplate,
    )


def relation(
    a: str, b: str, kind: str, shares: tuple[float, float], spans: Iterable[Any], cluster: str | None
) -> RelationRow:
    """How two articles are related."""
    return RelationRow.model_construct(
        a=a,
        b=b,
        relation=kind,
        share_a=_rounded(shares[0]),
        share_b=_rounded(shares[1]),
        spans=list(spans),
        cluster=cluster,
    )


def _passage(doc: str, start: int, end: int, article: str | None) -> PassageRow:
    return PassageRow(doc, start, end, article)


def evidence_rows(cleaned: Cleaned, owners: Owners) -> list[EvidenceRow]:
    """Give the judgements, and the decisions that have evidence, in the order of the page."""
    told: list[tuple[Judgement | Decision, _Question, str, str | None]] = [
        (entry, entry.question, entry.answer, owners.of(entry.spans[0]))
        for entry in cleaned.judgements
        if entry.spans
    ]
    told += [
        (entry, entry.action, entry.reason, owners.of_decision(entry))
        for entry in cleaned.decisions
        if entry.spans and entry.evidence
    ]
    told.sort(key=lambda one: one[0].spans[0])
    return [_told(*one) for one in told]


_Question = Question | Action


def _told(entry: Judgement | Decision, question: _Question, answer: str, article: str | None) -> EvidenceRow:
    evidence = {
        name: value if isinstance(value, str) else _four_digits(value)
        for name, value in entry.evidence.items()
    }
    spans = [PieceRow(*span) for span in entry.spans]
    score = _rounded(entry.score)
    return EvidenceRow(spans[0].doc, question, answer, spans, score, evidence, article, entry.stage)

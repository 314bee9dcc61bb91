"""What flows between the stages. Values only: no stage, file or setting is known here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.text import Span, Traced

Role = Literal[
    "title", "kicker", "subtitle", "byline", "heading", "body", "caption", "credit", "label", "sponsor"
]
Kind = Literal["article", "photo", "advertisement", "notice", "fragment"]
Action = Literal["dropped", "changed", "flagged"]


@dataclass(frozen=True, slots=True)
class Page:
    """A newspaper page: its id and its decoded text, before any repair.

    ``newspaper``, ``date`` (ISO) and ``page`` are what metadata or path tell; each may be unknown.
    """

    doc: str
    text: str
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the ledger that becomes ``audit.jsonl``.

    Attributes:
        stage: the stage that decided (``"encoding"``, ``"duplicates"``, …).
        action: what became of the stretch.
        reason: why, one word of the contract's list (``"jump_line"``, ``"mojibake"``, …).
        spans: the stretches of source; all are of one page.
        before, after: for ``changed``: what stood in each of the spans, and what stands there now.
        twin: for what was dropped as a copy: the stretch that is kept.
        score: how sure the stage is, 0 to 1.
        evidence: what spoke for it and by how much, by name; for people to look up.
    """

    stage: str
    action: Action
    reason: str
    spans: tuple[Span, ...]
    before: str | None = None
    after: str | None = None
    twin: Span | None = None
    score: float | None = None
    evidence: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a stage decided about a stretch that stays: its role, or what it continues.

    Judgements become ``evidence.jsonl``, so that any join or role can be looked up like any cut.

    Attributes:
        question: ``"role"`` (of one stretch), ``"join"`` (of the ends of two stretches) or
            ``"boundary"`` (an article begins here).
        answer: the role, or the kind of join (``"column_break"``, ``"over_intruder"``, ``"jump"``).
        spans: the stretch; for a join, what stands before the seam and what stands after it.
        score, evidence: as in :class:`Decision`.
    """

    stage: str
    question: Literal["role", "join", "boundary"]
    answer: str
    spans: tuple[Span, ...]
    score: float
    evidence: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage that stands twice: ``copy`` repeats ``kept``.

    ``jaccard`` and ``containment`` are exact, over the shingles of the folded texts.
    """

    kind: Literal["exact", "near", "contained", "passage"]
    kept: Span
    copy: Span
    jaccard: float
    containment: float
    scope: Literal["page", "issue", "corpus"] = "page"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an article: its text, joined from as many pieces as columns broke it into."""

    role: Role
    text: Traced


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a page. ``blocks`` are in the contract's order, ``byline`` holds names only."""

    kind: Kind
    blocks: tuple[Block, ...]
    byline: tuple[str, ...] = ()
    continued_from: str | None = None
    continues_on: str | None = None
    missing_head: bool = False
    missing_tail: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page after all stages: what became of every character of it."""

    page: Page
    articles: tuple[Article, ...]
    decisions: tuple[Decision, ...]
    judgements: tuple[Judgement, ...] = ()
    copies: tuple[Copy, ...] = ()

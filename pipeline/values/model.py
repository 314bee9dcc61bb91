"""The values that pass from stage to stage. No stage, file or setting is known here.

A page has hundreds of some values. Those are named tuples: making one takes a fifth of the time of a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Any, NamedTuple

from pipeline.values.boxes import Boxed
from pipeline.values.text import Span, Traced
from pipeline.values.vocabulary import Action, CopyKind, Kind, Question, Reason, Role, Scope

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """A newspaper page: its id and its decoded text, before any repair.

    ``newspaper``, ``date`` (ISO) and ``page`` come from the metadata or the path; each may be unknown. The first
    ``front`` characters of the text are metadata (front matter of Markdown). ``boxes`` are in the order of the text.
    """

    doc: str
    text: str
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    front: int = 0
    boxes: tuple[Boxed, ...] = ()


class Fragment(NamedTuple):
    """A line or paragraph of a page, as it stood.

    Attributes:
        text: without markup, jump lines and the white space around it; empty where a jump line stood alone.
        level: depth of its Markdown heading, 1 to 6; 0 for none.
        bold: whether all of it is bold.
        gap: empty lines above it.
        indent: whether it began with an indent, as paragraphs of plain text do.
        image: whether an image link stood above it.
        lost_heading: whether a heading mark without text stood above it.
        run_in: length in characters of the bold run-in head that it begins with.
        continued_from, continues_on: the pages that its jump lines (接版) named.
        begins, ends: log-odds that it begins and ends where a paragraph does, by the shape of its printed lines
            (indent, short last line); 0.0 where that says nothing.
        flat: whether white space parted it from its neighbours, on a page that lost its line ends.
        table: whether it is a table, a line for each row.
    """

    text: Traced
    level: int = 0
    bold: bool = False
    gap: int = 0
    indent: bool = False
    image: bool = False
    lost_heading: bool = False
    run_in: int = 0
    continued_from: str | None = None
    continues_on: str | None = None
    begins: float = 0.0
    ends: float = 0.0
    flat: bool = False
    table: bool = False


class Clues(NamedTuple):
    """The signs that a fragment shows by itself, without its neighbours.

    Attributes:
        size: visible characters.
        ends: whether it ends as a paragraph does: with a full stop or its like.
        broken: whether it ends as no paragraph does: with a comma, an opening bracket.
        stops, commas: how many stand inside it.
        opens: whether it begins with a dateline.
        names: the people it names, if it may be a byline.
        named: how much the least likely of them looks like a name, in log-odds; -20 without any.
        begin, end: log-odds that its first characters begin, its last end a paragraph.
        goes_on: log-odds that the fragment behind it continues it; 0 where it ends.
        headline: log-odds that it reads like a headline and no piece of running text; 0 for a long one.
        forms: the groups of the rules that it matches (``language.rules.Group``), each once.
        signs: whether it ends with the names of its writers, as the last paragraph of a story does.
        shape_begins, shape_ends: as ``begins`` and ``ends`` of its :class:`Fragment`.
    """

    size: int
    ends: bool
    broken: bool
    stops: int
    commas: int
    opens: bool
    names: tuple[str, ...]
    named: float
    begin: float
    end: float
    headline: float = 0.0
    goes_on: float = 0.0
    forms: tuple[str, ...] = ()
    signs: bool = False
    shape_begins: float = 0.0
    shape_ends: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """The decisions of people about the fragments of a page, by their numbers.

    Attributes:
        roles: the role that a fragment has.
        joins: whether a fragment goes on in another, by left and right.
        begins: whether an article begins with a fragment.
        kept: those that are part of an article, whatever they look like.
    """

    roles: Mapping[int, str] = field(default_factory=dict)
    joins: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    begins: Mapping[int, bool] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()


class Reading(NamedTuple):
    """The role of a fragment, how sure it is (0 to 1), and the evidence for it (log-odds, by name).

    ``begins`` tells that an article begins with it, where a model decides that; of a headline it is true of its first
    line.
    """

    role: str
    score: float
    evidence: Mapping[str, float] = _NOTHING
    begins: bool = False


class Link(NamedTuple):
    """Fragment ``left`` goes on in fragment ``right``.

    Attributes:
        overlap: characters at the start of ``right`` that repeat the end of ``left``.
        odds: log-odds that it does.
        evidence: the parts that the odds are the sum of, by name.
    """

    left: int
    right: int
    overlap: int
    odds: float
    evidence: Mapping[str, float] = _NOTHING

    @property
    def score(self) -> float:
        """The odds as a probability."""
        return round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, self.odds)))), 4)


class Decision(NamedTuple):
    """One entry of the ledger that becomes ``audit.jsonl``.

    Attributes:
        stage: the stage that decided (``"encoding"``, ``"duplicates"``, …).
        action: whether the stretch was dropped, changed or flagged.
        reason: why (``"jump_line"``, ``"mojibake"``, …).
        spans: the stretches of source; all are of one page.
        before, after: for ``changed``: the characters in each of the spans before and after.
        twin: for a dropped copy: the stretch that is kept.
        score: how sure the stage is, 0 to 1.
        evidence: the evidence for it (log-odds, by name), for people to look up.
    """

    stage: str
    action: Action
    reason: Reason
    spans: tuple[Span, ...]
    before: str | None = None
    after: str | None = None
    twin: Span | None = None
    score: float | None = None
    evidence: Mapping[str, float | str] = _NOTHING


class Judgement(NamedTuple):
    """A decision about a stretch that stays: its role, or the stretch that it continues.

    Judgements become ``evidence.jsonl``, so that any join or role can be looked up like any cut.

    Attributes:
        question: ``"role"`` (of one stretch), ``"join"`` (of the ends of two stretches) or
            ``"boundary"`` (an article begins here).
        answer: the role, or the kind of join (``"column_break"``, ``"over_intruder"``, ``"jump"``).
        spans: the stretch; for a join, the stretch before the seam and the one after it.
        score, evidence: as in :class:`Decision`.
    """

    stage: str
    question: Question
    answer: str
    spans: tuple[Span, ...]
    score: float
    evidence: Mapping[str, float | str] = _NOTHING


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage that stands twice: ``copy`` repeats ``kept``.

    ``jaccard`` and ``containment`` are exact, over the shingles of the folded texts.
    """

    kind: CopyKind
    kept: Span
    copy: Span
    jaccard: float
    containment: float
    scope: Scope = "page"


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
    """A page after all stages: each character is in an article or in a decision."""

    page: Page
    articles: tuple[Article, ...]
    decisions: tuple[Decision, ...]
    judgements: tuple[Judgement, ...] = ()
    copies: tuple[Copy, ...] = ()

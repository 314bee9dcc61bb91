"""Decisions by people: an editor accepts, rejects or sets something in the report, and the chain obeys.

A line of ``decisions.jsonl`` names its stretch by source offsets, as the audit does, and the text that they
count in by its digest: a decision about a text that has changed since is not obeyed, but told of.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.values.model import Decision
from pipeline.values.text import Span
from pipeline.values.vocabulary import Role

Question = Literal["cut", "join", "role", "boundary", "names", "home", "lost_head", "lost_tail"]
Choice = Literal["accept", "reject", "set", "undo"]

ROLES = (*get_args(Role), "furniture", "tail")
"""The roles that a decision may name: those of blocks that the chain can give (no ``table`` yet), ``furniture`` (part
of no article) and ``tail`` (a byline below its article)."""
HALF = 0.5
"""The share of two stretches that must be common for them to be the same: a new version of the program may
begin a cut a few characters later, and no two fragments or cuts of one run overlap at all."""


class Verdict(BaseModel):
    """A decision of a person about a stretch of a page: a line of ``decisions.jsonl``.

    Attributes:
        doc: the page's id.
        sha256: of the page's decoded text in UTF-8 (:func:`digest`).
        question: whether a stretch is cut, two are joined, which role one has, whether an article begins, who are the
            people of the article that it stands in, whether that article has lost its beginning or its end, which
            article its block belongs to.
        start, end: code points of the decoded text. A cut, a role and a boundary name the stretch; a join
            names the seam: where the left stretch ends, and where the right one starts, which may lie above.
        answer: of a role the role; of names the names, parted by 、; of a home a code point of the article, "" for an
            article of its own; else the program's answer (a reason,
            a kind of join), or "".
        verdict: ``accept`` holds the program's answer, ``reject`` takes it back, ``set`` gives another, ``undo`` takes
            back an earlier decision.
        by: who decided.
        at: when, with the time zone.
        score: how sure the program was of its answer, 0 to 1; for the plot that holds scores against people.
        exact: whether the stretch was chosen character by character: it is parted from the text around it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    question: Question
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    answer: str = ""
    verdict: Choice
    by: str
    at: datetime
    score: float | None = Field(default=None, ge=0, le=1)
    exact: bool = False

    @model_validator(mode="after")
    def _fits_its_question(self) -> Verdict:
        if self.question != "join" and self.start >= self.end:
            raise ValueError(f"{self.start}:{self.end} is no stretch")
        if self.question == "cut" and self.verdict == "set":
            raise ValueError("a cut is accepted or rejected, not set")
        if self.question in ("names", "home") and self.verdict not in ("set", "undo"):
            raise ValueError(f"{self.question} is set")
        if self.question == "home" and not re.fullmatch("[0-9]{0,9}", self.answer):
            raise ValueError(f"{self.answer!r} is no place in the page's text")
        if self.question == "role":
            if self.verdict == "reject":
                raise ValueError("a role is accepted or set to another, not rejected")
            if self.answer not in ROLES:
                raise ValueError(f"{self.answer!r} is no role; the roles are {', '.join(ROLES)}")
        return self

    @property
    def holds(self) -> bool:
        """Whether the answer is yes: cut it, join them, an article begins here."""
        return self.verdict != "reject"

    @property
    def parts(self) -> bool:
        """Whether a paragraph is parted at a character: a join that is rejected where nothing lies between."""
        return self.question == "join" and self.start == self.end and not self.holds

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.question} at {self.doc}:{self.start}:{self.end}"


def digest(text: str) -> str:
    """Give the SHA-256 of a page's decoded text in hexadecimal digits; decisions know the page by it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Wish(NamedTuple):
    """The wish of a person about a stretch that a stage is about to cut.

    Attributes:
        stays: whether the person wants it back.
        told: the entry of the ledger that names the person; empty where nobody said anything.
    """

    stays: bool = False
    told: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class PageVerdicts:
    """The decisions about one page: a value that the stages take, by places of the source.

    ``verdicts`` are in the order of the page. ``outdated`` were made on another text of it and answer nothing.
    """

    verdicts: tuple[Verdict, ...] = ()
    outdated: tuple[Verdict, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.verdicts)

    def of_cut(self, span: Span, *reasons: str) -> Wish:
        """Tell whether a stretch stays that is about to be cut, because of it or of the better half of it.

        ``reasons`` are those it may be cut for, here or under another version; none: any.
        """
        found = self._over("cut", span, shorter=True, answers=reasons)
        return Wish(not found.holds, (told(found),)) if found else _NO_WISH

    def of_whole(self, span: Span, *reasons: str) -> Verdict | None:
        """Give the decision about a stretch that would be dropped whole for one of the reasons."""
        return self._over("cut", span, shorter=False, answers=reasons)

    def of_role(self, span: Span) -> Verdict | None:
        """Give the decision about the role of a stretch; its answer is one of :data:`ROLES`."""
        return self._over("role", span, shorter=False)

    def of(self, question: Question) -> Iterator[Verdict]:
        """Give the decisions on a question, in the order of the page."""
        return (verdict for verdict in self.verdicts if verdict.question == question)

    def edges(self) -> tuple[int, ...]:
        """Give where stretches begin and end that people chose character by character, in order."""
        chosen = [v for v in self.verdicts if v.exact and (v.question in ("role", "boundary") or v.parts)]
        ends = (v.end for v in chosen if v.question == "role")
        return tuple(sorted({*(v.start for v in chosen), *ends}))

    def ledger(self, decisions: Iterable[Decision]) -> Iterator[Decision]:
        """Give the decisions of a chain with people's at the end: each once, and those that found no place."""
        heard = []
        for decision in decisions:
            if decision.reason == "decided_by_person":
                heard.append(decision)
            else:
                yield decision
        obeyed = [verdict for verdict in self.verdicts if told(verdict) in heard]
        yield from map(told, obeyed)
        for verdict in (*self.outdated, *(v for v in self.verdicts if v not in obeyed)):
            yield told(verdict)._replace(reason="decision_without_place")

    def _over(
        self, question: Question, span: Span, *, shorter: bool, answers: Collection[str] = ()
    ) -> Verdict | None:
        """Find the decision about the same stretch; ``shorter``: one about most of the shorter is enough."""
        best, found = 0.0, None
        for verdict in self.of(question):
            if answers and verdict.answer and verdict.answer not in answers:
                continue
            common = min(span.end, verdict.end) - max(span.start, verdict.start)
            sizes = (span.end - span.start, verdict.end - verdict.start)
            share = common / max(1, min(sizes) if shorter else max(sizes))
            if verdict.exact and common == sizes[0]:  # a headline of several lines was chosen whole
                share = 1.0
            if share > best:
                best, found = share, verdict
        return found if best >= HALF else None


_NO_WISH = Wish()
NOBODY = PageVerdicts()
"""No decisions, for a run without a file of them."""


def told(verdict: Verdict) -> Decision:
    """Give the entry of the ledger that says who decided what, and when."""
    start, end = sorted((verdict.start, verdict.end))
    evidence: dict[str, float | str] = {
        "question": verdict.question, "answer": verdict.answer, "verdict": verdict.verdict,
        "by": verdict.by, "at": verdict.at.isoformat(),
    }  # fmt: skip
    spans = (Span(verdict.doc, start, end),)
    return Decision("people", "flagged", "decided_by_person", spans, score=1.0, evidence=evidence)

"""Decisions by people: an editor accepts, rejects or sets something in the report, and the chain obeys.

A line of ``decisions.jsonl`` names its stretch by source offsets, as the audit does, and the text that they
count in by its digest: a decision about a text that has changed since is not obeyed, but told of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.values.errors import UserError
from pipeline.values.model import Page
from pipeline.values.text import Span
from pipeline.values.vocabulary import Role

Question = Literal["cut", "join", "role", "boundary", "names"]
Choice = Literal["accept", "reject", "set", "undo"]

ROLES = (*(role for role in get_args(Role) if role != "table"), "furniture", "tail")
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
            people of the article that it stands in.
        start, end: code points of the decoded text. A cut, a role and a boundary name the stretch; a join
            names the seam: where the left stretch ends, and where the right one starts, which may lie above.
        answer: of a role the role; of names the names, parted by 、; else what the program had answered (a reason,
            a kind of join), or "".
        verdict: ``accept`` holds the program's answer, ``reject`` takes it back, ``set`` gives another, ``undo`` takes
            back what was decided before.
        by: who decided.
        at: when, with the time zone.
        score: how sure the program was of its answer, 0 to 1; for the plot that holds scores against people.
        exact: whether the stretch was chosen character by character: it is parted from what stands around it.
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
        if self.question == "names" and self.verdict not in ("set", "undo"):
            raise ValueError("names are set")
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
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.question} at {self.doc}:{self.start}:{self.end}"


def digest(text: str) -> str:
    """Give the SHA-256 of a page's decoded text in hexadecimal digits; decisions know the page by it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class PageVerdicts:
    """The decisions about one page, for one run of its chain: it notes which of them were asked for.

    Make one for each call of the chain (:meth:`Verdicts.for_page`); the answers never depend on earlier
    questions.
    """

    def __init__(self, verdicts: Sequence[Verdict] = (), outdated: Sequence[Verdict] = ()) -> None:
        self._verdicts = tuple(verdicts)
        self._outdated = tuple(outdated)
        self._asked: set[Verdict] = set()

    def __bool__(self) -> bool:
        return bool(self._verdicts)

    def rejects_cut(self, span: Span, *reasons: str) -> bool:
        """Whether a person wants a stretch back that is about to be cut, or the better half of it.

        ``reasons`` are those it may be cut for, here or under another version; none: any.
        """
        found = self._over("cut", span, shorter=True, answers=reasons)
        return found is not None and not found.holds

    def stands(self, span: Span, *reasons: str) -> bool | None:
        """Whether a stretch stays that would be dropped whole for a reason; None where nobody said so."""
        found = self._over("cut", span, shorter=False, answers=reasons)
        return None if found is None else not found.holds

    def role_of(self, span: Span) -> str | None:
        """The role that a person gave a stretch: one of :data:`ROLES`; None where nobody did."""
        found = self._over("role", span, shorter=False)
        return found.answer if found else None

    def joined(self, left_end: int, right_start: int) -> bool | None:
        """Whether the text that ends at ``left_end`` goes on at ``right_start``; None where nobody decided."""
        return self._held(v for v in self._of("join") if (v.start, v.end) == (left_end, right_start))

    def edges(self) -> tuple[int, ...]:
        """Where stretches begin and end that people chose character by character, in order."""
        chosen = [v for v in self._verdicts if v.exact and v.question in ("role", "boundary")]
        ends = (v.end for v in chosen if v.question == "role")
        return tuple(sorted({*(v.start for v in chosen), *ends}))

    def named(self) -> tuple[Verdict, ...]:
        """The decisions about who an article's people are."""
        return tuple(self._of("names"))

    def obey(self, verdict: Verdict) -> None:
        """Note that a decision has its place."""
        self._asked.add(verdict)

    def seams(self) -> tuple[tuple[int, int], ...]:
        """The seams that people joined, as (left end, right start): those the chain has to offer itself."""
        return tuple((v.start, v.end) for v in self._of("join") if v.holds)

    def starts_article(self, start: int) -> bool | None:
        """Whether an article begins at ``start``; None where nobody decided."""
        return self._held(v for v in self._of("boundary") if v.start == start)

    def obeyed(self) -> tuple[Verdict, ...]:
        """Those that were asked for, in the order of the page: the ledger is to name who decided."""
        return tuple(v for v in self._verdicts if v in self._asked)

    def unused(self) -> tuple[Verdict, ...]:
        """Those that no longer fit, once the chain is through: nothing stands there that they are about."""
        return (*self._outdated, *(v for v in self._verdicts if v not in self._asked))

    def _of(self, question: Question) -> Iterable[Verdict]:
        return (verdict for verdict in self._verdicts if verdict.question == question)

    def _held(self, found: Iterable[Verdict]) -> bool | None:
        verdict = next(iter(found), None)
        if verdict is None:
            return None
        self._asked.add(verdict)
        return verdict.holds

    def _over(
        self, question: Question, span: Span, *, shorter: bool, answers: Collection[str] = ()
    ) -> Verdict | None:
        """The decision about the same stretch; ``shorter``: one about most of the shorter is enough."""
        best, found = 0.0, None
        for verdict in self._of(question):
            if answers and verdict.answer and verdict.answer not in answers:
                continue
            common = min(span.end, verdict.end) - max(span.start, verdict.start)
            sizes = (span.end - span.start, verdict.end - verdict.start)
            share = common / max(1, min(sizes) if shorter else max(sizes))
            if verdict.exact and common == sizes[0]:  # a headline of several lines was chosen whole
                share = 1.0
            if share > best:
                best, found = share, verdict
        if found is None or best < HALF:
            return None
        self._asked.add(found)
        return found


NOBODY = PageVerdicts()
"""No decisions, for a run without a file of them."""


class Verdicts:
    """All decisions of a file; of two about the same thing the later counts."""

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self._pages: dict[str, dict[tuple[str, int, int], Verdict]] = {}
        for verdict in verdicts:
            end = 0 if verdict.question == "boundary" else verdict.end  # an article begins here, or not
            place = (verdict.question, verdict.start, end)
            page = self._pages.setdefault(verdict.doc, {})
            page.pop(place, None)
            if verdict.verdict != "undo":
                page[place] = verdict

    @property
    def docs(self) -> frozenset[str]:
        """The pages that anything was decided about."""
        return frozenset(doc for doc, page in self._pages.items() if page)

    def __bool__(self) -> bool:
        return bool(self.docs)

    def about(self, docs: Collection[str]) -> tuple[Verdict, ...]:
        """The decisions about some pages, in an order that does not hang on that of the file."""
        return tuple(v for doc in sorted(self._pages.keys() & docs) for v in self._ordered(doc))

    def _ordered(self, doc: str) -> list[Verdict]:
        return sorted(self._pages[doc].values(), key=lambda v: (v.start, v.end, v.question))

    def for_page(self, page: Page) -> PageVerdicts:
        """The decisions about a page; those made on another text of it count as unused."""
        if page.doc not in self._pages:
            return NOBODY
        ordered = self._ordered(page.doc)
        now = digest(page.text)
        return PageVerdicts([v for v in ordered if v.sha256 == now], [v for v in ordered if v.sha256 != now])


NO_VERDICTS = Verdicts()
"""Those of a run that was given no file of decisions."""


def load(path: Path) -> Verdicts:
    """Read a file of decisions, one a line; blank lines are passed over.

    Raises:
        UserError: the file cannot be read, or a line of it is no decision: the first such line is named.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as problem:
        raise UserError(f"the decisions {path} cannot be read ({problem.strerror})") from None
    return Verdicts(_verdict(path, n, line) for n, line in enumerate(lines, 1) if line.strip())


def _verdict(path: Path, number: int, line: bytes) -> Verdict:
    try:
        return Verdict.model_validate_json(line)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        told = f"{where}: {first['msg']}" if where else first["msg"]
        raise UserError(
            f"line {number} of {path} is no decision ({told}); save it anew from the report"
        ) from None

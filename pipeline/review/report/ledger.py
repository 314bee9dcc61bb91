"""All that was decided about a page as one list: the audit and the evidence, each decision once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.records import ArticleRow, AuditRow, EvidenceRow, Story
from pipeline.records.models import PieceRow

DOUBTFUL = 0.8
"""Decisions below this score are those that an editor steps through: on the five seeds 6 % of all."""

CUT, CHANGE, FLAG, JOIN, ROLE, BOUNDARY = "cut", "change", "flag", "join", "role", "boundary"
PERSON = "person"  # a person's decision that was obeyed: no doubt, whatever the audit calls it
QUESTIONS = (CUT, JOIN, FLAG, BOUNDARY, ROLE, CHANGE, PERSON)
_OF_ACTION = {"dropped": CUT, "changed": CHANGE, "flagged": FLAG}
_SETTLED = "decided_by_person"  # a flag of the audit that tells who decided
_RESTATED = "doubtful_"  # a flag that only says that a role or join, listed itself, has a low score
ASIDE = ("caption", "credit")  # may stand anywhere, above the headline of their story too
AROUND, LONGEST = 12, 72  # characters of the text that an entry shows

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Entry:
    """A decision about a page.

    Attributes:
        number: counts the page's entries from 0.
        question: one of :data:`QUESTIONS`.
        answer: the reason, role or kind of join.
        spans: the stretches of this page that it is about; a join's are the two beside the seam.
        text: the characters there, shortened.
        before, after: of a change, the characters before and after it.
        twin: the copy that is kept, or the other side of a join that lies on another page.
        comes: of such a join, whether this page has the right side.
    """

    question: str
    answer: str
    spans: Spans
    score: float | None
    stage: str = ""
    number: int = -1
    text: str = ""
    before: str | None = None
    after: str | None = None
    twin: PieceRow | None = None
    comes: bool = False
    evidence: tuple[tuple[str, float | str], ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether it is worth a person's eye."""
        if self.question == PERSON:
            return False
        return self.question == FLAG or (self.score is not None and self.score < DOUBTFUL)

    @property
    def doubt(self) -> float:
        """How likely it is wrong, taking scores for probabilities; a flag counts half."""
        if self.question == FLAG:
            return 0.5
        if self.question == PERSON:
            return 0.0
        return 0.0 if self.score is None else 1.0 - self.score

    @property
    def place(self) -> tuple[int, int]:
        """The stretch that a person's decision about it names: of a join the seam, else all of it."""
        if self.question == JOIN and len(self.spans) > 1:
            return self.spans[0][1], self.spans[1][0]
        return self.spans[0][0], self.spans[-1][1]

    @property
    def disputable(self) -> bool:
        """Whether a person can decide otherwise."""
        return self.question in (CUT, ROLE, BOUNDARY) or (self.question == JOIN and len(self.spans) > 1)


def entries(story: Story) -> list[Entry]:
    """The decisions about a page in its order, each told once, with all that is known of it."""
    doc, text = story.page.doc, story.text
    told = {_key(row, doc): row for row in story.evidence}
    found = [_of_audit(row, told) for row in story.audit if not row.reason.startswith(_RESTATED)]
    found += [_of_evidence(row, doc) for row in story.evidence if row.question in (JOIN, ROLE, BOUNDARY)]
    begun = {entry.spans[0][0] for entry in found if entry.question == BOUNDARY and entry.spans}
    found += [entry for entry in _beginnings(story.articles, doc) if entry.spans[0][0] not in begun]
    ordered = sorted(
        (entry for entry in found if entry.spans),
        key=lambda entry: (entry.spans[0], QUESTIONS.index(entry.question)),
    )
    return [replace(entry, number=n, text=_excerpt(entry, text)) for n, entry in enumerate(ordered)]


Key = tuple[str, str, tuple[tuple[int, int], ...]]


def _key(row: EvidenceRow, doc: str) -> Key:
    return row.question, row.answer, tuple((span.start, span.end) for span in row.spans if span.doc == doc)


def _of_audit(row: AuditRow, told: Mapping[Key, EvidenceRow]) -> Entry:
    spans = row.spans or [(row.start or 0, row.end or 0)]
    known = told.get((row.action, row.reason, tuple(spans)))
    return Entry(
        PERSON if row.reason == _SETTLED else _OF_ACTION[row.action],
        row.reason,
        spans,
        row.score,
        stage=known.stage if known else "",
        before=row.before,
        after=row.after,
        twin=row.twin,
        evidence=_weighty(known),
    )


def _of_evidence(row: EvidenceRow, doc: str) -> Entry:
    here = [(span.start, span.end) for span in row.spans if span.doc == doc]
    elsewhere = next((span for span in row.spans if span.doc != doc), None)
    return Entry(
        row.question,
        row.answer,
        here,
        row.score,
        row.stage,
        twin=elsewhere,
        comes=row.spans[0].doc != doc,
        evidence=_weighty(row),
    )


def _weighty(row: EvidenceRow | None) -> tuple[tuple[str, float | str], ...]:
    """The evidence, the heaviest first."""
    items = row.evidence.items() if row else ()
    return tuple(sorted(items, key=lambda item: -abs(item[1]) if isinstance(item[1], float) else 0.0))


def _excerpt(entry: Entry, text: str | None) -> str:
    """Give the characters there; of a join those beside the seam, of a flag those around it."""
    if text is None:
        return ""
    if entry.question == JOIN and len(entry.spans) > 1:
        (start, left), (right, end) = entry.spans[:2]
        return f"{text[max(start, left - AROUND) : left]}⋮{text[right : min(end, right + AROUND)]}"
    start, end = entry.spans[0]
    shown = text[start:end]
    if entry.question in (FLAG, PERSON) and end - start < AROUND:
        return f"{text[max(0, start - AROUND) : start]}⟦{shown}⟧{text[end : end + AROUND]}"
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - AROUND]}…{shown[-AROUND:]}"


def _beginnings(articles: Iterable[ArticleRow], doc: str) -> Iterator[Entry]:
    """Where each article begins on this page."""
    for article in articles:
        blocks = [block for block in article.blocks if block.role not in ASIDE] or article.blocks
        pieces = [piece for block in blocks for piece in block.pieces if piece.doc == doc]
        if pieces and article.doc == doc:
            first = min(pieces, key=lambda piece: piece.start)
            yield Entry(BOUNDARY, "begins", [(first.start, first.end)], None, "articles")

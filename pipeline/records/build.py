"""A cleaned page as rows of the output."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import takewhile
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.records.models import (
    AnyRow,
    ArticleRow,
    AuditRow,
    BlockRow,
    BoxedPieceRow,
    Counts,
    DuplicateRow,
    EvidenceRow,
    PageRow,
    PassageRow,
    PieceRow,
    RelationRow,
    TextRow,
)
from pipeline.records.quality import Signals, foreign
from pipeline.values.laws import visible
from pipeline.values.model import Article, Block, Boxed, Cleaned, Copy, Decision, Judgement
from pipeline.values.text import Span
from pipeline.values.vocabulary import RUNNING, Action, Question

FURNITURE = ("page_furniture", "markup", "noise")  # dropped from between articles, not from one of them


@dataclass(frozen=True)
class PageRecords:
    """The rows of a page, by the file they go to, and their counts."""

    page: PageRow
    counts: Counts
    articles: tuple[ArticleRow, ...] = ()
    audit: tuple[AuditRow, ...] = ()
    duplicates: tuple[DuplicateRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    texts: tuple[TextRow, ...] = ()

    @property
    def files(self) -> dict[str, tuple[AnyRow, ...]]:
        """The rows, by the name of their file."""
        return {
            "articles.jsonl": self.articles,
            "audit.jsonl": self.audit,
            "pages.jsonl": (self.page,),
            "duplicates.jsonl": self.duplicates,
            "evidence.jsonl": self.evidence,
        }


def quarantined(page: PageRow, reason: str) -> PageRecords:
    """A page that is set aside, with the reason; nothing else is written of it."""
    nothing = {"articles": 0, "dropped": 0, "changed": 0, "flagged": 0}
    row = page.model_copy(update={"status": "quarantined", "reason": reason, **nothing})
    return PageRecords(row, Counts(pages=1, quarantined=1))


def skipped(page: PageRow, reason: str) -> PageRecords:
    """A file of a kind that is not read, with the reason; it is told of and no page."""
    return PageRecords(page.model_copy(update={"status": "skipped", "reason": reason}), Counts(skipped=1))


def ok(page: PageRow, cleaned: Cleaned) -> PageRecords:
    """A page that holds both laws, as rows.

    Args:
        page: the row of the page as it was read; its counts are filled in.
        cleaned: the page after the chain.
    """
    ids = [article_id(article) for article in cleaned.articles]
    owners = Owners(zip(ids, cleaned.articles, strict=True))
    counts = _counts(cleaned)
    known, signals = cleaned.page, Signals(cleaned)
    told = signals.of_page()
    strange = foreign(told["quality"], told["language"])
    row = page.model_copy(
        update={
            "newspaper": known.newspaper,
            "date": known.date,
            "page": known.page,
            "articles": counts.articles,
            "dropped": counts.dropped,
            "changed": counts.changed,
            "flagged": counts.flagged,
            "warnings": [*page.warnings, *([strange] if strange else [])],
            **told,
        }
    )
    flags = _flags(cleaned.decisions, owners)
    articles = (
        _article(name, n, article, row, flags.get(name, []), known.boxes, signals.of(article))
        for n, (name, article) in enumerate(zip(ids, cleaned.articles, strict=True), 1)
    )
    return PageRecords(
        row,
        counts,
        tuple(articles),
        tuple(_audit(decision, known.text, owners) for decision in cleaned.decisions if decision.spans),
        tuple(_duplicate(copy, owners) for copy in cleaned.copies),
        tuple(_evidence(cleaned, owners)),
        (TextRow.model_construct(doc=known.doc, text=known.text),),
    )


def article_id(article: Article) -> str:
    """An id that hangs on nothing but the page and the place of the article's first running text."""
    blocks = [b for b in article.blocks if b.role in RUNNING] or article.blocks
    first = min(span for block in blocks for span in block.text.spans)
    return _digest(first.doc, str(first.start))


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


class Owners:
    """Which article each stretch of a page stands in."""

    def __init__(self, articles: Iterable[tuple[str, Article]]) -> None:
        pieces = sorted(
            (span.start, span.end, name)
            for name, article in articles
            for block in article.blocks
            for span in block.text.spans
        )
        self._starts = [start for start, _, _ in pieces]
        self._names = {start: name for start, _, name in pieces}
        self._pieces = pieces

    def of(self, span: Span) -> str | None:
        """The article that holds the first of a stretch that any article holds."""
        _, first, last = span
        if first in self._names and first < last:  # as most do
            return self._names[first]
        n = bisect_right(self._starts, first) - 1
        for start, end, name in self._pieces[max(n, 0) : n + 2]:
            if start < last and first < end:
                return name
        return None

    def around(self, span: Span) -> str | None:
        """The article that a dropped stretch stood in or beside: of two, the nearer, then the first."""
        n = bisect_right(self._starts, span.start)
        beside = [(span.start - end, name) for _, end, name in self._pieces[max(n - 1, 0) : n]]
        beside += [(start - span.end, name) for start, _, name in self._pieces[n : n + 1]]
        return min(beside, key=lambda near: near[0])[1] if beside else None

    def after(self, span: Span) -> str | None:
        """The article that stands next below a stretch; the last one if none does."""
        n = bisect_right(self._starts, span.start)
        return self._pieces[min(n, len(self._pieces) - 1)][2] if self._pieces else None

    def of_decision(self, decision: Decision) -> str | None:
        """The article that a decision is about, if it is about one."""
        if decision.action != "dropped":
            return self.of(decision.spans[0])
        if decision.reason == "jump_line" and decision.evidence.get("leads") == "here":
            return self.after(decision.spans[0])
        return None if decision.reason in FURNITURE else self.around(decision.spans[0])


def _counts(cleaned: Cleaned) -> Counts:
    before = np.zeros(len(cleaned.page.text) + 1, np.int64)
    np.cumsum(visible(cleaned.page.text), out=before[1:])
    spans: dict[Action, list[Span]] = {"dropped": [], "changed": [], "flagged": []}
    for decision in cleaned.decisions:
        spans[decision.action] += decision.spans
    dropped, changed, flagged = (_seen(of, before) for of in spans.values())
    return Counts.model_construct(
        pages=1,
        ok=1,
        quarantined=0,
        skipped=0,
        articles=len(cleaned.articles),
        joins=sum(judgement.question == "join" for judgement in cleaned.judgements),
        splices=sum(decision.reason == "intruding_passage" for decision in cleaned.decisions),
        duplicates=len(cleaned.copies),
        kept=int(before[-1]) - dropped,
        dropped=dropped,
        changed=changed,
        flagged=flagged,
    )


def _seen(spans: Sequence[Span], before: NDArray[np.int64]) -> int:
    """The visible characters of some spans; ``before``: how many stand before each place of the page."""
    if not spans:
        return 0
    _, starts, ends = zip(*spans, strict=True)
    return int((before.take(ends) - before.take(starts)).sum())


def _flags(decisions: Iterable[Decision], owners: Owners) -> dict[str, list[str]]:
    """Give the reasons of the flags, by article."""
    flags: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.action == "flagged" and decision.reason != "decided_by_person":  # settled, not in doubt
            for name in dict.fromkeys(owners.of(span) for span in decision.spans):
                if name:
                    flags.setdefault(name, []).append(decision.reason)
    return flags


def _article(
    name: str,
    order: int,
    article: Article,
    page: PageRow,
    flags: list[str],
    boxes: Sequence[Boxed],
    told: Mapping[str, Any],
) -> ArticleRow:
    return ArticleRow.model_construct(
        id=name,
        doc=page.doc,
        kind=article.kind,
        title=_first(article, "title"),
        kicker=_first(article, "kicker"),
        subtitle=_first(article, "subtitle"),
        byline=list(article.byline),
        text="\n".join(block.text.text for block in article.blocks if block.role in RUNNING),
        blocks=[_block(block, boxes) for block in article.blocks],
        continued_from=article.continued_from,
        continues_on=article.continues_on,
        missing_head=article.missing_head,
        missing_tail=article.missing_tail,
        newspaper=page.newspaper,
        date=page.date,
        page=page.page,
        order=order,
        duplicate_of=None,
        warnings=list(dict.fromkeys((*article.warnings, *flags))),
        source=page.source,
        metadata=page.metadata,
        **told,
    )


def _first(article: Article, role: str) -> str | None:
    return next((block.text.text for block in article.blocks if block.role == role), None)


def _block(block: Block, boxes: Sequence[Boxed]) -> BlockRow:
    return BlockRow(block.role, block.text.text, [_piece(span, boxes) for span in block.text.spans])


def _piece(span: Span, boxes: Sequence[Boxed]) -> PieceRow:
    """A piece, with the boxes of the lines that it holds any of."""
    if not boxes:
        return PieceRow(*span)
    n = bisect_right(boxes, span.start, key=attrgetter("end"))
    held = takewhile(lambda line: line.start < span.end, boxes[n:])
    return BoxedPieceRow(*span, [list(line.box) for line in held])


def _audit(decision: Decision, text: str, owners: Owners) -> AuditRow:
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


def _duplicate(copy: Copy, owners: Owners) -> DuplicateRow:
    return duplicate(
        _digest(copy.kept.doc, str(copy.kept.start), str(copy.kept.end)),
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


def _evidence(cleaned: Cleaned, owners: Owners) -> list[EvidenceRow]:
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

"""A cleaned page as rows of the output."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.records.decisions import audit_row, copy_row, evidence_rows
from pipeline.records.evidence import EvidenceRow
from pipeline.records.lines import AnyRow
from pipeline.records.manifest import Counts
from pipeline.records.models import (
    ArticleRow,
    AuditRow,
    BlockRow,
    BoxedPieceRow,
    DuplicateRow,
    PageRow,
    PieceRow,
    TextRow,
)
from pipeline.records.owners import Owners, article_id
from pipeline.records.quality import Signals, foreign
from pipeline.values.boxes import Boxed
from pipeline.values.laws import visible
from pipeline.values.model import Article, Block, Cleaned, Decision
from pipeline.values.text import Span
from pipeline.values.vocabulary import RUNNING, Action


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
    row = _page(page, cleaned, counts, signals.of_page())
    flags = _flags(cleaned.decisions, owners)
    articles = (
        _article(name, n, article, row, flags.get(name, []), known.boxes, signals.of(article))
        for n, (name, article) in enumerate(zip(ids, cleaned.articles, strict=True), 1)
    )
    return PageRecords(
        row,
        counts,
        tuple(articles),
        tuple(audit_row(decision, known.text, owners) for decision in cleaned.decisions if decision.spans),
        tuple(copy_row(copy, owners) for copy in cleaned.copies),
        tuple(evidence_rows(cleaned, owners)),
        (TextRow.model_construct(doc=known.doc, text=known.text),),
    )


def _page(page: PageRow, cleaned: Cleaned, counts: Counts, told: Mapping[str, Any]) -> PageRow:
    """Fill in the row of a page; ``told`` are its signals."""
    known = {name: getattr(cleaned.page, name) for name in ("newspaper", "date", "page")}
    sums = {name: getattr(counts, name) for name in ("articles", "dropped", "changed", "flagged")}
    strange = foreign(told["quality"], told["language"])
    warnings = [*page.warnings, *([strange] if strange else [])]
    return page.model_copy(update={**known, **sums, "warnings": warnings, **told})


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

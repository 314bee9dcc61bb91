"""A page's story: its rows together, as those who show a page read them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.evidence import EvidenceRow
from pipeline.records.models import ArticleRow, AuditRow, PageRow


@dataclass(frozen=True)
class Story:
    """All rows of a page; ``text`` is None where its decoded text is not kept any more."""

    page: PageRow
    articles: list[ArticleRow]
    audit: list[AuditRow]
    evidence: list[EvidenceRow]
    text: str | None

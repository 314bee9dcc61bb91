"""Quality signals of a page and of its articles, for those who choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from pipeline.language import writing
from pipeline.records.models import QualityRow
from pipeline.values.laws import visible
from pipeline.values.model import Article, Cleaned
from pipeline.values.text import Span

_REPAIRS = ("mojibake", "unicode")
"""Reasons of changes that repair characters; others change the width of punctuation."""
_FEW = 10
"""Letters of the shortest text that is told to be no Chinese."""


class Signals:
    """Measures the stretches of a page."""

    def __init__(self, cleaned: Cleaned) -> None:
        text = cleaned.page.text
        self._writing = writing.measure(text)
        self._visible = np.r_[0, np.cumsum(visible(text))]
        repaired = np.zeros(len(text) + 1, np.int64)
        flags = [span.start for one in cleaned.decisions if one.action == "flagged" for span in one.spans]
        self._flags = np.sort(np.array(flags, np.int64))
        for one in cleaned.decisions:
            if one.action == "changed" and one.reason in _REPAIRS:
                for span in one.spans:
                    repaired[span.start + 1 : span.end + 1] = 1
        self._repaired = np.cumsum(repaired)
        self._cleaned = cleaned

    def of_page(self) -> dict[str, Any]:
        """The fields ``language``, ``script`` and ``quality`` of the page's row."""
        page = self._cleaned.page
        lost = sum(map(_lost, self._cleaned.articles))
        return self._fields([Span(page.doc, page.front, len(page.text))], lost)

    def of(self, article: Article) -> dict[str, Any]:
        """Those of an article's row."""
        spans = [span for block in article.blocks for span in block.text.spans]
        return self._fields(spans, _lost(article))

    def _fields(self, spans: Sequence[Span], lost: int) -> dict[str, Any]:
        places = np.array([span[1:] for span in spans], np.intp).reshape(-1, 2)
        found, (starts, ends) = writing.share(self._writing, places), places.T
        count = int((self._visible.take(ends) - self._visible.take(starts)).sum())
        repaired = int((self._repaired.take(ends) - self._repaired.take(starts)).sum())
        doubts = int((self._flags.searchsorted(ends) - self._flags.searchsorted(starts)).sum())
        quality = QualityRow(
            characters=count,
            han=_rounded(found.han),
            ocr_error=_rounded(found.ocr_error),
            repaired=_rounded(repaired / count if count else 0.0) or 0.0,
            doubts=doubts,
            lost=lost,
        )
        return {"language": found.language, "script": found.script, "quality": quality}


def foreign(quality: QualityRow, language: str | None) -> str | None:
    """The warning about a page that is not Chinese; None for one that is."""
    if language in ("zh", None) or quality.characters < _FEW:
        return None
    return (
        f"it is not Chinese: {quality.han or 0:.0%} of its letters are Han characters (language {language})"
    )


def together(parts: Iterable[QualityRow | None]) -> QualityRow | None:
    """The signals of an article that was joined of two: shares by their characters."""
    both = [part for part in parts if part]
    if len(both) < 2:
        return both[0] if both else None
    total = sum(part.characters for part in both)

    def mean(values: list[float | None]) -> float | None:
        known = [
            (value, part.characters) for value, part in zip(values, both, strict=True) if value is not None
        ]
        weight = sum(count for _, count in known)
        return _rounded(sum(value * count for value, count in known) / weight) if weight else None

    return QualityRow(
        characters=total,
        han=mean([part.han for part in both]),
        ocr_error=mean([part.ocr_error for part in both]),
        repaired=mean([part.repaired for part in both]) or 0.0,
        doubts=sum(part.doubts for part in both),
        lost=sum(part.lost for part in both),
    )


def _lost(article: Article) -> int:
    return int(article.missing_head) + int(article.missing_tail)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0

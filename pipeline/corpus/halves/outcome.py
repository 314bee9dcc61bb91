"""The changes that matches make to the rows of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline import records
from pipeline.corpus.halves.joining import Joins
from pipeline.corpus.halves.matching import Match
from pipeline.records import ArticleRow, AuditRow, BlockRow, EvidenceRow, PieceRow

Source = Callable[[int, PieceRow], str]

_SHOWN = 20
"""Characters of each end that evidence and flags name."""


def joins(matches: Iterable[Match], source: Source) -> Joins:
    """Give the changes to the rows: sure matches are joined, both ends of a doubtful one are flagged.

    Args:
        matches: of :func:`find`.
        source: the text that stands at a stretch of a page, which is first named by its number in the run.
    """
    loaded = sorted(map(_loaded, matches), key=lambda one: (one[0].first.site.number, _end(one[1]).start))
    flags = []
    for found, first, second in loaded:
        if not found.sure:
            ends = (first, found.first, _end(first)), (second, found.second, _start(second))
            flags += [_flag(row, end, source(half.site.number, end), found) for row, half, end in ends]
    pairs = [(first, second) for found, first, second in loaded if found.sure]
    pages = {half.doc: side.site.number for found, *rows in loaded
             for side, half in zip((found.first, found.second), rows, strict=True)}  # fmt: skip
    return Joins(pairs, [_told(*one) for one in loaded], flags, lambda piece: source(pages[piece.doc], piece))


def _loaded(found: Match) -> tuple[Match, ArticleRow, ArticleRow]:
    return found, records.load(ArticleRow, found.first.line), records.load(ArticleRow, found.second.line)


def _told(found: Match, first: ArticleRow, second: ArticleRow) -> EvidenceRow:
    return EvidenceRow(
        doc=first.doc,
        question="join" if found.sure else "flagged",
        answer="jump" if found.sure else "doubtful_join",
        spans=[_end(first), _start(second)],
        score=round(found.score, 4),
        evidence={name: _rounded(value) for name, value in found.evidence.items()},
        article=first.id,
        stage="issues",
    )


def _flag(row: ArticleRow, end: PieceRow, text: str, found: Match) -> AuditRow:
    return AuditRow(
        doc=end.doc,
        start=end.start,
        end=end.end,
        spans=None,
        action="flagged",
        reason="doubtful_join",
        text=text,
        score=round(found.score, 4),
        article=row.id,
    )


def _end(row: ArticleRow) -> PieceRow:
    last = _running(row)[-1].pieces[-1]
    return replace(last, start=max(last.start, last.end - _SHOWN))


def _start(row: ArticleRow) -> PieceRow:
    first = _running(row)[0].pieces[0]
    return replace(first, end=min(first.end, first.start + _SHOWN))


def _running(row: ArticleRow) -> list[BlockRow]:
    return [block for block in row.blocks if block.role in ("heading", "body")] or row.blocks


def _rounded(value: float | str) -> float | str:
    return value if isinstance(value, str) else round(value, 4)

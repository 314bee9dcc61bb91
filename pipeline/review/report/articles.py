"""The articles of a page as its view shows them: blocks with the seams of joined pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import ArticleRow, Story
from pipeline.records.models import BlockRow, PieceRow
from pipeline.review.report import seams
from pipeline.review.report.ledger import CHANGE, JOIN, Entry

NO_SEAM, UNTOLD = -1, -2  # the block ends here; no decision tells of the seam


@dataclass(frozen=True)
class Part:
    """Characters of a block up to a seam; ``seam`` is the decision that made it, or one of the two below."""

    text: str
    seam: int


@dataclass(frozen=True)
class BlockView:
    """A block of an article. ``start`` is where it begins on this page, None for a block of another."""

    number: int
    role: str
    parts: list[Part]
    start: int | None


@dataclass(frozen=True)
class ArticleView:
    """An article; ``hue`` tells it from its neighbours."""

    number: int
    row: ArticleRow
    blocks: list[BlockView]
    more: int = 0
    elsewhere: tuple[str, ...] = ()  # other pages that it stands on

    @property
    def hue(self) -> int:
        """One of six colours."""
        return self.number % 6

    @property
    def heading(self) -> str:
        """Its title, or how it begins."""
        return self.row.title or f"{(self.row.text or self.row.blocks[0].text)[:18]}…"

    @property
    def notes(self) -> list[tuple[str, dict[str, str]]]:
        """Facts about it: keys of words with their values."""
        row = self.row
        told: list[tuple[str, dict[str, str], object]] = [
            ("continued_from", {"n": row.continued_from or ""}, row.continued_from),
            ("continues_on", {"n": row.continues_on or ""}, row.continues_on),
            ("missing_head", {}, row.missing_head),
            ("missing_tail", {}, row.missing_tail),
            ("repeats", {"id": row.duplicate_of or ""}, row.duplicate_of),
        ]
        return [(key, values) for key, values, true in told if true]


def articles(story: Story, entries: Sequence[Entry], end: int) -> list[ArticleView]:
    """The articles that stand on a page, with those of their blocks that begin before ``end`` or elsewhere."""
    source = _source(story, entries, end)
    return [_article(n, row, source) for n, row in enumerate(story.articles)]


@dataclass(frozen=True)
class _Source:
    """The decisions by which the seams of a page's articles are found."""

    doc: str
    text: str
    starts: list[int]
    changes: dict[int, seams.Change]
    joins: dict[int, int]  # by where the right side starts: the number of the entry
    end: int

    def characters(self, piece: PieceRow) -> str:
        """A piece's characters after all changes; of another page only how many there are is known."""
        if piece.doc != self.doc:
            return "〇" * (piece.end - piece.start)
        return seams.rewritten(self.text, piece.start, piece.end, self.starts, self.changes)

    def seam(self, piece: PieceRow) -> int:
        """Find the decision that joined a piece to the one before it."""
        here = (number for start, number in self.joins.items() if piece.start - 4 <= start < piece.end)
        return next(here, UNTOLD) if piece.doc == self.doc else UNTOLD


def _source(story: Story, entries: Sequence[Entry], end: int) -> _Source:
    changes = {
        start: (stop, entry.after or "")
        for entry in entries
        if entry.question == CHANGE
        for start, stop in entry.spans
    }
    joins = {entry.spans[-1][0]: entry.number for entry in entries if entry.question == JOIN}
    return _Source(story.page.doc, story.text or "", sorted(changes), changes, joins, end)


def _article(number: int, row: ArticleRow, source: _Source) -> ArticleView:
    blocks = [_block(n, block, source) for n, block in enumerate(row.blocks) if _is_shown(block, source)]
    docs = (piece.doc for block in row.blocks for piece in block.pieces)
    elsewhere = tuple(doc for doc in dict.fromkeys(docs) if doc != source.doc)
    return ArticleView(number, row, blocks, len(row.blocks) - len(blocks), elsewhere)


def _is_shown(block: BlockRow, source: _Source) -> bool:
    return not source.text or any(p.doc != source.doc or p.start < source.end for p in block.pieces)


def _block(number: int, block: BlockRow, source: _Source) -> BlockView:
    groups = list(_sewn(block.pieces, source))
    texts = ["".join(map(source.characters, group)) for group in groups]
    seam = [source.seam(group[0]) for group in groups[1:]]
    parts = [Part(*part) for part in zip(seams.split(block.text, texts), [*seam, NO_SEAM], strict=True)]
    start = next((piece.start for piece in block.pieces if piece.doc == source.doc), None)
    return BlockView(number, block.role, parts, start)


def _sewn(pieces: Sequence[PieceRow], source: _Source) -> Iterator[list[PieceRow]]:
    """The pieces in groups that a seam parts: not where only marks of emphasis or line ends stood between."""
    group: list[PieceRow] = []
    for piece in pieces:
        if group and not _is_whole(group[-1], piece, source.text):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _is_whole(one: PieceRow, two: PieceRow, text: str) -> bool:
    between = text[one.end : two.start] if one.doc == two.doc and one.end <= two.start else "〇"
    return "\n\n" not in between and not between.replace("\r", "").strip(" \n*#_")

"""A page as its view shows it: stretches of the source, articles with their seams, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.people import digest
from pipeline.records import ArticleRow, PageRow
from pipeline.records.models import BlockRow, PieceRow
from pipeline.report import ledger, seams
from pipeline.report.ledger import BOUNDARY, CHANGE, CUT, FLAG, JOIN, QUESTIONS, ROLE, Entry
from pipeline.report.output import Story
from pipeline.report.stretches import Mark, Owner, Places, Stretch, cut
from pipeline.report.terms import Term, term

BUDGET = 1_500_000
"""Bytes of a page's view: with its frame it stays below 2 MB. A page of 10,000 characters takes 300,000; what
goes beyond, such as a file of 200,000 characters that is no newspaper page, is cut off and told of."""
A_CHARACTER, A_MARK, AN_ENTRY = 9, 110, 1000  # bytes they cost at most on average, measured on the seeds
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

    @property
    def term(self) -> Term:
        """Its role in words."""
        return term(self.role)


@dataclass(frozen=True)
class ArticleView:
    """An article; ``hue`` tells it from its neighbours."""

    number: int
    row: ArticleRow
    blocks: list[BlockView]
    more: int = 0

    @property
    def hue(self) -> int:
        """One of six colours."""
        return self.number % 6

    @property
    def heading(self) -> str:
        """Its title, or how it begins."""
        return self.row.title or f"{(self.row.text or self.row.blocks[0].text)[:18]}…"

    @property
    def kind(self) -> Term:
        """Its kind in words."""
        return term(self.row.kind)

    @property
    def notes(self) -> list[str]:
        """What is to be known of it, in words."""
        row = self.row
        told = {
            f"上接{row.continued_from}版 continued from page {row.continued_from}": row.continued_from,
            f"下转{row.continues_on}版 continues on page {row.continues_on}": row.continues_on,
            "its beginning is missing 缺头": row.missing_head,
            "its end is missing 缺尾": row.missing_tail,
            f"repeats {row.duplicate_of} 重复": row.duplicate_of,
        }
        return [note for note, true in told.items() if true]


@dataclass(frozen=True)
class PageView:
    """What the template of a page is filled with."""

    row: PageRow
    number: int
    stretches: list[Stretch]
    articles: list[ArticleView]
    entries: list[Entry]
    sha256: str | None
    left_out: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def doubt(self) -> float:
        """How many of its decisions are likely wrong."""
        return sum(entry.doubt for entry in self.entries)

    @property
    def lowest(self) -> float | None:
        """The lowest score of a decision."""
        return min(
            (e.score for e in self.entries if e.score is not None and e.question != FLAG), default=None
        )


def view(story: Story, number: int) -> PageView:
    """A page's story as its view shows it; ``number`` counts pages from 1."""
    found = ledger.entries(story)
    text = story.text or ""
    end = _fitting(text, found) if story.text is not None else 0
    shown = [entry for entry in found if story.text is None or entry.spans[0][0] < end]
    stretches = cut(text, end, _owners(story, shown), _marks(shown))
    _attach(stretches, shown)
    source = _source(story, shown, end)
    articles = [_article(n, row, source) for n, row in enumerate(story.articles)]
    seen = {name: sum(entry.question == name for entry in found) for name in QUESTIONS}
    known = digest(text) if story.text is not None else None
    return PageView(story.page, number, stretches, articles, shown, known, len(text) - end, seen)


def _fitting(text: str, entries: Sequence[Entry]) -> int:
    """How much of a page its view holds."""
    costs = [(entry.spans[0][0], AN_ENTRY) for entry in entries]
    costs += [
        (start, A_MARK) for entry in entries if entry.question in (CHANGE, FLAG) for start, _ in entry.spans
    ]
    spent = 0
    for start, cost in sorted(costs):
        spent += cost
        if spent + A_CHARACTER * start > BUDGET:
            return min(start, len(text))
    return min(len(text), (BUDGET - spent) // A_CHARACTER)


def _owners(story: Story, entries: Iterable[Entry]) -> Iterator[Owner]:
    doc = story.page.doc
    for number, article in enumerate(story.articles):
        for n, block in enumerate(article.blocks):
            for piece in block.pieces:
                if piece.doc == doc:
                    yield Owner(piece.start, piece.end, "kept", block.role, number, n)
    for entry in entries:
        if entry.question == CUT:
            for start, end in entry.spans:
                yield Owner(start, end, "dropped", reason=entry.answer)


def _marks(entries: Iterable[Entry]) -> Iterator[Mark]:
    for entry in entries:
        if entry.question in (CHANGE, FLAG):
            for start, end in entry.spans:
                yield Mark(start, end, "changed" if entry.question == CHANGE else "flagged", entry.number)


def _attach(stretches: Sequence[Stretch], entries: Iterable[Entry]) -> None:
    """Give each stretch the cuts, roles, joins and boundaries that are about it."""
    places = Places(stretches)
    for entry in entries:
        for side, stretch in enumerate(_about(entry, places)):
            stretch.entries.append(entry.number)
            if entry.doubtful:
                stretch.sides.append("doubt")
            if entry.question == JOIN and len(entry.spans) > 1:
                stretch.sides.append(("out", "in")[side])


def _about(entry: Entry, places: Places) -> Iterator[Stretch]:
    if entry.question == CUT:
        for span in entry.spans:
            yield from places.over(*span, "dropped")
    elif entry.question == JOIN:
        yield from places.over(*entry.spans[0], "kept")[-1:]
        yield from (s for span in entry.spans[1:] for s in places.over(*span, "kept")[:1])
    elif entry.question == ROLE:
        kept = [s for span in entry.spans for s in places.over(*span, "kept")]
        yield from kept or (s for span in entry.spans for s in places.over(*span, "dropped"))
    elif entry.question == BOUNDARY:
        yield from places.over(*entry.spans[0], "kept")[:1]


@dataclass(frozen=True)
class _Source:
    """What the seams of a page's articles are found with."""

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
        """The decision that joined a piece to what stands before it."""
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
    return ArticleView(number, row, blocks, len(row.blocks) - len(blocks))


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

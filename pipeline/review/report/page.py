"""A page as its view shows it: stretches of the source, articles with their seams, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.records import PageRow, Story
from pipeline.review.report import ledger
from pipeline.review.report.articles import ArticleView, articles
from pipeline.review.report.ledger import BOUNDARY, CHANGE, CUT, FLAG, JOIN, PERSON, QUESTIONS, ROLE, Entry
from pipeline.review.report.stretches import Mark, Owner, Places, Stretch, cut
from pipeline.values.verdicts import digest

BUDGET = 1_500_000
"""Bytes of a page's view: with its frame it stays below 2 MB. A page of 10,000 characters takes 300,000; a
longer one, such as a file of 200,000 characters that is no newspaper page, is cut off and told of."""
A_CHARACTER, A_MARK, AN_ENTRY = 9, 110, 1000  # bytes they cost at most on average, measured on the seeds

_MARKED = {CHANGE: "changed", FLAG: "flagged", PERSON: "decided"}


@dataclass(frozen=True)
class PageView:
    """The values of a page's template."""

    row: PageRow
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
        return lowest(self.entries)


def lowest(entries: Iterable[Entry]) -> float | None:
    """The lowest score among decisions of the program."""
    scores = (e.score for e in entries if e.score is not None and e.question not in (FLAG, PERSON))
    return min(scores, default=None)


def view(story: Story) -> PageView:
    """A page's story as its view shows it."""
    found = ledger.entries(story)
    text = story.text or ""
    end = _fitting(text, found) if story.text is not None else 0
    shown = [entry for entry in found if story.text is None or entry.spans[0][0] < end]
    stretches = cut(text, end, _owners(story, shown), _marks(shown))
    _attach(stretches, shown)
    seen = {name: sum(entry.question == name for entry in found) for name in QUESTIONS}
    known = digest(text) if story.text is not None else None
    sewn = articles(story, shown, end)
    return PageView(story.page, stretches, sewn, shown, known, len(text) - end, seen)


def _fitting(text: str, entries: Sequence[Entry]) -> int:
    """How much of a page its view holds."""
    costs = [(entry.spans[0][0], AN_ENTRY) for entry in entries]
    costs += [(start, A_MARK) for entry in entries if entry.question in _MARKED for start, _ in entry.spans]
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
        if entry.question in _MARKED:
            for start, end in entry.spans:
                yield Mark(start, end, _MARKED[entry.question], entry.number)


def _attach(stretches: Sequence[Stretch], entries: Iterable[Entry]) -> None:
    """Give each stretch the cuts, roles, joins and boundaries that are about it."""
    places = Places(stretches)
    for entry in entries:
        for stretch in _about(entry, places):
            stretch.entries.append(entry.number)
            if entry.doubtful:
                stretch.sides.append("doubt")
        if entry.question == JOIN:
            for side, stretch in _joined(entry, places):
                stretch.entries.append(entry.number)
                stretch.sides.extend([side, "doubt"] if entry.doubtful else [side])


def _about(entry: Entry, places: Places) -> Iterator[Stretch]:
    if entry.question == CUT:
        for span in entry.spans:
            yield from places.over(*span, "dropped")
    elif entry.question == ROLE:
        kept = [s for span in entry.spans for s in places.over(*span, "kept")]
        yield from kept or (s for span in entry.spans for s in places.over(*span, "dropped"))
    elif entry.question == BOUNDARY:
        yield from places.over(*entry.spans[0], "kept")[:1]


def _joined(entry: Entry, places: Places) -> Iterator[tuple[str, Stretch]]:
    """The stretches beside a seam, as far as they stand on this page."""
    left = None if entry.comes else entry.spans[0]
    right = entry.spans[-1] if entry.comes or len(entry.spans) > 1 else None
    if left:
        yield from (("out", stretch) for stretch in places.over(*left, "kept")[-1:])
    if right:
        yield from (("in", stretch) for stretch in places.over(*right, "kept")[:1])

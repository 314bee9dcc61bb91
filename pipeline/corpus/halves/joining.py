"""Halves of articles that jump from page to page, put together in the rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

import orjson
from rapidfuzz.distance import LCSseq

from pipeline.language import fold
from pipeline.records import quality
from pipeline.records.evidence import EvidenceRow
from pipeline.records.lines import AnyRow, dump, load
from pipeline.records.manifest import Counts
from pipeline.records.models import ArticleRow, AuditRow, BlockRow, PageRow, PieceRow
from pipeline.values.laws import visible
from pipeline.values.vocabulary import DISPLAY, HEADS, RUNNING

R = TypeVar("R", EvidenceRow, AuditRow)
Added = Mapping[str, Mapping[str, Sequence[AnyRow]]]
"""Rows that are added, by file and page."""

_REPEATED = 0.8
"""Share of a headline's letters, in their order, in the other: two readings share it that differ in a letter of ten."""
_OPEN_END = re.compile(r"[\w，、,]\Z")
"""How a paragraph ends that its jump line broke: in a word or with a comma. Ten of ten real ones did not."""


def joined(first: ArticleRow, rest: ArticleRow) -> tuple[ArticleRow, list[BlockRow]]:
    """Put two halves together.

    The article keeps the first half's id, page and title. Of the headline over the second half each line that repeats
    the first one's goes; a line that says something else is a deck (副题): below 渡口停航 another 渡口停航 goes, and
    船工许阿根的最后一天 stays.

    Returns:
        The article, and the blocks that are no part of it: the repeated lines of the second headline.
    """
    heads = _of(rest, DISPLAY)
    again = [block for block in heads if _repeats(block.text, [one.text for one in _of(first, DISPLAY)])]
    decks = [replace(block, role="subtitle") for block in heads if block not in again]
    blocks = [
        *_of(first, DISPLAY),
        *decks,
        *_of(first, ("byline",)),
        *_of(rest, ("byline",)),
        *_running(first, rest),
        *(block for row in (first, rest) for block in row.blocks if block.role not in HEADS + RUNNING),
    ]
    row = first.model_copy(
        update={
            "subtitle": " ".join(block.text for block in blocks if block.role == "subtitle") or None,
            "byline": list(dict.fromkeys((*first.byline, *rest.byline))),
            "text": "\n".join(block.text for block in blocks if block.role in RUNNING),
            "blocks": blocks,
            "continues_on": rest.continues_on,
            "missing_tail": rest.missing_tail,
            "warnings": list(dict.fromkeys((*first.warnings, *rest.warnings))),
            "quality": quality.together((first.quality, rest.quality)),
        }
    )
    return row, again


def _repeats(text: str, heads: Sequence[str]) -> bool:
    """Tell whether one line of a headline repeats another, in whole or as a shorter form of it."""
    said = _letters(text)
    return any(LCSseq.similarity(said, _letters(head)) >= _REPEATED * max(1, len(said)) for head in heads)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _of(row: ArticleRow, roles: Sequence[str]) -> list[BlockRow]:
    return [block for block in row.blocks if block.role in roles]


def _running(first: ArticleRow, rest: ArticleRow) -> list[BlockRow]:
    above, below = _of(first, RUNNING), _of(rest, RUNNING)
    broken = above and below and above[-1].role == below[0].role == "body"
    if not broken or not _OPEN_END.search(above[-1].text):
        return [*above, *below]
    text, pieces = above[-1].text + below[0].text, [*above[-1].pieces, *below[0].pieces]
    return [*above[:-1], BlockRow(role="body", text=text, pieces=pieces), *below[1:]]


class Joins:
    """The changes that joining makes to the rows of a run.

    Args:
        pairs: halves to put together; an article may run over several pages, but not in a circle.
        evidence: the evidence for each join and each doubted join; of its first span's page.
        flags: the ends that were doubted.
        text: gives the text of a stretch of a page.
    """

    def __init__(
        self,
        pairs: Iterable[tuple[ArticleRow, ArticleRow]] = (),
        evidence: Iterable[EvidenceRow] = (),
        flags: Sequence[AuditRow] = (),
        text: Callable[[PieceRow], str] = lambda _: "",
    ) -> None:
        halves: dict[str, ArticleRow] = {}
        after: dict[str, str] = {}
        for one, two in pairs:
            halves |= {one.id: one, two.id: two}
            after[one.id] = two.id
        self.rows: dict[str, ArticleRow] = {}
        self.kept: dict[str, str] = {}
        self.dropped: list[AuditRow] = []
        for name in halves.keys() - set(after.values()):
            self._join(name, halves, after, text)
        self._gone = Counter(halves[name].doc for name in self.kept)
        self.evidence = [replace(row, article=self.name(row.article)) for row in evidence]
        self.flags = [row.model_copy(update={"article": self.name(row.article)}) for row in flags]
        self._added: Added = {
            "evidence.jsonl": _by_page(self.evidence),
            "audit.jsonl": _by_page([*self.flags, *self.dropped]),
        }
        self._doubted = {row.article: row.reason for row in self.flags}
        self.docs = {half.doc for half in halves.values()}.union(*self._added.values())

    def _join(
        self, name: str, halves: dict[str, ArticleRow], after: dict[str, str], text: Callable[[PieceRow], str]
    ) -> None:
        row, then = halves[name], after.get(name)
        while then:
            row, again = joined(row, halves[then])
            self.kept[then] = name
            self.dropped += [_repeated(piece, text(piece), name) for block in again for piece in block.pieces]
            then = after.get(then)
        self.rows[name] = row

    def name(self, article: str | None) -> str | None:
        """The id of the article that an article is part of now."""
        return self.kept.get(article, article) if article else None

    @property
    def counts(self) -> Counts:
        """Give the counts of the run less those of its pages; fewer articles are a negative number."""
        n = len(self.kept)
        gone = _characters(self.dropped)
        return Counts(articles=-n, joins=n, kept=-gone, dropped=gone, flagged=_characters(self.flags))

    def edited(self, name: str, pages: Sequence[PageRow], lines: Iterable[bytes]) -> Iterable[bytes]:
        """The lines of some pages for one file of the output, after joining.

        Args:
            name: the file.
            pages: the rows of these pages, as they were before.
            lines: all that these pages have in the file, in order.
        """
        if not self.touches(pages):
            return lines
        if name == "pages.jsonl":
            return [dump(self._page(page) if self._touches(page) else page) for page in pages]
        if name == "articles.jsonl":
            return self._articles(pages, iter(lines))
        renamed = [self._renamed(line) for line in lines]
        return _completed(self._added.get(name, {}), pages, renamed)

    def touches(self, pages: Iterable[PageRow]) -> bool:
        """Whether joining changes anything of some pages."""
        return any(map(self._touches, pages))

    def _touches(self, page: PageRow) -> bool:
        """Whether joining changes anything of a page; a second page with its id, quarantined, is another."""
        return page.doc in self.docs and page.status == "ok"

    def _page(self, page: PageRow) -> PageRow:
        flagged = _characters(row for row in self.flags if row.doc == page.doc)
        dropped = _characters(row for row in self.dropped if row.doc == page.doc)
        articles = page.articles - self._gone[page.doc]
        more = {"articles": articles, "flagged": page.flagged + flagged, "dropped": page.dropped + dropped}
        return page.model_copy(update=more)

    def _articles(self, pages: Sequence[PageRow], lines: Iterator[bytes]) -> Iterator[bytes]:
        for page in pages:
            own = list(islice(lines, page.articles))
            yield from self._of_page(own) if self._touches(page) else own

    def _of_page(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        found = (load(ArticleRow, line) for line in lines)
        rows = (self.rows.get(row.id, row) for row in found if row.id not in self.kept)
        for order, row in enumerate(rows, 1):
            doubt = [self._doubted[row.id]] if row.id in self._doubted else []
            warnings = list(dict.fromkeys((*row.warnings, *doubt)))
            yield dump(row.model_copy(update={"order": order, "warnings": warnings}))

    def _renamed(self, line: bytes) -> bytes:
        """A line that names the joined article instead of its second half."""
        row = orjson.loads(line)
        for place in (row, row.get("kept"), row.get("copy")):
            if place and place.get("article") in self.kept:
                place["article"] = self.kept[place["article"]]
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def _repeated(piece: PieceRow, text: str, article: str) -> AuditRow:
    """A line of the second headline that repeats the first, for the audit."""
    return AuditRow(
        doc=piece.doc, start=piece.start, end=piece.end, spans=None, action="dropped", reason="jump_line",
        text=text, score=1.0, article=article,
    )  # fmt: skip


def _completed(
    added: Mapping[str, Sequence[AnyRow]], pages: Sequence[PageRow], lines: Sequence[bytes]
) -> Sequence[bytes]:
    """The lines with those that are added, each behind the others of its page."""
    more = [dump(row) for page in pages for row in added.get(page.doc, ())]
    rank = {page.doc: n for n, page in enumerate(pages) if page.status == "ok"}
    return sorted([*lines, *more], key=lambda line: rank[_doc(line)]) if more else lines


def _characters(flags: Iterable[AuditRow]) -> int:
    return sum(int(visible(row.text).sum()) for row in flags)


def _by_page(rows: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.doc].append(row)
    return dict(found)


def _doc(line: bytes) -> str:
    row = orjson.loads(line)
    return str((row.get("copy") or row)["doc"])

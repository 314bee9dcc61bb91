"""Headlines keep the quotation marks they were set with.

A title is quoted, searched for and compared as it was printed; straight marks become curly in running text only.
Roles are known when the page is long repaired, so the marks are put back here, and the ledger forgets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.values.model import Article, Block, Decision
from pipeline.values.text import Edit, Traced
from pipeline.values.vocabulary import DISPLAY

_CURLY = "“”‘’"


def as_set(
    articles: Iterable[Article], decisions: Iterable[Decision], page: str
) -> tuple[list[Article], list[Decision]]:
    """Give headlines their straight quotation marks back, as they were set, and take those out of the ledger.

    ``page`` is the page's text before any repair.

    >>> from pipeline.values.settings import EncodingSettings
    >>> from pipeline import encoding
    >>> page = '# "一把手"下乡'
    >>> text, mended = encoding.repair(Traced.read("p", page), EncodingSettings())
    >>> found, ledger = as_set([Article("article", (Block("title", text.cut(2)),))], mended, page)
    >>> str(text), str(found[0].blocks[0].text), len(mended) > len(ledger)
    ('# “一把手”下乡', '"一把手"下乡', True)
    """
    articles, decisions, kept = list(articles), list(decisions), set[int]()
    told = {span.start for decision in decisions if decision.reason == "quotation" for span in decision.spans}
    if not told:
        return articles, decisions
    found = [
        replace(article, blocks=tuple(_restored(block, page, told, kept) for block in article.blocks))
        for article in articles
    ]
    return found, list(_without(decisions, kept)) if kept else decisions


def _restored(block: Block, page: str, told: set[int], kept: set[int]) -> Block:
    if block.role not in DISPLAY or not any(mark in block.text.text for mark in _CURLY):
        return block
    edits = list(_straight(block.text, page, told))
    kept.update(block.text.source(edit.start, edit.end)[0].start for edit in edits)
    return replace(block, text=block.text.edit(edits))


def _straight(text: Traced, page: str, told: set[int]) -> Iterator[Edit]:
    """The curly marks that were straight; those inside a stretch that was repaired as a whole stay with it."""
    for at, char in enumerate(text.text):
        if char not in _CURLY:
            continue
        for _, start, end in text.source(at, at + 1):
            if start in told and page[start:end] in ('"', "'"):
                yield Edit(at, at + 1, page[start:end])


def _without(decisions: Iterable[Decision], kept: set[int]) -> Iterator[Decision]:
    for decision in decisions:
        if decision.reason != "quotation":
            yield decision
            continue
        spans = tuple(span for span in decision.spans if span.start not in kept)
        if spans:
            yield decision._replace(spans=spans)

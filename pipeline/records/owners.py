"""Which article of a page a stretch of it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from hashlib import blake2b

from pipeline.values.model import Article, Decision
from pipeline.values.text import Span
from pipeline.values.vocabulary import RUNNING

FURNITURE = ("page_furniture", "markup", "noise")  # dropped from between articles, not from one of them


def article_id(article: Article) -> str:
    """An id that hangs on nothing but the page and the place of the article's first running text."""
    blocks = [b for b in article.blocks if b.role in RUNNING] or article.blocks
    first = min(span for block in blocks for span in block.text.spans)
    return digest(first.doc, str(first.start))


def digest(*parts: str) -> str:
    """Make an id of 16 hexadecimal digits: the same parts give the same one.

    >>> digest("p", "12") == digest("p", "12"), len(digest("p"))
    (True, 16)
    """
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

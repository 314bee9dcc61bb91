"""The decisions of people about a page, laid over its fragments and articles.

The walk of a decision: a line of ``decisions.jsonl`` (``Verdict``), the value of its page (``PageVerdicts``), the
fragments that it is about (``Said``), the article, and the ledger, which names the person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.values.model import Article, Decision, Fragment, Link, Said
from pipeline.values.text import Span, hull
from pipeline.values.verdicts import PageVerdicts, Question, Verdict, Wish, told

_WHOLE = ("page_furniture", "jump_line")
"""Reasons for which a whole fragment is dropped; one that a person takes back is running text."""


def parted(rows: Sequence[Fragment], verdicts: PageVerdicts) -> list[Fragment]:
    """Part the fragments where a person chose characters inside one and gave them a role.

    >>> from pipeline.values.text import Traced
    >>> said = Verdict(
    ...     doc="p", sha256="0" * 64, question="role", start=6, end=9, answer="byline", verdict="set", by="李",
    ...     at="2026-11-22T07:00:00Z", exact=True,
    ... )  # fmt: skip
    >>> [str(row.text) for row in parted([Fragment(Traced.read("p", "市民公园开放王晓明"))], PageVerdicts((said,)))]
    ['市民公园开放', '王晓明']
    """
    edges = verdicts.edges()
    return [part for row in rows for part in _parts(row, edges)] if edges else list(rows)


def _parts(row: Fragment, edges: Sequence[int]) -> list[Fragment]:
    if not row.text.spans:
        return [row]
    place = hull(row.text.spans)
    inside = [edge for edge in edges if place.start < edge < place.end]
    cuts = sorted({0, len(row.text), *(_index(row, edge) for edge in inside)})
    texts = [row.text.cut(start, end).strip() for start, end in pairwise(cuts)]
    parts = [row._replace(text=text, run_in=0) for text in texts if text]
    if len(parts) < 2:
        return [row]
    first = parts[0]._replace(continues_on=None)
    rest = [Fragment(part.text, part.level, part.bold) for part in parts[1:]]
    return [first, *rest[:-1], rest[-1]._replace(continues_on=row.continues_on)]


def _index(row: Fragment, edge: int) -> int:
    """Where in a fragment's text the first character stands that was read at or behind a place of the page."""
    found = (
        n for n in range(len(row.text)) if (spans := row.text.source(n, n + 1)) and spans[0].start >= edge
    )
    return next(found, len(row.text))


def laid(rows: Sequence[Fragment], verdicts: PageVerdicts) -> tuple[Said, list[Decision]]:
    """Find the roles, joins and beginnings that people gave the fragments of a page, and who gave them.

    >>> from pipeline.values.text import Traced
    >>> said = Verdict(
    ...     doc="p", sha256="0" * 64, question="role", start=0, end=3, answer="byline", verdict="set", by="李",
    ...     at="2026-11-22T07:00:00Z",
    ... )  # fmt: skip
    >>> found, ledger = laid([Fragment(Traced.read("p", "王晓明"))], PageVerdicts((said,)))
    >>> found.roles, ledger[0].evidence["by"]
    ({0: 'byline'}, '李')
    """
    if not verdicts:
        return Said(), []
    places = {n: hull(row.text.spans) for n, row in enumerate(rows) if row.text.spans}
    joined = _joins(places, verdicts)
    named = {n: found for n, place in places.items() if (found := verdicts.of_role(place))}
    whole = {n: found for n, place in places.items() if (found := verdicts.of_whole(place, *_WHOLE))}
    starts = {place.start: n for n, place in places.items()}
    begun = {starts[found.start]: found for found in verdicts.of("boundary") if found.start in starts}
    roles = {n: "furniture" if found.holds else "body" for n, found in whole.items()}
    roles |= {n: found.answer for n, found in named.items()}
    for pair in (pair for pair, found in joined.items() if found.holds):
        roles = dict.fromkeys(pair, "body") | roles  # nothing else is ever joined
    said = Said(
        roles,
        {pair: found.holds for pair, found in joined.items()},
        {n: found.holds for n, found in begun.items()},
        frozenset(n for n, role in roles.items() if role != "furniture"),
    )
    heard = (joined, named, whole, begun)
    return said, [told(verdict) for found in heard for verdict in found.values()]


def _joins(places: Mapping[int, Span], verdicts: PageVerdicts) -> dict[tuple[int, int], Verdict]:
    ends = {place.end: n for n, place in places.items()}
    starts = {place.start: n for n, place in places.items()}
    pairs = {}
    for found in verdicts.of("join"):
        right = starts.get(found.end, -1)
        left = right - 1 if found.parts else ends.get(found.start, -1)  # white space may lie between
        pairs[left, right] = found
    return {(left, right): found for (left, right), found in pairs.items() if 0 <= left < right}


def without_overlaps(
    rows: Sequence[Fragment], links: Sequence[Link], verdicts: PageVerdicts
) -> tuple[list[Link], list[Decision]]:
    """Drop nothing at the seams where people say that nothing was printed twice."""
    left, heard = [], list[Decision]()
    for link in links:
        spans = rows[link.right].text.source(0, link.overlap)
        wish = verdicts.of_cut(hull(spans), "seam_overlap") if spans else Wish()
        left.append(link._replace(overlap=0) if wish.stays else link)
        heard += wish.told
    return left, heard


def named(articles: Iterable[Article], verdicts: PageVerdicts) -> tuple[list[Article], list[Decision]]:
    """Lay people's decisions on whole articles over them: who wrote each, and whether an end of it is lost."""
    found, heard = list(articles), []
    for question, change in _OF_ARTICLES.items():
        for verdict in verdicts.of(question):
            for n, article in enumerate(found):
                if _stands_in(verdict, article) and (changed := change(article, verdict)):
                    found[n] = changed
                    heard.append(told(verdict))
                    break
    return found, heard


def _stands_in(verdict: Verdict, article: Article) -> bool:
    spans = (span for block in article.blocks for span in block.text.spans)
    return any(span.start < verdict.end and verdict.start < span.end for span in spans)


def _with_names(article: Article, verdict: Verdict) -> Article:
    return replace(article, byline=tuple(name for name in verdict.answer.split("、") if name))


def _with_head(article: Article, verdict: Verdict) -> Article | None:
    """A continuation (上接) has not lost its beginning: it stands on another page."""
    lost = verdict.holds
    return None if lost and article.continued_from else replace(article, missing_head=lost)


def _with_tail(article: Article, verdict: Verdict) -> Article | None:
    """An article that goes on elsewhere (下转) has not lost its end."""
    lost = verdict.holds
    return None if lost and article.continues_on else replace(article, missing_tail=lost)


_OF_ARTICLES: Mapping[Question, Callable[[Article, Verdict], Article | None]] = {
    "names": _with_names,
    "lost_head": _with_head,
    "lost_tail": _with_tail,
}

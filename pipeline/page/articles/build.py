"""From a draft to an article: its blocks, its people, its lost ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.language import bylines, name_score
from pipeline.page.articles import breaks
from pipeline.page.articles.desk import Draft, Sheet
from pipeline.values.model import Article, Block
from pipeline.values.text import Traced, join
from pipeline.values.vocabulary import HEADS, Kind, Role

_NOTICE = re.compile(r"(?:公告|公示|启事|启示|通告|通知|声明|聲明|啟事|讣告|訃告|广告|招标|章程)\Z")
_FEATURE = 200
"""Characters of the text of a photo feature: a lead, no report."""
_QUOTES = re.compile("[“”‘’「」『』]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Ends:
    """How the running text of an article begins and ends.

    Attributes:
        came, goes: the pages that its jump lines name.
        first: its first paragraph, which may have lost its beginning; None for a continuation, below a dateline, and
            for a notice, which does not begin as stories do.
        tailless: whether its last paragraph breaks off.
    """

    came: str | None
    goes: str | None
    first: breaks.First | None
    tailless: bool

    @classmethod
    def of(cls, sheet: Sheet, draft: Draft) -> Ends:
        """Read off a draft."""
        rows = [sheet.rows[n] for n in draft.members]
        body = sheet.only("body", draft.running)
        came = next((row.continued_from for row in rows if row.continued_from), None)
        goes = next((row.continues_on for row in rows if row.continues_on), None)
        whole = bool(came) or not body or sheet.clues[body[0]].opens or _is_notice(sheet, draft)
        first = None if whole else _first(sheet, draft, body[0])
        return cls(came, goes, first, tailless=bool(body) and not goes and _breaks_off(sheet, body[-1]))

    def whole(self) -> Ends:
        """The same, though nothing is missing."""
        return replace(self, first=None, tailless=False)


def article(sheet: Sheet, draft: Draft, ends: Ends, lost: bool) -> Article:
    """The article of a draft; ``lost`` tells that its beginning is missing."""
    running = [n for n in draft.running if sheet.rows[n].text.text]
    text, kind = [*_running(sheet, running)], _kind(sheet, draft, running)
    return Article(
        kind=kind,
        blocks=(*_heads(sheet, draft), *text, *_aside(sheet, draft)),
        byline=_byline(sheet, draft, kind, [str(block.text) for block in text if block.role == "body"]),
        continued_from=ends.came,
        continues_on=ends.goes,
        missing_head=lost,
        missing_tail=ends.tailless,
    )


def _first(sheet: Sheet, draft: Draft, first: int) -> breaks.First:
    title = " ".join(str(sheet.rows[n].text) for n in sheet.only("title", draft.heads))
    return breaks.First(str(sheet.rows[first].text), sheet.clues[first].begin, title)


def _breaks_off(sheet: Sheet, last: int) -> bool:
    if sheet.loses and not sheet.clues[last].broken:
        return False
    return breaks.breaks_off(str(sheet.rows[last].text), sheet.clues[last], goes_on=last in sheet.came_from)


def breaks_inside(sheet: Sheet, draft: Draft) -> int:
    """How many paragraphs of a draft break off though another stands below them, which is not their rest."""
    return sum(
        sheet.role(n) == "body"
        and n not in sheet.goes_to
        and breaks.breaks_off(str(sheet.rows[n].text), sheet.clues[n], goes_on=False)
        for n, below in pairwise(draft.running)
        if below not in sheet.came_from
    )


def _is_notice(sheet: Sheet, draft: Draft) -> bool:
    return bool(_NOTICE.search("".join(str(sheet.rows[n].text) for n in sheet.only("title", draft.heads))))


def _kind(sheet: Sheet, draft: Draft, running: Sequence[int]) -> Kind:
    if _is_notice(sheet, draft):
        return "notice"
    if draft.kind != "article":
        return draft.kind
    captions = len(sheet.only("caption", draft.aside))
    lead = len(running) <= 1 and sum(sheet.clues[n].size for n in running) < _FEATURE
    if (captions and not running) or (captions >= 2 and lead):
        return "photo"
    return "article" if draft.heads or running else "fragment"


def _heads(sheet: Sheet, draft: Draft) -> Iterator[Block]:
    roles = [(n, _as_head(sheet.role(n))) for n in draft.heads]
    for role in HEADS:
        members = [n for n, found in roles if found == role]
        if role == "byline":
            members += draft.tails
        if members:
            yield Block(role, join((sheet.rows[n].text for n in members), " "))


_AS_HEADS = {"heading": "title", "tail": "byline"}


def _as_head(role: str) -> str:
    """A cross-head that stands where headlines stand is one, and so is a byline."""
    return _AS_HEADS.get(role, role)


def _running(sheet: Sheet, running: Sequence[int]) -> Iterator[Block]:
    """Headings and paragraphs, those that columns broke joined again."""
    for n in running:
        link = sheet.came_from.get(n)
        if link is None or link.left not in running:
            yield Block(_AS_RUNNING.get(sheet.role(n), "heading"), _joined(sheet, n))


_AS_RUNNING: dict[str, Role] = {"body": "body", "furniture": "body", "table": "table"}
"""The roles of blocks of the running text, by the role of the fragment; all others are headings."""


def _joined(sheet: Sheet, n: int) -> Traced:
    text = sheet.rows[n].text
    while link := sheet.goes_to.get(n):
        n = link.right
        rest = sheet.rows[n].text.cut(link.overlap)
        words = _LATIN.match(str(text)[-1:]) and _LATIN.match(str(rest)[:1])
        text = join((text, rest), " " if words else "")
    return text


def _aside(sheet: Sheet, draft: Draft) -> Iterator[Block]:
    for n in draft.aside:
        role = {"body": "caption", "furniture": "sponsor"}.get(sheet.role(n), sheet.role(n))
        yield Block(role, sheet.rows[n].text)  # type: ignore[arg-type]


def _byline(sheet: Sheet, draft: Draft, kind: Kind, body: Sequence[str]) -> tuple[str, ...]:
    """The people of an article: of its byline, else its dateline or last line, else a photo's photographers.

    ``body`` are its paragraphs.
    """
    signed = [*(n for n in draft.heads if _as_head(sheet.role(n)) == "byline"), *draft.tails]
    people = [name for n in signed for name in _named(sheet, n)]
    if not people and body:
        people = _inside(body)
    alone = kind == "photo" and not draft.running and len(sheet.only("caption", draft.aside)) <= 1
    if not people and alone:
        people = [
            name
            for n in draft.aside
            for name in bylines.credited(sheet.rows[n].text.text, sheet.role(n), name_score)
        ]
    return tuple(dict.fromkeys(people))


def _named(sheet: Sheet, n: int) -> tuple[str, ...]:
    """The people whom a byline names; one that looked like it by itself has been asked.

    A line that quotes something, ``“十四五”时期，粤港澳大湾``, begins a text that a column
    broke: it names nobody.
    """
    if _QUOTES.search(sheet.rows[n].text.text):
        return ()
    return sheet.clues[n].names or bylines.names(sheet.rows[n].text.text, name_score)


def _inside(body: Sequence[str]) -> list[str]:
    """The people whom datelines name (a story may have several), else those of the first or last paragraph."""
    if opening := [name for text in body for name in bylines.opening(text, name_score)]:
        return opening
    for text in dict.fromkeys((*body[:2], *body[-1:])):
        if named := bylines.inside(text, name_score):
            return list(named)
    return list(bylines.signed(body[-1], name_score))

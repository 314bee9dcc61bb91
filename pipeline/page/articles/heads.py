"""Headlines: which of them open an article, and which only look as if they did."""

from __future__ import annotations

from pipeline.page.articles.desk import Desk, Draft, Sheet
from pipeline.page.articles.signed import tail
from pipeline.values.model import Link

_ORDER = {"kicker": 0, "title": 1, "subtitle": 2, "byline": 3}


def head(desk: Desk, at: int) -> int:
    """Open an article with a group of headline lines and bylines, unless it stands inside a broken sentence."""
    end, begins = _group(desk, at), desk.sheet.said.begins.get(at)
    if desk.here and not begins and _signs_above(desk, at, end):
        return tail(desk, at)
    link = desk.came_from.get(end)
    if link and link.left < at and link.left in desk.owner:
        return _displaced(desk, at, end, link)
    if begins is False and desk.here:
        desk.put(desk.here, "running", *range(at, end))
        return end
    if not begins and _opens_continuation(desk, at, end):
        return desk.text(at)
    here = desk.here
    draft = here if here and (_only_jump(desk, here) or _only_labels(desk, here)) else desk.open()
    desk.put(draft, "heads", *range(at, end))
    return end


def _group(desk: Desk, at: int) -> int:
    """The end of the headline group that begins at a fragment; an author may stand above the headline."""
    role, begins = desk.sheet.role, desk.sheet.said.begins
    end, last = at + 1, _ORDER[role(at)]
    author_first = role(at) == "byline"
    while role(end) in _ORDER and not begins.get(end) and (_ORDER[role(end)] >= last or author_first):
        author_first, last, end = False, _ORDER[role(end)], end + 1
    return end


def _signs_above(desk: Desk, at: int, end: int) -> bool:
    """Whether a byline above a headline that has one of its own is that of the story above."""
    signed = desk.sheet.only("byline", range(at, end))
    return len(signed) > 1 and signed[0] == at and signed[1] > at + 1


def _displaced(desk: Desk, at: int, end: int, link: Link) -> int:
    """Place a headline inside a sentence: in that story if it has none, else astray, or where a person said."""
    draft = desk.owner[link.left]
    if draft.heads and _said_title(desk, at, end):
        desk.text(end)
        desk.put(desk.open(), "heads", *range(at, end))
        return end + 1
    if draft.heads:
        desk.strays.append(range(at, end))
    else:
        desk.put(draft, "heads", *range(at, end))
    return end


def cross_head(desk: Desk, at: int) -> int:
    """A cross-head is text; inside a sentence, where none ever stands, a line set like headlines is one of those."""
    link = desk.came_from.get(at + 1)
    if link and link.left < at and link.left in desk.owner and _set_like_headlines(desk.sheet, at):
        return _displaced(desk, at, at + 1, link)
    return desk.text(at)


def _set_like_headlines(sheet: Sheet, at: int) -> bool:
    marks = {bool(row.level or row.bold) for n, row in enumerate(sheet.rows) if sheet.role(n) == "title"}
    return at not in sheet.said.roles and bool(sheet.rows[at].level or sheet.rows[at].bold) in marks


def _said_title(desk: Desk, at: int, end: int) -> bool:
    """Whether a person said that there is a headline among some fragments."""
    return any(desk.sheet.said.roles.get(n) == "title" for n in range(at, end))


def _only_labels(desk: Desk, draft: Draft) -> bool:
    """Whether a draft holds nothing yet but labels, which may be rubrics above its headline."""
    roles = [desk.sheet.role(n) for n in draft.aside]
    return bool(roles) and set(roles) == {"label"} and not (draft.heads or draft.running)


def _only_jump(desk: Desk, draft: Draft) -> bool:
    """Whether a draft holds only a jump line yet, which a headline may follow."""
    return bool(draft.running) and not draft.heads and desk.awaits_text(draft)


def _opens_continuation(desk: Desk, at: int, end: int) -> bool:
    """Whether a bare headline below another one and its jump line (上接) is the first cross-head of the rest."""
    here = desk.here
    if not here or not here.heads or not here.running or _said_title(desk, at, end):
        return False
    return end == at + 1 and desk.sheet.role(at) == "title" and desk.awaits_text(here)

"""Bylines below an article or a photo: whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language import bylines, name_score
from pipeline.page.articles.desk import OTHER, Desk, Draft, Sheet
from pipeline.page.articles.photos import peeled


def tail(desk: Desk, at: int) -> int:
    """A byline below its article; below the caption of a news photo it is the photographer's.

    One below a story that is signed already, with text about something else below it, is that text's; so is one
    below a headline that was printed inside a sentence.
    """
    draft = desk.here or desk.open()
    if at - 1 in draft.tails:  # two lines of one byline
        desk.put(draft, "tails", at)
        return at + 1
    if draft.kind == "article" and draft.heads and desk.awaits_text(draft):
        desk.put(draft, "heads", at)
        return at + 1
    signed = draft.tails or desk.sheet.only("byline", draft.heads) or _signed_inside(desk.sheet, draft)
    came = any(desk.sheet.rows[n].continued_from for n in draft.running)  # and was signed where it began
    if (signed or came) and desk.leaves(at + 1, draft):
        desk.put(desk.open(), "heads", at)
        return at + 1
    if signed:
        draft = _second(desk, draft, at)
    desk.put(draft, "tails", at)
    return at + 1


def _second(desk: Desk, draft: Draft, at: int) -> Draft:
    """Find the draft that a story's second byline signs: a news photo above it, or a story that lost its headline."""
    lost = _lost_headline(desk.sheet, draft)
    photo_above = not lost or draft.running[-1:] == [at - 1]
    if photo_above and (caption := peeled(desk, draft)) is not None:
        photo = desk.open("photo")
        desk.put(photo, "aside", caption)
        return photo
    return _parted(desk, draft, lost) if lost else draft


def _lost_headline(sheet: Sheet, draft: Draft) -> int:
    """Where in a story that is signed at its head and its foot the headline of a second one stands; 0 for nowhere.

    It was taken for a cross-head, and the topic turns with it.
    """
    running = draft.running
    first = next((at for at, n in enumerate(running) if sheet.role(n) == "body"), len(running))
    heads = [at for at in range(first + 1, len(running)) if sheet.role(running[at]) == "heading"]
    turns = [(_cohesion(sheet, running, at), at) for at in heads]
    cohesion, at = min(turns, default=(OTHER, 0))
    return at if cohesion < OTHER else 0


def _parted(desk: Desk, draft: Draft, at: int) -> Draft:
    """The second of two stories."""
    head, *rest = draft.running[at:]
    del draft.running[at:]
    below = desk.open()
    desk.put(below, "heads", head)
    desk.put(below, "running", *rest)
    return below


def _cohesion(sheet: Sheet, running: Sequence[int], at: int) -> float:
    above, below = sheet.only("body", running[:at]), sheet.only("body", running[at:])
    return sheet.topics.cohesion(above[-3:], below[:3])


def _signed_inside(sheet: Sheet, draft: Draft) -> bool:
    """Whether the first paragraph of a story names its writers: 本报讯（记者 …）."""
    first = sheet.only("body", draft.running)[:1]
    return any(bylines.inside(str(sheet.rows[n].text), name_score) for n in first)

"""Headlines that were printed inside a sentence of another story: their own story is looked for."""

from __future__ import annotations

from pipeline.page.articles.desk import Desk, Draft

_SIGNED = ("byline", "tail")


def settle(desk: Desk) -> None:
    """Gives every stray headline to the story without a headline that it speaks of; others stand alone.

    A story that is signed at its head and has no headline has lost one: any may be its own.
    """
    for stray in desk.strays:
        near = [(_about(desk, stray, draft), -n) for n, draft in enumerate(desk.drafts) if _bare(desk, draft)]
        likely = [(about, n) for about, n in near if about or desk.drafts[-n].heads]
        draft = desk.drafts[-max(likely)[1]] if likely else desk.open()
        desk.put(draft, "heads", *stray)
        draft.heads.sort(key=lambda n: desk.sheet.role(n) in _SIGNED)


def _bare(desk: Desk, draft: Draft) -> bool:
    """Whether a draft is a story without a headline that begins on this page."""
    sheet = desk.sheet
    headed = any(sheet.role(n) not in _SIGNED for n in draft.heads)
    came = any(sheet.rows[n].continued_from for n in draft.running)
    return draft.kind == "article" and bool(draft.running) and not headed and not came


def _about(desk: Desk, stray: range, draft: Draft) -> float:
    return desk.sheet.topics.covered(stray[0], desk.sheet.only("body", draft.running))

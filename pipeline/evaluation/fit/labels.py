"""Labels: which states of the decoder a gold page allows each of its fragments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.drafts import Gold
from pipeline.language.rules import Group
from pipeline.page.learned import Scene, allowed
from pipeline.page.learned.states import AT, STATES
from pipeline.values.vocabulary import DISPLAY

_MOST = 0.6
"""Share of a fragment's characters that must be of one part for it to have a label."""
_CREDIT = 30
"""Visible characters of the longest line below a caption that is its credit rather than more of it."""
_PLAIN = 34
"""Visible characters of a line that may be a cross-head where gold pages do not mark these."""
_UNTOLD = 24
"""Visible characters of the longest line above an article's text that may be a headline that the gold does not tell."""
_STATES = {"kicker": "kicker", "subtitle": "subtitle", "heading": "heading", "credit": "credit", "label": "label",
           "sponsor": "sponsor", "table": "body"}  # fmt: skip
_MARKERS = {"title": {"title_more"}, "credit": {"credit"}, "byline": {"byline", "tail", "credit"},
            "jump": {"jump", "furniture"}}  # fmt: skip


class _Part(NamedTuple):
    """The place of a character: its article (-1: none), its role, and which paragraph of the article."""

    article: int
    role: str
    paragraph: int = 0


def labels(gold: Gold, scene: Scene, headings: bool = True) -> NDArray[np.bool_]:
    """The states that each fragment may have by the gold, shape (fragments, states).

    All that the decoder allows where the gold says nothing, or several things.

    Args:
        gold: the gold page.
        scene: its fragments.
        headings: whether the gold tells cross-heads from paragraphs.
    """
    may = allowed(scene)
    parts = _parts(gold, scene)
    firsts, bodies = _firsts(parts)
    found = may.copy()
    for n, part in enumerate(parts):
        if part is None or not scene.texts[n]:
            continue
        names = _names(gold, scene, parts, n, part, firsts, bodies)
        if part.role == "body" and _may_head(gold, scene, parts, n, firsts):
            names = {*names, "title" if firsts[part.article] == n else "title_more", "kicker", "subtitle"}
        if part.role == "body" and not headings and scene.size[n] <= _PLAIN and not scene.ends[n]:
            names = {*names, "heading"}
        row = [state.name in names for state in STATES]
        if any(row) and (may[n] & row).any():
            found[n] = may[n] & row
    return found


def _parts(gold: Gold, scene: Scene) -> list[_Part | None]:
    """The part that most characters of each fragment belong to."""
    where = _where(gold)
    found: list[_Part | None] = []
    for row in scene.fragments:
        held = Counter(where[i] for span in row.text.spans for i in range(span.start, span.end) if i in where)
        most = held.most_common(1)
        found.append(most[0][0] if most and most[0][1] > _MOST * sum(held.values()) else None)
    return found


def _where(gold: Gold) -> dict[int, _Part]:
    text: str = gold["text"]
    where: dict[int, _Part] = {}

    def put(span: Sequence[int], part: _Part) -> None:
        where.update((i, part) for i in range(*span) if not text[i].isspace() and text[i] not in "#*")

    for n, article in enumerate(gold["articles"]):
        if article.get("byline_span"):
            put(article["byline_span"], _Part(n, "byline"))
        for m, paragraph in enumerate(article["paragraphs"]):
            for span in paragraph["spans"]:
                put(span, _Part(n, paragraph["role"], m))
        if article["title"]:
            put(article["title"]["span"], _Part(n, "title"))
    kinds = gold.get("marker_kinds") or ["furniture"] * len(gold["markers"])
    for span, kind in zip(gold["markers"], kinds, strict=True):
        put(span, _Part(-1, kind))
    for cut in gold["removed"]:
        put(cut["span"], _Part(-1, "removed"))
    return where


def _firsts(parts: Sequence[_Part | None]) -> tuple[dict[int, int], dict[int, int]]:
    """The first fragment of each article, and the first of its running text."""
    firsts: dict[int, int] = {}
    bodies: dict[int, int] = {}
    for n, part in enumerate(parts):
        if part and part.article >= 0:
            firsts.setdefault(part.article, n)
            if part.role in ("body", "heading"):
                bodies.setdefault(part.article, n)
    return firsts, bodies


def _may_head(
    gold: Gold, scene: Scene, parts: Sequence[_Part | None], n: int, firsts: dict[int, int]
) -> bool:
    """Whether a line may be of a headline that the gold does not tell: short lines above all text of an article.

    A scholarly edition gives ``漁港修冷庫 / 漁民多笑聲 / （青石三日電）…`` as paragraphs of an article without a title.
    """
    part = parts[n]
    if part is None or gold["articles"][part.article]["title"]:
        return False
    return all(
        parts[m] == part or getattr(parts[m], "article", None) == part.article
        for m in range(firsts[part.article], n)
    ) and not any(
        scene.size[m] > _UNTOLD or scene.ends[m] or scene.opens[m] for m in range(firsts[part.article], n + 1)
    )


def _names(
    gold: Gold,
    scene: Scene,
    parts: Sequence[_Part | None],
    n: int,
    part: _Part,
    firsts: dict[int, int],
    bodies: dict[int, int],
) -> set[str]:
    """The states of one fragment; none where the gold does not tell."""
    if part.role == "removed":
        return set()
    if part.article < 0:
        below = parts[n + 1] if n + 1 < len(parts) else None
        over = below is not None and below.role in (
            "title",
            "kicker",
        )  # a rubric, which is in no article either way
        return _MARKERS.get(part.role, {"furniture", "label"} if over else {"furniture"})
    above = parts[n - 1] if n else None
    first = firsts[part.article] == n
    if part.role == "title":
        return {"title_more" if above == part else "title"}
    if part.role == "byline":
        return _signed(gold, scene, n, part, bodies.get(part.article), above)
    if part.role == "caption":
        more = any(other == part for other in parts[:n])
        return {"credit" if more and scene.size[n] <= _CREDIT else "caption_first" if first else "caption"}
    if part.role == "body":
        headed = gold["articles"][part.article]["title"] and first  # a column of it stands above its headline
        return {"body_first", "body"} if headed else {"body_first" if first else "body"}
    return {_STATES[part.role]}


def _signed(gold: Gold, scene: Scene, n: int, part: _Part, body: int | None, above: _Part | None) -> set[str]:
    """A byline above or below its text, or who took a photo; either where its story's pieces stand out of order."""
    credit = not {Group.CREDIT, Group.CREDIT_SOURCE}.isdisjoint(scene.clues[n].forms)
    if gold["articles"][part.article]["kind"] == "photo" or (credit and (body is None or n < body)):
        return {"credit" if scene.size[n] <= LONGEST_CREDIT else "caption"}
    if body is None or n < body:
        return {"byline"}
    return {"tail", "byline"} if above is not None and above.role in DISPLAY else {"tail"}


LONGEST_CREDIT = 40
"""Visible characters of the longest line that names a photographer and is no caption."""


def role_of(label: NDArray[np.bool_]) -> str | None:
    """The one role that a label allows, or None."""
    roles = {STATES[n].role for n in np.flatnonzero(label)}
    return roles.pop() if len(roles) == 1 else None


__all__ = ["AT", "labels", "role_of"]

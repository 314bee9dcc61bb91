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
_PLAIN, _STOPS = 34, "。；;，"
"""Visible characters of a line that may be a cross-head where gold pages mark none, and its impossible last marks."""
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
        headings: whether the gold tells all cross-heads; else those of a story may be told all, or none.
    """
    may = allowed(scene)
    most = _most(gold, scene)
    parts = [part if share > _MOST else None for part, share in most]
    firsts, bodies = _firsts(parts)
    pieces = Counter(parts)
    told = {n for n, article in enumerate(gold["articles"]) if headings or has_heading(article)}
    found = may.copy()
    for n, part in enumerate(parts):
        if part is None or not scene.texts[n]:
            own = most[n][0]
            if own and own.role == "body":  # what was run together with text is text
                found[n] = may[n] & _BODY if (may[n] & _BODY).any() else may[n]
            continue
        names = _names(gold, scene, parts, n, part, firsts, bodies)
        if part.role == "body" and _may_head(gold, scene, parts, n, firsts):
            names = {*names, "title" if firsts[part.article] == n else "title_more", "kicker", "subtitle"}
        whole = pieces[part] == 1 and scene.size[n] <= _PLAIN and scene.texts[n][-1] not in _STOPS
        if part.role == "body" and part.article not in told and whole:
            names = {*names, "heading"}
        row = [state.name in names for state in STATES]
        if any(row) and (may[n] & row).any():
            found[n] = may[n] & row
    return found


def has_heading(article: Gold) -> bool:
    """Whether the gold tells of a cross-head in an article."""
    return any(paragraph["role"] == "heading" for paragraph in article["paragraphs"])


_BODY = np.array([state.role == "body" for state in STATES])


def _most(gold: Gold, scene: Scene) -> list[tuple[_Part | None, float]]:
    """The part that most characters of each fragment belong to, and their share."""
    where = _where(gold)
    found: list[tuple[_Part | None, float]] = []
    for row in scene.fragments:
        held = Counter(where[i] for span in row.text.spans for i in range(span.start, span.end) if i in where)
        most = held.most_common(1)
        found.append((most[0][0], most[0][1] / sum(held.values())) if most else (None, 0.0))
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

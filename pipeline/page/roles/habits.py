"""The habits of a page, read off a first decoding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.page.roles.scene import Habits, Scene

_SURE = 1.0
"""Lean from which on a headline without byline counts as one."""
_LONG = 40
"""Characters of a paragraph that no headline is as long as, for telling how often columns break them."""


def habits_of(scene: Scene, roles: Sequence[str]) -> Habits:
    """Read a page's habits, of headlines and of columns, off its roles."""
    signed: list[int] = []
    unsigned = 0
    for n, below in _titles(roles):
        if roles[below] == "byline" or scene.clues[below].opens:
            signed.append(n)
        else:
            unsigned += below == n + 1 and scene.lean[n] > _SURE
    long = [
        clues for clues, role in zip(scene.clues, roles, strict=True) if role == "body" and clues.size > _LONG
    ]
    return Habits(
        signed=(len(signed) + 0.2) / (len(signed) + unsigned + 0.4),
        styles=Counter((scene.fragments[n].level, scene.fragments[n].bold) for n in signed),
        size=sum(scene.clues[n].size for n in signed) / len(signed) if signed else 0.0,
        broken=sum(not clues.ends for clues in long) / len(long) if long else 0.0,
        sections=roles.count("heading"),
        ranked=sum(
            role == "heading" and fragment.level > scene.top
            for role, fragment in zip(roles, scene.fragments, strict=True)
        ),
        marked=scene.marked,
        closed=_closed(scene, roles),
    )


def _closed(scene: Scene, roles: Sequence[str]) -> float:
    """Share of the headlines below a text that stand where its writers signed; 0 for fewer than two."""
    above = [
        roles[n - 1] == "tail" or scene.clues[n - 1].signs
        for n in range(1, len(roles))
        if roles[n] in ("title", "kicker", "label") and roles[n - 1] in ("body", "tail")
    ]
    return sum(above) / len(above) if sum(above) > 1 else 0.0


def _titles(roles: Sequence[str]) -> list[tuple[int, int]]:
    """Each line of a headline with the fragment below the whole headline."""
    found = []
    for n in range(len(roles) - 1):
        if roles[n] == "title":
            below = n + 1
            while below + 1 < len(roles) and roles[below] in ("title", "subtitle"):
                below += 1
            found.append((n, below))
    return found

"""Features of two neighbours: how the upper fragment ends, and how the lower one begins and is set."""

from __future__ import annotations

import numpy as np

from pipeline.page.learned.columns import Columns, moved
from pipeline.page.learned.scene import Scene

_LONG = 60
"""Visible characters of a paragraph that no line of display type is as long as."""


def seams(scene: Scene) -> Columns:
    """The columns of each fragment with the one above it; those of the first say nothing."""
    columns = Columns()
    level, gap = scene.level, np.array([row.gap for row in scene.fragments], np.float64)
    alike = moved(scene.style, 1, -1.0) == scene.style
    ends, signs = moved(scene.ends, 1), moved(scene.signs, 1)
    columns.add("any", np.ones(len(scene)))
    columns.add("breaks off", (ends == 0) & (signs == 0))
    columns.add("opens", scene.opens)
    columns.add("signs", signs)
    columns.add("alike", alike)
    columns.add("close", gap < np.median(gap))
    columns.add("marked below", level > 0)
    columns.add("marked above", moved(level, 1) > 0)
    columns.add("long below", scene.size >= _LONG)
    columns.add("long above", moved(scene.size, 1) >= _LONG)
    asked = np.clip([clue.goes_on for clue in scene.clues], -4.0, 6.0)
    columns.add("goes on", np.where(ends > 0, 0.0, moved(asked, 1)) / 3)
    columns.add("begins", np.clip([clue.begin for clue in scene.clues], -4.0, 4.0) / 3)
    columns.add("marked page", np.full(len(scene), scene.marked))
    return columns

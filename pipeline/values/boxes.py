"""Boxes: where stretches of a page's text were printed."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on the page: left, top, right and bottom, in the unit of the file that tells it."""

    left: float
    top: float
    right: float
    bottom: float


class Boxed(NamedTuple):
    """Code points ``start`` to ``end`` of a page's text, and where they were printed."""

    start: int
    end: int
    box: Box

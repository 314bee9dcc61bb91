"""A page as a file of some format holds it, and the two ways in which a file holds none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from pipeline.values.boxes import Box, Boxed


@dataclass(frozen=True, slots=True)
class Found:
    """A page that a file holds.

    Attributes:
        text: offsets of the output count in it.
        number: of the page within its file, as the file counts; None where the file is one page.
        id: that the file gives the page.
        metadata, source: as the file gives them.
        boxes: where parts of the text were printed, in the order of the text.
        warnings: sentences about things in the file that the page cannot follow.
        problem: why it is no page after all.
    """

    text: str
    number: int | None = None
    id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None
    boxes: tuple[Boxed, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str | None = None


__all__ = ["Box", "Boxed", "DamagedError", "Found", "Sheet", "UnreadError"]


class UnreadError(Exception):
    """The file is of a form that is not read: it is told of as ``skipped``."""


class DamagedError(Exception):
    """The file should hold pages and does not: it is told of as ``quarantined``."""


class Sheet:
    r"""Puts the text of a page together, paragraph by paragraph, with an empty line between two.

    Example:
        >>> sheet = Sheet()
        >>> sheet.add("标题", heading=True)
        >>> sheet.add("正文。", Box(0, 0, 9, 9))
        >>> sheet.text
        '# 标题\n\n正文。'
        >>> sheet.boxes[0][:2]
        (6, 9)
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self.boxes: list[Boxed] = []

    @property
    def text(self) -> str:
        """Give the text and boxes that were added so far."""
        return "".join(self._parts)

    def add(self, text: str, box: Box | None = None, *, heading: bool = False) -> None:
        """Add a paragraph, or several that are parted by line ends; a blank one is left out."""
        self.add_lines([(text.strip(), box)], heading=heading)

    def add_lines(
        self, lines: Iterable[tuple[str, Box | None]], between: str = "", *, heading: bool = False
    ) -> None:
        """Add a paragraph of printed lines, with ``between`` between two of them; an empty box is not kept."""
        kept = [(text, box) for text, box in lines if text.strip()]
        if not kept:
            return
        self._put("\n\n" * bool(self._parts) + "# " * heading)
        for n, (text, box) in enumerate(kept):
            self._put(between * bool(n))
            if box and _is_area(box):
                self.boxes.append(Boxed(self._size, self._size + len(text), box))
            self._put(text)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def found(self, number: int | None = None, metadata: Mapping[str, Any] | None = None) -> Found:
        """The page."""
        return Found(self.text, number, metadata=metadata or {}, boxes=tuple(self.boxes))


def _is_area(box: Box) -> bool:
    return box.left < box.right and box.top < box.bottom and all(map(isfinite, box))

"""Printed lines with their boxes: put in reading order, joined into paragraphs, headlines told by their size.

The page is cut at its widest band of white, across or from top to bottom, and each part is cut again: the XY cut
of Nagy and Seth (1984). Text that is set from top to bottom is turned first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from pipeline.run.formats.found import Box, Sheet

DISPLAY = 1.35
"""Times the size of the running text from which on a line is a headline: body and headlines of newspapers lie at
1.0 to 1.15 and from 1.5 on, so a box may be off by a seventh."""
_LONGEST = 60
"""Characters of the longest line that may be a headline."""
_GUTTER, _BAND = 0.6, 0.6
"""The least white between columns, and between blocks, in sizes of the running text."""
_INDENT = 0.8
"""Sizes of a character by which the first line of a paragraph stands in; a paragraph's own indent is two."""
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


class Line(NamedTuple):
    """A printed line.

    Attributes:
        text: of one line, without a line end.
        box: where it stands.
        size: of its type, in the unit of the box; 0 for the height of the box.
    """

    text: str
    box: Box
    size: float = 0.0

    @property
    def height(self) -> float:
        """The size of its type, as far as it is known."""
        return self.size or self.box.bottom - self.box.top


def spelled(words: Sequence[str]) -> str:
    """Words as one line: a space stands between two only where neither side is Chinese.

    Example:
        >>> spelled(["河", "湾", "晚报", "No.", "3"])
        '河湾晚报No. 3'
    """
    words = [word for word in words if word]
    text = "".join(words[:1])
    for one, two in pairwise(words):
        text += two if _CJK.match(one[-1]) or _CJK.match(two[0]) else f" {two}"
    return text


def in_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in reading order, in blocks that white parts from one another.

    Example: two columns are read one after the other.
        >>> left = [Line("左一", Box(0, 0, 40, 20)), Line("左二", Box(0, 24, 40, 44))]
        >>> page = [*left, Line("右一", Box(60, 0, 100, 20))]
        >>> [[line.text for line in block] for block in in_order(page)]
        [['左一', '左二'], ['右一']]
    """
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return []
    if is_vertical(lines):
        turned = [_turned(line) for line in lines]
        stood = {id(one): other for one, other in zip(turned, lines, strict=True)}
        return [[stood[id(line)] for line in block] for block in _blocks(turned)]
    return _blocks(lines)


def is_vertical(lines: Sequence[Line]) -> bool:
    """Whether most of the text is set from top to bottom."""
    long = [line for line in lines if len(line.text) > 2]
    down = sum(len(line.text) for line in long if _tall(line.box))
    return 2 * down > sum(len(line.text) for line in long)


def _tall(box: Box) -> bool:
    return box.bottom - box.top > 1.5 * (box.right - box.left)


def _turned(line: Line) -> Line:
    """A line that runs down becomes one that runs to the right; columns from the right become rows from the top."""
    left, top, right, bottom = line.box
    return line._replace(box=Box(top, -right, bottom, -left))


def _blocks(lines: list[Line]) -> list[list[Line]]:
    unit = median(line.box.bottom - line.box.top for line in lines)
    return _cut(lines, unit, max(_BAND * unit, 1.6 * _leading(lines)))


def _leading(lines: Sequence[Line]) -> float:
    """The usual white between a line and the next below it in its column."""
    gaps = []
    for line in lines:
        below = [
            other.box.top - line.box.bottom
            for other in lines
            if other.box.top > (line.box.top + line.box.bottom) / 2
            and min(other.box.right, line.box.right) > max(other.box.left, line.box.left)
        ]
        if below:
            gaps.append(max(0.0, min(below)))
    return median(gaps) if gaps else 0.0


def _cut(lines: list[Line], unit: float, band: float) -> list[list[Line]]:
    across, at_x = _white(lines, lambda box: (box.left, box.right))
    down, at_y = _white(lines, lambda box: (box.top, box.bottom))
    across, down = across * (across >= _GUTTER * unit), down * (down >= band)
    if not across and not down:
        return [_rows(lines)]
    if across >= down:
        first = [line for line in lines if line.box.right <= at_x]
    else:
        first = [line for line in lines if line.box.bottom <= at_y]
    kept = {id(line) for line in first}
    rest = [line for line in lines if id(line) not in kept]
    return [*_cut(first, unit, band), *_cut(rest, unit, band)]


def _white(lines: Sequence[Line], sides: Callable[[Box], tuple[float, float]]) -> tuple[float, float]:
    """The widest band of white between lines, and where it begins; 0 where there is none."""
    widest, at, reached = 0.0, 0.0, float("-inf")
    for start, end in sorted(sides(line.box) for line in lines):
        if reached > float("-inf") and start - reached > widest:
            widest, at = start - reached, reached
        reached = max(reached, end)
    return widest, at


def _rows(lines: Sequence[Line]) -> list[Line]:
    """The lines of a block from top to bottom, those beside one another from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.top + line.box.bottom):
        middle = (line.box.top + line.box.bottom) / 2
        if rows and middle < rows[-1][0].box.bottom and line.box.left != rows[-1][0].box.left:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]


def put(sheet: Sheet, blocks: Sequence[Sequence[Line]], heads: Sequence[bool] = ()) -> None:
    """Put blocks of lines on a sheet: paragraphs told by their indents, headlines by their size.

    Args:
        sheet: they are added to it.
        blocks: in reading order.
        heads: for each block, whether the file calls it a headline.
    """
    lines = [line for block in blocks for line in block]
    if not lines:
        return
    vertical = is_vertical(lines)
    usual = _usual([line if not vertical else _turned(line) for line in lines])
    for n, block in enumerate(blocks):
        called = n < len(heads) and heads[n]
        shown = [(line, _turned(line) if vertical else line) for line in block]
        for paragraph, is_head, between in _paragraphs(shown, usual, called):
            sheet.add_lines([(line.text.strip(), line.box) for line in paragraph], between, heading=is_head)


def _usual(lines: Sequence[Line]) -> float:
    """The size of most of the text; 0 where no line has a size."""
    sizes = sorted((line.height, len(line.text)) for line in lines if 0 < line.height < inf)
    if not sizes:
        return 0.0
    half = sum(count for _, count in sizes) / 2
    for size, count in sizes:
        half -= count
        if half <= 0:
            return size
    return sizes[-1][0]


_Shown = tuple[Line, Line]
"""A line as it stands, and as it would stand if it ran from left to right."""


def _paragraphs(block: Sequence[_Shown], usual: float, called: bool) -> list[tuple[list[Line], bool, str]]:
    """Give the paragraphs of a block, whether each is a headline, and the characters between its lines."""
    found: list[tuple[list[Line], bool, str]] = []
    left = min(seen.box.left for _, seen in block)
    right = max(seen.box.right for _, seen in block)
    indents = [seen.box.left - left >= _INDENT * usual for _, seen in block]
    told = any(indents) and not all(indents)
    between = "" if told or len(block) == 1 else "\n"
    before: Line | None = None
    for (line, seen), indented in zip(block, indents, strict=True):
        head = called or (0 < DISPLAY * usual <= seen.height and _may_head(line.text))
        short = before is not None and right - before.box.right >= 2 * usual
        fresh = (
            not found or head or found[-1][1] or (told and (indented or (short and _stops(found[-1][0][-1]))))
        )
        if fresh:
            found.append(([], head, between))
        found[-1][0].append(line)
        before = seen
    return found


def _may_head(text: str) -> bool:
    """Whether a line may be a headline: those have no full stop, and no comma at their end."""
    return len(text) <= _LONGEST and text.rstrip()[-1:] not in "。，、；"


def _stops(line: Line) -> bool:
    return line.text.rstrip()[-1:] in "。！？…”』」）"

"""Tables: rows that a tab or Markdown's bars part into cells are one fragment, kept as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.values.model import Fragment
from pipeline.values.text import join

_FEWEST = 2
"""Rows of a table at least: one line with a tab may be a headline set in two."""
_BARS = re.compile(r"\|.*\|.*\Z|[^|]+(?:\|[^|]+){2,}\Z")
"""A row of a Markdown table: ``| 乡镇 | 产量 |``, or with no bar at its ends and two inside."""


def cells(text: str) -> int:
    r"""Count the cells of a row; 0 for a line that is no row.

    >>> cells("南屏镇\t2046\t-6.7"), cells("| 乡镇 | 产量 |"), cells("今天天气很好，大家都出门去了。")
    (3, 2, 0)
    """
    if "\t" in text:
        return sum(1 for cell in text.split("\t") if cell.strip())
    return len(text.strip("| ").split("|")) if "|" in text and _BARS.match(text) else 0


def put_together(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Make one fragment of the rows of each table, a line for each row; all else stays as it is."""
    return [_table(group) if len(group) >= _FEWEST else group[0] for group in _groups(fragments)]


def _groups(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Rows with as many cells that stand one below the other; everything else alone."""
    group: list[Fragment] = []
    size = 0
    for fragment in fragments:
        found = 0 if fragment.level or fragment.image else cells(fragment.text.text)
        follows = found >= _FEWEST and found == size and fragment.gap == 0
        if not follows:
            if group:
                yield group
            group = []
        group.append(fragment)
        size = found
    if group:
        yield group


def _table(rows: Sequence[Fragment]) -> Fragment:
    return rows[0]._replace(text=join([row.text for row in rows], "\n"), table=True)

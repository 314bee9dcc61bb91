r"""Tables: rows of cells are one fragment, kept as it stands: a line for each row, white space between its cells.

Engines write them as HTML (``<table>``), as LaTeX (``tabular``), as Markdown's bars, or as lines whose cells a tab or
blanks part. A list of names, several a line or one a line, is such a list of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.duplicates.numerals import NUMERALS
from pipeline.language import name_score
from pipeline.values.model import Fragment
from pipeline.values.text import Span, Traced, join

_FEWEST, _UNEVEN = 2, 3
"""Rows of a table at least: one line with a tab may be a headline set in two; and rows at least where they have
different numbers of cells, stand apart, or only blanks or one bar part their cells, as decks of headlines do too."""
_NAMES = 5
"""Lines of one name each that are a list: no story has more authors that stand one below the other."""
_CELL, _LONGEST, _LONGEST_NAME = 16, 160, 5
"""Characters of the longest cell where only blanks part cells, of the longest such row, and of a name of two words."""
_BARS = re.compile(r"[^|]*\|[^|]*\|.*|[^|]+\|[^|]+")
_BLANKS = re.compile(r"(?<![A-Za-z,.;:])[ \u3000]+|[ \u3000]+(?![A-Za-z])")
_PROSE = re.compile("[，。；：！？,;!?“”《》摄攝]|[记記]者|通[讯訊][员員]|供[图圖]")
_NAME = re.compile(r"[\u3400-\u9fff]{1,2}[ \u3000]?[\u3400-\u9fff]{1,2}")
_BLOCK = re.compile(
    r"<table\b(?:(?!<table\b).)*?</table\s*>|\\begin\{(tabular\*?|longtable|array)\}(?:(?!\\begin\{).)*?\\end\{\1\}",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(r"(?P<row><tr\b[^>]*>)|(?P<cell><t[dh]\b[^>]*>)|<!--.*?-->|</?[a-z][^<>]*>", re.I | re.S)
_LATEX = re.compile(
    r"(?P<row>\\\\(?:\[[^\]]*\])?)|(?P<cell>(?<!\\)&)|\\(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})*"
    r"|\\(?:hline|(?:top|mid|bottom)rule)(?![a-z])|\\c(?:line|midrule)(?:\([^)]*\))?\{[^{}]*\}"
    r"|\\multi(?:column|row)\{[^{}]*\}\{[^{}]*\}|\\(?:text|math)[a-z]*(?![a-z])|[{}]"
)


def blocks(text: Traced) -> Iterator[tuple[Traced, list[Traced], list[Span]]]:
    r"""Part a page at the tables that HTML or LaTeX marks.

    Yields:
        Text without such a table; the rows of the table behind it, cells parted by tabs, and its markup. No rows
        behind the last text, and none of what has one row or one column: markup of that kind is no table.

    >>> page = Traced.read("p", "<table><tr><td>南屏镇</td><td>20</td></tr><tr><td>北山镇</td><td>9</td></tr></table>")
    >>> [[str(row) for row in rows] for _, rows, _ in blocks(page)]
    [['南屏镇\t20', '北山镇\t9'], []]
    """
    at = 0
    if "<table" in text.text.lower() or "\\begin{" in text.text:
        for hit in _BLOCK.finditer(text.text):
            rows, markup = _rows(text.cut(*hit.span()), _LATEX if hit[1] else _HTML)
            if len(rows) >= _FEWEST and any("\t" in row.text for row in rows):
                yield text.cut(at, hit.start()), rows, markup
                at = hit.end()
    yield text.cut(at), [], []


def _rows(block: Traced, tokens: re.Pattern[str]) -> tuple[list[Traced], list[Span]]:
    rows: list[list[list[Traced]]] = [[[]]]
    markup: list[Span] = []
    at = 0
    for hit in tokens.finditer(block.text):
        rows[-1][-1].append(block.cut(at, hit.start()))
        markup += block.source(*hit.span())
        at = hit.end()
        if hit.lastgroup == "row":
            rows.append([[]])
        elif hit.lastgroup == "cell":
            rows[-1].append([])
    cells = [[_cell(join(parts)) for parts in row] for row in rows]
    if tokens is _HTML:  # what opens a cell stands before it, not between two
        cells = [[cell for n, cell in enumerate(row) if n or cell] for row in cells]
    return [join(row, "\t") for row in cells if any(row)], markup


def _cell(text: Traced) -> Traced:
    """A cell in one line."""
    lines = [text.cut(hit.start(), hit.end()) for hit in re.finditer(r"\S(?:[^\r\n]*\S)?", text.text)]
    return join(lines, " ")


def cells(text: str) -> int:
    r"""Count the cells of a row that are not empty; 0 for a line that is no row.

    >>> cells("南屏镇\t2046\t-6.7"), cells("| 乡镇 | 产量 |"), cells("今天天气很好，大家都出门去了。")
    (3, 2, 0)
    """
    if "\t" in text or _BARS.fullmatch(text):
        return sum(map(bool, map(str.strip, text.split("\t" if "\t" in text else "|"))))
    return 0


def put_together(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Make one fragment of the rows of each table, a line for each row; what is no table stays as it is."""
    return [_table(group) if len(group) > 1 else group[0] for group in _groups(fragments)]


def _groups(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Tables, and everything else alone."""
    kinds = [_kind(fragment) for fragment in fragments]
    at = 0
    while at < len(fragments):
        end = at + 1
        while end < len(fragments) and kinds[at] == kinds[end] != "" and fragments[end].gap <= 1:
            end += 1
        run = fragments[at:end]
        if end > at + 1 and _is_table(kinds[at], run):
            yield list(run)
        else:
            yield from ([one] for one in run)
        at = end


def _kind(fragment: Fragment) -> str:
    """What parts a line into cells: a tab, a bar, blanks; or that it is a name; empty for other lines."""
    text = fragment.text.text
    if fragment.level or fragment.image or fragment.bold or fragment.table:
        return ""
    if "\t" in text or "|" in text:
        part = "\t" if "\t" in text else "|"
        return part if cells(text) > 1 or (part == "|" == text[0]) else ""
    if len(text) <= _LONGEST_NAME and _NAME.fullmatch(text):
        return "name"
    if len(text) > _LONGEST or not (" " in text or "\u3000" in text):  # as most
        return ""
    parts = _BLANKS.split(text)
    return " " if len(parts) > 2 and max(map(len, parts)) <= _CELL and not _PROSE.search(text) else ""


def _is_table(kind: str, rows: Sequence[Fragment]) -> bool:
    if kind == "name":
        return len(rows) >= _NAMES and all(name_score(row.text.text) > 0 for row in rows)
    if kind in ("\t", "|"):
        counts = {row.text.text.count(kind) for row in rows}
        even = len(counts) == 1 and not any(row.gap for row in rows[1:]) and (kind == "\t" or min(counts) > 1)
        return len(rows) >= (_FEWEST if even else _UNEVEN)
    if kind != " ":
        return False
    figures = [sum(not NUMERALS.isdisjoint(cell) for cell in _BLANKS.split(row.text.text)) for row in rows]
    return len(rows) >= (_FEWEST if min(figures) > 2 else _UNEVEN)


def _table(rows: Sequence[Fragment]) -> Fragment:
    return rows[0]._replace(text=join([row.text for row in rows], "\n"), table=True)

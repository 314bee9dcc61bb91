"""Gold as offsets, without the text: `encode` takes the text away, `decode` puts it back.

Offsets count **visible characters**: not white space, not the ``#`` and ``*`` of Markdown. So a page that somebody
else fetched, with other line ends or other marks of headings, still fits.

>>> text = "# 喜讯  本报讯 今天"
>>> visible(text)
'喜讯本报讯今天'
>>> Places.of(text).visible(2, 4), Places.of(text).exact(2, 5)
((0, 2), (6, 9))
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Row = dict[str, Any]
Span = list[int]

MARKUP = frozenset("#*")
DIGITS = 10  # hexadecimal, of a line's hash: 40 bits tell the 8,000 lines of the benchmark apart
_LINE = re.compile(r"([\s#*]*)(.*?)([\s#*]*)")


def is_visible(char: str) -> bool:
    """Whether the score counts a character."""
    return not char.isspace() and char not in MARKUP


def visible(text: str) -> str:
    """The characters that the score counts."""
    return "".join(filter(is_visible, text))


def digest(text: str) -> str:
    """SHA-256 of a text's visible characters in UTF-8, hexadecimal."""
    return hashlib.sha256(visible(text).encode()).hexdigest()


@dataclass(frozen=True)
class Places:
    """The two ways to count on one page.

    Attributes:
        before: how many visible characters come before each character; one more entry for the end.
        at: where each visible character is.
    """

    before: Sequence[int]
    at: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Places:
        """Count a page's characters."""
        seen = [is_visible(char) for char in text]
        return cls([0, *accumulate(seen)], [at for at, shown in enumerate(seen) if shown])

    def visible(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of a stretch in the page's text -> in its visible characters."""
        return self.before[start], self.before[end]

    def exact(self, start: int, end: int) -> tuple[int, int]:
        """The way back; the stretch begins and ends with a visible character."""
        return self.at[start], self.at[end - 1] + 1


def encode(gold: Row, file: str, sha256: str) -> Row:
    """Gold with its text -> gold without.

    Args:
        gold: the page, as ``tests/gold`` has them.
        file: the name of the page's file.
        sha256: of the page's file, hexadecimal.

    Raises:
        ValueError: a title or a name is not on the page, so that no offsets give it.
    """
    text, places = gold["text"], Places.of(gold["text"])
    page = _Page(gold["doc"], visible(text))

    def span(pair: Sequence[int]) -> Span:
        return list(places.visible(*pair))

    def seen(pairs: Sequence[Sequence[int]]) -> list[Span]:
        return [found for pair in pairs if (found := span(pair)) and found[0] < found[1]]

    def article(row: Row) -> Row:
        spans = [span(pair) for paragraph in row["paragraphs"] for pair in paragraph["spans"]]
        title = row["title"] and page.find(row["title"]["text"], [span(row["title"]["span"])])
        signed = [span(row["byline_span"])] if row.get("byline_span") else []
        return {
            **{name: row.get(name) for name in _VALUES},
            "title": title,
            "title_span": row["title"] and span(row["title"]["span"]),
            "byline": [page.find(name, signed + spans) for name in row["byline"]],
            "byline_span": signed[0] if signed else None,
            "paragraphs": [[p["role"], shown] for p in row["paragraphs"] if (shown := seen(p["spans"]))],
        }

    return {
        "doc": gold["doc"],
        "file": file,
        "source": gold.get("page"),
        "sha256": sha256,
        "visible": digest(text),
        "lines": [line_key(line) for line in text.split("\n")],
        "articles": [article(row) for row in gold["articles"]],
        "markers": [span(pair) for pair in gold["markers"]],
        "removed": [{name: span(row[name]) for name in ("span", "twin")} for row in gold["removed"]],
    }


_VALUES = ("kind", "continued_from", "continues_on", "truncated_head", "truncated_tail")


def decode(row: Row, text: str) -> Row:
    """Gold without its text, and the page's text -> gold as the scorer reads it.

    Raises:
        ValueError: the text is not this page.
    """
    if digest(text) != row["visible"]:
        raise ValueError(f"{row['doc']}: the text is not the page that the offsets count on")
    places = Places.of(text)

    def span(pair: Sequence[int]) -> Span:
        return list(places.exact(*pair))

    def said(spans: Iterable[Sequence[int]]) -> str:
        return "".join(text[slice(*span(pair))] for pair in spans)

    def article(one: Row) -> Row:
        return {
            **{name: one[name] for name in _VALUES},
            "title": one["title"] and {"text": said(one["title"]), "span": span(one["title_span"])},
            "byline": [said(spans) for spans in one["byline"]],
            "byline_span": one["byline_span"] and span(one["byline_span"]),
            "paragraphs": [
                {"role": role, "spans": [span(pair) for pair in spans]} for role, spans in one["paragraphs"]
            ],
        }

    return {
        "doc": row["doc"],
        "length": len(text),
        "text": text,
        "articles": [article(one) for one in row["articles"]],
        "markers": [span(pair) for pair in row["markers"]],
        "removed": [{name: span(one[name]) for name in ("span", "twin")} for one in row["removed"]],
    }


def line_key(line: str) -> str:
    """What the standoff file says of a line: its marks, and a hash of what it says.

    >>> line_key("# 喜讯")
    '# af987aa6ba'
    >>> line_key("")
    ''
    """
    lead, said, trail = _LINE.fullmatch(line).groups()  # type: ignore[union-attr] - it matches every line
    return lead + digest(said)[:DIGITS] + trail if said else lead + trail


def assemble(row: Row, lines: dict[str, str]) -> str:
    """A page's text from lines that were found anywhere, with the page's own marks.

    Args:
        row: the page.
        lines: by hash of its visible characters, what each line says.

    Raises:
        LookupError: a line is missing; the message says how many and which is the first.
    """
    keys = [_LINE.fullmatch(key).groups() for key in row["lines"]]  # type: ignore[union-attr]
    missing = [number for number, (_, key, _) in enumerate(keys, 1) if key and key not in lines]
    if missing:
        raise LookupError(
            f"{row['doc']}: {len(missing)} of {sum(bool(key) for _, key, _ in keys)} lines are in no fetched "
            f"file, the first is line {missing[0]}"
        )
    return "\n".join(lead + (lines[key] if key else "") + trail for lead, key, trail in keys)


@dataclass(frozen=True)
class _Page:
    doc: str
    text: str  # visible characters

    def find(self, words: str, near: Sequence[Span]) -> list[Span]:
        """Where words stand, in one stretch or several: in one of the stretches given if they can."""
        rest, spans = visible(words), []
        while rest:
            at, length = self._longest(rest, near)
            spans.append([at, at + length])
            rest = rest[length:]
        return spans

    def _longest(self, words: str, near: Sequence[Span]) -> tuple[int, int]:
        for length in range(len(words), 0, -1):
            for start, end in [*near, (0, len(self.text))]:
                at = self.text.find(words[:length], start, end)
                if at >= 0:
                    return at, length
        raise ValueError(f"{self.doc}: {words!r} is not on the page")

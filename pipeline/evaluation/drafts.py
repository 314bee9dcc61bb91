"""A page in the making: lines of pieces, each of which remembers its source, and the gold that follows.

A damage moves, cuts, copies or spoils pieces; none of them counts offsets. :func:`print_page` writes the
text and reads the gold off where each piece came to stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Gold = dict[str, Any]
"""A gold page as ``tests/gold/*.json`` hold it."""


@dataclass(eq=False)
class Part:
    """One thing that the gold names: a title, a byline, or a paragraph with its role."""

    role: str
    text: str


@dataclass(eq=False)
class Piece:
    """A stretch of print.

    Attributes:
        text: its characters, as they will be printed.
        part: the paragraph or headline that it is a piece of; None for page furniture, jump lines and copies.
        copy_of: for a copy: the piece that stands where it belongs.
        low, high: which characters of that piece it repeats.
        turn: when it is read among the pieces of its part; those of one turn are read as they stand.
    """

    text: str
    part: Part | None = None
    copy_of: Piece | None = None
    low: int = 0
    high: int = 0
    turn: int = 0


@dataclass(eq=False)
class Line:
    """A line of the page: pieces, with markup ``before`` and ``after``, and the ``gap`` above it."""

    pieces: list[Piece]
    before: str = ""
    after: str = ""
    gap: str = "\n\n"

    @property
    def text(self) -> str:
        """The characters that a reader sees of it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(eq=False)
class Story:
    """An article of the page: its facts for the gold, and its lines in reading order.

    ``jump`` is a name that the two halves of a story share which jumps from one page to another.
    """

    kind: str
    title: Part | None
    paragraphs: list[Part]
    lines: list[Line] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    byline_part: Part | None = None
    continued_from: str | None = None
    continues_on: str | None = None
    truncated_head: bool | None = False
    truncated_tail: bool | None = False
    traditional: bool = False
    jump: str | None = None

    def running(self) -> list[Part]:
        """Its running text: headings and body."""
        return [part for part in self.paragraphs if part.role in ("heading", "body")]

    def bodies(self) -> list[tuple[Line, Piece]]:
        """Its pieces of body text, each with the line it is on."""
        return [
            (line, piece)
            for line in self.lines
            for piece in line.pieces
            if piece.part is not None and piece.part.role == "body"
        ]


@dataclass(eq=False)
class Draft:
    """A page in the making.

    ``traditional`` is its script, ``kinds`` are the damages done to it, ``known`` its metadata
    (newspaper, date, page).
    """

    doc: str
    stories: list[Story]
    lines: list[Line] = field(default_factory=list)
    traditional: bool = False
    kinds: tuple[str, ...] = ()
    known: dict[str, str] = field(default_factory=dict)


def is_body(line: Line) -> bool:
    """Whether a line holds one piece of a body paragraph and nothing else."""
    part = line.pieces[0].part if len(line.pieces) == 1 else None
    return part is not None and part.role == "body"


def gap_near(lines: Sequence[Line], at: int) -> int:
    """The first place from ``at`` on where a line may be put: not within a headline of two lines."""
    while 0 < at < len(lines) and _headline(lines[at]) and _headline(lines[at]) is _headline(lines[at - 1]):
        at += 1
    return at


def _headline(line: Line) -> Part | None:
    part = line.pieces[0].part
    return part if part and part.role == "title" else None


def print_page(draft: Draft) -> Gold:
    """The page's text and its gold.

    Returns:
        ``doc``, ``sha256`` and ``length`` of the text, ``text``, ``articles`` in the order of the page,
        ``markers``, ``removed``; spans are ``[start, end)`` in code points. Beyond ``tests/gold``:
        ``kinds`` of damage, ``continues_on`` and ``jump`` of articles.
    """
    text, spans = _write(draft.lines)
    where: dict[Part, list[list[int]]] = {}
    for piece, span in sorted(spans.items(), key=lambda row: row[0].turn):
        if piece.part:
            where.setdefault(piece.part, []).append(span)
    articles = [_article(story, where, text) for story in draft.stories]
    articles.sort(key=lambda article: _first(article))
    return {
        "doc": draft.doc,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "length": len(text),
        "text": text,
        "articles": articles,
        "markers": [span for piece, span in spans.items() if not piece.part and not piece.copy_of],
        "removed": list(_removed(spans)),
        "kinds": list(draft.kinds),
        **draft.known,
    }


def _write(lines: Sequence[Line]) -> tuple[str, dict[Piece, list[int]]]:
    parts: list[str] = []
    spans: dict[Piece, list[int]] = {}
    at = 0

    def put(text: str) -> list[int]:
        nonlocal at
        parts.append(text)
        at += len(text)
        return [at - len(text), at]

    for n, line in enumerate(lines):
        put((line.gap if n else "") + line.before)
        for piece in line.pieces:
            spans[piece] = put(piece.text)
        put(line.after)
    return "".join(parts), spans


def _article(story: Story, where: dict[Part, list[list[int]]], text: str) -> Gold:
    gold: Gold = {"kind": story.kind, "title": None, "byline": story.byline}
    if story.title:
        pieces = where[story.title]
        shown = " ".join(text[start:end] for start, end in pieces)
        gold["title"] = {"text": shown, "span": [pieces[0][0], pieces[-1][1]]}
    if story.byline_part:
        gold["byline_span"] = [where[story.byline_part][0][0], where[story.byline_part][-1][1]]
    gold |= {
        "continued_from": story.continued_from,
        "continues_on": story.continues_on,
        "truncated_head": story.truncated_head,
        "truncated_tail": story.truncated_tail,
    }
    gold |= {"jump": story.jump} if story.jump else {}
    gold["paragraphs"] = [{"role": part.role, "spans": where[part]} for part in story.paragraphs]
    return gold


def _first(article: Gold) -> int:
    spans = [min(p["spans"]) for p in article["paragraphs"]]
    return int(min(start for start, _ in spans + ([article["title"]["span"]] if article["title"] else [])))


def _removed(spans: dict[Piece, list[int]]) -> Iterator[Gold]:
    for piece, span in spans.items():
        if piece.copy_of:
            start, end = spans[piece.copy_of]
            twin = [min(end, start + piece.low), min(end, start + piece.high)]
            yield {"span": span, "twin": twin}

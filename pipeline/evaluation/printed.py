"""Pages that come one printed line a line, as Tesseract and PaddleOCR write them and as editions are keyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from random import Random

from pipeline.evaluation.drafts import Draft, Line, Part, Piece, Story, is_body

NO_START = "，。、；：！？）」』”’》…"
"""Marks that most typesetters let begin no line."""
OLD = str.maketrans("，。；！？", "、、、、、")
"""Newspapers of the 1930s print one mark for every stop."""
MEASURES = (7, 8, 8, 9, 10, 11, 12, 13, 13, 14, 15, 15, 16, 17, 18, 18, 20, 22, 25, 30)
"""Characters of a line; the real pages have 8, 12, 13, 15, 17, 18, 26 and 36."""
LOST = 0.08
"""The share of paragraphs whose last mark is not read; on real pages between .01 and .17."""


@dataclass(frozen=True)
class Setting:
    """How a page is set.

    Attributes:
        measure: characters of a full line; a letter or digit of half width is half of one.
        indent: characters that the first line of a paragraph leaves free; the page's text does not hold them.
        hangs: whether a mark that may begin no line stands behind a full one.
        pulls: whether it takes the character before it to the next line instead.
        old: whether ``、`` is the only stop.
    """

    measure: int
    indent: int
    hangs: bool
    pulls: bool
    old: bool


def drawn(rng: Random, traditional: bool) -> Setting:
    """A way to set a page: nine modern ones in ten indent by two, old ones by one or not at all."""
    old = traditional and rng.random() < 0.6
    indent = rng.choice((1, 1, 0)) if old else rng.choice((2,) * 9 + (0,))
    marks = rng.random()
    return Setting(rng.choice(MEASURES), indent, marks < 0.5 - 0.2 * old, marks > 0.75 + 0.15 * old, old)


def printed_lines(draft: Draft, rng: Random) -> None:
    """The page comes a printed line a line: no mark of Markdown, no empty line, paragraphs over several lines."""
    page = drawn(rng, draft.traditional)
    settings = {part: own for story in draft.stories for own in (_own(page, rng),) for part in _parts(story)}
    headless, tailless = (set(_cut(draft.stories, end)) for end in ("head", "tail"))
    of_part: dict[Part, list[Line]] = {}
    for line in draft.lines:
        line.before, line.after, line.gap = "", "", "\n"
        _read(line, page.old, rng)
        if is_body(line) and (part := line.pieces[0].part):
            of_part.setdefault(part, []).append(line)
    copied = any(piece.copy_of for line in draft.lines for piece in line.pieces)
    moved: dict[Piece, list[int]] = {}
    for part, lines in of_part.items():
        if not copied:
            widths = _body(settings[part], part in headless, rng)
            moved |= _columns(lines, widths, settings[part], part in tailless)
    for line in draft.lines:
        if line.pieces[0] not in moved:
            first = line.pieces[0].part
            setting = settings.get(first, page) if first else page
            moved |= _break(line.pieces, breaks(line.text, _widths(line, first, setting, rng), setting))
    for piece in moved:
        if piece.copy_of:  # its original has line breaks too
            at = moved[piece.copy_of]
            piece.low, piece.high = at[min(piece.low, len(at) - 1)], at[min(piece.high, len(at) - 1)]


def _read(line: Line, old: bool, rng: Random) -> None:
    """Marks as they are read: one for every stop in old papers, some at the end of a paragraph not at all."""
    for piece in line.pieces:
        piece.text = piece.text.translate(OLD) if old else piece.text
    if is_body(line) and line.text[-1:] in NO_START and rng.random() < LOST:
        line.pieces[0].text = line.text[:-1]


def _cut(stories: Sequence[Story], end: str) -> Iterator[Part]:
    """The paragraphs that have lost their head, or their tail."""
    for story in stories:
        bodies = [part for part in story.paragraphs if part.role == "body"]
        if bodies and (story.truncated_head if end == "head" else story.truncated_tail):
            yield bodies[0 if end == "head" else -1]


def _columns(
    lines: Sequence[Line], widths: Iterator[float], setting: Setting, tailless: bool
) -> dict[Piece, list[int]]:
    """Set a paragraph that columns broke: a column ends with a full line, and so does a story without its tail."""
    text = "".join(line.text for line in lines)
    places = breaks(text, widths, setting)
    end = places[-1] if tailless and places else len(text)
    ends, at = [], 0
    for line in lines[:-1]:
        at += len(line.text)
        ends.append(
            min((place for place in places if place < end), key=lambda place: abs(place - at), default=at)
        )
    bounds = [0, *ends, end]
    if sorted(set(bounds)) != bounds:  # columns of less than a line
        return {}
    moved: dict[Piece, list[int]] = {}
    for line, (low, high) in zip(lines, pairwise(bounds), strict=True):
        line.pieces[0].text = text[low:high]
        moved |= _break(line.pieces, [place - low for place in places if low < place < high])
    return moved


def _parts(story: Story) -> list[Part]:
    return [part for part in (story.title, story.byline_part, *story.paragraphs) if part]


def _own(page: Setting, rng: Random) -> Setting:
    """Three stories in ten have a measure of their own."""
    return replace(page, measure=rng.choice(MEASURES)) if rng.random() < 0.3 else page


def _widths(line: Line, part: Part | None, setting: Setting, rng: Random) -> Iterator[float]:
    """How wide each printed line may be: headlines are parted evenly, captions may be wider than a column."""
    measure, role = setting.measure, part.role if part else ""
    if role in ("title", "kicker", "subtitle"):
        lines = -(-len(line.text) // max(5, min(22, 2 * measure)))
        yield from repeat(-(-len(line.text) // lines) + 0.5)
    if role == "caption":
        measure = rng.choice((measure, 2 * measure, 2 * measure + 1))
    elif part and role == "body" and line.text[:2] == part.text.translate(OLD if setting.old else {})[:2]:
        yield from _body(setting, False, rng)
    yield from repeat(measure)


def _body(setting: Setting, headless: bool, rng: Random) -> Iterator[float]:
    """How wide each line of a paragraph may be: the first is indented, some old ones stand beside a headline."""
    yield setting.measure - (0 if headless else setting.indent)
    if setting.old and setting.measure > 7 and rng.random() < 0.15:
        yield from [setting.measure // 2] * rng.choice((1, 2, 3))
    yield from repeat(setting.measure)


def breaks(text: str, widths: Iterator[float], setting: Setting) -> list[int]:
    """Where a line begins in a text that is set, but for the first.

    >>> breaks("风和日丽，万里无云。", repeat(4.0), Setting(4, 0, True, False, False))
    [5]
    >>> breaks("风和日丽，万里无云。", repeat(4.0), Setting(4, 0, False, True, False))
    [3, 7]
    """
    found: list[int] = []
    left = next(widths)
    for at, char in enumerate(text):
        size = 0.5 if char.isascii() else 1.0
        if size > left and not (setting.hangs and char in NO_START and left > -size):
            pulled = setting.pulls and char in NO_START and at - 1 > (found[-1] if found else 0)
            found.append(at - pulled)
            left = next(widths) - pulled
        left -= size
    return found


def _break(pieces: Sequence[Piece], places: Sequence[int]) -> dict[Piece, list[int]]:
    """Put line breaks into pieces that stand in one line.

    Returns:
        For each piece where its characters, and its end, come to stand in it.
    """
    moved, first = {}, 0
    for piece in pieces:
        text, piece.text, at = piece.text, "", []
        for n, char in enumerate(text, first):
            piece.text += "\n" * (n in places and n > 0)
            at.append(len(piece.text))
            piece.text += char
        first += len(text)
        moved[piece] = [*at, len(piece.text)]
    return moved

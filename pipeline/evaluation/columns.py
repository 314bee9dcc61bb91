"""Columns that break paragraphs, lines that stand in the break, and characters printed twice at it."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

from pipeline.evaluation.drafts import Draft, Line, Part, Piece, Story, gap_near, is_body

SHORTEST = 50
"""Paragraphs of fewer characters are not broken."""


def broken(story: Story, rng: Random) -> None:
    """Break a tenth to a third of the long paragraphs at a random character within a sentence."""
    share = rng.choice((0.08, 0.2, 0.35))
    for line in list(story.lines):
        piece = line.pieces[0]
        if is_body(line) and len(piece.text) >= SHORTEST and rng.random() < share:
            break_line(story.lines, line, rng)


def break_line(lines: list[Line], line: Line, rng: Random) -> Line | None:
    """Cut one line of body text in two and return the second half; None where it cannot be cut."""
    piece = line.pieces[0]
    places = [n for n in range(6, len(piece.text) - 2) if _breaks_within(piece.text, n)]
    if not places:
        return None
    at = rng.choice(places)
    rest = Line([Piece(piece.text[at:], piece.part)], gap=rng.choice(("\n\n",) * 5 + ("\n",)))
    piece.text = piece.text[:at]
    lines.insert(lines.index(line) + 1, rest)
    return rest


def _breaks_within(text: str, at: int) -> bool:
    """Whether a column may end here and leave the sentence open; bold text is not broken."""
    if text[:at].count("**") % 2 or text[at - 1] in "*（“《「『(" or text[at] in "*":
        return False
    return bool(re.match(r"[\u4e00-\u9fff0-9“《「]", text[at:])) and text[at - 1] not in "。！？；：”…」』"


def breaks(lines: list[Line]) -> list[int]:
    """Where a line goes on from the line above within one paragraph (the index of the second)."""
    return [
        n
        for n in range(1, len(lines))
        if is_body(lines[n])
        and is_body(lines[n - 1])
        and lines[n].pieces[0].part is lines[n - 1].pieces[0].part
    ]


def interrupt(draft: Draft, rng: Random) -> None:
    """A photo's caption, a photo, an advertisement or a headline of the page moves into a column break."""
    movable = [line for line in draft.lines if _movable(line, draft.lines)]
    places = [draft.lines[n] for n in breaks(draft.lines)]
    rng.shuffle(movable)
    for line in movable[: max(1, len(places) // 6)]:
        role = _role(line)
        if role == "title" and rng.random() < 0.6:
            continue
        n = draft.lines.index(line)
        group = [line]
        if role == "caption" and n + 1 < len(draft.lines) and _role(draft.lines[n + 1]) == "byline":
            group.append(draft.lines[n + 1])
        target = _near(draft.lines, places, line, rng)
        if target is None:
            return
        places.remove(target)
        for moved in group:
            draft.lines.remove(moved)
        at = draft.lines.index(target)
        draft.lines[at:at] = group
        for moved in (*group, target):
            moved.gap = "\n\n"


def _near(lines: list[Line], places: list[Line], line: Line, rng: Random) -> Line | None:
    """A break within forty lines of the line: type is misplaced to a neighbouring column."""
    here = lines.index(line)
    near = [place for place in places if abs(lines.index(place) - here) <= 40]
    return rng.choice(near) if near else None


def _role(line: Line) -> str | None:
    return line.pieces[0].part.role if line.pieces[0].part else None


def _movable(line: Line, lines: list[Line]) -> bool:
    """Captions, furniture, and headlines of one line."""
    part = line.pieces[0].part
    alone = sum(other.pieces[0].part is part for other in lines) == 1
    return _furniture(line) or _role(line) == "caption" or (_role(line) == "title" and alone)


def _furniture(line: Line) -> bool:
    return all(not piece.part and not piece.copy_of for piece in line.pieces) and len(line.text) > 10


def double_seams(draft: Draft, rng: Random) -> None:
    """At three breaks in ten the next column begins with the one to six characters just printed."""
    for n in breaks(draft.lines):
        above, below = draft.lines[n - 1].pieces[0], draft.lines[n].pieces[0]
        size = min(rng.choice((1, 1, 2, 2, 3, 4, 6)), len(above.text) - 1)
        if rng.random() < 0.3 and not re.search(r"[\s*]", above.text[-size:]):
            high = len(above.text)
            twin = Piece(above.text[-size:], copy_of=above, low=high - size, high=high)
            draft.lines[n].pieces = [twin, below]


def apart(draft: Draft, rng: Random) -> None:
    """Half of the second halves stand 6 to 40 lines above or below where their paragraph was broken.

    Of the broken columns of 13 typeset pages half go on in the next line, the rest as often above as below.
    """
    for rest in [draft.lines[n] for n in breaks(draft.lines)]:
        part = rest.pieces[0].part
        halves = [line for line in draft.lines if line.pieces[0].part is part]
        if rng.random() < 0.5 or rest is not halves[-1]:
            continue
        for turn, line in enumerate(halves):
            line.pieces[0].turn = turn
        draft.lines.remove(rest)
        here = draft.lines.index(halves[-2])
        at = max(1, min(len(draft.lines), here + rng.choice((-1, 1)) * rng.randint(6, 40)))
        draft.lines.insert(gap_near(draft.lines, at), rest)


def inset(story: Story, rng: Random) -> None:
    """Set a story in columns whose headline is read after the first of them, or above the second.

    Of 71 stories of 13 typeset pages, read by cutting at white space, 26 have text above their headline, and 39 have
    columns in another order.
    """
    at = next((n for n, line in enumerate(story.lines) if is_body(line)), 0)
    head, rest = story.lines[:at], story.lines[at:]
    columns = _set_in(rest, rng)
    if not head or len(columns) < 2:
        return
    turns = Counter[Part | None]()
    for piece in (piece for column in columns for line in column for piece in line.pieces):
        piece.turn = turns[piece.part]
        turns[piece.part] += 1
    if rng.random() < 0.5:
        columns[0], columns[1] = columns[1], columns[0]
    columns.insert(rng.choice((0, 1, 1, 2)), head)
    story.lines = [line for column in columns for line in column]
    for column in columns:
        column[0].gap = "\n\n"


def _set_in(lines: list[Line], rng: Random) -> list[list[Line]]:
    """The lines of a story in two to four columns about as long as each other, which break paragraphs."""
    long = sum(len(line.text) for line in lines) / rng.randint(2, 4)
    columns: list[list[Line]] = [[]]
    lines = list(lines)
    for line in list(lines):
        full = sum(len(one.text) for one in columns[-1]) + len(line.text) / 2 > long
        rest = break_line(lines, line, rng) if full and is_body(line) and len(line.text) >= SHORTEST else None
        columns[-1].append(line)
        if rest:
            columns.append([rest])
    return columns


def lost_stops(story: Story, rng: Random) -> None:
    """One in six paragraphs is read without its last full stop, as on 20 real pages of a daily (.176)."""
    for _, piece in story.bodies():
        if piece.text[-1:] in "。！？" and rng.random() < 1 / 6:
            piece.text = piece.text[:-1]
            if piece.part:
                piece.part.text = piece.part.text[:-1]

"""Passages that stand twice: intruders from a neighbouring story, and paragraphs read a second time."""

from __future__ import annotations

from random import Random

from pipeline.evaluation.columns import breaks
from pipeline.evaluation.drafts import Draft, Line, Piece, is_body
from pipeline.evaluation.noise import misread

INVENTED = "的了在和与以对将为就也并其中入各可"
"""Characters that a vision model makes up where it loses its line."""


def intrude(draft: Draft, rng: Random) -> None:
    """A stretch of another story, one to four lines, is printed a second time inside a broken paragraph."""
    places = breaks(draft.lines)
    if not places:
        return
    n = rng.choice(places)
    host = draft.lines[n].pieces[0].part
    runs = [run for run in _runs(draft.lines) if all(line.pieces[0].part is not host for line in run)]
    if not runs:
        return
    copies = [_copy(line) for line in rng.choice(runs)]
    _seam(copies[0].pieces[0], rng)
    if rng.random() < 0.3:
        draft.lines[n - 1].pieces += copies[0].pieces
        copies = copies[1:]
    draft.lines[n:n] = copies


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Stretches of one to four lines of running text that begin or end at a column break."""
    seconds = set(breaks(lines))
    found = []
    for start in range(len(lines)):
        for end in range(start + 1, min(start + 5, len(lines)) + 1):
            run = lines[start:end]
            if not all(is_body(line) or _is_heading(line) for line in run):
                break
            if is_body(run[0]) and (start in seconds or end in seconds) and len(run[0].text) > 20:
                found.append(run)
    return found


def _is_heading(line: Line) -> bool:
    part = line.pieces[0].part
    return len(line.pieces) == 1 and part is not None and part.role == "heading"


def _copy(line: Line) -> Line:
    piece = line.pieces[0]
    twin = Piece(piece.text, copy_of=piece, low=0, high=len(piece.text))
    return Line([twin], before=line.before, after=line.after)


def _seam(piece: Piece, rng: Random) -> None:
    """Up to three invented characters where the intruder begins, up to two of its own lost."""
    if rng.random() < 0.5:
        piece.low = rng.randint(0, 2)
        piece.text = "".join(rng.choice(INVENTED) for _ in range(rng.randint(0, 3))) + piece.text[piece.low :]


def repeat(draft: Draft, rng: Random) -> None:
    """A paragraph is read twice: right away or some paragraphs later, exactly, noisily or in part."""
    rows = [n for n, line in enumerate(draft.lines) if is_body(line) and len(line.text) >= 40]
    rows = [n for n in rows if n not in breaks(draft.lines) and n + 1 not in breaks(draft.lines)]
    if not rows:
        return
    n = rng.choice(rows)
    again = _copy(draft.lines[n])
    piece = again.pieces[0]
    way = rng.random()
    if way > 0.75:
        low = rng.randint(8, len(piece.text) // 2)
        piece.text, piece.low = piece.text[low:], low
    elif way > 0.5:
        piece.text = misread(piece.text, rng, 0.03)
    draft.lines.insert(min(len(draft.lines), n + rng.choice((1, 1, 1, 2, 3))), again)

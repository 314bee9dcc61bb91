"""Passages that stand twice: intruders from a neighbouring story, and paragraphs read a second time."""

from __future__ import annotations

from random import Random

from pipeline.evaluation.columns import SHORTEST, break_line, breaks
from pipeline.evaluation.drafts import Draft, Line, Piece, gap_near, is_body
from pipeline.evaluation.noise import misread

INVENTED = "的了在和与以对将为就也并其中入各可"
"""Characters that a vision model makes up where it loses its line."""


def intrude(draft: Draft, rng: Random) -> None:
    """A stretch of a neighbouring story is printed a second time inside a sentence of another.

    It is one to four lines long; its first and last line are whole or parts, as columns cut them. It
    stands in blocks of its own or runs on within the sentence.
    """
    hosts = [line for line in draft.lines if is_body(line) and len(line.text) >= SHORTEST]
    if not hosts:
        return
    host = rng.choice(hosts)
    runs = [
        run
        for run in _runs(draft.lines, rng)
        if all(line.pieces[0].part is not host.pieces[0].part for line in run)
    ]
    rest = break_line(draft.lines, host, rng) if runs else None
    if rest is None:
        return
    copies = [_copy(line) for line in rng.choice(runs)]
    _trim(copies, rng)
    _seam(copies[0].pieces[0], rng)
    _print(draft.lines, host, copies, rest, rng)


def _runs(lines: list[Line], rng: Random) -> list[list[Line]]:
    """For each long paragraph, the stretch of one to four lines of running text that it begins."""
    found = []
    for start, line in enumerate(lines):
        run = lines[start : start + rng.choice((1, 1, 1, 2, 2, 3, 4))]
        whole = all(is_body(other) or _is_heading(other) for other in run)
        if whole and is_body(line) and is_body(run[-1]) and len(line.text) >= 40:
            found.append(run)
    return found


def _is_heading(line: Line) -> bool:
    part = line.pieces[0].part
    return len(line.pieces) == 1 and part is not None and part.role == "heading"


def _copy(line: Line) -> Line:
    piece = line.pieces[0]
    twin = Piece(piece.text, copy_of=piece, low=0, high=len(piece.text))
    return Line([twin], before=line.before, after=line.after)


def _trim(copies: list[Line], rng: Random) -> None:
    """Take letters off the beginning of the first line and off the end of the last."""
    first, last = copies[0].pieces[0], copies[-1].pieces[0]
    if rng.random() < 0.85:
        first.low = rng.randint(2, len(first.text) // 3)
        first.text = first.text[first.low :]
    if rng.random() < 0.8 and len(last.text) > 12:
        kept = rng.randint(max(6, len(last.text) // 3), len(last.text) - 2)
        last.text, last.high = last.text[:kept], last.low + kept


def _print(lines: list[Line], host: Line, copies: list[Line], rest: Line, rng: Random) -> None:
    """Put the copies between the two halves of the host's sentence."""
    at = lines.index(rest)
    if rng.random() < 0.5:
        host.pieces += copies.pop(0).pieces
    lines[at:at] = copies
    above = lines[lines.index(rest) - 1]
    if rng.random() < 0.4 and not rest.before and not above.before:
        above.pieces += rest.pieces
        lines.remove(rest)


def _seam(piece: Piece, rng: Random) -> None:
    """Up to three invented characters where the intruder begins, up to two of its own lost."""
    if rng.random() < 0.5:
        lost = rng.randint(0, 2)
        piece.low += lost
        piece.text = "".join(rng.choice(INVENTED) for _ in range(rng.randint(0, 3))) + piece.text[lost:]


def repeats(draft: Draft, rng: Random) -> None:
    """One or two paragraphs of the page are read twice."""
    for _ in range(rng.randint(1, 2)):
        repeat(draft, rng)


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
    if way > 0.65:
        low = rng.randint(8, len(piece.text) // 2)
        piece.text, piece.low = piece.text[low:], low
    elif way > 0.2:
        piece.text = misread(piece.text, rng, 0.03)
    at = min(len(draft.lines), n + rng.choice((1, 1, 1, 2, 3)))
    draft.lines.insert(gap_near(draft.lines, at), again)


def echoes(draft: Draft, rng: Random) -> None:
    """In a tenth of the long paragraphs some words are read twice in a row, one time in two with errors.

    40 real echoes have 4 to 541 characters, half of them fewer than 20.
    """
    for line in list(draft.lines):
        piece = line.pieces[0]
        if is_body(line) and len(piece.text) >= SHORTEST and rng.random() < 0.1:
            size = rng.choice((5, 8, 12, 16, 24, 40))
            at = rng.randint(size, len(piece.text) - 4)
            said = piece.text[at - size : at]
            again = misread(said, rng, 0.1) if rng.random() < 0.5 else said
            line.pieces = [
                Piece(piece.text[:at], piece.part),
                Piece(again, low=at - size, high=at),
                Piece(piece.text[at:], piece.part),
            ]
            line.pieces[1].copy_of = line.pieces[0]

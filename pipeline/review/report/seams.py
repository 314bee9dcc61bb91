"""Where in a block's text its pieces meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipeline.values.laws import visible

Change = tuple[int, str]  # the end of a changed stretch, and its new text


def split(block: str, pieces: Sequence[str]) -> list[str]:
    """A block's text cut at its seams; together the parts are the block.

    ``pieces`` hold the pieces' characters after all changes. White space and Markdown's marks may have
    gone at a seam, so visible characters are counted.
    """
    if len(pieces) == 1:
        return [block]
    seen = visible(block).nonzero()[0]
    parts, at, counted = [], 0, 0
    for piece in pieces[:-1]:
        counted += int(visible(piece).sum())
        cut = int(seen[counted]) if counted < len(seen) else len(block)
        parts.append(block[at : max(at, cut)])
        at = max(at, cut)
    return [*parts, block[at:]]


def rewritten(text: str, start: int, end: int, starts: Sequence[int], changes: Mapping[int, Change]) -> str:
    """A piece's characters after the changes that begin in it; ``starts`` are those of all, sorted."""
    parts, at = [], start
    for n in range(bisect_left(starts, start), bisect_left(starts, end)):
        where = starts[n]
        if where < at:
            continue
        stop, after = changes[where]
        parts += [text[at:where], after]
        at = stop
    return "".join((*parts, text[at:end]))

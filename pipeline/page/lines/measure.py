"""How wide printed lines are, and how wide the column is that each stands in."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NARROWEST, WIDEST = 3, 46
"""Characters of a line that are a measure: an inset of a 1930s column has 3 or 4, two columns together 36."""
_MOST = 160
"""Half characters of the longest line that is told from longer ones."""
_LATIN = 0x2000
"""Code points below are half as wide as a Chinese character: letters, digits, marks of ASCII."""
_CHANGES = 0.04
"""How often the next line stands in a column of another measure: 1 in 24 lines of 17 real pages."""
_FREE = 1 / 80
"""How often a line of no column (headlines) has any one width, in half characters."""
_FULL = {
    -2.5: 0.017,
    -2.0: 0.068,
    -1.5: 0.026,
    -1.0: 0.085,
    -0.5: 0.17,
    0.0: 0.3,
    0.5: 0.13,
    1.0: 0.026,
    1.5: 0.004,
}
"""How often a line has so many characters more than its measure: it is full (0), holds digits (-.5), gave a mark
to the next line (-1) or took one in (1), or is indented (-2). Counted on 17 real pages, rounded."""
_SHORT, _LONG = 0.15, 0.01
"""How often it is shorter, as last lines are, or longer, as where two columns are read as one."""


def widths(texts: Sequence[str]) -> Floats:
    """The width of each text, in Chinese characters.

    >>> widths(["新华社北京4月3日电", "AB"]).tolist()
    [9.0, 1.0]
    """
    sizes = np.fromiter(map(len, texts), np.intp, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    owners = np.repeat(np.arange(len(texts)), sizes)
    wide: Floats = np.bincount(owners, np.where(codes < _LATIN, 0.5, 1.0), len(texts)).astype(np.float64)
    return wide


def measures(wide: Floats) -> Floats:
    """The measure of the column that each line stands in; 0.0 for a line of no column.

    A column is a run of lines that share a measure: the likeliest measures of all lines together (Viterbi).

    Args:
        wide: widths of n lines in their order, in characters.

    >>> measures(np.array([5.0, 13, 15, 15, 15, 7, 13, 15, 15])).tolist()
    [15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0]
    """
    scores = _TOLD.take(np.minimum(2 * wide, _MOST).astype(np.intp), axis=0)
    stay, change = log(1 - _CHANGES), log(_CHANGES / scores.shape[1])
    came = np.empty(scores.shape, np.intp)
    here, own = scores[0], np.arange(scores.shape[1])
    for n in range(1, len(scores)):
        best = int(here.argmax())
        moved, kept = here[best] + change, here + stay
        came[n] = np.where(kept >= moved, own, best)
        here = np.maximum(kept, moved) + scores[n]
    path = [int(here.argmax())]
    for n in range(len(scores) - 1, 0, -1):
        path.append(int(came[n, path[-1]]))
    return _MEASURES.take(path[::-1])


_MEASURES = np.append(np.arange(NARROWEST, WIDEST + 1), 0).astype(np.float64)


def _told() -> Floats:
    """Log probabilities of widths in half characters for each measure, the last for no column."""
    more = np.arange(_MOST + 1)[:, np.newaxis] / 2 - _MEASURES[:-1]
    found = np.where(more < -0.9, _SHORT / (2 * _MEASURES[:-1] - 2), 1e-4) + np.where(
        more > 1, _LONG / 60, 0.0
    )
    for step, often in _FULL.items():
        found += often * (more == step)
    logs: Floats = np.log(np.column_stack((found, np.full(_MOST + 1, _FREE))))
    return logs


_TOLD = _told()

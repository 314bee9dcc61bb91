"""Features of printed lines: which line goes on in the next, which begins or ends a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language import LanguageModel, name_score
from pipeline.language.bylines import opens_story
from pipeline.language.headlines import headline_scores
from pipeline.page.lines.measure import measures, widths

Floats = NDArray[np.float64]

FILE = "seams.npz"
"""The weights, written by ``tools/fit_lines.py``."""
STOPS = "。！？!?"
CLOSERS = "”’」』）)》】"
_ENDINGS = ("…—", "；;", "：:", "，,", "、", CLOSERS, "“‘「『（(《【")
"""Kinds of marks that a line may end in; the first kind of all is a stop, the last no mark."""
_STARTS = (
    "，。、；：！？」』”’）》】,.;:!?)…",
    "“「『‘",
    "（(【〔《",
    "0123456789０１２３４５６７８９",
    "■□◆●▲—·",
)
"""Kinds of marks that a line may begin with; the last kind of all is no mark."""
_BARE = re.compile(r"[\u3400-\u9fff·\s\u3000]{2,12}\Z")
_CREDIT = re.compile(r"(?:摄|攝|摄影|攝影|供图|供圖|制图|影像中国）|人民视觉）|发）|發）)[）)]?\Z")
_REPORTER = re.compile(
    r"[（(【□■]?\s*(?:本报|本報|新华社|新華社)?(?:特约|实习|见习)?(?:记者|記者|通讯员|通訊員)"
)
_NO_NAME = -8.0


class Lines(NamedTuple):
    """The features of n lines by themselves; arrays of shape (n,) but for ``page``.

    Attributes:
        measure: of its column, 0 for none; ``more``: characters that the line has beyond it.
        full, one, two, short, over: whether it is full, one or two short of its measure, shorter, longer.
        stop: whether it ends in a full stop; ``ending``, ``start``: kinds of its last and first mark.
        page: features of the page as a whole.
    """

    wide: Floats
    measure: Floats
    more: Floats
    full: NDArray[np.bool_]
    one: NDArray[np.bool_]
    two: NDArray[np.bool_]
    short: NDArray[np.bool_]
    over: NDArray[np.bool_]
    stop: NDArray[np.bool_]
    ending: NDArray[np.intp]
    start: NDArray[np.intp]
    page: Sequence[float]


class Odds(NamedTuple):
    """Log-odds for the n - 1 seams between n lines, shape (n - 1,) each.

    Attributes:
        joins: the line above goes on in the line below, in one paragraph.
        ends: the line above is the last of its paragraph.
        begins: the line below is the first of its paragraph.
    """

    joins: Floats
    ends: Floats
    begins: Floats


def look(texts: Sequence[str]) -> Lines:
    """Measure the features of some lines by themselves."""
    wide = widths(texts)
    measure = measures(wide)
    column = measure > 0
    more = np.where(column, wide - measure, 0.0).clip(-9, 4)
    full, short = column & (more >= -0.75) & (more <= 1.5), column & (more < -2.5)
    one, two = column & (more < -0.75) & (more > -1.5), column & (more <= -1.5) & (more >= -2.5)
    ending, start = (np.array([kind(text) for text in texts]) for kind in (_ending, _start))
    stop = ending == 0
    first = np.flatnonzero(stop[:-1] & (short | two)[:-1]) + 1  # surely the first line of a paragraph
    page = [
        *(_rate(one_kind[full]) for one_kind in (stop, (ending == 4) | (ending == 5), start == 0)),
        *(_rate(shape[first]) for shape in (two, one, full)),
        min(len(first), 20) / 20, _rate(stop), _rate(~column),
    ]  # fmt: skip
    return Lines(wide, measure, more, full, one, two, short, column & (more > 1.5), stop, ending, start, page)


def _rate(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if found.size else 0.0


def _ending(text: str) -> int:
    last = text[-1]
    if last in STOPS or (last in CLOSERS and text[-2:-1] in tuple(STOPS + "…")):
        return 0
    return next((n for n, marks in enumerate(_ENDINGS, 1) if last in marks), len(_ENDINGS) + 1)


def _start(text: str) -> int:
    return next((n for n, marks in enumerate(_STARTS) if text[0] in marks), len(_STARTS))


def clues(texts: Sequence[str], model: LanguageModel) -> Floats:
    """The features of the seams between n lines, shape (n - 1, clues): the lines around, the words across, the page.

    Args:
        texts: the lines in their order, none empty, two or more.
        model: adapted to the page.
    """
    seen = look(texts)
    bare = [name_score(text) if _BARE.match(text) else _NO_NAME for text in texts]
    read = headline_scores(texts)
    rows: list[NDArray[np.generic]] = []
    for step in (-1, 0, 1, 2):
        shapes = (seen.full, seen.one, seen.two, seen.short, seen.over, seen.measure == 0, seen.stop)
        rows += [_at(shape, step) for shape in (*shapes, seen.more, read, np.log(np.maximum(seen.wide, 1)))]
    for step in (0, 1):
        rows += [
            _at([bool(form(text)) for text in texts], step)
            for form in (_REPORTER.match, _CREDIT.search, opens_story)
        ]
        rows += [_at(each, step) for each in (np.maximum(bare, _NO_NAME), np.log(_lengths(seen.measure)))]
    measure = [_at(seen.measure, step) for step in (-1, 0, 1, 2)]
    rows += [np.log(np.maximum(measure[1], 3)), measure[2] > measure[1]]
    rows += [one == two for one, two in pairwise(measure)]
    rows += [seen.ending[:-1] == kind for kind in range(len(_ENDINGS) + 2)]
    rows += [seen.start[1:] == kind for kind in range(len(_STARTS) + 1)]
    words = model.answers(texts[1:], texts[:-1], list(pairwise(texts)))
    rows += [np.array(words.joins), np.array(words.starts), np.array(words.ends)]
    rows += [np.full(len(texts) - 1, rate) for rate in seen.page]
    return np.column_stack([np.asarray(row, dtype=np.float64) for row in rows])


def _at(values: Sequence[float] | NDArray[np.generic], step: int) -> Floats:
    """For each seam the value of the line ``step`` below the upper one; 0.0 beyond the page."""
    found = np.asarray(values, dtype=np.float64)
    apart = np.concatenate(([0.0], found, [0.0, 0.0]))
    return apart[1 + step : len(found) + step]


def _lengths(measure: Floats) -> Floats:
    """How many lines in a row share the measure of each."""
    edges = np.flatnonzero(np.diff(measure, prepend=-1, append=-1))
    return np.repeat(np.diff(edges), np.diff(edges)).astype(np.float64)


def odds(texts: Sequence[str], model: LanguageModel) -> Odds:
    """How the seams between n lines are read, by a network of one layer; ``docs/lines.md`` tells how it was fitted."""
    return Odds(*weigh(clues(texts, model), _network()).T)


class Network(NamedTuple):
    """Weights: clues are centred and scaled, then a layer of tanh and a straight way lead to the three answers."""

    mean: Floats
    scale: Floats
    inner: Floats
    shift: Floats
    outer: Floats
    straight: Floats
    constant: Floats


def weigh(found: Floats, network: Network) -> Floats:
    """Log-odds of the answers, shape (m, 3), for clues of shape (m, clues)."""
    scaled = ((found - network.mean) / network.scale).clip(-5, 5)
    hidden = np.tanh(scaled @ network.inner + network.shift)
    answers: Floats = hidden @ network.outer + scaled @ network.straight + network.constant
    return answers


@cache
def _network() -> Network:
    with files("pipeline.page.lines").joinpath(FILE).open("rb") as file, np.load(file) as data:
        return Network(*(data[name].astype(np.float64) for name in Network._fields))

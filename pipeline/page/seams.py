"""Seams: the evidence that an open end goes on in a beginning, and how often ends of this page do.

An end without a full stop is a sentence that a column broke, or one whose full stop the engine lost. Its other half
may stand right below, anywhere else on the page, or nowhere. Of the open ends of typeset pages a third goes on right
below and two fifths elsewhere; of those of a daily as an OCR engine read it one in ten goes on at all. That is the
page's own habit: it is estimated from its open ends by expectation and maximisation (Dempster, Laird and Rubin 1977),
each weighed by the evidence. The weights hold for all pages; ``tools/fit_joins.py`` fits them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log, log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.values.model import Clues
from pipeline.values.vocabulary import DISPLAY

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

CLOSED = ("）", ")", "”", "」", "』", "》")
"""A fragment with one of these at its end may be whole, though it has no full stop."""
HEADS = (*DISPLAY, "heading")
_ITEM = re.compile(
    r"[（(【\[]?[一二三四五六七八九十\d]{1,3}[、.．）)】\]：:]|[一二三四五六七八九十]是|第[一二三四五六七八九十\d]+[条章节，、]"
    r"|[■●◆▲□★·○]|——"
)
_FUNCTION = "的和与與及或在为為对對将將把从從向以被让讓使是不也就而并並其各该該这這那每第于於至由给給比很更最"
"""Characters that end no sentence."""
_FAR = 12.0
_PAIRS = dict(zip("“‘「『《（(", "”’」』》）)", strict=True))
_MARKS = re.compile("[“”‘’「」『』《》（）()]")
_DOTS = ("——", "……", "…", "—")
_QUOTES = "“「『"
_CLOSING = "，。、；：！？”’）》」』"
_SENTENCE, _CLAUSE = "。！？!?", "，、,。！？!?；;：:"
GIVEN = 2.0, 0.05, 0.25
"""Open ends that go on right below, elsewhere and nowhere, which a page is taken to have beside its own: few ends prove
no habit. Of ten such triples this one gives most paragraphs of all kinds of real and made pages."""
FLAT = 1000.0, 0.05, 1.0
"""The same of a page that white space parted: of a hundred open ends of made ones 97 go on below, and text that is
parted nowhere but at white space hardly shows which."""
_COMMA = 0.1
"""How often an end with a comma goes on nowhere at most: no engine loses a stop and reads a comma instead."""
_OVER_HEAD, _ELSEWHERE = 0.5, 3.0
"""Log-odds that a join over a headline, or over other text, must have more: where it is wrong it mixes two stories, and
the worst that an open end does is to part one paragraph."""
_ROUNDS = 20
_SHORT, _LINE = 20, 40
"""Visible characters of a very short line, and of the longest that is asked whether it reads like a headline."""

ENDS = (
    "broken", "end", "waits", "function", "closed", "no_prose", "dots", "sentence", "clause", "end_headline",
    "end_short", "end_shape",
)  # fmt: skip
STARTS = (
    "begin", "opening", "item", "quote", "closing", "start_headline", "below_whole", "below_open", "below_head",
    "start_shape", "headed",
)  # fmt: skip
ACROSS = (
    "join_below", "join_elsewhere", "rival", "pair", "twice", "head", "byline", "aside", "new_topic", "covered",
    "below", "elsewhere", "above", "distance", "elsewhere_whole", "elsewhere_head",
)  # fmt: skip
NAMES = (*ENDS, *STARTS, *ACROSS)
"""The evidence, in the order of the columns: of ends, of beginnings, of the two together."""

_BROKEN, _HEAD = NAMES.index("broken"), NAMES.index("head")
Row = tuple[float, ...]


@cache
def weights() -> Floats:
    """The weight of each piece of evidence, (evidence,), in the order of :data:`NAMES`: ``joins.json``."""
    found = json.loads(files(__package__).joinpath("joins.json").read_text(encoding="utf-8"))
    return np.array([found[name] for name in NAMES])


def waits(text: str) -> str:
    """The mark that would close a text's last open bracket: ``他说：“后期我们还将`` waits for ``”``; else nothing."""
    return _PAIRS.get(next(iter(_MARKS.findall(text)[-1:]), ""), "")


def closes(text: str) -> str:
    """The first closing mark of a text that has no opening mark before it."""
    first = _MARKS.search(text)
    return "" if first is None or first[0] in _PAIRS else first[0]


def end(clues: Clues, text: str) -> Row:
    """The evidence of an open end by itself, in the order of :data:`ENDS`."""
    tail = text[-200:].rstrip("，、,;；")
    return (
        float(clues.broken),
        _clipped(clues.end, _FAR),
        float(bool(waits(text))),
        float(text[-1:] in _FUNCTION and bool(text)),
        float(text.endswith(CLOSED)),
        float(not clues.commas + clues.stops),
        float(text.endswith(_DOTS)),
        log1p(min(_since(tail, _SENTENCE), 60)),
        log1p(min(_since(tail, _CLAUSE), 10)),
        _headline(clues),
        float(clues.size < _SHORT),
        clues.shape_ends,
    )


def _since(text: str, marks: str) -> int:
    """How many characters stand behind the last of some marks; all of them where none stands."""
    return len(text) - 1 - max(map(text.rfind, marks))


def start(clues: Clues, text: str, opening: float, above: tuple[str, bool], headed: bool) -> Row:
    """The evidence of a beginning by itself, in the order of :data:`STARTS`.

    Args:
        clues: of the fragment.
        text: it begins with.
        opening: how much likelier a paragraph begins so than the rest of a sentence.
        above: the role of the fragment above it, and whether that is running text which ends as paragraphs do.
        headed: whether it is the first text below a headline.
    """
    role, whole = above
    return (
        max(0.0, _clipped(clues.begin, 6.0)),
        _clipped(opening, 6.0),
        float(_ITEM.match(text) is not None),
        float(text[:1] in _QUOTES and bool(text)),
        float(text[:1] in _CLOSING and bool(text)),
        _headline(clues),
        float(role == "body" and whole),
        float(role == "body" and not whole),
        float(role not in ("", "body")),
        clues.shape_begins,
        float(headed),
    )


def _headline(clues: Clues) -> float:
    """How much a short line reads like a headline; nothing of a long one."""
    return _clipped(clues.headline, 6.0) if clues.size <= _LINE else 0.0


def _clipped(odds: float, most: float) -> float:
    return max(-most, min(most, odds))


class Asked(NamedTuple):
    """Open ends of a page, each with the beginnings that it may go on in.

    Attributes:
        lefts: the open ends, by fragment, (ends,).
        owner: of each pair its end, as an index of ``lefts``, (pairs,), ascending.
        rights: of each pair the beginning, by fragment, (pairs,).
        below: whether the beginning stands right below the end, (pairs,).
        evidence: of each pair, (pairs, evidence), columns as in :data:`NAMES`.
    """

    lefts: Numbers
    owner: Numbers
    rights: Numbers
    below: NDArray[np.bool_]
    evidence: Floats

    @property
    def odds(self) -> Floats:
        """Log-odds of each pair without the page's habit, (pairs,)."""
        found: Floats = self.evidence @ weights()
        return found


class Habit(NamedTuple):
    """How a page's open ends go on.

    Attributes:
        below, elsewhere, nowhere: shares of ends that go on right below, elsewhere on the page, and not at all.
    """

    below: float
    elsewhere: float
    nowhere: float

    @property
    def loses_stops(self) -> bool:
        """Whether the page loses full stops, so that an end without one is no lost end."""
        return self.nowhere > 0.5

    def says(self, asked: Asked) -> Floats:
        """Log-odds that it adds to each pair, (pairs,); the beginnings elsewhere divide their share."""
        others = np.bincount(asked.owner[~asked.below], minlength=len(asked.lefts))[asked.owner]
        far = log(self.elsewhere) - np.log(np.maximum(others, 1))
        found: Floats = np.where(asked.below, log(self.below), far) - log(self.nowhere)
        return found

    def risk(self, asked: Asked) -> Floats:
        """Log-odds, (pairs,), that each pair must have more than none, or may have less."""
        mixed = np.where(asked.below, _OVER_HEAD * asked.evidence[:, _HEAD], _ELSEWHERE)
        likely = max(0.0, log(self.nowhere / (_COMMA * (1.0 - self.nowhere))))
        found: Floats = mixed - likely * (asked.evidence[:, _BROKEN] > 0)
        return found


def habit(asked: Asked, given: tuple[float, float, float] = GIVEN, odds: Floats | None = None) -> Habit:
    """Estimate the habit of a page.

    Args:
        asked: its open ends.
        given: ends that go on below, elsewhere and nowhere, which it is taken to have beside its own.
        odds: of each pair, without the habit; as the weights say if none are given.

    >>> few = Asked(np.zeros(0, int), np.zeros(0, int), np.zeros(0, int), np.zeros(0, bool), np.zeros((0, len(NAMES))))
    >>> habit(few).loses_stops
    False
    """
    prior = np.array(given)
    share = prior / prior.sum()
    likely = np.exp(np.minimum(asked.odds if odds is None else odds, 30.0))
    count, owner, below = len(asked.lefts), asked.owner, asked.below
    near = np.bincount(owner, likely * below, count)
    others = np.maximum(np.bincount(owner[~below], minlength=count), 1)
    far = np.bincount(owner, likely * ~below, count) / others
    each = np.stack((near, far, np.ones(count)))
    for _ in range(_ROUNDS):
        parts = each * share[:, np.newaxis]
        found = prior + np.add.reduce(parts / np.add.reduce(parts, 0), 1)
        share = found / np.add.reduce(found)
    return Habit(*share.tolist())


def told(asked: Asked, pair: int) -> dict[str, float]:
    """Give the evidence for a pair, in log-odds, under the names that people read."""
    found: dict[str, float] = {}
    for name, value in zip(_TOLD_AS, (asked.evidence[pair] * weights()).tolist(), strict=True):
        found[name] = found.get(name, 0.0) + value
    return found


_TOLD: Mapping[str, str] = {
    **dict.fromkeys(ENDS, "open_end"),
    **dict.fromkeys(STARTS, "open_start"),
    **dict.fromkeys(ACROSS, "place"),
    **dict.fromkeys(("join_below", "join_elsewhere", "rival", "pair"), "words"),
    **dict.fromkeys(("new_topic", "covered"), "topic"),
    "twice": "overlap",
}
_TOLD_AS = [_TOLD[name] for name in NAMES]

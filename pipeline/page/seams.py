"""Seams: what speaks for an open end going on in a beginning, and how often ends of this page do.

An end without a full stop is a sentence that a column broke, or one whose full stop the engine lost: of the open ends
of typeset pages most go on, of those of a daily as an OCR engine read it one in ten. How often they do is the page's
own habit. It is estimated from its open ends by expectation and maximisation (Dempster, Laird and Rubin 1977), each
weighed by what stands on either side of it; the weights hold for all pages. ``tools/fit_joins.py`` fits them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp, log, log1p

from pipeline.values.model import Clues

CLOSED = ("）", ")", "”", "」", "』", "》")
"""A fragment with one of these at its end may be whole, though it has no full stop."""
HEADS = ("title", "kicker", "subtitle", "heading")
_ITEM = re.compile(
    r"[（(【\[]?[一二三四五六七八九十\d]{1,3}[、.．）)】\]：:]|[一二三四五六七八九十]是|第[一二三四五六七八九十\d]+[条章节，、]"
    r"|[■●◆▲□★·○]|——"
)
_FUNCTION = "的和与與及或在为為对對将將把从從向以被让讓使是不也就而并並其各该該这這那每第于於至由给給比很更最"
"""What no sentence ends with."""
_FAR = 12.0
_PAIRS = dict(zip("“‘「『《（(", "”’」』》）)", strict=True))
_DOTS = ("——", "……", "…", "—")
_QUOTES = "“「『"
_CLOSING = "，。、；：！？”’）》」』"
_SENTENCE, _CLAUSE = re.compile("[。！？!?]"), re.compile("[，、,。！？!?；;：:]")
_GOES, _LOST = 0.7, 0.1
"""Open ends that go on, and that lost their full stop, which a page is taken to have beside its own: few ends prove no
habit."""
_ROUNDS = 30
SURE = 3.0
"""Log-odds of an end that surely goes on: where columns broke one sentence they broke others. Of 20 pages of a daily
that lose full stops one has such an end, of 13 typeset pages all have."""
LOSES = 0.0
"""Log-odds below which a page loses full stops, so that an end without one says little."""
_COMMA = 0.9
"""How often an end with a comma goes on at least, whatever the page's habit."""

Values = dict[str, float]


@cache
def weights() -> Mapping[str, float]:
    """Log-odds of each piece of evidence, by name: ``joins.json``."""
    found: dict[str, float] = json.loads(
        files(__package__).joinpath("joins.json").read_text(encoding="utf-8")
    )
    return found


def waits(text: str) -> str:
    """The mark that would close what a text leaves open: ``他说：“后期我们还将`` waits for ``”``; else nothing."""
    for mark in reversed(text):
        if mark in _PAIRS:
            return _PAIRS[mark]
        if mark in _PAIRS.values():
            return ""
    return ""


def closes(text: str) -> str:
    """The first mark of a text, if it closes what nothing opened."""
    first = next((mark for mark in text if mark in _PAIRS or mark in _PAIRS.values()), "")
    return "" if first in _PAIRS else first


def end(clues: Clues, text: str) -> Values:
    """What an open end shows by itself."""
    tail = text[-200:].rstrip("，、,;；")
    return {
        "broken": float(clues.broken),
        "end": max(-_FAR, min(_FAR, clues.end)),
        "waits": float(bool(waits(text))),
        "function": float(text[-1:] in _FUNCTION and bool(text)),
        "closed": float(text.endswith(CLOSED)),
        "no_prose": float(not clues.commas + clues.stops),
        "dots": float(text.endswith(_DOTS)),
        "sentence": log1p(min(len(_SENTENCE.split(tail)[-1]), 60)),
        "clause": log1p(min(len(_CLAUSE.split(tail)[-1]), 20)),
    }


def start(begin: float, opens: bool, text: str) -> Values:
    """What a beginning shows; ``begin``: log-odds that a paragraph begins there, ``opens``: with a dateline."""
    return {
        "begin": _clipped(begin),
        "opens": float(opens),
        "item": float(_ITEM.match(text) is not None),
        "quote": float(text[:1] in _QUOTES and bool(text)),
        "closing": float(text[:1] in _CLOSING and bool(text)),
    }


def between(roles: Sequence[str]) -> Values:
    """What stands between an end and the next beginning."""
    heads, byline = any(role in HEADS for role in roles), "byline" in roles
    return {
        "head": float(heads),
        "byline": float(byline),
        "aside": float(bool(roles) and not heads and not byline),
    }


def across(join: float, twice: bool, left: str, right: str) -> Values:
    """What is read across a seam: log-odds that it reads on, and whether something stands on both sides."""
    mark = waits(left)
    return {
        "join": max(-6.0, min(8.0, join)),
        "twice": float(twice),
        "pair": float(bool(mark) and mark == closes(right)),
    }


def _clipped(odds: float) -> float:
    return max(-6.0, min(6.0, odds))


def weighed(values: Values) -> float:
    """The log-odds of some evidence."""
    weight = weights()
    return sum([weight[name] * value for name, value in values.items()], weight["constant"])


def habit(odds: Sequence[float]) -> float:
    """Log-odds that an open end of a page goes on in what stands below it.

    Args:
        odds: of each open end of the page, what speaks for it by itself.

    >>> habit([4.0, 3.0, 5.0]) > 2 > 0 > habit([-4.0] * 9)
    True
    """
    share = 0.5
    for _ in range(_ROUNDS):
        prior = log(share / (1.0 - share))
        goes = sum([1.0 / (1.0 + exp(-max(-30.0, min(30.0, prior + one)))) for one in odds])
        share = (goes + _GOES) / (len(odds) + _GOES + _LOST)
    return log(share / (1.0 - share))


def of_comma(prior: float) -> float:
    """The habit of an end with a comma."""
    return max(prior, log(_COMMA / (1.0 - _COMMA)))

"""Clues: what each fragment of a page shows by itself, measured once for all that decide on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.bylines import names, opens_story
from pipeline.language import LanguageModel, name_score
from pipeline.jumps import Jumped
from pipeline.rules import rules

_STOP = "。！？!?…"
_CLOSER = "”’」』）)》】］]〉\"'"
_ENDS = re.compile(
    rf"[{re.escape(_STOP)}；;：:][{re.escape(_CLOSER)}]*\Z|[。！？!?…][{re.escape(_CLOSER)}]+[）)]?\Z"
)
_BROKEN = re.compile(r"[，、,；;（(“‘「『《—－-]\Z")
_SHORT = 130
"""Longest fragment, in characters, that can be anything but running text by its form: the longest of 500,000
headlines of a daily has 99 % of its kind below 62, a caption has seldom more than two such lines."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What a fragment shows.

    Attributes:
        size: visible characters.
        ends: whether it ends as a paragraph does: with a full stop or its like.
        broken: whether it ends as no paragraph does: with a comma, an opening bracket.
        stops, commas: how many stand inside it.
        opens: whether it begins with a dateline.
        names: the people it names, if it may be a byline.
        named: how much all of them look like names, in log-odds a name; -20 without any.
        begin, end: log-odds that its first characters begin, its last end a paragraph.
        rules: the log-odds that the forms it has add to a role.
        forms: the names of these forms.
    """

    size: int
    ends: bool
    broken: bool
    stops: int
    commas: int
    opens: bool
    names: tuple[str, ...]
    named: float
    begin: float
    end: float
    rules: Mapping[str, float] = field(default_factory=dict)
    forms: tuple[str, ...] = ()


def measure(rows: Sequence[Jumped], model: LanguageModel) -> list[Clues]:
    """The clues of every fragment of a page."""
    return [_clues(row, model) for row in rows]


def _clues(row: Jumped, model: LanguageModel) -> Clues:
    text = str(row.fragment.text)
    if row.alone:
        return Clues(0, True, False, 0, 0, False, (), -20.0, 0.0, 0.0, {"jump": 9.0}, ("jump_line",))
    weights: dict[str, float] = {}
    forms = []
    for entry in rules("roles"):
        if entry.limit and len(text) > entry.limit:
            continue
        if entry.pattern.search(text):
            forms.append(entry.name)
            for role, weight in entry.roles.items():
                weights[role] = weights.get(role, 0.0) + weight
    people = _people(text, forms)
    return Clues(
        size=len(text) - text.count(" ") - text.count("\u3000"),
        ends=bool(_ENDS.search(text)),
        broken=bool(_BROKEN.search(text)),
        stops=sum(text.count(stop) for stop in _STOP),
        commas=text.count("，") + text.count(",") + text.count("、"),
        opens=opens_story(text),
        names=people,
        named=min((name_score(name) for name in people), default=-20.0),
        begin=model.starts(text),
        end=model.ends(text),
        rules=weights,
        forms=tuple(forms),
    )


_BARE = re.compile(r"[\u3400-\u9fff·•．\s\u3000、，]{2,40}\Z")


def _people(text: str, forms: Sequence[str]) -> tuple[str, ...]:
    byline = {
        "reporter",
        "slash_byline",
        "names_at_work",
        "dotted_byline",
        "bracketed_byline",
        "office_and_name",
        "credit",
    }
    if byline.intersection(forms) or _BARE.match(text):
        return names(text, name_score)
    return ()

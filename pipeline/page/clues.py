"""Clues: the signs that each fragment of a page shows by itself, measured once for all stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from pipeline.language import LanguageModel, name_score
from pipeline.language.bylines import names, names_people, opens_story, people_of, signed
from pipeline.language.headlines import headline_scores
from pipeline.language.rules import LINES, Group, Hit, hits
from pipeline.values.model import Clues, Fragment

_STOP = "。！？!?…"
_CLOSER = "”’」』）)》】］]〉\"'"
_END_MARKS = "■□◆▲●"
"""Marks that a paper prints behind the last word of a story."""
_ENDS = re.compile(
    rf"[{re.escape(_STOP)}；;：:][{re.escape(_CLOSER)}]*\Z|[{re.escape(_STOP)}][{re.escape(_CLOSER)}]*(?:[{_END_MARKS}]|[（(]完[）)])?\Z"
)
_BROKEN = "，、,；;（(“‘「『《—－-"
_COMMAS = "、，,"
"""Marks that end a paragraph too where its last printed line says that it ends: the 1930s print one for every stop."""
_WHOLE = 5.0
"""Log-odds of an end with a full stop; the model, asked, says 4 to 7."""
_LINE = 60
"""Longest line, in characters, that is asked whether it reads like a headline: 99 % of 500,000 headlines of a
daily are below 62."""


def measure(fragments: Sequence[Fragment], model: LanguageModel) -> list[Clues]:
    """Measure the clues of every fragment of a page.

    >>> from pipeline.values.text import Traced
    >>> (clue,) = measure([Fragment(Traced.read("p", "本报记者 王小明"))], LanguageModel.load())
    >>> clue.names, clue.forms, clue.ends
    (('王小明',), (<Group.BYLINE: 'byline'>,), False)
    """
    texts = [fragment.text.text for fragment in fragments]
    lines = [text for text in texts if len(text) <= _LINE]
    headline = dict(zip(lines, headline_scores(lines), strict=True))
    signs = [bool(signed(text, name_score)) for text in texts]
    whole = [fragment.ends > 0 and fragment.text.text[-1:] in _COMMAS for fragment in fragments]
    broken = [
        n for n, text in enumerate(texts) if text and not (signs[n] or whole[n] or _ENDS.search(text[-8:]))
    ]
    seams = [(texts[n], texts[n + 1]) for n in broken if n + 1 < len(texts)]
    asked = model.answers(texts, [texts[n] for n in broken], seams)
    ends = dict(zip(broken, zip_longest(asked.ends, asked.joins, fillvalue=0.0), strict=True))
    rows = zip(texts, _tallies(texts), hits(LINES, texts), signs, asked.starts, strict=True)
    shown = [
        _clues(text, tally, found, signs, begin, ends.get(n), headline.get(text, 0.0))
        for n, (text, tally, found, signs, begin) in enumerate(rows)
    ]
    return [
        clue._replace(shape_begins=row.begins, shape_ends=row.ends) if row.begins or row.ends else clue
        for clue, row in zip(shown, fragments, strict=True)
    ]


def _kinds() -> NDArray[np.int8]:
    """Of each character, by its code point: 1 for white space, 2 for a stop, 3 for a comma."""
    kinds = np.zeros(0x10000, dtype=np.int8)
    for kind, marks in enumerate((" \u3000", _STOP, "，,、"), 1):
        kinds[list(map(ord, marks))] = kind
    return kinds


_KIND = _kinds()


def _tallies(texts: Sequence[str]) -> list[list[int]]:
    """For each text, in a row of four, nothing, and how many characters are white space, stops, and commas."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    kinds = _KIND.take(codes, mode="clip")
    places = kinds.nonzero()[0]
    owners = np.fromiter(map(len, texts), np.intp, len(texts)).cumsum().searchsorted(places, "right")
    tallies = np.bincount(owners * 4 + kinds.take(places), minlength=4 * len(texts)).reshape(-1, 4)
    rows: list[list[int]] = tallies.tolist()
    return rows


def _clues(
    text: str,
    tally: Sequence[int],
    found: Sequence[Hit],
    signs: bool,
    begin: float,
    broken: tuple[float, float] | None,
    headline: float,
) -> Clues:
    """Those of one text.

    Args:
        text: the text.
        tally: as :func:`_tallies` counts it.
        found: the forms it has.
        signs: whether it ends with names.
        begin: log-odds that it begins a paragraph.
        broken: where it does not end as a paragraph does, its ``end`` and ``goes_on``.
        headline: log-odds that it reads like a headline.
    """
    if not text:
        return Clues(0, True, False, 0, 0, False, (), -20.0, 0.0, 0.0)
    found = [hit for hit in found if names_people(hit, name_score)]
    forms = tuple(dict.fromkeys([hit.rule.group for hit in found]))
    people = _people(text, found, forms)
    _, gaps, stops, commas = tally
    end, goes_on = broken or (_WHOLE, 0.0)
    least = min(map(name_score, people), default=-20.0)
    return Clues(  # named, the values would take twice as long
        len(text) - gaps, broken is None, text[-1] in _BROKEN, stops, commas, opens_story(text),
        people, least, begin, end, headline, goes_on, forms, signs and len(text) > _LINE,
    )  # fmt: skip


_BYLINES = {Group.BYLINE, Group.SIGNATURE, Group.AUTHOR, Group.CREDIT}
_ALL = 0.8
"""Share of a bare line's characters that its names must be."""
_SEPARATORS = re.compile(r"[\s、，]")
_BARE = re.compile(r"[\u3400-\u9fff·•．\s\u3000、，]{2,40}\Z")


def _people(text: str, found: Sequence[Hit], forms: Sequence[str]) -> tuple[str, ...]:
    """The people whom a line names, if it is nothing but a byline: where a rule says they are, or anywhere in it."""
    if _BYLINES.intersection(forms):
        told = (people_of(hit, name_score) for hit in found if hit.rule.group in _BYLINES)
        return next(filter(None, told), ()) or names(text, name_score)
    if not _BARE.match(text):
        return ()
    people = names(text, name_score)
    named = sum(len(name) for name in people)
    return people if named >= _ALL * len(_SEPARATORS.sub("", text)) else ()

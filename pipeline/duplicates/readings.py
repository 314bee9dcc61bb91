"""Whether two alike texts are readings of one print, or two texts that tell different things.

Readings of one print differ in single misread letters, which make no word with the letters beside them. Two notices of
one form differ in a number, a name or a negation, and both read well: those are two texts.

:func:`only_misread` glances at the texts of a corpus, most of which are readings. :func:`same_print` is asked before
anything is cut of a page, and in doubt says no. Both look at the same words (:mod:`pipeline.duplicates.contraries`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.duplicates.changes import is_foreign, is_name, is_noisy
from pipeline.duplicates.contraries import LETTERS, LOOKALIKES, NEGATIONS, PARTICLES, PLACES, TELLING
from pipeline.duplicates.fold import fold
from pipeline.duplicates.numerals import NUMERALS
from pipeline.language import LanguageModel, name_score

SHORT, LONG = 60, 150
"""Letters of a text. A short text of a mould is hardly anything but words of the mould, a long one is. From the first
on it may have lost its beginning or its end."""

FEW = 0.06
"""Share of a text's letters that may be other words at a glance: half of what the facts of two texts may."""

_DECIMAL, _DIGITS = re.compile(r"\d+\.\d+"), re.compile(r"\d+")
_FIGURES = NUMERALS | {"两"}
_MOST = 0.1
"""Share of letters that two readings differ in at most: where 3 % are misread in each they differ in 6 %."""
_ODD, _CAP, _ALIKE = 2.2, 4.0, 2.0
"""Log-odds by which the one of two letters must read worse to speak for a misreading; the most that counts of them, so
that one letter alone decides nothing; and the log-odds of letters that look alike. Of 262 letters misread on made pages
the mean is 4, of 25 other names, offices and places 1.8."""
_LETTERS = 2
"""Letters in a row that may be misread; more are other words."""
_CERTAIN, _EACH = 2.0, 0.5
"""Log-odds that one letter alone must earn, and that several may lack, each: two notices of one form that differ in
letters only, 恒通 and 恒丰, lack 1.5 for each."""
_RARE = 1.5
"""Log-odds that a negation or a figure takes from them."""


class _Edit(NamedTuple):
    """Two stretches that two texts have at one place."""

    at: int
    one: str
    there: int
    two: str


def only_misread(one: str, two: str) -> bool:
    """Whether a glance shows two folded texts to be readings of one: a tenth of the time of comparing their facts.

    Nothing but a few letters differs, none of them in a number, a negation, an opposite or a name.

    >>> only_misread("三千名志愿者在河堤种下柳树", "三千名志愿者在河堤种下抑树")
    True
    >>> only_misread("三千名志愿者在河堤种下柳树", "二千名志愿者在河堤种下柳树")
    False
    """
    words, single, agree = 0, 0, len(one)
    short = min(len(one), len(two)) < LONG
    ends = close = False
    at = 0, 0
    for a, b, near in _places(one, two):
        left, right = one[slice(*a)], two[slice(*b)]
        agree -= len(left)
        most = max(len(left), len(right))
        if most > 1 and _lost(one, two, a, b):
            ends = True
        elif _may_tell(one, two, a, b) or (short and min(len(left), len(right)) > 1):
            return False
        else:
            words += 2 * most * (most > 1)
            single += most == 1
            close |= near
        at = a[1], b[1]
    if (close and not is_noisy(single, agree)) or (ends and agree < SHORT):
        return False
    if short and (words, single) == (0, 1) and in_firm(one, at[0]) and in_firm(two, at[1]):
        return False
    return words <= FEW * min(len(one), len(two))


def in_firm(text: str, at: int) -> bool:
    """Whether the name of a firm goes on at a place.

    >>> in_firm("恒通食品有限公司遗失公章一枚", 1)
    True
    """
    return _FIRM.match(text, at) is not None


_FIRM = re.compile("[\u3400-\u9fff]{0,7}?(公司|集团|商行|经营部)")
Span = tuple[int, int]


def _places(one: str, two: str) -> Iterator[tuple[Span, Span, bool]]:
    """Where two texts differ; and whether one letter parts it from the place before: both may be one word."""
    a0 = b0 = 0
    before = 0
    for a1, b1, length in Levenshtein.editops(
        one, two
    ).as_matching_blocks():  # the last is empty, at both ends
        if a1 > a0 or b1 > b0:
            yield (a0, a1), (b0, b1), before == 1
        a0, b0, before = a1 + length, b1 + length, length


def _lost(one: str, two: str, a: Span, b: Span) -> bool:
    """Whether an edit is the beginning or the end that one of two texts has lost."""
    if a[0] < a[1] and b[0] < b[1]:
        return False
    return (a[0], b[0]) == (0, 0) or (a[1], b[1]) == (len(one), len(two))


def _may_tell(one: str, two: str, a: Span, b: Span) -> bool:
    """Whether an edit may be a fact that differs."""
    left, right = one[slice(*a)], two[slice(*b)]
    if not NUMERALS.isdisjoint(left) or not NUMERALS.isdisjoint(right):
        return True
    if max(len(left), len(right)) == 1:
        parts = not (left and right) and _parts_numbers(one, a[1]) and _parts_numbers(two, b[1])
        return parts or left + right in TELLING
    return len(left) > 1 and bool(right) and (is_name(one, a) or left in PLACES or is_foreign(left))


def _parts_numbers(text: str, end: int) -> bool:
    """Whether a number ends, or a letter after one stands, before a place, and a number begins there: 3点5 and 35."""
    return text[end : end + 1] in NUMERALS and not NUMERALS.isdisjoint(text[max(0, end - 2) : end])


def same_print(one: str, two: str, model: LanguageModel, prose: bool = False) -> bool:
    """Whether two alike texts are readings of one print.

    In ``prose`` a paragraph is not printed again for the sake of a letter, so that any letter may be misread that is no
    figure, name, negation or opposite; in notices and lists it must read badly.

    >>> model = LanguageModel.load()
    >>> same_print("新船未下水，渔民在岸上等候。", "新船末下水，渔民在岸上等候。", model)
    True
    >>> same_print("楼高8层，明年完工。", "楼高9层，明年完工。", model)
    False
    """
    if one == two:
        return True
    first, second = _folded(one), _folded(two)
    edits = list(_edits(first, second))
    if sum(max(len(edit.one), len(edit.two)) for edit in edits) > _MOST * max(len(first), len(second)) + 1:
        return False
    if any(_tells_otherwise(edit) or _names(first, second, edit) for edit in edits):
        return False
    if prose or not edits:
        return True
    odds = [_misread(first, second, edit, model) for edit in edits]
    return odds[0] >= _CERTAIN if len(odds) == 1 else sum(odds) >= -_EACH * len(odds)


def points_differ(one: str, two: str) -> bool:
    """Whether a figure of one text has a decimal point that the same figures of the other lack.

    >>> points_differ("增长3.5%", "增长35%"), points_differ("增长3.5%", "增长３.５%")
    (True, False)
    """
    texts = [unicodedata.normalize("NFKC", text) for text in (one, two)]
    figures = [set(_DECIMAL.findall(text)) for text in texts]
    digits = [set(_DIGITS.findall(text)) for text in texts]
    return any(
        figure.replace(".", "") in digits[1 - n] for n in (0, 1) for figure in figures[n] - figures[1 - n]
    )


def looks_same(one: str, two: str) -> bool:
    """Whether two texts differ in letters that look alike at most.

    >>> looks_same("含3%时，干", "含3%时，于"), looks_same("含3%时", "含5%时")
    (True, False)
    """
    return all(_alike(edit) for edit in _edits(_folded(one), _folded(two)))


def _alike(edit: _Edit) -> bool:
    return bool(edit.one and edit.two) and any(
        group.issuperset(edit.one) and group.issuperset(edit.two) for group in LOOKALIKES
    )


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    """Its letters and digits, folded; cached, for a passage that stands many times is asked about many times."""
    return fold([text]).text(0)


def _edits(one: str, two: str) -> Iterator[_Edit]:
    """Where two texts differ; places with one letter between them are one place."""
    found: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(one, two):
        a, a_end, b, b_end = op.src_start, op.src_end, op.dest_start, op.dest_end
        if op.tag == "equal":
            continue
        moved = a_end - a != b_end - b
        if found and moved and a - found[-1][1] <= 1:  # 予以 and 不予: one letter comes, one goes
            a, _, b, _ = found.pop()
        found.append((a, a_end, b, b_end))
    yield from (_Edit(a, one[a:a_end], b, two[b:b_end]) for a, a_end, b, b_end in found)


def _tells_otherwise(edit: _Edit) -> bool:
    """Whether one of two stretches has a figure, a negation, an opposite or a word that the other has not."""
    one, two = edit.one, edit.two
    if any(map(str.isdigit, one + two)) or max(len(one), len(two)) > _LETTERS:
        return True
    if len(one) != len(two):
        return len(one + two) > 1 or one + two in NEGATIONS or one + two in _FIGURES
    if len(one) > 1 and PARTICLES.isdisjoint(one + two):
        return True
    pairs = [frozenset(pair) for pair in zip(one, two, strict=True)]
    return any(pair in LETTERS or pair <= _FIGURES for pair in pairs)


def _names(first: str, second: str, edit: _Edit) -> bool:
    """Whether a letter that differs is part of a name in both texts."""
    return PARTICLES.isdisjoint(edit.one + edit.two) and any(
        len(name) == size and name_score(name) > 0 and name_score(other) > 0
        for back in (0, 1, 2)
        for size in (2, 3)
        if back < size and back <= min(edit.at, edit.there)
        for name, other in [(first[edit.at - back :][:size], second[edit.there - back :][:size])]
    )


def _misread(first: str, second: str, edit: _Edit, model: LanguageModel) -> float:
    """Log-odds that a letter was misread: by how much the one reads worse than the other where it stands."""
    if _alike(edit):
        return _ALIKE
    if not PARTICLES.isdisjoint(edit.one + edit.two):
        return _ALIKE
    odd = 0.0
    if len(edit.one) == len(edit.two):
        odd = min(_CAP, abs(_reads(first, edit.at, model) - _reads(second, edit.there, model)))
    return odd - _ODD - _RARE * ({edit.one, edit.two} & (NEGATIONS | _FIGURES) != set())


def _reads(text: str, at: int, model: LanguageModel) -> float:
    """How well a letter reads on from the text before it, and the text after it from the letter."""
    return sum(max(-6.0, min(8.0, model.join(text[:n], text[n:]))) for n in (at, at + 1) if 0 < n < len(text))

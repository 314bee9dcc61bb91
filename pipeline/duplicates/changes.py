"""Changes between two texts: a number for another, a name for another, other words, a misread letter.

Read off the alignment of the folded texts, each change with the whole number that it is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.duplicates.common import Passage
from pipeline.duplicates.contraries import LETTERS, NEGATIONS, PLACES, SHORT, SOUNDS, WORDS
from pipeline.duplicates.numerals import NUMERALS, differ, values
from pipeline.language import folding
from pipeline.language.names import SURNAME, name_score
from pipeline.language.table import shipped

Kind = Literal["number", "name", "place", "opposite", "words", "letter", "added"]

NAME = 3.0
"""Log-odds of :func:`pipeline.language.names.name_score` from which on both of two words are names: 24 names of real
reports have 3.3 and more; of 30 words that real rewordings exchange (宣布, 告知, 物业) none has more than -2.6."""

NOISY = 0.04
"""Share of misread single letters from which on equal letters between two of them are no chance."""
_BRIDGE = 1  # letters that agree by chance between two changes of one word: {马}拉{克森|佩}


CLAUSE = 12
"""Letters of a clause: a longer stretch is no word that was put for another."""

ESTABLISHED = 3
"""Single letters misread: of fewer each may have been meant."""


class Change(NamedTuple):
    """A change: ``a`` and ``b`` are the stretches of the two texts, widened to the words they are part of."""

    kind: Kind
    a: tuple[int, int]
    b: tuple[int, int]


Place = tuple[tuple[int, int], tuple[int, int]]


def changes(one: str, two: str, passages: Sequence[Passage]) -> Iterator[Change]:
    """The changes within some passages, and at the ends of the texts; in their order.

    >>> from pipeline.duplicates.common import common
    >>> one, two = "定于八月三日上午在体育馆举行开幕式", "定于八月九日上午在体育馆举行开幕式"
    >>> [(kind, one[slice(*a)], two[slice(*b)]) for kind, a, b in changes(one, two, common(one, two))]
    [('number', '三', '九')]
    """
    for a, b in _places(one, two, passages):
        kind = _kind(one, two, a, b)
        if kind == "words":
            a, b = _trimmed(one, two, a, b)
            kind = _kind(one, two, a, b)
        yield Change(kind, a, b)


def _trimmed(one: str, two: str, a: tuple[int, int], b: tuple[int, int]) -> Place:
    """The two stretches without their common beginning and end."""
    (a0, a1), (b0, b1) = a, b
    while a0 < a1 and b0 < b1 and one[a0] == two[b0]:
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and one[a1 - 1] == two[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    return (a0, a1), (b0, b1)


def _places(one: str, two: str, passages: Sequence[Passage]) -> Iterator[Place]:
    """Where the texts differ, the numbers that are touched taken whole."""
    gaps: list[Place] = []
    at_a = at_b = 0
    for passage in passages:
        first, last = passage.blocks[0], passage.blocks[-1]
        if first.b >= at_b and (first.a > at_a or first.b > at_b):
            gaps.append(_trimmed(one, two, (at_a, first.a), (at_b, first.b)))
        for block, after in pairwise(passage.blocks):
            gaps.append(((block.a + block.length, after.a), (block.b + block.length, after.b)))
        at_a, at_b = last.a + last.length, max(at_b, last.b + last.length)
    if at_a < len(one) or at_b < len(two):
        gaps.append(_trimmed(one, two, (at_a, len(one)), (at_b, len(two))))
    letters = sum(passage.letters for passage in passages)
    single = sum(a[1] - a[0] == b[1] - b[0] == 1 for a, b in gaps)
    bridge = 0 if is_noisy(single, letters) else _BRIDGE
    return _merged([_whole(one, two, *gap) for gap in gaps], one, two, bridge)


def is_noisy(single: int, letters: int) -> bool:
    """Whether so many single letters are misread beside ``letters`` that agree that misreading is all over.

    >>> is_noisy(4, 80), is_noisy(4, 200)
    (True, False)
    """
    return single > ESTABLISHED and single >= NOISY * letters


def _whole(one: str, two: str, a: tuple[int, int], b: tuple[int, int]) -> Place:
    """A change with all of the number that it is in."""
    (a0, a1), (b0, b1) = a, b
    sides = one[a0:a1], two[b0:b1]
    if all(sides) and NUMERALS.isdisjoint(sides[0]) != NUMERALS.isdisjoint(sides[1]):
        return a, b  # 千 read as 干, 万 as 方: no number is put for another
    touched = [side[:1] in NUMERALS for side in (one[a0:a1], two[b0:b1]) if side]
    if any(touched):
        while a0 and b0 and one[a0 - 1] == two[b0 - 1] and one[a0 - 1] in NUMERALS:
            a0, b0 = a0 - 1, b0 - 1
    touched = [side[-1:] in NUMERALS for side in (one[a0:a1], two[b0:b1]) if side]
    if any(touched):
        while a1 < len(one) and b1 < len(two) and one[a1] == two[b1] and one[a1] in NUMERALS:
            a1, b1 = a1 + 1, b1 + 1
    return (a0, a1), (b0, b1)


def _merged(places: Sequence[Place], one: str, two: str, bridge: int) -> Iterator[Place]:
    """Changes that reach into one another, or have one letter between them amid other words, as one.

    So are two single letters, one that comes and one that goes, that make an opposite: 准予 and 不准.
    """
    held: Place | None = None
    for place in places:
        if held is None:
            held = place
            continue
        between = place[0][0] - held[0][1]
        long = max(_size(held), _size(place)) > 1
        together = (held[0][0], place[0][1]), (held[1][0], place[1][1])
        contrary = between == 1 and _opposite(one[slice(*together[0])], two[slice(*together[1])])
        if contrary or between <= 0 or (between <= bridge and long and one[held[0][1]] not in NUMERALS):
            held = together
        else:
            yield held
            held = place
    if held is not None:
        yield held


def _size(place: Place) -> int:
    return max(place[0][1] - place[0][0], place[1][1] - place[1][0])


def _kind(one: str, two: str, a: tuple[int, int], b: tuple[int, int]) -> Kind:
    left, right = one[slice(*a)], two[slice(*b)]
    if min(len(left), len(right)) > CLAUSE:
        return "words"
    first, second = values(left), values(right)
    if _repeats(left, right) or _repeats(right, left):
        return "added"
    if len(left) == len(right) == 1 and bool(first) != bool(second):
        return "letter"
    if first and first == second:
        return "words" if min(_other(left), _other(right)) > 1 else "added"
    if max(len(left), len(right)) > CLAUSE:
        return "words" if left and right else "added"
    if differ(left, right, first, second):
        return "number"
    if not left or not right:
        return "opposite" if left + right in NEGATIONS and _amid(one, two, a, b) else "added"
    return _words(one, two, a, b)


def _words(one: str, two: str, a: tuple[int, int], b: tuple[int, int]) -> Kind:
    """The kind of a change of some letters into others."""
    left, right = one[slice(*a)], two[slice(*b)]
    if len(left) == len(right) == 1:
        return "opposite" if frozenset((left, right)) in LETTERS else "letter"
    if _opposite(left, right):
        return "opposite"
    if {left, right} <= PLACES or (PLACES & {left, right} and SHORT & {left, right}):
        return "place"
    if (is_name(one, a) and is_name(two, b)) or (is_foreign(left) and is_foreign(right)):
        return "name"
    return "words" if min(len(left), len(right)) > 1 else "added"


@lru_cache(1 << 14)
def named(text: str) -> bool:
    """Whether a string is a name, with a surname that is known to be one: rare characters look like names, too.

    >>> named("陈建国"), named("体育馆")
    (True, False)
    """
    return name_score(text) >= NAME and shipped().table(SURNAME + folding.fold(text)[0]) > 0


def is_foreign(text: str) -> bool:
    """Whether a string is written by the sound of foreign names: 拉赫蒙, not 部长.

    >>> is_foreign("拉赫蒙"), is_foreign("部长")
    (True, False)
    """
    return len(text) > 1 and SOUNDS.issuperset(text)


def _repeats(long: str, short: str) -> bool:
    """Whether one is the other, said twice: 10以上10以上 and 10以上."""
    return len(short) > 1 and long == short + short


_AROUND = 4


def _amid(one: str, two: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether the letters around a change are the same on both sides."""
    before = one[max(0, a[0] - _AROUND) : a[0]] == two[max(0, b[0] - _AROUND) : b[0]]
    return before and one[a[1] : a[1] + _AROUND] == two[b[1] : b[1] + _AROUND]


def _other(text: str) -> int:
    return sum(sign not in NUMERALS for sign in text)


def _opposite(left: str, right: str) -> bool:
    return frozenset((left, right)) in WORDS or _negated(left, right)


def _negated(left: str, right: str) -> bool:
    """Whether one is the other with a negation: 予以 and 不予, 合格 and 不合格."""
    return any(
        set(one[:1]) & NEGATIONS and not set(two) & NEGATIONS and one[1:2] == two[:1] != ""
        for one, two in ((left, right), (right, left))
    )


def is_name(text: str, span: tuple[int, int]) -> bool:
    """Whether a stretch of a text is a name, or the given name after a surname.

    >>> is_name("警官陈建国遗失证件", (3, 5)), is_name("警官陈建国遗失证件", (5, 7))
    (True, False)
    """
    start, end = span
    return named(text[start:end]) or (start > 0 and end - start == 2 and named(text[start - 1 : end]))

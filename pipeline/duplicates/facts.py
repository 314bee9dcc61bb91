"""Facts that differ between two texts of one mould: a number, a name, a place, a negation, an opposite.

Two printings of one report differ in wording; two reports of one mould differ in facts. The changes are read off the
alignment of the folded texts, each with the whole number or word that it is in. Two *readings* of a bad scan differ in
facts, too, but no more often than in any other letter: where single letters are misread all over, as many numbers may
be misread as their share of the text says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, factorial

from pipeline.duplicates.alignment import AGREEING, AGREEING_NOISY, agreeing
from pipeline.duplicates.changes import CLAUSE, ESTABLISHED, NOISY, Kind, changes, named
from pipeline.duplicates.common import Passage, common
from pipeline.duplicates.numerals import NUMERALS
from pipeline.duplicates.oddness import Span, worse
from pipeline.duplicates.readings import LONG, SHORT, in_firm, only_misread


@dataclass(frozen=True, slots=True)
class Facts:
    """The changes between two aligned texts, counted by kind.

    Attributes:
        numbers, names, opposites: facts that differ.
        words: letters that stand where the other text has others.
        meant: words that stand for others and were hardly misread.
        added: letters that one text has more, within a sentence: clauses and longer stretches apart.
        longer: letters that one text has more, clauses and longer.
        misread: single letters that stand for others.
        small: places where a few letters stand for others, or are lost or added.
        numerals: letters of numbers that were compared.
        letters: all that agree.
        odd: log-odds that where a few letters stand for others they were misread; 0 for one place, or where
            nothing hangs on it.
    """

    numbers: int
    names: int
    opposites: int
    words: int
    meant: int
    added: int
    longer: int
    misread: int
    small: int
    numerals: int
    letters: int
    odd: float

    @property
    def rate(self) -> float:
        """The chance that a letter is misread; 0 where hardly any is, so that each may have been meant."""
        many = self.misread >= ESTABLISHED or (self.misread > 1 and self.small > ESTABLISHED + 1)
        many |= self.odd >= _ODD
        return self.small / (self.letters + self.small) if many else 0.0

    @property
    def noisy(self) -> bool:
        """Whether letters are misread all over, in runs too."""
        return self.rate >= NOISY

    @property
    def differ(self) -> bool:
        """Whether more facts differ than misreading explains."""
        rate = self.rate if self.misread >= ESTABLISHED else 0.0  # for facts no less will do
        telling = rate * (self.numerals + _TELLING_SHARE * self.letters)
        named = _NAMED_BY_CHANCE * rate * self.small
        return not _by_chance(self.numbers + self.opposites, telling) or not _by_chance(self.names, named)

    @property
    def changed(self) -> float:
        """Letters in other words, and in words that one text has more, by letter that agrees; misreading apart.

        Where a letter is misread with the chance e, whatever stood before it, a stretch of misread letters is
        1 / (1 - e) letters long, and single in 1 - e of the cases: the rest are two or more misread letters in a row.
        """
        by_chance = self.small * (1 / (1 - self.rate) - (1 - self.rate))
        return max(0.0, 2 * self.words + self.added - _MARGIN * by_chance) / max(self.letters, 1)

    @property
    def often(self) -> bool:
        """Whether facts differ all through: more than one in :data:`_APART` letters."""
        return self.differ and (self.numbers + self.names + self.opposites) * _APART > self.letters

    @property
    def one_text(self) -> bool:
        """Whether the texts are printings of one: no fact differs, and few words do."""
        if self.differ:
            return False
        if self.noisy or self.letters >= LONG:
            return self.changed <= CHANGED_LONG
        if self.meant:
            return False
        if self.letters >= SHORT:
            return self.changed <= CHANGED
        return self.changed + self.longer / max(2 * self.letters, 1) <= CHANGED_SHORT


_APART = 200
_ODD = 2.0
"""Log-odds from which on changes are misread letters, though they stand side by side. Of 20 pairs of readings with 8 %
of wrong characters that were taken for two texts 9 have more, of 198 pairs of one mould none: 1.5 is most."""

_FEW = 4  # letters of a misread stretch, at the most
_TELLING_SHARE = 0.02  # of the letters of a text: negations, and letters that have an opposite
_NAMED_BY_CHANCE = 0.1  # of stretches of two and three misread letters pass for names
_MARGIN = 4.0  # words count twice: twice as many as are expected

CHANGED_SHORT, CHANGED, CHANGED_LONG = 0.1, 0.12, 0.25
"""Letters in other words, by letter that agrees, up to which texts are one: below :data:`SHORT` letters, from there on,
and from :data:`LONG` on. Of 240 pairs of paragraphs of one mould, 32 of them copies, .12 and .1 find 28 copies and 5
others (.11 to .13: 27 or 28, and 4 to 6); of 223 pairs of reprinted articles .25 takes 2 for others (.12: 22)."""

_REWRITTEN = 20  # letters on both sides: a sentence that was written anew, no fact put for another


def one_text(one: str, two: str, jaccard: float, threshold: float) -> tuple[bool, bool]:
    """Whether two folded texts are printings or readings of one; and whether it is facts that part them.

    Args:
        one: a text.
        two: another.
        jaccard: their similarity; below ``threshold`` most of their letters must agree in order.
        threshold: as in the settings.

    >>> one_text("定于八月三日上午在体育馆举行开幕式", "定于八月九日上午在体育馆举行开幕式", 0.8, 0.45)
    (False, True)
    >>> one_text("定于八月三日上午在体育馆举行开幕式", "定于八月三日上午在体肓馆举行开幕式", 0.8, 0.45)
    (True, False)
    """
    if jaccard >= threshold and only_misread(one, two):
        return True, False
    found = judged(one, two)
    like = jaccard >= threshold or agreeing(one, two) >= (AGREEING_NOISY if found.noisy else AGREEING)
    return found.one_text and like, found.differ


def _by_chance(count: int, expected: float) -> bool:
    """Whether so many facts may be misread ones: one case in :data:`_RARE` has as many (Poisson)."""
    fewer = sum(exp(-expected) * expected**k / factorial(k) for k in range(count))
    return 1 - fewer >= _RARE


_RARE = 0.1


def judged(one: str, two: str) -> Facts:
    """Count the facts that differ between two folded texts.

    >>> judged("定于八月三日上午在体育馆举行开幕式", "定于八月九日上午在体育馆举行开幕式").numbers
    1
    """
    return facts(one, two, common(one, two))


def facts(one: str, two: str, passages: Sequence[Passage]) -> Facts:
    """Count the facts that differ between two folded texts that share some passages.

    >>> one, two = "定于上午在体育馆举行开幕式", "定于下午在体育馆举行开幕式"
    >>> facts(one, two, common(one, two)).opposites
    1
    """
    kinds: Counter[Kind] = Counter()
    words = added = longer = small = 0
    odd: list[tuple[Span, Span]] = []
    others: list[tuple[Span, Span]] = []
    for kind, a, b in changes(one, two, passages):
        kinds[kind] += 1
        few, many = sorted((_han(one[slice(*a)]), _han(two[slice(*b)])))
        end = not (a[0] or b[0]) or (a[1] == len(one) and b[1] == len(two))
        small += many <= _FEW
        if 0 < few <= many <= _FEW and kind in ("words", "letter", "added"):
            odd.append((a, b))
        if many <= 1 or kind == "number":
            continue
        if kind == "words" and 1 < few <= many <= CLAUSE:
            others.append((a, b))
        if few > _REWRITTEN or (end and not few):
            longer += many
        elif many > CLAUSE:
            added += few
            longer += many - few
        elif kind == "added" and not named(one[slice(*a)] or two[slice(*b)]):
            added += many - few
        else:
            words += many
    asked = words > 0 and kinds["letter"] < ESTABLISHED  # else nothing hangs on it
    return Facts(
        kinds["number"],
        kinds["name"] + kinds["place"],
        kinds["opposite"],
        words,
        _meant(one, two, others, odd, kinds["letter"]),
        added,
        longer,
        kinds["letter"],
        small,
        len(_numerals.findall("".join(one[slice(*p.a)] for p in passages))) if kinds["number"] else 0,
        sum(passage.letters for passage in passages),
        sum(worse(one, two, *places) for places in odd) if asked and len(odd) > 1 else 0.0,
    )


def _meant(
    one: str, two: str, others: Sequence[tuple[Span, Span]], small: Sequence[tuple[Span, Span]], letters: int
) -> int:
    """Count the words that stand for ``others`` and were hardly misread: where nothing else is, or both read well.

    Of 1,182 pairs of one paragraph read twice three have such a word. A single letter tells only in the name of a firm
    (恒通, 恒丰), and where it is all that differs.
    """
    if len(small) == letters == 1:
        return int(all(in_firm(text, at[1]) for text, at in zip((one, two), small[0], strict=True)))
    return sum(not letters or worse(one, two, *places) < 0 for places in others)


_numerals = re.compile(f"[{''.join(sorted(NUMERALS))}]")
_latin = re.compile("[\0-\u2e7f]+")


def _han(text: str) -> int:
    """Han characters only: the marks of formulas and sizes that a reading adds of its own are no Han."""
    return len(text) - sum(map(len, _latin.findall(text)))

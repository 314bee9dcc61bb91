"""One glance at a text: which of the repairs have anything to look at.

Nearly all pages need nearly nothing, and to search a page for each thing that may be wrong with it takes longer
than to decode it. So every character is looked up once in a table of kinds, and the repairs are
asked only where their kind of character stands. A glance may see too much, never too little.
"""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.encoding import characters, halfwidth, likeness, mistaken, remains, width

ODD, GONE, PRIVATE, ACCENT = 0x1, 0x2, 0x4, 0x8
WIDE, MARK, BRACKET, QUOTE = 0x10, 0x20, 0x40, 0x80
CHINESE, HAN, GAP, FOREIGN = 0x100, 0x200, 0x400, 0x800
LEAD, PART, LEAD_BIG5, PART_BIG5 = 0x1000, 0x2000, 0x4000, 0x8000
_ENDS = {"gb18030": (LEAD, PART), "big5": (LEAD_BIG5, PART_BIG5)}
_SPACE, _LINE_END, _POINT = 0x20, 0x0A, 0x2E
_ASCII, _EAST = 0x7F, 0x2E80  # the last character of ASCII, the first block of East Asia
_BEYOND = 0xFFFF  # stands for every character beyond the basic plane
# Bits of the first two characters of UTF-8 read as GBK: 998 of 1,000 such pairs cost more, while clean text has
# two such pairs in 6,000 characters of traditional Chinese, one of them in a known word.
_RARE, _RARE_ALONE = 30.0, 27  # as a pair, and each for itself
_FEWEST_GAPS = 4  # letter-spaced text has at least five characters


class Glance:
    """The kinds of characters that a text holds, and where.

    Attributes:
        text: the text; it is looked at when the first question is asked.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def units(self) -> NDArray[np.uint16]:
        """Its code points, 0xFFFF for those beyond the basic plane, shape (len(text),)."""
        return _units(self.text)

    @cached_property
    def _flags(self) -> NDArray[np.uint16]:
        return _table().take(self.units)

    @cached_property
    def _kinds(self) -> int:
        return int(np.bitwise_or.reduce(self._flags)) if self.text else 0

    def holds(self, kinds: int) -> bool:
        """Whether a character of one of some kinds stands anywhere.

        >>> Glance("café").holds(ACCENT), Glance("接版").holds(ACCENT | QUOTE)
        (True, False)
        """
        return self._kinds & kinds != 0

    @cached_property
    def letter_spaced(self) -> bool:
        """Whether gaps enough, one or two spaces wide, part single Chinese characters."""
        gaps = self._where(GAP)
        if int((gaps[1:] - gaps[:-1] <= 3).sum()) < _FEWEST_GAPS - 1:
            return False
        between = (self._kinds_at(gaps - 1) & HAN != 0) & (self._kinds_at(gaps + 1) & (HAN | GAP) != 0)
        return int((np.diff(gaps[between]) <= 3).sum()) >= _FEWEST_GAPS - 1

    @cached_property
    def narrow(self) -> bool:
        """Whether a half-width mark touches a Chinese character, or a sentence may end with one; or a dash of two."""
        marks = self._where(MARK)
        if not len(marks):
            return "--" in self.text
        if ((self._kinds_at(marks - 1) | self._kinds_at(marks + 1)) & CHINESE).any() or marks[-1] == len(
            self
        ) - 1:
            return True
        units = self.units
        after = units.take(marks + 1, mode="clip")
        ends = marks[(after == _LINE_END) | (after == _SPACE) & (units[marks] != _POINT)]
        return len(ends) > 0 or "--" in self.text

    @cached_property
    def accented(self) -> bool:
        """Whether an accented letter stands two before something that is no Chinese either."""
        return self._near_western(ACCENT, 2)

    @cached_property
    def foreign(self) -> bool:
        """Whether a letter of other scripts that an ideograph begins with stands before two such characters."""
        return self._near_western(FOREIGN, 1, 2)

    def _near_western(self, kind: int, *behind: int) -> bool:
        places = self._where(kind)
        for by in behind:
            units = self.units.take(places + by, mode="clip")
            places = places[(units > _ASCII) & (units < _EAST)]
        return len(places) > 0

    def utf8_as(self, codec: str) -> list[int]:
        """Where UTF-8 that was read as GB18030 or Big5 may begin: its structure, and no known word.

        >>> Glance("看鍏充簬报").utf8_as("gb18030")
        [1]
        """
        found = self._followed(*_ENDS[codec])
        if not len(found):
            return []
        bits = likeness.table()
        found = found[bits.take(self.units[found]) + bits.take(self.units[found + 1]) >= _RARE_ALONE]
        if not len(found):
            return []
        apart = np.full((len(found), 3), _SPACE, dtype=np.uint32)
        apart[:, 1], apart[:, 2] = self.units[found], self.units[found + 1]
        costs = likeness.costs(apart.ravel())
        return [int(at) for at in found[costs[1::3] + costs[2::3] >= _RARE]]

    def _where(self, kind: int) -> NDArray[np.intp]:
        return (self._flags & kind).nonzero()[0] if self.holds(kind) else np.empty(0, np.intp)

    def _kinds_at(self, places: NDArray[np.intp]) -> NDArray[np.uint16]:
        """The kinds at some places; at those before the text and behind it of its last and first characters."""
        found: NDArray[np.uint16] = self._flags.take(places, mode="wrap")
        return found

    def _followed(self, kind: int, by: int) -> NDArray[np.intp]:
        first = self._where(kind)
        first = first[first < len(self.text) - 1]
        if not len(first):
            return first
        found: NDArray[np.intp] = first[self._kinds_at(first + 1) & by != 0]
        return found


def _units(text: str) -> NDArray[np.uint16]:
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) == 2 * len(text):
        return np.frombuffer(encoded, dtype="<u2")
    return np.minimum(likeness.codes(text), _BEYOND).astype("<u2")


@cache
def _table() -> NDArray[np.uint16]:
    """The kinds of each code point of the basic plane, shape (0x10000,)."""
    table = np.zeros(0x10000, dtype=np.uint16)
    plane = "".join(map(chr, range(_BEYOND)))
    for kind, pattern in (
        (ODD, characters.ANY),
        (GONE, remains.NEAR),
        (PRIVATE, remains.PRIVATE_USE),
        (ACCENT, mistaken.ACCENT),
        (WIDE, halfwidth.WIDE),
        (CHINESE, width.CHINESE),
    ):
        table[[match.start() for match in pattern.finditer(plane)]] |= kind
    for kind, chars in (
        (MARK, ".,:;?!"),
        (BRACKET, "()"),
        (QUOTE, "\"'"),
        (GAP, " \u3000"),
        (FOREIGN, mistaken.foreign()),
        *(pair for codec in _ENDS for pair in zip(_ENDS[codec], mistaken.ends(codec), strict=True)),
    ):
        table[likeness.codes(chars)] |= kind
    table[0x3400:0xA000] |= HAN
    table[_BEYOND] = ODD | PRIVATE | CHINESE | HAN
    return table

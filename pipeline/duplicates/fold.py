"""Folding: a text's letters in the form that two readings of it have in common, with the way back to the text.

Two readings differ in width, case and punctuation long before they differ in a letter: a pair that
differs only in the width of its punctuation has a raw 5-gram Jaccard of about .30. So texts are compared
on their letters and digits alone, each code point in its compatibility form (NFKC, UAX #15), lower case, traditional
characters as simplified ones: for comparison only, the output stays in its script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.language.folding import simplified

Codes = npt.NDArray[np.uint32]
Index = npt.NDArray[np.int64]

_UNKNOWN = np.uint32(0xFFFFFFFF)
_LOST = np.uint32(1)  # in place of a character that stands for one that was lost; 0 in place of other signs
_SEVERAL = 0x110000  # codes from here on are no code points but name a row of _several
_table: Codes = np.full(0x110000, _UNKNOWN, dtype=np.uint32)  # filled as code points are met
_several: list[list[int]] = []


@dataclass(frozen=True, slots=True)
class Folded:
    """Many texts, folded and laid end to end.

    Attributes:
        codes: the folded code points, (m,).
        places: where each of them stood in the texts as given, laid end to end, (m,).
        starts: where each of those texts begins, and the end, (n + 1,).
        bounds: where each text begins in ``codes``, and the end, (n + 1,).
        damage: characters of each text that stand for one that was lost, (n,).
    """

    codes: Codes
    places: Index
    starts: Index
    bounds: Index
    damage: Index

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @property
    def lengths(self) -> Index:
        """Folded code points per text, (n,)."""
        return self.bounds[1:] - self.bounds[:-1]

    def owner(self, places: Index) -> Index:
        """The text that each of some folded code points belongs to.

        >>> fold(["接版", "人民"]).owner(np.array([0, 3])).tolist()
        [0, 1]
        """
        return np.searchsorted(self.bounds, places, "right") - 1

    def source(self, number: int, place: int) -> int:
        """Where in text ``number``, as given, the folded code point ``place`` stood.

        >>> fold(["（接版）"]).source(0, 1)
        2
        """
        return int(self.places[place] - self.starts[number])

    def text(self, number: int) -> str:
        """One of the texts, folded.

        >>> fold(["接版", "人民，"]).text(1)
        '人民'
        """
        return decode(self.codes[self.bounds[number] : self.bounds[number + 1]])


def fold(texts: Sequence[str]) -> Folded:
    """Fold ``texts``: letters and digits only, NFKC code point by code point, lower case, simplified.

    Lone surrogates are no letters; they are dropped like any other sign.

    >>> folded = fold(["Ａ報，（第３版）"])
    >>> folded.text(0), folded.source(0, 2)
    ('a报第3版', 4)
    """
    raw = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)), out=starts[1:])
    codes = _table.take(raw)
    if (highest := codes.max(initial=0)) == _UNKNOWN:
        _learn(raw[codes == _UNKNOWN])
        codes = _table.take(raw)
        highest = codes.max()
    lost = codes == _LOST
    damage = (
        np.diff(np.searchsorted(np.flatnonzero(lost), starts)) if lost.any() else np.zeros_like(starts[1:])
    )
    places = np.flatnonzero(codes > _LOST)
    codes = codes[places]
    if highest >= _SEVERAL:
        codes, places = _expand(codes, places)
    return Folded(codes, places, starts, np.searchsorted(places, starts), damage)


def decode(codes: Codes) -> str:
    """The string of an array of code points.

    >>> decode(fold(["接版"]).codes)
    '接版'
    """
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def _learn(raw: Codes) -> None:
    for code in np.unique(raw).tolist():
        form = simplified(unicodedata.normalize("NFKC", chr(code))).lower()
        letters = [ord(letter) for letter in form if letter.isalnum()]
        if len(letters) > 1:
            _several.append(letters)
            letters = [_SEVERAL + len(_several) - 1]
        lost = code in (0xFFFD, 0x25A1) or 0xE000 <= code < 0xF900  # �, □, private use
        _table[code] = _LOST if lost else letters[0] if letters else 0


def _expand(codes: Codes, places: Index) -> tuple[Codes, Index]:
    """Put several letters in place of a sign that stands for them, such as ㎡ or Ⅳ."""
    many = np.flatnonzero(codes >= _SEVERAL)
    repeats = np.ones(len(codes), dtype=np.int64)
    letters = [_several[code - _SEVERAL] for code in codes[many].tolist()]
    repeats[many] = [len(row) for row in letters]
    expanded = np.repeat(codes, repeats)
    expanded[expanded >= _SEVERAL] = np.array([code for row in letters for code in row], dtype=np.uint32)
    return expanded, np.repeat(places, repeats)

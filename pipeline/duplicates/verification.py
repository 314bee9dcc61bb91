"""Verification: the exact similarity of pairs of texts, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.alignment import FAINT
from pipeline.duplicates.bands import Pairs, pack, unpack
from pipeline.duplicates.contraries import LETTERS
from pipeline.duplicates.facts import one_text
from pipeline.duplicates.fold import Codes, Index, decode
from pipeline.duplicates.numerals import NUMERALS
from pipeline.duplicates.shingles import Keys, keys
from pipeline.values.arrays import distinct
from pipeline.values.settings import DuplicateSettings

_CHUNK = 1 << 18  # folded characters compared at a time: 10 MB of arrays


class Texts(Protocol):
    """Folded texts by number, in memory or on disk."""

    @property
    def bounds(self) -> Index:
        """Where each text begins, and the end, (n + 1,)."""

    @property
    def codes(self) -> Codes:
        """The folded code points of all texts, end to end."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Pairs and their similarity, arrays of one length.

    Attributes:
        pairs: the texts, the earlier first, (n, 2).
        jaccard, containment: exact, over the sets of shingles; containment is of the smaller in the larger.
        equal: the folded texts are the same.
        alike: the texts are one, and may be joined.
        differs: they have one mould, and other facts.
    """

    pairs: Pairs
    jaccard: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]
    equal: npt.NDArray[np.bool_]
    alike: npt.NDArray[np.bool_]
    differs: npt.NDArray[np.bool_]

    def only(self, chosen: npt.NDArray[np.bool_] | Index) -> Verified:
        """The pairs ``chosen`` by mask or number.

        >>> from pipeline.duplicates.fold import fold
        >>> texts = fold(["接版", "接版", "人民"])
        >>> verify(np.array([[0, 1], [0, 2]]), texts, DuplicateSettings()).only(np.array([1])).pairs.tolist()
        [[0, 2]]
        """
        return Verified(
            self.pairs[chosen],
            self.jaccard[chosen],
            self.containment[chosen],
            self.equal[chosen],
            self.alike[chosen],
            self.differs[chosen],
        )

    def joined(self, other: Verified) -> Verified:
        """These pairs and then those of ``other``.

        >>> from pipeline.duplicates.fold import fold
        >>> one = verify(np.array([[0, 1]]), fold(["接版", "接版"]), DuplicateSettings())
        >>> one.joined(one).pairs.tolist()
        [[0, 1], [0, 1]]
        """
        return Verified(
            np.concatenate((self.pairs, other.pairs)),
            np.concatenate((self.jaccard, other.jaccard)),
            np.concatenate((self.containment, other.containment)),
            np.concatenate((self.equal, other.equal)),
            np.concatenate((self.alike, other.alike)),
            np.concatenate((self.differs, other.differs)),
        )


def verify(pairs: Pairs, texts: Texts, settings: DuplicateSettings) -> Verified:
    """Compare the texts of each of ``pairs``, (n, 2); none is left out of the result.

    Shingles are compared as 63-bit hashes: two different ones of a pair are as good as never taken for one.

    >>> from pipeline.duplicates.fold import fold
    >>> texts = fold([f"{many}千名志愿者在河堤种下{what}树一万株" for many, what in ("三柳", "三抑", "二柳")])
    >>> found = verify(np.array([[0, 1], [0, 2]]), texts, DuplicateSettings())
    >>> found.alike.tolist(), found.differs.tolist()
    ([True, False], [False, True])
    """
    if not len(pairs):
        nothing = np.zeros(0)
        return Verified(pairs.reshape(0, 2), nothing, nothing, nothing > 0, nothing > 0, nothing > 0)
    letters = np.diff(texts.bounds)[pairs].sum(axis=1)
    order = np.argsort(letters, kind="stable")  # those of one length together: see _shared
    ends = np.searchsorted(np.cumsum(letters[order]), range(_CHUNK, int(letters.sum()), _CHUNK), side="right")
    parts = [_compared(pairs[some], texts, settings) for some in np.split(order, distinct(ends)) if len(some)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    back = np.argsort(order)
    return Verified(pairs, *(column[back] for column in columns))


def _compared(pairs: Pairs, texts: Texts, settings: DuplicateSettings) -> tuple[npt.NDArray[np.generic], ...]:
    """The columns of :class:`Verified` after the pairs."""
    lengths = np.diff(texts.bounds)[pairs]
    one, two = (_gathered(texts, pairs[:, side], lengths[:, side]) for side in (0, 1))
    equal = _equal(one, two, lengths)
    rest = ~equal
    keep = [np.repeat(rest, lengths[:, side]) for side in (0, 1)]
    shared, sizes = _shared((one[keep[0]], two[keep[1]]), lengths[rest], settings.shingle)
    jaccard, containment = np.ones(len(pairs)), np.ones(len(pairs))
    jaccard[rest] = shared / np.maximum(sizes.sum(axis=1) - shared, 1)
    containment[rest] = shared / np.maximum(sizes.min(axis=1), 1)
    long = lengths.min(axis=1) >= settings.shortest
    alike, differs = equal | (long & _misread(one, two, lengths)), np.zeros(len(pairs), dtype=bool)
    near = (jaccard >= min(FAINT, settings.threshold)) | (containment >= settings.containment)
    bounds = np.cumsum(lengths, axis=0)
    begin, ends = (bounds - lengths).tolist(), bounds.tolist()
    asked = np.flatnonzero(long & ~alike & near).tolist()
    first, second = (decode(codes) if asked else "" for codes in (one, two))
    for number in asked:
        left, right = first[begin[number][0] : ends[number][0]], second[begin[number][1] : ends[number][1]]
        alike[number], differs[number] = one_text(left, right, jaccard[number], settings.threshold)
    return jaccard, containment, equal, alike, differs


def _gathered(texts: Texts, numbers: Index, lengths: Index) -> Codes:
    """The codes of the texts ``numbers``, end to end."""
    ends = np.cumsum(lengths)
    total = int(ends[-1])
    places = np.arange(total) + np.repeat(texts.bounds[numbers] - (ends - lengths), lengths)
    gathered: Codes = texts.codes[places]
    return gathered


def _equal(one: Codes, two: Codes, lengths: Index) -> npt.NDArray[np.bool_]:
    equal: npt.NDArray[np.bool_] = (lengths[:, 0] == lengths[:, 1]) & (lengths[:, 0] > 0)
    first, second = np.repeat(equal, lengths[:, 0]), np.repeat(equal, lengths[:, 1])
    differs = one[first] != two[second]
    owner = np.repeat(np.flatnonzero(equal), lengths[equal, 0])
    equal[owner[differs]] = False
    return equal


def _misread(one: Codes, two: Codes, lengths: Index) -> npt.NDArray[np.bool_]:
    """Pairs of one length of which few letters differ, each by itself, and none that :func:`only_misread` asks about.

    For most readings it answers like :func:`only_misread`, in a hundredth of the time.
    """
    likely: npt.NDArray[np.bool_] = lengths[:, 0] == lengths[:, 1]
    first, second = (one[np.repeat(likely, lengths[:, 0])], two[np.repeat(likely, lengths[:, 1])])
    at = np.flatnonzero(first != second)
    owner = np.repeat(np.flatnonzero(likely), lengths[likely, 0])[at]
    left, right = first[at], second[at]
    asked = np.isin(left, _NUMERALS) | np.isin(right, _NUMERALS)
    asked |= np.isin(left.astype(np.uint64) << np.uint64(32) | right, _OPPOSITES)
    asked[1:] |= (np.diff(at) == 1) & (owner[1:] == owner[:-1])
    asked |= _before_firm(first, at)
    likely[owner[asked]] = False
    likely &= np.bincount(owner, minlength=len(lengths)) <= _FEW * lengths[:, 0]
    return likely


def _before_firm(codes: Codes, at: Index) -> npt.NDArray[np.bool_]:
    """Whether 公司 stands within nine letters of a place: a letter may part the names of two firms."""
    firm = np.flatnonzero((codes[:-1] == ord("公")) & (codes[1:] == ord("司")))
    near: npt.NDArray[np.bool_] = np.searchsorted(firm, at) < np.searchsorted(firm, at + 10)
    return near


_FEW = 0.1  # of the letters: with more, shingles and alignment are asked
_NUMERALS = np.array(sorted(map(ord, NUMERALS)), dtype=np.uint32)
_OPPOSITES = np.array(
    sorted(ord(a) << 32 | ord(b) for pair in LETTERS for a, b in permutations(pair)), dtype=np.uint64
)


def _shared(sides: tuple[Codes, Codes], lengths: Index, size: int) -> tuple[Index, Index]:
    """Shingles that both texts of a pair have, (n,), and that each has, (n, 2).

    A row a pair, sorted by itself: rows of some hundred take an eighth of the time of all pairs in one array.
    """
    counts = np.maximum(lengths - size + 1, 0)
    rows = np.full((len(lengths), int(counts.sum(axis=1).max(initial=0)) + 1), _FULL)
    for side, codes in enumerate(sides):
        _fill(rows, codes, lengths[:, side], counts[:, 0] * side, size, side)
    rows.sort(axis=1)
    apart = rows[:, 1:] ^ rows[:, :-1]
    new = apart != 0
    second = (new & (rows[:, :-1] & np.uint64(1) == 1)).sum(axis=1)  # the last one before another: each once
    return (apart == 1).sum(axis=1), np.stack((new.sum(axis=1) - second, second), axis=1)


_FULL = np.uint64(0xFFFFFFFFFFFFFFFF)  # rows end with it: greater than any shingle


def _fill(rows: Keys, codes: Codes, lengths: Index, columns: Index, size: int, side: int) -> None:
    """Put the shingles of texts into rows, from some columns on: the last bit of each is its side."""
    grams = keys(codes, size)
    text = np.repeat(np.arange(len(lengths)), lengths)
    whole = text[: len(grams)] == text[size - 1 :]
    grams, text = grams[whole], text[: len(grams)][whole]
    counts = np.bincount(text, minlength=len(lengths))
    first = np.arange(len(lengths)) * rows.shape[1] + columns - (np.cumsum(counts) - counts)
    rows.ravel()[np.arange(len(grams)) + first[text]] = grams & ~np.uint64(1) | np.uint64(side)


class Verifier:
    """Compares pairs and remembers them, so that none is compared twice.

    Args:
        compare: verifies pairs, as :func:`verify` does.

    Attributes:
        known: all pairs compared so far.
    """

    def __init__(self, compare: Callable[[Pairs], Verified]) -> None:
        self._compare = compare
        self.known = compare(np.zeros((0, 2), dtype=np.int64))
        self._packed = pack(self.known.pairs[:, 0], self.known.pairs[:, 1])

    def __call__(self, pairs: Pairs) -> Verified:
        """As :func:`verify`."""
        packed = pack(pairs[:, 0], pairs[:, 1])
        asked = distinct(packed)
        at = np.minimum(np.searchsorted(self._packed, asked), max(len(self._packed) - 1, 0))
        missing = asked[self._packed[at] != asked] if len(self._packed) else asked
        if len(missing):
            new = self._compare(unpack(missing))
            every = np.concatenate((self._packed, missing))
            order = np.argsort(every)
            self.known, self._packed = self.known.joined(new).only(order), every[order]
        found = self.known.only(np.searchsorted(self._packed, packed))
        return replace(found, pairs=pairs)

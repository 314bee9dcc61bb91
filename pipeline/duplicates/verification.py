"""Verification: what a pair of texts really has in common, exactly, for many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.alignment import same_reading
from pipeline.duplicates.bands import Pairs
from pipeline.duplicates.fold import Codes, Index, decode
from pipeline.duplicates.shingles import Keys, keys
from pipeline.settings import DuplicateSettings

CLOSE = 0.8
"""From this Jaccard similarity on two texts are one whatever parts them; below it the alignment must show the
errors of readings, not other names and numbers."""

_CHUNK = 1 << 20  # folded characters compared at a time: 30 MB of arrays
_PAIR_BITS, _SIDE_BITS = 20, 1


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
    """Pairs and what they have in common, arrays of one length.

    Attributes:
        pairs: the texts, the earlier first, (n, 2).
        jaccard, containment: exact, over the sets of shingles; containment is of the smaller in the larger.
        equal: the folded texts are the same.
        alike: the texts are one: what may be joined.
    """

    pairs: Pairs
    jaccard: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]
    equal: npt.NDArray[np.bool_]
    alike: npt.NDArray[np.bool_]

    def only(self, chosen: npt.NDArray[np.bool_] | Index) -> Verified:
        """The pairs ``chosen`` by mask or number."""
        return Verified(
            self.pairs[chosen],
            self.jaccard[chosen],
            self.containment[chosen],
            self.equal[chosen],
            self.alike[chosen],
        )


def verify(pairs: Pairs, texts: Texts, settings: DuplicateSettings) -> Verified:
    """Compare the texts of each of ``pairs``, (n, 2); none is left out of the result.

    Shingles are compared as 43-bit hashes: two different ones of a pair of 200-letter texts are taken for one
    in 1 of 100 million pairs.
    """
    lengths = np.diff(texts.bounds)
    work = np.cumsum(lengths[pairs].sum(axis=1)) if len(pairs) else np.zeros(0, dtype=np.int64)
    parts = []
    at = 0
    while at < len(pairs):
        done = work[at - 1] if at else 0
        end = min(max(at + 1, int(np.searchsorted(work, done + _CHUNK))), at + (1 << _PAIR_BITS))
        parts.append(_compared(pairs[at:end], texts, settings))
        at = end
    if not parts:
        nothing = np.zeros(0)
        return Verified(pairs.reshape(0, 2), nothing, nothing, nothing > 0, nothing > 0)
    return Verified(pairs, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _compared(
    pairs: Pairs, texts: Texts, settings: DuplicateSettings
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    lengths = np.diff(texts.bounds)[pairs]
    sides = [_gathered(texts, pairs[:, side], lengths[:, side]) for side in (0, 1)]
    equal = _equal(sides[0], sides[1], lengths)
    sets = [_shingles(codes, lengths[:, side], settings.shingle, side) for side, codes in enumerate(sides)]
    sizes = [np.bincount(_pair(found), minlength=len(pairs)) for found in sets]
    merged = np.sort(np.concatenate(sets))
    side_bit = np.uint64(_SIDE_BITS)
    twice = merged[1:][merged[1:] >> side_bit == merged[:-1] >> side_bit]
    shared = np.bincount(_pair(twice), minlength=len(pairs))
    jaccard = np.where(equal, 1.0, shared / np.maximum(sizes[0] + sizes[1] - shared, 1))
    containment = np.where(equal, 1.0, shared / np.maximum(np.minimum(sizes[0], sizes[1]), 1))
    long = lengths.min(axis=1) >= settings.shortest
    alike = equal | (long & (jaccard >= CLOSE))
    for number in np.flatnonzero(long & ~alike & (jaccard >= settings.threshold)).tolist():
        one, two = (decode(_part(texts, int(text))) for text in pairs[number])
        alike[number] = same_reading(one, two)
    return jaccard, containment, equal, alike


def _part(texts: Texts, number: int) -> Codes:
    return np.asarray(texts.codes[texts.bounds[number] : texts.bounds[number + 1]])


def _gathered(texts: Texts, numbers: Index, lengths: Index) -> Codes:
    """The codes of the texts ``numbers``, end to end."""
    ends = np.cumsum(lengths)
    total = int(ends[-1])
    places = np.arange(total) + np.repeat(texts.bounds[numbers] - (ends - lengths), lengths)
    return np.asarray(texts.codes[places])


def _equal(one: Codes, two: Codes, lengths: Index) -> npt.NDArray[np.bool_]:
    equal: npt.NDArray[np.bool_] = (lengths[:, 0] == lengths[:, 1]) & (lengths[:, 0] > 0)
    first, second = np.repeat(equal, lengths[:, 0]), np.repeat(equal, lengths[:, 1])
    differs = one[first] != two[second]
    owner = np.repeat(np.flatnonzero(equal), lengths[equal, 0])
    equal[owner[differs]] = False
    return equal


def _shingles(codes: Codes, lengths: Index, size: int, side: int) -> Keys:
    """The set of shingles of each text as pair number, hash and side in one number, in order."""
    grams = keys(codes, size)
    pair = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    whole = pair[: len(grams)] == pair[size - 1 :]
    grams, pair = grams[whole], pair[: len(grams)][whole]
    packed = (pair << np.uint64(64 - _PAIR_BITS)) | (
        (grams >> np.uint64(_PAIR_BITS + _SIDE_BITS)) << np.uint64(_SIDE_BITS)
    )
    packed.sort()
    new = np.ones(len(packed), dtype=bool)
    new[1:] = packed[1:] != packed[:-1]
    found: Keys = packed[new] | np.uint64(side)
    return found


def _pair(packed: Keys) -> Index:
    return (packed >> np.uint64(64 - _PAIR_BITS)).astype(np.int64)

"""Which texts may repeat one another: those that share n-grams, counted, those apart that stand in very many.

Two samples of n-grams are counted so. Those of :mod:`pipeline.duplicates.winnow`, runs of 12 letters, lead from an
article to those that share a passage with it. Where every fifth letter is misread hardly a run of 12 is left in two
readings, but runs of five are: :func:`short_grams` samples them; as most of these stand in many texts, only the rare
ones count.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.bands import Pairs, pack, unpack
from pipeline.duplicates.fold import Folded, Index
from pipeline.duplicates.shingles import Keys, keys
from pipeline.duplicates.winnow import FILES, PRINT, Filed, Prints
from pipeline.values.spread import Spread


class Limits(NamedTuple):
    """Bounds from which on a pair is worth comparing.

    Attributes:
        crowd: up to so many texts with one n-gram are all paired; of a larger crowd each is paired with the first
            and with ``neighbours`` before it (0: with none).
        close: share of the n-grams of the shorter text that two must have in common,
        least: but so many,
        several: or so many that are no crowd's, whatever their share.
    """

    crowd: int
    neighbours: int
    close: float
    least: int
    several: int


ARTICLES = Limits(64, 8, 0.15, 1, 3)
"""Articles of which half agrees share .2 of their fingerprints and more: each letter that was changed takes those of
eleven others. Three fingerprints are a passage of 36 letters."""

READINGS = Limits(8, 0, 0.08, 2, 1 << 30)
"""Two readings with 12 % of wrong letters each share .28 of their runs of five; a third may stand elsewhere."""

SHORT = 5

_WHOLE, _HALF = 64, 128
"""Of texts of fewer letters all n-grams are kept, or half of them; of longer ones a quarter. An n-gram that is kept of
a long text is kept of a short one, too, so that the two can be compared."""


def short_grams(folded: Folded) -> Prints:
    """N-grams of :data:`SHORT` letters with their places: of long texts a sample, the same wherever they stand.

    >>> from pipeline.duplicates.fold import fold
    >>> short_grams(fold(["三千名志愿者在河堤种下柳树"]))["place"].tolist()
    [0, 1, 2, 3, 4, 5, 6, 7, 8]
    """
    grams = keys(folded.codes, SHORT)
    owner = np.repeat(np.arange(len(folded), dtype=np.uint32), folded.lengths)
    inside = owner[: len(grams)] == owner[len(owner) - len(grams) :]
    lengths = folded.lengths
    every = np.where(lengths < _WHOLE, 1, np.where(lengths < _HALF, 2, 4)).astype(np.uint64)
    at = np.flatnonzero(inside & (grams % every[owner[: len(grams)]] == 0))
    made = np.empty(len(at), dtype=PRINT)
    made["key"], made["place"] = grams[at], at
    return made


Few = npt.NDArray[np.int32]
_COMPACT = 1 << 22  # pairs held before those of one pair are added up: 64 MB


class Counted(NamedTuple):
    """Pairs of texts, packed, in order; the fingerprints they share, and those of them that are no crowd's."""

    packed: npt.NDArray[np.uint64]
    shared: Few
    rare: Few


def pairs(
    prints: Sequence[tuple[Filed, int]],
    bounds: Index,
    live: npt.NDArray[np.bool_],
    limits: Limits,
    folder: Path,
    spread: Spread,
) -> Pairs:
    """The pairs of texts that are worth comparing, the earlier first, (n, 2).

    Args:
        prints: of each part, with the letters before it.
        bounds: where each text begins, and the end.
        live: the texts that are not left out, (n,).
        limits: bounds from which on a pair is worth it.
        folder: for files.
        spread: runs a function over values.

    >>> from tempfile import TemporaryDirectory
    >>> from pipeline.duplicates.fold import fold
    >>> from pipeline.duplicates.winnow import filed
    >>> from pipeline.values.spread import here
    >>> folded = fold(["三千名志愿者在河堤种下柳树一万株", "昨日三千名志愿者在河堤种下柳树", "新馆下月开放"])
    >>> prints, ends = filed(short_grams(folded))
    >>> with TemporaryDirectory() as name:
    ...     path = Path(name) / "short"
    ...     prints.tofile(path)
    ...     pairs([(Filed(path, 0, ends), 0)], folded.bounds, folded.lengths > 0, READINGS, Path(name), here).tolist()
    [[0, 1]]
    """
    np.save(folder / "live.npy", live)
    np.save(folder / "ends.npy", bounds)
    own = np.zeros(len(live), dtype=np.int32)
    waiting: list[Counted] = []
    for counted, numbers in spread(partial(_of_file, prints, folder, limits), range(FILES)):
        own += numbers
        waiting.append(counted)
        if sum(len(some.packed) for some in waiting) > _COMPACT:
            waiting = [_added(waiting)]
    counted = _added(waiting)
    both = unpack(counted.packed)
    fewer = np.minimum(own[both[:, 0]], own[both[:, 1]])
    close = (counted.shared >= limits.close * fewer) & (counted.shared >= limits.least)
    return both[close | (counted.rare >= limits.several)]


def _added(parts: Sequence[Counted]) -> Counted:
    """The counts of several files, added up."""
    packed = np.concatenate([np.zeros(0, dtype=np.uint64), *(part.packed for part in parts)])
    order = np.argsort(packed, kind="stable")
    packed = packed[order]
    new = np.ones(len(packed), dtype=bool)
    new[1:] = packed[1:] != packed[:-1]
    first = np.flatnonzero(new)
    sums = []
    for column in ("shared", "rare"):
        values = np.concatenate([np.zeros(0, dtype=np.int32), *(getattr(part, column) for part in parts)])
        sums.append(np.add.reduceat(values[order], first) if len(first) else values)
    return Counted(packed[first], *sums)


def _of_file(
    prints: Sequence[tuple[Filed, int]], folder: Path, limits: Limits, number: int
) -> tuple[Counted, Few]:
    """The pairs of one file of fingerprints, and how many fingerprints of it each text has."""
    live, bounds = np.load(folder / "live.npy"), np.load(folder / "ends.npy")
    parts = [(part.of_file(number), letters) for part, letters in prints]
    key = np.concatenate([np.zeros(0, dtype=np.uint64), *(part["key"] for part, _ in parts)])
    place = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(part["place"].astype(np.int64) + n for part, n in parts)]
    )
    text = np.searchsorted(bounds, place, side="right") - 1
    key, text = key[live[text]], text[live[text]]
    order = np.lexsort((text, key))
    key, text = key[order], text[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = (key[1:] != key[:-1]) | (text[1:] != text[:-1])
    key, text = key[first], text[first]
    return _counted(key, text, limits), np.bincount(text, minlength=len(live)).astype(np.int32)


def _counted(key: Keys, text: Index, limits: Limits) -> Counted:
    new = np.ones(len(key), dtype=bool)
    new[1:] = key[1:] != key[:-1]
    begin = np.flatnonzero(new)
    size = np.diff(np.append(begin, len(key)))
    rank, sizes = np.arange(len(key)) - np.repeat(begin, size), np.repeat(size, size)
    rare, crowded = [], []
    for step in range(1, min(limits.crowd, int(size.max(initial=0)))):
        at = np.flatnonzero((rank >= step) & (sizes <= limits.crowd))
        rare.append(pack(text[at - step], text[at]))
    if limits.neighbours:
        at = np.flatnonzero((rank > limits.neighbours) & (sizes > limits.crowd))
        crowded.append(pack(text[at - rank[at]], text[at]))
    for step in range(1, limits.neighbours + 1):
        at = np.flatnonzero((rank >= step) & (sizes > limits.crowd))
        crowded.append(pack(text[at - step], text[at]))
    some = [np.concatenate([np.zeros(0, dtype=np.uint64), *pairs]) for pairs in (rare, crowded)]
    ones = [np.ones(len(pairs), dtype=np.int32) for pairs in some]
    return _added([Counted(some[0], ones[0], ones[0]), Counted(some[1], ones[1], np.zeros_like(ones[1]))])

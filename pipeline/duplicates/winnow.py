"""Fingerprints of texts, and the pairs of texts that share them: where a sentence may stand in both.

Winnowing (Schleimer, Wilkerson and Aiken, 2003): of every :data:`WINDOW` n-grams in a row the one with the least
hash is kept, so that texts that share :data:`SURE` letters in a row always share a fingerprint, for one
n-gram in five. Fingerprints are spread over files by their hash; each file is searched by itself.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.bands import Pairs, pack, unpack
from pipeline.duplicates.fold import Folded, Index
from pipeline.duplicates.shingles import Keys, keys
from pipeline.duplicates.spread import Spread, here

SIZE = 12
"""Letters of an n-gram: set phrases of up to ten are not worth a comparison."""

WINDOW = 9
SURE = SIZE + WINDOW - 1

CROWD = 8
"""Up to so many texts with one fingerprint are all paired; more are paired with the first alone, so that a refrain
that stands n times costs n pairs and not its square."""

FILES = 64  # of fingerprints: of 100 million paragraphs each would hold 750 MB

PRINT = np.dtype([("key", "<u8"), ("text", "<u4")])
Prints = npt.NDArray[np.void]


def fingerprints(folded: Folded) -> Prints:
    """The fingerprints of the texts in their order, (n,) of :data:`PRINT`."""
    grams = keys(folded.codes, SIZE)
    owner = np.repeat(np.arange(len(folded), dtype=np.uint32), folded.lengths)
    inside = owner[: len(grams)] == owner[len(owner) - len(grams) :]
    grams[~inside] = np.iinfo(np.uint64).max
    least = _over_windows(grams, np.minimum)
    # a gram is the least of a window that holds it where the greatest of those windows' least ones is itself
    chosen = inside & (_over_windows(least[::-1], np.maximum)[::-1] == grams)
    made = np.empty(int(chosen.sum()), dtype=PRINT)
    made["key"], made["text"] = grams[chosen], owner[: len(grams)][chosen]
    return made


def _over_windows(values: Keys, best: np.ufunc) -> Keys:
    """The best of the :data:`WINDOW` values from each place on; at the end, of fewer."""
    found, width = values.copy(), 1
    while width < WINDOW:
        step = min(width, WINDOW - width)
        found[:-step] = best(found[:-step], found[step:])
        width += step
    return found


class PrintFiles:
    """The fingerprints of a corpus, on disk.

    Args:
        folder: a folder of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()

    def add(self, prints: Prints, first: int) -> None:
        """Append those of a batch whose first text is number ``first`` of the corpus."""
        file_of = (prints["key"] >> np.uint64(58)).astype(np.uint8)
        numbered = prints[np.argsort(file_of, kind="stable")]
        numbered["text"] += np.uint32(first)
        ends = np.cumsum(np.bincount(file_of, minlength=FILES))
        for number, part in enumerate(np.split(numbered, ends[:-1])):
            if len(part):
                with (self._folder / f"{number:02d}").open("ab") as file:
                    part.tofile(file)

    def pairs(self, pages: Index, spread: Spread = here) -> Pairs:
        """Pairs of texts of different pages that share a fingerprint, the earlier first, (n, 2).

        Args:
            pages: the page that each text stands on, (texts,); -1: the text is left out.
            spread: runs a function over values.
        """
        np.save(self._folder / "pages.npy", pages.astype(np.int32))
        files = sorted(path for path in self._folder.iterdir() if path.suffix != ".npy")
        found = list(spread(partial(_file_pairs, self._folder / "pages.npy"), files))
        return unpack(np.unique(np.concatenate((np.zeros(0, dtype=np.uint64), *found))))


def _file_pairs(pages_file: Path, file: Path) -> npt.NDArray[np.uint64]:
    """The pairs of one file, packed."""
    pages = np.load(pages_file, mmap_mode="r")
    prints = np.fromfile(file, dtype=PRINT)
    prints = prints[pages[prints["text"]] >= 0]
    order = np.argsort(prints["key"], kind="stable")  # batches follow one another: texts stay in order
    key, text = prints["key"][order], prints["text"][order].astype(np.int64)
    again = np.zeros(len(key), dtype=bool)
    again[1:] = (key[1:] == key[:-1]) & (text[1:] == text[:-1])
    key, text = key[~again], text[~again]
    new = np.ones(len(key), dtype=bool)
    new[1:] = key[1:] != key[:-1]
    begin = np.flatnonzero(new)
    size = np.diff(np.append(begin, len(key)))
    rank, sizes = np.arange(len(key)) - np.repeat(begin, size), np.repeat(size, size)
    found = []
    for step in range(1, min(CROWD, int(size.max(initial=0)))):
        at = np.flatnonzero((rank >= step) & (sizes <= CROWD))
        found.append((text[at - step], text[at]))
    at = np.flatnonzero((rank > 0) & (sizes > CROWD))
    found.append((text[at - rank[at]], text[at]))
    one, two = (np.concatenate(side) for side in zip(*found, strict=True))
    apart = pages[one] != pages[two]
    return np.unique(pack(one[apart], two[apart]))

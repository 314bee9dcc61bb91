"""Fingerprints of texts, and the pairs of texts that share them: where a sentence may stand in both.

Winnowing (Schleimer, Wilkerson and Aiken, 2003): of every :data:`WINDOW` n-grams in a row the one with the least
hash is kept, so that texts that share :data:`SURE` letters in a row always share a fingerprint, for one
n-gram in five. Fingerprints are spread over files by their hash; each file is searched by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.bands import Pairs, pack, unpack
from pipeline.duplicates.fold import Codes, Folded, Index
from pipeline.duplicates.shingles import Keys, keys
from pipeline.duplicates.verification import Texts
from pipeline.values.arrays import distinct
from pipeline.values.spread import Spread, here

SIZE = 12
"""Letters of an n-gram: set phrases of up to ten are not worth a comparison."""

WINDOW = 9
SURE = SIZE + WINDOW - 1

CROWD = 8
"""Up to so many texts with one fingerprint are all paired; more are paired with the first alone, so that a refrain
that stands n times costs n pairs and not its square."""

FILES = 64  # of fingerprints: of 100 million paragraphs each would hold 1 GB

REACH = 24
"""Letters on either side of a shared n-gram that are looked at before two texts are aligned."""

PRINT = np.dtype([("key", "<u8"), ("place", "<u8")])
Prints = npt.NDArray[np.void]


def fingerprints(folded: Folded) -> Prints:
    """The fingerprints of the texts in their order, with their places in the codes: (n,) of :data:`PRINT`.

    >>> from pipeline.duplicates.fold import fold
    >>> shared = "三千名志愿者在河堤两岸种下柳树槐树和银杏"
    >>> one, two = (set(fingerprints(fold([text]))["key"].tolist()) for text in (shared + "昨日", "据报" + shared))
    >>> len(one & two) > 0
    True
    """
    grams = keys(folded.codes, SIZE)
    owner = np.repeat(np.arange(len(folded), dtype=np.uint32), folded.lengths)
    inside = owner[: len(grams)] == owner[len(owner) - len(grams) :]
    grams[~inside] = 0  # the least of every window that runs into the next text: such a window chooses none
    least = _over_windows(grams, np.minimum)
    least[-WINDOW + 1 :] = 0
    # a gram is the least of a window that holds it where the greatest of those windows' least ones is itself
    chosen = np.flatnonzero(inside & (_over_windows(least[::-1], np.maximum)[::-1] == grams))
    made = np.empty(len(chosen), dtype=PRINT)
    made["key"], made["place"] = grams[chosen], chosen
    return made


def _over_windows(values: Keys, best: np.ufunc) -> Keys:
    """The best of the :data:`WINDOW` values from each place on; at the end, of fewer."""
    found, width = values.copy(), 1
    while width < WINDOW:
        step = min(width, WINDOW - width)
        found[:-step] = best(found[:-step], found[step:])
        width += step
    return found


class Filed(NamedTuple):
    """The fingerprints of a batch on disk, file after file.

    Attributes:
        path, offset: where the first of them lies, in bytes.
        ends: where those of each file end, counted from the first, (:data:`FILES`,).
    """

    path: Path
    offset: int
    ends: Index

    def of_file(self, number: int) -> Prints:
        """Those of one file, in the order of their places.

        >>> from tempfile import TemporaryDirectory
        >>> from pipeline.duplicates.fold import fold
        >>> prints, ends = filed(fingerprints(fold(["三千名志愿者在河堤两岸种下柳树槐树和银杏"])))
        >>> with TemporaryDirectory() as name:
        ...     path = Path(name) / "prints"
        ...     prints.tofile(path)
        ...     sum(len(Filed(path, 0, ends).of_file(number)) for number in range(FILES)) == len(prints)
        True
        """
        begin = int(self.ends[number - 1]) if number else 0
        count = int(self.ends[number]) - begin
        if not count:
            return np.zeros(0, dtype=PRINT)
        return np.fromfile(self.path, PRINT, count, offset=self.offset + begin * PRINT.itemsize)


def filed(prints: Prints) -> tuple[Prints, Index]:
    """Fingerprints in the order of the files that they belong to, and where those of each file end.

    >>> from pipeline.duplicates.fold import fold
    >>> prints, ends = filed(fingerprints(fold(["三千名志愿者在河堤两岸种下柳树槐树和银杏"])))
    >>> len(prints) == int(ends[-1])
    True
    """
    file_of = (prints["key"] >> np.uint64(58)).astype(np.uint8)
    return prints[np.argsort(file_of, kind="stable")], np.cumsum(np.bincount(file_of, minlength=FILES))


class PrintFiles:
    """The fingerprints of a corpus: for each batch, where they lie on disk.

    Args:
        folder: for files; it exists.

    >>> from tempfile import TemporaryDirectory
    >>> from pipeline.duplicates.fold import fold
    >>> shared = "三千名志愿者在河堤两岸种下柳树槐树和银杏一万二千株预计成林"
    >>> folded = fold([shared + "昨日", "新馆下月开放藏书四十万册", "据报" + shared])
    >>> prints, ends = filed(fingerprints(folded))
    >>> with TemporaryDirectory() as name:
    ...     prints.tofile(Path(name) / "prints")
    ...     files = PrintFiles(Path(name))
    ...     files.add(Filed(Path(name) / "prints", 0, ends), len(folded.codes))
    ...     files.pairs(lambda: folded, np.arange(3), 20).tolist()
    [[0, 2]]
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._letters = 0
        self._batches: list[tuple[Filed, int]] = []

    def add(self, batch: Filed, letters: int) -> None:
        """Count in the next batch, of so many folded letters."""
        self._batches.append((batch, self._letters))
        self._letters += letters

    def pairs(self, texts: Callable[[], Texts], pages: Index, least: int, spread: Spread = here) -> Pairs:
        """Pairs of texts of different pages that may share ``least`` letters, the earlier first, (n, 2).

        Args:
            texts: opens the corpus.
            pages: the page that each text stands on, (texts,); -1: the text is left out.
            least: letters that agree, one error allowed on either side of the shared run.
            spread: runs a function over values.
        """
        np.save(self._folder / "pages.npy", pages.astype(np.int32))
        step = partial(_file_pairs, texts, self._folder / "pages.npy", least, self._batches)
        found = spread(step, range(FILES))
        return unpack(distinct(np.concatenate((np.zeros(0, dtype=np.uint64), *found))))


def _file_pairs(
    texts: Callable[[], Texts],
    pages_file: Path,
    least: int,
    batches: Sequence[tuple[Filed, int]],
    number: int,
) -> npt.NDArray[np.uint64]:
    """The pairs of one file, packed."""
    corpus, pages = texts(), np.load(pages_file, mmap_mode="r")
    parts = [batch.of_file(number) for batch, _ in batches]
    prints = np.concatenate((np.zeros(0, dtype=PRINT), *parts))
    first = np.repeat([letters for _, letters in batches], [len(part) for part in parts])
    place = prints["place"].astype(np.int64) + first.astype(np.int64)
    text = np.searchsorted(corpus.bounds, place, side="right") - 1
    order = np.argsort(prints["key"], kind="stable")  # so that places stay in order
    order = order[pages[text[order]] >= 0]
    one, two = _paired(prints["key"][order], text[order])
    one, two = order[one], order[two]
    apart = pages[text[one]] != pages[text[two]]
    one, two = one[apart], two[apart]
    long = agreeing(corpus, (text[one], place[one]), (text[two], place[two])) >= least
    return distinct(pack(text[one[long]], text[two[long]]))


def _paired(key: Keys, text: Index) -> tuple[Index, Index]:
    """Which of the fingerprints, in order of key and text, are alike: of each text the first."""
    first = np.ones(len(key), dtype=bool)
    first[1:] = (key[1:] != key[:-1]) | (text[1:] != text[:-1])
    at = np.flatnonzero(first)
    key = key[at]
    new = np.ones(len(key), dtype=bool)
    new[1:] = key[1:] != key[:-1]
    begin = np.flatnonzero(new)
    size = np.diff(np.append(begin, len(key)))
    rank, sizes = np.arange(len(key)) - np.repeat(begin, size), np.repeat(size, size)
    crowded = np.flatnonzero((rank > 0) & (sizes > CROWD))
    one, two = [at[crowded - rank[crowded]]], [at[crowded]]
    for step in range(1, min(CROWD, int(size.max(initial=0)))):
        chosen = np.flatnonzero((rank >= step) & (sizes <= CROWD))
        one.append(at[chosen - step])
        two.append(at[chosen])
    return np.concatenate(one), np.concatenate(two)


Side = tuple[Index, Index]  # the text of each pair, and the place of the n-gram in the corpus's codes


def agreeing(corpus: Texts, one: Side, two: Side) -> Index:
    """Letters that agree around a shared n-gram up to the second error, within :data:`REACH`, (n,).

    >>> from pipeline.duplicates.fold import fold
    >>> folded = fold(["三千名志愿者在河堤种下柳树一万株", "二千名志愿者在河堤种下柳树一万株"])
    >>> one, two = (np.array([0]), np.array([1])), (np.array([1]), np.array([17]))
    >>> agreeing(folded, one, two).tolist()
    [15]
    """
    total = np.full(len(one[0]), SIZE)
    for start, step in ((-1, -1), (SIZE, 1)):
        a, b = one[1] + start, two[1] + start
        room = np.minimum(_room(corpus, one[0], a, step), _room(corpus, two[0], b, step))
        run = _run(corpus.codes, a, b, room, step)
        after = np.zeros_like(run)
        for more_a, more_b in ((1, 1), (1, 0), (0, 1)):
            next_a, next_b = a + step * (run + more_a), b + step * (run + more_b)
            after = np.maximum(after, _run(corpus.codes, next_a, next_b, room - run - 1, step))
        total += run + after
    return total


def _room(corpus: Texts, text: Index, at: Index, step: int) -> Index:
    """Letters from a place on to where its text ends."""
    room: Index = corpus.bounds[text + 1] - at if step > 0 else at - corpus.bounds[text] + 1
    return np.minimum(room, REACH)


def _run(codes: Codes, a: Index, b: Index, room: Index, step: int) -> Index:
    """Letters that agree in a row, at most ``room``."""
    run = np.zeros(len(a), dtype=np.int64)
    live = np.flatnonzero(room > 0)
    while len(live):
        same = codes[a[live] + step * run[live]] == codes[b[live] + step * run[live]]
        live = live[same]
        run[live] += 1
        live = live[run[live] < room[live]]
    return run

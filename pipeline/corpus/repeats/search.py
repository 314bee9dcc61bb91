"""The search of a whole corpus for copies, and the articles that repeat one another."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline import records
from pipeline.corpus.repeats.kept import Kept
from pipeline.duplicates import Corpus, Duplicate, Place, Verified
from pipeline.duplicates.bands import Pairs, both
from pipeline.duplicates.counting import READINGS, pairs
from pipeline.duplicates.excerpts import once, passages
from pipeline.duplicates.fold import Index
from pipeline.duplicates.found import name, scope
from pipeline.duplicates.found import records as rows_of
from pipeline.duplicates.passages import MISREAD, Match
from pipeline.duplicates.winnow import Filed, PrintFiles
from pipeline.records import DuplicateRow
from pipeline.values.arrays import distinct
from pipeline.values.memory import Memory
from pipeline.values.settings import DuplicateSettings
from pipeline.values.spread import Spread, here


@dataclass(frozen=True)
class Repeats:
    """The passages that stand on several pages.

    Attributes:
        copies: in the order of their rows.
        common: the clusters that are boilerplate.
        articles: which article repeats which, by id.
    """

    copies: Sequence[Duplicate] = ()
    common: Collection[str] = ()
    articles: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[DuplicateRow]:
        """The copies as rows."""
        return [_row(one, one.cluster in self.common) for one in self.copies]


def find(
    batches: Sequence[Kept],
    settings: DuplicateSettings,
    scratch: Path,
    spread: Spread = here,
    articles: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> Repeats:
    """Search all batches together.

    Memory holds some bytes a paragraph, the copies, and the places of the batches that have some; the rest is on disk,
    in ``scratch``.

    Args:
        batches: in the order of the pages.
        settings: thresholds of a copy.
        scratch: a folder for files, which all machines of a cluster see.
        spread: runs a function over values, here or on a cluster.
        articles: which article repeats which, by id.
        memory: of an earlier search.
    """
    articles = articles or {}
    archive = Archive(batches)
    with TemporaryDirectory(dir=scratch) as folder:
        corpus, prints = Corpus(Path(folder), settings, spread, memory), PrintFiles(Path(folder))
        readings = _Readings(_added(batches, Path(folder), corpus, prints, archive), Path(folder), spread)
        clusters, contained = corpus.find(readings)
        pages = archive.pages
        live = pages.copy()
        live[clusters.pairs.pairs[:, 1]] = -1  # all that a copy shares, the text that it copies shares, too
        contained = contained.only(pages[contained.pairs[:, 0]] != pages[contained.pairs[:, 1]])
        likely = prints.pairs(corpus.texts, live, settings.sentence - MISREAD, spread)
        asked = both(likely, contained.pairs)
        excerpts = chain(corpus.excerpts(asked), corpus.misread(readings.left(live)))
        archive.read(np.concatenate((clusters.pairs.pairs.ravel(), asked.ravel())))
        shared = once(excerpts)
    duplicates = [*rows_of(clusters, _without(contained, shared), archive), *_passages(shared, archive)]
    common = _boilerplate(duplicates, articles, settings.boilerplate)
    return Repeats(duplicates, common, articles)


def _added(
    batches: Sequence[Kept], folder: Path, corpus: Corpus, prints: PrintFiles, archive: Archive
) -> list[tuple[Filed, int]]:
    """Add all batches to what is searched, and give the short texts of each with the letters of those before it."""
    short: list[tuple[Filed, int]] = []
    letters = 0
    for batch in batches:
        found = batch.searched(folder)
        prints.add(found.prints, len(found.texts.codes))
        short.append((found.short, letters))
        letters += len(found.texts.codes)
        corpus.add(found.texts)
        archive.add(found.pages)
    return short


class _Readings:
    """The pairs that may be two readings of one text with many letters misread."""

    def __init__(self, short: Sequence[tuple[Filed, int]], folder: Path, spread: Spread) -> None:
        self._short, self._folder, self._spread = short, folder, spread
        self._pairs: Pairs = np.zeros((0, 2), dtype=np.int64)

    def __call__(self, bounds: Index, unique: npt.NDArray[np.bool_]) -> Pairs:
        """All of them; ``unique`` are the texts that are asked about."""
        self._pairs = pairs(self._short, bounds, unique, READINGS, self._folder, self._spread)
        return self._pairs

    def left(self, live: Index) -> Pairs:
        """Those whose texts stand on different pages, ``live`` by text, and are copies of no other (-1)."""
        pages = live[self._pairs]
        left: Pairs = self._pairs[(pages >= 0).all(axis=1) & (pages[:, 0] != pages[:, 1])]
        return left


def _without(contained: Verified, shared: Iterable[Match]) -> Verified:
    """The pairs that have no excerpt, which would give their shared passage more exactly."""
    told = {frozenset((one.a, one.b)) for one in shared}
    return contained.only(
        np.array([frozenset(pair) not in told for pair in contained.pairs.tolist()], dtype=bool)
    )


def _row(one: Duplicate, common: bool) -> DuplicateRow:
    alike = (one.jaccard, one.containment)
    return records.duplicate(one.cluster, one.kind, one.kept[:4], one.copy[:4], alike, one.scope, common)


def _passages(shared: Sequence[Match], archive: Archive) -> Iterator[Duplicate]:
    """Excerpts as records, in the order of the copies."""
    of = passages(shared).tolist()
    sizes = Counter(of)
    sides = [(one.a, one.a_start, one.a_end) for one in shared]
    sides += [(one.b, one.b_start, one.b_end) for one in shared]
    stood = archive.stretches(sides)
    for number, one, kept, copy in zip(of, shared, stood, stood[len(shared) :], strict=False):
        yield Duplicate(
            name(stood[number], "passage"),
            one.kind,
            kept,
            copy,
            one.jaccard,
            one.containment,
            scope(kept, copy),
            "earliest",
            sizes[number] + 1,
        )


def _boilerplate(duplicates: Iterable[Duplicate], articles: Mapping[str, str], least: int) -> set[str]:
    """The clusters that stand in ``least`` articles of which none repeats another."""
    found: dict[str, set[str | None]] = {}
    for one in duplicates:
        sides = (one.kept.article, one.copy.article)
        found.setdefault(one.cluster, set()).update(articles.get(side or "", side) for side in sides)
    return {cluster for cluster, names in found.items() if len(names) >= least}


class Archive(Sequence[Place]):
    """The places of all paragraphs of all batches, by number; read batch by batch as they are asked for."""

    def __init__(self, batches: Sequence[Kept]) -> None:
        self._batches = batches
        self._firsts = [0]
        self._pages: list[Index] = []
        self._documents = 0

    def add(self, pages: Index) -> None:
        """Count the next batch in, whose paragraphs stand on these pages of its own, (n,)."""
        self._pages.append(pages + self._documents)
        self._documents += int(pages.max(initial=-1)) + 1
        self._firsts.append(len(self) + len(pages))

    @property
    def pages(self) -> Index:
        """The number of each paragraph's page in the corpus, (n,)."""
        return np.concatenate((np.zeros(0, dtype=np.int64), *self._pages))

    def __len__(self) -> int:
        return self._firsts[-1]

    def read(self, numbers: Index) -> None:
        """Read the batches of some paragraphs."""
        for batch in distinct(np.searchsorted(self._firsts, numbers, side="right") - 1).tolist():
            self._batches[batch].read()

    def __getitem__(self, number: Any) -> Any:
        batch, local = self._at(number)
        return batch.place(local)

    def stretches(self, letters: Sequence[tuple[int, int, int]]) -> list[Place]:
        """Where folded letters stand: of a paragraph, from one to another."""
        number, start, end = np.array(letters, dtype=np.int64).reshape(-1, 3).T
        batch_of = np.searchsorted(self._firsts, number, side="right") - 1
        spans = np.zeros((len(letters), 2), dtype=np.int64)
        for batch in distinct(batch_of).tolist():
            chosen = batch_of == batch
            local = number[chosen] - self._firsts[batch]
            spans[chosen] = self._batches[batch].spans(local, start[chosen], end[chosen])
        return [
            self[place]._replace(start=low, end=high)
            for place, (low, high) in zip(number.tolist(), spans.tolist(), strict=True)
        ]

    def _at(self, number: int) -> tuple[Kept, int]:
        batch = bisect_right(self._firsts, number) - 1
        return self._batches[batch], number - self._firsts[batch]

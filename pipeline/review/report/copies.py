"""Passages that stand twice: clusters with the kept copy and the others, differences marked by character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from rapidfuzz.distance import Levenshtein

from pipeline.records import DuplicateRow
from pipeline.records.models import PassageRow

LONGEST = 3000  # characters of a copy that are shown and compared: 0.9 ms at that length
MOST = 20  # copies of one cluster that are shown
A_FILE = 400_000  # characters shown in one file of the view: with both sides and their marks below 2 MB

Where = tuple[str, int, int]
Texts = dict[Where, str]


class Sized(Protocol):
    """A thing that takes so many characters in a file."""

    @property
    def size(self) -> int:
        """How many."""


S = TypeVar("S", bound=Sized)


class Run(NamedTuple):
    """Characters of one side: ``same``, or ``only`` this side has them."""

    text: str
    only: bool


@dataclass(frozen=True)
class CopyView:
    """A copy beside the passage that it repeats."""

    row: DuplicateRow
    kept: list[Run]
    copy: list[Run]


@dataclass
class Cluster:
    """All copies of one passage."""

    name: str
    copies: list[CopyView] = field(default_factory=list)
    more: int = 0
    size: int = 0


class Passages:
    """The texts of the passages, picked up while the pages pass by."""

    def __init__(self, rows: Iterable[DuplicateRow]) -> None:
        self.rows = list(rows)
        self._wanted: dict[str, set[tuple[int, int]]] = {}
        for row in self.rows:
            for side in (row.kept, row.copy_):
                self._wanted.setdefault(side.doc, set()).add((side.start, side.end))
        self._texts: Texts = {}

    @property
    def docs(self) -> set[str]:
        """The pages that hold any."""
        return set(self._wanted)

    def of(self, doc: str, text: str | None) -> Texts:
        """Give the stretches of a page that are wanted."""
        wanted = self._wanted.get(doc, ()) if text is not None else ()
        return {(doc, start, end): (text or "")[start : min(end, start + LONGEST)] for start, end in wanted}

    def take(self, texts: Texts) -> None:
        """Pick up the texts of stretches that were wanted."""
        self._texts |= texts

    def clusters(self) -> list[Cluster]:
        """The clusters, in the order of the output."""
        found: dict[str, Cluster] = {}
        for row in self.rows:
            cluster = found.setdefault(row.cluster, Cluster(row.cluster))
            if len(cluster.copies) >= MOST:
                cluster.more += 1
                continue
            view = _compare(row, self._texts)
            cluster.copies.append(view)
            cluster.size += sum(len(run.text) + 40 for run in (*view.kept, *view.copy))
        return list(found.values())


def _compare(row: DuplicateRow, texts: Mapping[Where, str]) -> CopyView:
    kept, copy = (texts.get(_where(side), "") for side in (row.kept, row.copy_))
    codes = Levenshtein.opcodes(kept, copy)
    left = [Run(kept[c.src_start : c.src_end], c.tag != "equal") for c in codes if c.src_start < c.src_end]
    right = [
        Run(copy[c.dest_start : c.dest_end], c.tag != "equal") for c in codes if c.dest_start < c.dest_end
    ]
    return CopyView(row, left, right)


def _where(side: PassageRow) -> Where:
    return side.doc, side.start, side.end


def files(clusters: Iterable[S]) -> Iterator[list[S]]:
    """Put clusters into lots that each fit a file."""
    lot: list[S] = []
    filled = 0
    for cluster in clusters:
        if lot and filled + cluster.size > A_FILE:
            yield lot
            lot, filled = [], 0
        lot.append(cluster)
        filled += cluster.size
    yield lot

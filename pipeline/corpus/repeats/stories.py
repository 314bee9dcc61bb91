"""The running texts of all articles of a run, folded, on disk, for the search of relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

from pipeline.duplicates.counting import short_grams
from pipeline.duplicates.fold import Codes, Index, decode, fold
from pipeline.duplicates.winnow import Filed, Prints, filed, fingerprints
from pipeline.values.settings import DuplicateSettings

CODES, PLACES, BOUNDS = "stories.u32", "stories.i32", "stories.npy"


class Story(NamedTuple):
    """An article as its relations need it.

    Attributes:
        id, doc, newspaper, date, page, order: as in ``articles.jsonl``.
        whole: neither its beginning nor its end is missing.
        damage: characters that stand for one that was lost.
        digest: the same for the same folded text.
    """

    id: str
    doc: str
    newspaper: str | None
    date: str | None
    page: str | None
    order: int
    whole: bool
    damage: int
    digest: int


class Gathered(NamedTuple):
    """The stories of a part: their table, and the files that hold their letters and fingerprints."""

    stories: list[Story]
    lengths: Index
    prints: Filed
    short: Filed
    letters: Path


Lines = Callable[[int], Iterable[bytes]]
"""Gives the lines of ``articles.jsonl`` of a part, by its number."""


def gather(lines: Lines, folder: Path, settings: DuplicateSettings, part: int) -> Gathered:
    """Fold the articles of a part that are long enough to be told from chance; their arrays are put into ``folder``."""
    rows = [orjson.loads(line) for line in lines(part)]
    texts = [row["text"] for row in rows]
    folded = fold(texts)
    chosen = np.flatnonzero(folded.lengths >= settings.passage)
    folded = fold([texts[number] for number in chosen.tolist()])
    both = [
        _filed(found, folder / f"{part}.{n}")
        for n, found in enumerate((fingerprints(folded), short_grams(folded)))
    ]
    stood = folded.places - np.repeat(folded.starts[:-1], folded.lengths)
    with (folder / f"{part}.letters").open("wb") as file:
        folded.codes.tofile(file)
        stood.astype(np.int32).tofile(file)
    stories = [
        _story(rows[row], int(folded.damage[n]), _part(folded.codes, folded.bounds, n))
        for n, row in enumerate(chosen.tolist())
    ]
    return Gathered(stories, folded.lengths, both[0], both[1], folder / f"{part}.letters")


def _filed(prints: Prints, path: Path) -> Filed:
    prints, ends = filed(prints)
    prints.tofile(path)
    return Filed(path, 0, ends)


def _part(codes: Codes, bounds: Index, number: int) -> Codes:
    return codes[bounds[number] : bounds[number + 1]]


def _story(row: dict[str, object], damage: int, codes: Codes) -> Story:
    known = {name: row[name] for name in ("id", "doc", "newspaper", "date", "page", "order")}
    whole = not (row["missing_head"] or row["missing_tail"])
    digest = int.from_bytes(blake2b(codes.tobytes(), digest_size=8).digest(), "little")
    return Story(**known, whole=whole, damage=damage, digest=digest)  # type: ignore[arg-type]


@dataclass
class Stories:
    """All of them, by number; their letters lie in ``folder``.

    Attributes:
        table: in the order of the output.
        prints, short: of each part, with the number of letters before it.
    """

    folder: Path
    table: list[Story] = field(default_factory=list)
    prints: list[tuple[Filed, int]] = field(default_factory=list)
    short: list[tuple[Filed, int]] = field(default_factory=list)
    _lengths: list[Index] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / CODES).touch()
        (self.folder / PLACES).touch()

    def add(self, part: Gathered) -> None:
        """Append the next part; its own file of letters goes."""
        letters = int(part.lengths.sum())
        before = sum(int(some.sum()) for some in self._lengths)
        self.prints.append((part.prints, before))
        self.short.append((part.short, before))
        data = np.fromfile(part.letters, dtype=np.uint32)
        with (self.folder / CODES).open("ab") as file:
            data[:letters].tofile(file)
        with (self.folder / PLACES).open("ab") as file:
            data[letters:].tofile(file)
        part.letters.unlink()
        self.table += part.stories
        self._lengths.append(part.lengths)

    def close(self) -> None:
        """Write the index of the letters of each; nothing is added any more."""
        np.save(self.folder / BOUNDS, np.concatenate(([0], np.cumsum(self.lengths))))

    @property
    def lengths(self) -> Index:
        """Folded letters of each, (n,)."""
        return np.concatenate((np.zeros(0, dtype=np.int64), *self._lengths))

    def unique(self) -> list[list[int]]:
        """The numbers of those that are letter for letter the same, first things first."""
        found: dict[int, list[int]] = {}
        for number, story in enumerate(self.table):
            found.setdefault(story.digest, []).append(number)
        return list(found.values())


class Letters:
    """The letters of all stories, read where they lie."""

    def __init__(self, folder: Path) -> None:
        self.bounds: Index = np.load(folder / BOUNDS)
        self._codes: Codes = np.zeros(0, dtype=np.uint32)
        self._places = np.zeros(0, dtype=np.int32)
        if self.bounds[-1]:
            self._codes = np.memmap(folder / CODES, np.uint32, "r").view(np.ndarray)
            self._places = np.memmap(folder / PLACES, np.int32, "r").view(np.ndarray)

    def text(self, number: int) -> str:
        """A story, folded."""
        return decode(_part(self._codes, self.bounds, number))

    def spans(self, number: int, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where in an article's text some stretches of its folded letters stand."""
        places = self._places[self.bounds[number] : self.bounds[number + 1]]
        return [(int(places[low]), int(places[high - 1]) + 1) for low, high in spans]

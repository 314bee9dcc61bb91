"""Halves of articles as the search for their other halves sees them, and those that may be of one issue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from pipeline import records
from pipeline.language import fold
from pipeline.records import ArticleRow, PageRow

Grams = NDArray[np.int64]
"""Shape (n,), ascending and distinct: pairs and triples of Han characters, 21 bits a character."""

NEAR = 32
"""Pages of one folder or file, in order, among which an issue without a date is looked for."""
_HAN, _BITS = 0x3400, 21
_NONE: Grams = np.zeros(0, np.int64)


class Site(NamedTuple):
    """The place of a page: its number in the run, its folder or file, its newspaper, date and page number."""

    number: int
    folder: str
    newspaper: str | None
    date: str | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Half:
    """An article that a jump line says to be one half, or that may be one.

    Attributes:
        line: its row, as it was written.
        heads: its headlines.
        headings: the cross-heads in its text, for a headline may have been read as one.
        packed: the pairs and triples of characters that it has and no other article of its page.
        size: how many it has in all.
    """

    id: str
    site: Site
    line: bytes
    heads: str
    headings: str
    byline: frozenset[str]
    packed: bytes
    size: int
    continued_from: str | None
    continues_on: str | None

    @property
    def words(self) -> Grams:
        """The pairs and triples, unpacked."""
        return np.frombuffer(self.packed, np.int64)


class Part(NamedTuple):
    """A part of a run's pages in their order, each with the lines of its articles.

    Attributes:
        first: its first page, counted from 0 in the run.
        pages: gives them; called twice at most.
        key: a digest of them; empty where there is none.
    """

    first: int
    pages: Callable[[], Iterable[tuple[PageRow, Sequence[bytes]]]]
    key: str = ""


def sites(part: Part) -> Iterator[tuple[Site, Sequence[bytes]]]:
    """Where each page of a part stands, with the lines of its articles."""
    for number, (page, lines) in enumerate(part.pages(), part.first):
        folder = page.path if page.line else str(PurePosixPath(page.path).parent)
        yield Site(number, folder, page.newspaper and fold(page.newspaper), page.date, page.page), lines


def is_marked(line: bytes) -> bool:
    """Whether an article has a jump line (接版)."""
    row = orjson.loads(line)
    return bool(row["continued_from"] or row["continues_on"])


def halves(site: Site, lines: Sequence[bytes], wanted: Callable[[ArticleRow], bool]) -> Iterator[Half]:
    """The articles of a page that are wanted, each as one that may be a half."""
    rows = [records.load(ArticleRow, line) for line in lines]
    found = [grams("\n".join(block.text for block in row.blocks)) for row in rows]
    every = np.sort(np.concatenate([_NONE, *found]))
    alone = every[_changes(every) & _changes(every[::-1])[::-1]]
    for n, (row, line) in enumerate(zip(rows, lines, strict=True)):
        if not wanted(row):
            continue
        words = found[n][np.isin(found[n], alone, assume_unique=True)]
        heads = _texts(row, ("kicker", "title", "subtitle"))
        yield Half(
            row.id, site, line, heads, _texts(row, ("heading",)), frozenset(row.byline), words.tobytes(), len(found[n]),
            row.continued_from, row.continues_on,
        )  # fmt: skip


def _texts(row: ArticleRow, roles: Sequence[str]) -> str:
    return "\n".join(block.text for block in row.blocks if block.role in roles)


def grams(text: str) -> Grams:
    """The pairs and triples of Han characters of a text, folded."""
    points = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    han = points >= _HAN
    pairs = points[:-1] << _BITS | points[1:]
    both = han[:-1] & han[1:]
    triples = pairs[:-1] << _BITS | points[2:]
    every = np.sort(np.concatenate((pairs[both], triples[both[:-1] & han[2:]])))
    return every[_changes(every)]  # np.unique takes three times as long


def _changes(ordered: Grams) -> NDArray[np.bool_]:
    """Where a value differs from the one before it."""
    return np.concatenate((np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]))


def written(gram: int) -> str:
    """The characters of a pair or triple."""
    text = ""
    while gram:
        text, gram = chr(gram & (1 << _BITS) - 1) + text, gram >> _BITS
    return text


class Nearby:
    """Halves by where they stand, so that those of one issue are found without looking at all."""

    def __init__(self, halves: Sequence[Half]) -> None:
        self.halves = halves
        self._dated: dict[tuple[str, str], list[Half]] = defaultdict(list)
        self._folders: dict[str, list[Half]] = defaultdict(list)
        for half in halves:
            site = half.site
            self._folders[site.folder].append(half)
            if site.date:
                self._dated[site.newspaper or site.folder, site.date].append(half)

    def of(self, site: Site) -> Iterator[Half]:
        """Those that may be of the issue of a page, but not of the page."""
        folder = self._folders.get(site.folder, [])
        low = bisect_left(folder, site.number - NEAR, key=_number)
        high = bisect_right(folder, site.number + NEAR, key=_number)
        found = {half.id: half for half in folder[low:high]}
        if site.date:
            dated = self._dated.get((site.newspaper or site.folder, site.date), ())
            found |= {half.id: half for half in dated}
        return (half for half in found.values() if _one_issue(half.site, site))


def _number(half: Half) -> int:
    return half.site.number


def _one_issue(one: Site, two: Site) -> bool:
    facts = ((one.newspaper, two.newspaper), (one.date, two.date))
    return one.number != two.number and not any(a and b and a != b for a, b in facts)

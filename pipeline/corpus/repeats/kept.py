"""The files that a batch of pages keeps for the search: 12 bytes a letter, .3 KB a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson
from rapidfuzz.distance import Indel

from pipeline.duplicates import Keyed, Place, keyed, sketch
from pipeline.duplicates.counting import short_grams
from pipeline.duplicates.fold import Folded, Index, fold
from pipeline.duplicates.winnow import PRINT, Filed, filed, fingerprints
from pipeline.records import ArticleRow
from pipeline.values.settings import DuplicateSettings
from pipeline.values.vocabulary import HEADS

SEARCHED, SHORT, LETTERS, PLACES = "searched.npy", "short.npy", "letters.npy", "places.json"
_NONE = np.zeros(0, dtype=np.int64)

Letters = npt.NDArray[np.int32]


class Paragraph(NamedTuple):
    """A paragraph as it was cleaned, and the stretches of its page that it was read from."""

    place: Place
    text: str
    source: str
    spans: tuple[tuple[int, int], ...]


def paragraphs(article: ArticleRow, page: str, settings: DuplicateSettings) -> Iterator[Paragraph]:
    """The blocks of an article that are too long to repeat by chance, in any role: readings of a page differ in roles.

    ``page`` is the page's text.
    """
    issue = f"{article.newspaper}\0{article.date}" if article.date else None
    for block in article.blocks:
        if len(block.text) >= settings.passage:
            spans = tuple((piece.start, piece.end) for piece in block.pieces if piece.doc == article.doc)
            if spans:
                start, end = min(span[0] for span in spans), max(span[1] for span in spans)
                place = Place(article.doc, start, end, article.id, issue, block.role not in HEADS)
                yield Paragraph(place, block.text, "".join(page[low:high] for low, high in spans), spans)


def keep(found: Sequence[Paragraph], folder: Path, settings: DuplicateSettings) -> None:
    """Keep a batch's paragraphs beside its rows: folded, signed, with fingerprints, and where each letter stood."""
    made = sketch([paragraph.text for paragraph in found], settings)
    docs = {paragraph.place.doc: None for paragraph in found}
    numbers = {doc: number for number, doc in enumerate(docs)}
    pages = np.array([numbers[paragraph.place.doc] for paragraph in found], dtype=np.int64)
    prints, ends = filed(fingerprints(made.folded))
    _save(folder / SEARCHED, *keyed(made, settings), pages, ends, prints)
    short, ends = filed(short_grams(made.folded))
    _save(folder / SHORT, ends, short)
    _save(folder / LETTERS, made.folded.bounds, _letters(found, made.folded))
    (folder / PLACES).write_bytes(orjson.dumps([tuple(paragraph.place) for paragraph in found]))


def _save(path: Path, *arrays: npt.NDArray[np.generic]) -> None:
    """Write arrays, one after the other: unlike in a zip, none is summed up as it is read."""
    with path.open("xb") as file:
        for array in arrays:
            np.save(file, array, allow_pickle=False)


def _load(path: Path, count: int) -> list[np.ndarray]:
    with path.open("rb") as file:
        return [np.load(file) for _ in range(count)]


def _letters(found: Sequence[Paragraph], folded: Folded) -> Letters:
    """Where on its page each folded letter stood, (m,): letters that were repaired, about where."""
    read = fold([paragraph.source for paragraph in found])
    ranges = [np.arange(low, high) for paragraph in found for low, high in paragraph.spans]
    at = np.concatenate((_NONE, *ranges))[read.places]
    letters = np.empty(len(folded.codes), dtype=np.int32)
    for number in range(len(found)):
        low, high = folded.bounds[number : number + 2]
        stood = slice(*read.bounds[number : number + 2])
        if np.array_equal(folded.codes[low:high], read.codes[stood]):
            letters[low:high] = at[stood]
        else:
            letters[low:high] = _about(read.text(number), folded.text(number), at[stood], found[number].place)
    return letters


def _about(read: str, text: str, at: Index, place: Place) -> Index:
    """Where the letters of ``text`` stood, of which ``read``, standing ``at``, was repaired."""
    blocks = [block for block in Indel.editops(read, text).as_matching_blocks() if block[2]]
    if not blocks:
        return np.linspace(place.start, place.end - 1, len(text)).astype(np.int64)
    known = np.concatenate([np.arange(b, b + size) for _, b, size in blocks])
    stood = np.concatenate([at[a : a + size] for a, _, size in blocks])
    between: Index = np.interp(np.arange(len(text)), known, stood).astype(np.int64)
    return between


class Searched(NamedTuple):
    """The arrays of a batch for the search; ``pages`` numbers its pages, a number a paragraph, (n,)."""

    texts: Keyed
    pages: Index
    prints: Filed
    short: Filed


class Kept:
    """The kept files of a batch, read as they are needed.

    Args:
        folder: where :func:`keep` put it.
        without: pages that are left out.
        named: the article that one of the batch became part of.
    """

    def __init__(
        self,
        folder: Path,
        without: Collection[str] = (),
        named: Callable[[str | None], str | None] = lambda name: name,
    ) -> None:
        self._folder, self._without, self._named = folder, without, named

    def read(self) -> None:
        """Read where its paragraphs stand, which is else done when it is first asked for."""
        _ = self._places, self._letters

    @cached_property
    def _places(self) -> list[Sequence[Any]]:
        return list(self._rows())

    def place(self, number: int) -> Place:
        """Where a paragraph stands."""
        doc, start, end, article, *rest = self._places[number]
        return Place(doc, start, end, self._named(article), *rest)

    def _rows(self) -> Iterator[Sequence[Any]]:
        """The places of its paragraphs, as they were kept."""
        rows = orjson.loads((self._folder / PLACES).read_bytes())
        return (row for row in rows if row[0] not in self._without)

    def searched(self, scratch: Path) -> Searched:
        """The arrays of the search; if pages are left out, the other pages' fingerprints are put into ``scratch``."""
        path = self._folder / SEARCHED
        *texts, pages, ends = _load(path, len(Keyed._fields) + 2)
        [ends_of_short] = _load(self._folder / SHORT, 1)
        both = _last(path, ends), _last(self._folder / SHORT, ends_of_short)
        found = Searched(Keyed(*texts), pages, *both)
        return _only(found, self._chosen(), scratch / self._folder.name) if self._without else found

    def spans(self, numbers: Index, starts: Index, ends: Index) -> Index:
        """Where on their pages the folded letters ``starts`` to ``ends``, (n,), of paragraphs stand, (n, 2)."""
        bounds, letters = self._letters
        sizes = ends - starts
        begin = np.cumsum(sizes) - sizes
        of = np.repeat(bounds[numbers] + starts - begin, sizes)
        stood = letters[of + np.arange(len(of))]
        return np.stack((np.minimum.reduceat(stood, begin), np.maximum.reduceat(stood, begin) + 1), axis=1)

    @cached_property
    def _letters(self) -> tuple[Index, Letters]:
        path = self._folder / LETTERS
        [bounds] = _load(path, 1)
        letters: Letters = np.zeros(0, dtype=np.int32)
        if bounds[-1]:
            at = path.stat().st_size - letters.itemsize * int(bounds[-1])
            letters = np.memmap(path, np.int32, "r", at).view(np.ndarray)
        if self._without:
            chosen = self._chosen()
            letters = letters[np.repeat(chosen, np.diff(bounds))]
            bounds = np.concatenate(([0], np.cumsum(np.diff(bounds)[chosen])))
        return bounds, letters

    def _chosen(self) -> npt.NDArray[np.bool_]:
        rows = orjson.loads((self._folder / PLACES).read_bytes())
        return np.array([row[0] not in self._without for row in rows], dtype=bool)


def _last(path: Path, ends: Index) -> Filed:
    """The fingerprints that a file ends with."""
    return Filed(path, path.stat().st_size - int(ends[-1]) * PRINT.itemsize, ends)


def _only(found: Searched, chosen: npt.NDArray[np.bool_], path: Path) -> Searched:
    """Some of the paragraphs; their fingerprints are written to files named after ``path``."""
    texts, pages = found.texts, found.pages
    letters = np.repeat(chosen, texts.lengths)
    prints = _chosen(found.prints, letters, path.with_suffix(".prints"))
    short = _chosen(found.short, letters, path.with_suffix(".short"))
    of = (texts.lengths[chosen], texts.damage[chosen], texts.keys[:, chosen], texts.digests[chosen])
    return Searched(Keyed(texts.codes[letters], *of), pages[chosen], prints, short)


def _chosen(some: Filed, letters: npt.NDArray[np.bool_], path: Path) -> Filed:
    prints = np.fromfile(some.path, PRINT, offset=some.offset)
    prints = prints[letters[prints["place"]]]
    prints["place"] = (np.cumsum(letters) - 1)[prints["place"]]
    prints, ends = filed(prints)
    prints.tofile(path)
    return Filed(path, 0, ends)

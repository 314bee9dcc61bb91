"""What is kept of a batch of pages for the search: 8 bytes a letter, 1 KB a paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson
from rapidfuzz.distance import Indel

from pipeline.duplicates import Place, Sketch, sketch
from pipeline.duplicates.fold import Folded, Index, fold
from pipeline.duplicates.winnow import Prints, fingerprints
from pipeline.records import ArticleRow
from pipeline.settings import DuplicateSettings

SKETCH, PLACES = "sketch.npz", "places.json"
_NONE = np.zeros(0, dtype=np.int64)
_HEADS = ("kicker", "title", "subtitle", "byline")
"""What stands above an article: one that is printed again may have got others."""

Letters = npt.NDArray[np.int32]


class Paragraph(NamedTuple):
    """A paragraph as it was cleaned, and the stretches of its page that it was read from."""

    place: Place
    text: str
    source: str
    spans: tuple[tuple[int, int], ...]


def paragraphs(article: ArticleRow, page: str, settings: DuplicateSettings) -> Iterator[Paragraph]:
    """What of an article is long enough to be told from chance, in whatever role: readings of a page differ in roles.

    ``page`` is the page's text.
    """
    issue = f"{article.newspaper}\0{article.date}" if article.date else None
    for block in article.blocks:
        if len(block.text) >= settings.passage:
            spans = tuple((piece.start, piece.end) for piece in block.pieces if piece.doc == article.doc)
            if spans:
                start, end = min(span[0] for span in spans), max(span[1] for span in spans)
                place = Place(article.doc, start, end, article.id, issue, block.role not in _HEADS)
                yield Paragraph(place, block.text, "".join(page[low:high] for low, high in spans), spans)


def keep(found: Sequence[Paragraph], folder: Path, settings: DuplicateSettings) -> None:
    """Keep a batch's paragraphs beside its rows: folded, signed, with fingerprints, and where each letter stood."""
    made = sketch([paragraph.text for paragraph in found], settings)
    docs = {paragraph.place.doc: None for paragraph in found}
    numbers = {doc: number for number, doc in enumerate(docs)}
    np.savez(
        folder / SKETCH,
        allow_pickle=False,
        codes=made.folded.codes,
        bounds=made.folded.bounds,
        damage=made.folded.damage,
        signatures=made.signatures,
        prints=fingerprints(made.folded),
        pages=np.array([numbers[paragraph.place.doc] for paragraph in found], dtype=np.int64),
        letters=_letters(found, made.folded),
    )
    (folder / PLACES).write_bytes(orjson.dumps([tuple(paragraph.place) for paragraph in found]))


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
    """What the search reads of every batch; ``pages`` numbers its pages, a number a paragraph, (n,)."""

    sketch: Sketch
    prints: Prints
    pages: Index


class Kept:
    """What was kept of a batch, read as it is needed.

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

    @cached_property
    def places(self) -> list[Place]:
        """Where each paragraph stands."""
        return list(self._places())

    def sizes(self, articles: Container[str]) -> Counter[str]:
        """The characters of the paragraphs of some articles."""
        found: Counter[str] = Counter()
        for place in self._places():
            if place.told and place.article and place.article in articles:
                found[place.article] += place.end - place.start
        return found

    def _places(self) -> Iterator[Place]:
        for doc, start, end, article, *rest in orjson.loads((self._folder / PLACES).read_bytes()):
            if doc not in self._without:
                yield Place(doc, start, end, self._named(article), *rest)

    def searched(self) -> Searched:
        """The arrays of the search."""
        with np.load(self._folder / SKETCH) as arrays:
            names = ("codes", "bounds", "damage", "signatures", "prints", "pages")
            found = {name: arrays[name] for name in names}
        if self._without:
            found = _only(found, self._chosen())
        folded = Folded(found["codes"], _NONE, _NONE, found["bounds"], found["damage"])
        return Searched(Sketch(folded, found["signatures"]), found["prints"], found["pages"])

    def span(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Where on its page the folded letters ``start`` to ``end`` of a paragraph stand."""
        bounds, letters = self._letters
        stood = letters[bounds[number] + start : bounds[number] + end]
        return int(stood.min()), int(stood.max()) + 1

    @cached_property
    def _letters(self) -> tuple[Index, Letters]:
        with np.load(self._folder / SKETCH) as arrays:
            bounds, letters = arrays["bounds"], arrays["letters"]
        if self._without:
            chosen = self._chosen()
            letters = letters[np.repeat(chosen, np.diff(bounds))]
            bounds = np.concatenate(([0], np.cumsum(np.diff(bounds)[chosen])))
        return bounds, letters

    def _chosen(self) -> npt.NDArray[np.bool_]:
        rows = orjson.loads((self._folder / PLACES).read_bytes())
        return np.array([row[0] not in self._without for row in rows], dtype=bool)


def _only(arrays: dict[str, Any], chosen: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """The arrays of some of the paragraphs."""
    lengths = np.diff(arrays["bounds"])
    letters = np.repeat(chosen, lengths)
    prints = arrays["prints"][letters[arrays["prints"]["place"]]]
    prints["place"] = (np.cumsum(letters) - 1)[prints["place"]]
    rows = {name: arrays[name][chosen] for name in ("damage", "signatures", "pages")}
    bounds = np.concatenate(([0], np.cumsum(lengths[chosen])))
    return {**rows, "prints": prints, "bounds": bounds, "codes": arrays["codes"][letters]}

"""What stands on several pages of a corpus: sketched batch by batch, searched as a whole.

Copies across pages are recorded, and cut from no article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson

from pipeline import records
from pipeline.duplicates import Corpus, Duplicate, Place, Sketch, sketch
from pipeline.duplicates.fold import Folded
from pipeline.duplicates.records import records as rows_of
from pipeline.records import ArticleRow, DuplicateRow
from pipeline.settings import DuplicateSettings

SKETCH, PLACES = "sketch.npz", "places.json"
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Repeats:
    """The rows of what stands on several pages, and which article repeats which, by id."""

    rows: list[DuplicateRow] = field(default_factory=list)
    articles: dict[str, str] = field(default_factory=dict)


Paragraph = tuple[Place, str]
Kept = tuple[list[Place], Sketch]


def paragraphs(article: ArticleRow, settings: DuplicateSettings) -> Iterator[Paragraph]:
    """The paragraphs of an article that are long enough to be told from chance, and where they stand."""
    issue = f"{article.newspaper}\0{article.date}" if article.date else None
    for block in article.blocks:
        if block.role == "body" and len(block.text) >= settings.passage:
            pieces = [piece for piece in block.pieces if piece.doc == block.pieces[0].doc]
            start, end = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
            yield Place(pieces[0].doc, start, end, article.id, issue), block.text


def sketched(found: Sequence[Paragraph], settings: DuplicateSettings) -> Kept:
    """What the search needs of a batch of paragraphs."""
    return [place for place, _ in found], sketch([text for _, text in found], settings)


def keep(found: Sequence[Paragraph], folder: Path, settings: DuplicateSettings) -> None:
    """Keep what the search needs of a batch beside its rows: 4 bytes a letter, half a KB a paragraph."""
    places, made = sketched(found, settings)
    arrays = {name: getattr(made.folded, name) for name in ("codes", "bounds", "damage")}
    np.savez(folder / SKETCH, allow_pickle=False, signatures=made.signatures, **arrays)
    (folder / PLACES).write_bytes(orjson.dumps(list(map(tuple, places))))


def kept(folder: Path) -> Kept:
    """What was kept of a batch."""
    with np.load(folder / SKETCH) as arrays:
        folded = Folded(arrays["codes"], _NONE, _NONE, arrays["bounds"], arrays["damage"])
        made = Sketch(folded, arrays["signatures"])
    return [Place(*row) for row in orjson.loads((folder / PLACES).read_bytes())], made


def find(batches: Iterable[Kept], settings: DuplicateSettings, scratch: Path) -> Repeats:
    """Search all batches together.

    Memory holds the places of all paragraphs; the rest is on disk, in ``scratch``.
    """
    places: list[Place] = []
    with TemporaryDirectory(dir=scratch) as folder:
        corpus = Corpus(Path(folder), settings)
        for batch, made in batches:
            if batch:
                places += batch
                corpus.add(made)
        found = list(rows_of(*corpus.find(), places)) if places else []
    across = [duplicate for duplicate in found if duplicate.scope != "page"]  # a page's own are the chain's
    return Repeats([_row(duplicate) for duplicate in across], _repeated(across, places, settings))


def _row(duplicate: Duplicate) -> DuplicateRow:
    return records.duplicate(
        duplicate.cluster,
        duplicate.kind,
        duplicate.kept[:4],
        duplicate.copy[:4],
        (duplicate.jaccard, duplicate.containment),
        duplicate.scope,
    )


def _repeated(
    duplicates: Iterable[Duplicate], places: Iterable[Place], settings: DuplicateSettings
) -> dict[str, str]:
    """The articles of whose paragraphs a share of ``containment`` is copied from one other article."""
    whole: Counter[str | None] = Counter()
    for place in places:
        whole[place.article] += place.end - place.start
    shared: Counter[tuple[str, str]] = Counter()
    for kept, copy in {duplicate.copy: (duplicate.kept, duplicate.copy) for duplicate in duplicates}.values():
        if kept.article and copy.article:
            shared[copy.article, kept.article] += copy.end - copy.start
    return {
        copy: kept
        for (copy, kept), size in sorted(shared.items())
        if size >= settings.containment * whole[copy]
    }

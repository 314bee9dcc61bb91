"""Duplicates as records: which stretch repeats which, and why that one is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from pipeline.duplicates.clusters import REASONS, Clusters, Reason
from pipeline.duplicates.search import Corpus
from pipeline.duplicates.sketches import BATCH, keyed, sketch
from pipeline.duplicates.verification import Verified
from pipeline.values.settings import DuplicateSettings
from pipeline.values.vocabulary import CopyKind, Scope


class Place(NamedTuple):
    """Where a text stands: a stretch of a page, the article it is in, and the issue of the page.

    ``told``: it is of the running text of the article, not of its headlines.
    """

    doc: str
    start: int
    end: int
    article: str | None = None
    issue: str | None = None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A copy, and the text that is kept in its place; the fields of ``duplicates.jsonl`` and two more.

    Attributes:
        cluster: the same for all texts that are one, in every run.
        reason: why the kept text is better than the copy.
        size: texts of the cluster; a text that stands very often is a notice or a refrain.
    """

    cluster: str
    kind: CopyKind
    kept: Place
    copy: Place
    jaccard: float
    containment: float
    scope: Scope
    reason: Reason
    size: int


def duplicates(
    texts: Iterable[tuple[Place, str]], settings: DuplicateSettings, folder: Path | None = None
) -> list[Duplicate]:
    """The duplicates among ``texts``, in the order of the copies.

    Args:
        texts: read once; held are their places only.
        settings: thresholds of a duplicate.
        folder: where temporary files go; the system's folder for them by default.

    >>> texts = ["三千名志愿者在河堤种下柳树一万株", "新馆下月开放藏书四十万册", "三千名志愿者在河堤种下柳树一万株。"]
    >>> found = duplicates(((Place(f"p{n}", 0, len(text)), text) for n, text in enumerate(texts)), DuplicateSettings())
    >>> [(one.kind, one.kept.doc, one.copy.doc) for one in found]
    [('exact', 'p0', 'p2')]
    """
    places: list[Place] = []
    with TemporaryDirectory(dir=folder) as name:
        corpus, rest = Corpus(Path(name), settings), iter(texts)
        while batch := list(islice(rest, BATCH)):
            places += [place for place, _ in batch]
            corpus.add(keyed(sketch([text for _, text in batch], settings), settings))
        found, contained = corpus.find()
    return list(records(found, contained, places))


def records(found: Clusters, contained: Verified, places: Sequence[Place]) -> Iterator[Duplicate]:
    """Turn the result of :meth:`Corpus.find` into records, in the order of the copies.

    >>> from pipeline.duplicates.clusters import clusters
    >>> nothing = np.zeros((0, 2), dtype=np.int64)
    >>> none = Verified(nothing, *(np.zeros(0),) * 2, *(np.zeros(0, dtype=bool),) * 3)
    >>> list(records(Clusters(none, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8)), none, []))
    []
    """
    size = np.bincount(found.cluster, minlength=len(places)) + 1
    every = found.pairs.joined(contained)
    # a text that contains another starts a cluster of its own, unless it is in one
    own = np.arange(len(places))
    own[found.pairs.pairs.ravel()] = np.repeat(found.cluster, 2)
    clusters = np.concatenate((found.cluster, own[contained.pairs[:, 0]]))
    reasons = np.concatenate((found.reason, np.zeros(len(contained.pairs), dtype=np.int8)))
    for row in np.lexsort((every.pairs[:, 0], every.pairs[:, 1])).tolist():
        kept, copy = (places[number] for number in every.pairs[row].tolist())
        cluster = int(clusters[row])
        yield Duplicate(
            name(places[cluster]),
            "contained" if row >= len(found.cluster) else "exact" if every.equal[row] else "near",
            kept,
            copy,
            float(every.jaccard[row]),
            float(every.containment[row]),
            scope(kept, copy),
            REASONS[reasons[row]],
            int(size[cluster]),
        )


def scope(one: Place, two: Place) -> Scope:
    """How far apart two texts stand.

    >>> scope(Place("a", 0, 9, issue="i"), Place("b", 0, 9, issue="i"))
    'issue'
    """
    if one.doc == two.doc:
        return "page"
    return "issue" if one.issue is not None and one.issue == two.issue else "corpus"


def name(place: Place, kind: str = "") -> str:
    """The name of the cluster whose first text stands at ``place``.

    >>> len(name(Place("a", 0, 9))), name(Place("a", 0, 9)) == name(Place("a", 0, 12))
    (16, True)
    """
    start = f"{place.doc}\0{place.start}{kind}"
    return blake2b(start.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

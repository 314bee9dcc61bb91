"""Duplicates of a whole corpus: sketched batch by batch, searched, verified and clustered as a whole.

:mod:`pipeline.duplicates.sketches` is the work on a batch, :meth:`Corpus.find` that on the whole. A text costs
96 bytes of band keys and 4 bytes a letter, both on disk; in memory are a batch, one band, and the pairs found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.duplicates.bands import NO_KEY, Pairs, bands_for, both, candidates
from pipeline.duplicates.clusters import Clusters, clusters
from pipeline.duplicates.excerpts import excerpts, misread
from pipeline.duplicates.fold import Codes, Index
from pipeline.duplicates.passages import Match
from pipeline.duplicates.shingles import Hashes, Keys
from pipeline.duplicates.sketches import Keyed
from pipeline.duplicates.verification import Texts, Verified, Verifier, verify
from pipeline.values.arrays import distinct
from pipeline.values.memory import Memory
from pipeline.values.settings import DuplicateSettings
from pipeline.values.spread import SHARE, Spread, here, shares

CODES, BOUNDS = "codes.u32", "bounds.npy"

EXCERPTS = 1 << 9
"""Pairs of a task that aligns them: a quarter of a second of work."""


class Corpus:
    """Sketches of a corpus in a folder of its own; add batches, then :meth:`find`.

    Args:
        folder: an empty folder for arrays that do not fit in memory; removing it is the caller's.
        settings: as for every batch.
        spread: runs a function over values, each of which opens the folder's files.
        memory: of an earlier search.

    Raises:
        ValueError: the permutations cannot reach the recall.

    >>> from tempfile import TemporaryDirectory
    >>> from pipeline.duplicates.sketches import keyed, sketch
    >>> settings = DuplicateSettings()
    >>> texts = ["三千名志愿者在河堤种下柳树一万株", "新馆下月开放藏书四十万册", "三千名志愿者在河堤种下抑树一万株"]
    >>> with TemporaryDirectory() as name:
    ...     corpus = Corpus(Path(name), settings)
    ...     corpus.add(keyed(sketch(texts, settings), settings))
    ...     found, contained = corpus.find()
    ...     found.pairs.pairs.tolist(), len(contained.pairs)
    ([[0, 2]], 0)
    """

    def __init__(
        self, folder: Path, settings: DuplicateSettings, spread: Spread = here, memory: Memory | None = None
    ) -> None:
        self.settings, self._folder, self._spread = settings, folder, spread
        self._memory = memory or Memory()
        self._bands, _ = bands_for(settings.target, settings.recall, settings.permutations)
        self._codes_file, self._keys_file = folder / CODES, folder / "keys.u32"
        self._codes_file.touch()
        self._keys_file.touch()
        self._sizes: list[int] = []
        self._lengths: list[Index] = []
        self._damage: list[Index] = []
        self._digests: list[Keys] = []

    def add(self, batch: Keyed) -> None:
        """Append a batch."""
        with self._codes_file.open("ab") as file:
            batch.codes.tofile(file)
        with self._keys_file.open("ab") as file:
            batch.keys.tofile(file)
        self._sizes.append(len(batch.lengths))
        self._lengths.append(batch.lengths)
        self._damage.append(batch.damage)
        self._digests.append(batch.digests)

    def find(
        self, more: Callable[[Index, npt.NDArray[np.bool_]], Pairs] | None = None
    ) -> tuple[Clusters, Verified]:
        """Copies with the texts kept in their place, and pairs of which one is contained in the other.

        Of the contained pairs, (longer, shorter), neither is a copy of another text.

        Args:
            more: gives more pairs to compare, of the texts that begin at some bounds, (n + 1,), and are the first
                of their letters, (n,).
        """
        lengths = np.concatenate((np.zeros(0, dtype=np.int64), *self._lengths))
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        np.save(self._folder / BOUNDS, bounds)
        equal, unique = _equal(np.concatenate((np.zeros(0, dtype=np.uint64), *self._digests)), lengths)
        bands = _Bands(self._keys_file, self._bands, self._sizes, unique)
        likely = candidates(bands, self._spread)
        if more:
            likely = both(likely, more(bounds, unique))
        pairs = np.concatenate((equal, likely))
        damage = np.concatenate((np.zeros(0, dtype=np.int64), *self._damage))
        check = Verifier(self._verify)
        found = clusters(pairs, lengths, damage, check)
        return found, _contained(check.known, found, lengths, self.settings)

    @property
    def texts(self) -> Callable[[], Texts]:
        """Opens the folded texts; after :meth:`find`."""
        return partial(_texts, self._folder)

    def excerpts(self, pairs: Pairs) -> Iterator[Match]:
        """The shared passages of ``pairs``, (n, 2); after :meth:`find`. Other processes begin at once."""
        return self._matches("excerpts", excerpts, pairs)

    def misread(self, pairs: Pairs) -> Iterator[Match]:
        """As :meth:`excerpts`, of texts whose letters are misread all over."""
        return self._matches("misread", misread, pairs)

    def _matches(self, name: str, function: Matching, pairs: Pairs) -> Iterator[Match]:
        step = partial(_each, self._folder, self.settings, function)

        def compute(new: list[Pairs]) -> Iterator[list[Match]]:
            lots = shares(np.array(new, dtype=np.int64).reshape(-1, 2), EXCERPTS)
            return (one for some in self._spread(step, lots) for one in some)

        found = self._memory.recall(name, _keys(_texts(self._folder), pairs), list(pairs), compute)
        return (
            one._replace(a=int(pair[one.a]), b=int(pair[one.b]))
            for pair, some in zip(pairs, found, strict=True)
            for one in some
        )

    def _verify(self, pairs: Pairs) -> Verified:
        compare = partial(_verify, self._folder, self.settings)
        if len(pairs) <= SHARE:
            return compare(pairs)
        return reduce(Verified.joined, self._spread(compare, shares(pairs)))


@dataclass(frozen=True, slots=True)
class _Texts:
    codes: Codes
    bounds: Index


def _texts(folder: Path) -> _Texts:
    """The texts of a corpus, as they lie on disk."""
    bounds = np.load(folder / BOUNDS, mmap_mode="r").view(np.ndarray)
    codes: Codes = np.zeros(0, dtype=np.uint32)
    if bounds[-1]:
        codes = np.memmap(folder / CODES, dtype=np.uint32, mode="r").view(np.ndarray)
    return _Texts(codes, bounds)


def _verify(folder: Path, settings: DuplicateSettings, pairs: Pairs) -> Verified:
    return verify(pairs, _texts(folder), settings)


Matching = Callable[[Pairs, Texts, DuplicateSettings], list[Match]]


def _each(folder: Path, settings: DuplicateSettings, function: Matching, pairs: Pairs) -> list[list[Match]]:
    """The matches of each pair; its texts are called 0 and 1, for their numbers change from run to run."""
    texts = _texts(folder)
    return [
        [
            one._replace(a=int(one.a != pair[0]), b=int(one.b != pair[0]))
            for one in function(pair[None], texts, settings)
        ]
        for pair in pairs
    ]


def _keys(texts: Texts, pairs: Pairs) -> list[bytes]:
    """The digests of both texts of each pair: all that their matches depend on."""
    digest = {
        number: blake2b(
            texts.codes[texts.bounds[number] : texts.bounds[number + 1]].tobytes(), digest_size=8
        ).digest()
        for number in distinct(pairs.ravel()).tolist()
    }
    return [digest[one] + digest[two] for one, two in pairs.tolist()]


@dataclass(frozen=True, slots=True)
class _Bands:
    """The band keys of a corpus, read from disk one band at a time; copies of a text have none."""

    path: Path
    bands: int
    sizes: list[int]
    unique: np.ndarray

    def __len__(self) -> int:
        return self.bands

    def __getitem__(self, band: int) -> Hashes:
        keys = np.empty(sum(self.sizes), dtype=np.uint32)
        at = 0
        with self.path.open("rb") as file:
            for size in self.sizes:
                file.seek(4 * (at * self.bands + band * size))
                file.readinto(keys[at : at + size].data)
                at += size
        keys[~self.unique] = NO_KEY
        return keys


def _equal(digests: Keys, lengths: Index) -> tuple[Pairs, np.ndarray]:
    """Pairs of each text with the first of the same digest, and which texts are the first."""
    order = np.argsort(digests, kind="stable")
    new = np.ones(len(order), dtype=bool)
    new[1:] = digests[order[1:]] != digests[order[:-1]]
    first = np.repeat(order[new], np.diff(np.append(np.flatnonzero(new), len(order))))
    repeated = ~new & (lengths[order] > 0)
    unique = np.ones(len(order), dtype=bool)
    unique[order[repeated]] = False
    return np.stack((first[repeated], order[repeated]), axis=1), unique


def _contained(verified: Verified, found: Clusters, lengths: Index, settings: DuplicateSettings) -> Verified:
    copies = np.zeros(len(lengths), dtype=bool)
    copies[found.pairs.pairs[:, 1]] = True
    chosen = ~verified.alike & ~verified.differs & (verified.containment >= settings.containment)
    chosen &= ~copies[verified.pairs].any(axis=1)
    chosen &= lengths[verified.pairs].min(axis=1) >= settings.passage
    some = verified.only(chosen)
    swap = lengths[some.pairs[:, 0]] < lengths[some.pairs[:, 1]]
    pairs = np.where(swap[:, None], some.pairs[:, ::-1], some.pairs)
    return Verified(pairs, some.jaccard, some.containment, some.equal, some.alike, some.differs)

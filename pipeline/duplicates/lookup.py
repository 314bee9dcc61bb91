"""Which texts of an archive are like one that is asked about: an index that lies on disk and is opened in no time.

Two sorted tables: the band keys of all texts, as the search of a whole corpus compares them, for texts that are alike
as wholes; and their fingerprints (:mod:`pipeline.duplicates.winnow`), for a sentence of them. A question is a binary
search in each, of files that the system maps into memory as they are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline.duplicates.bands import NO_KEY, band_keys, bands_for
from pipeline.duplicates.fold import Folded, Index
from pipeline.duplicates.shingles import Hashes, Keys
from pipeline.duplicates.winnow import fingerprints
from pipeline.values.settings import DuplicateSettings

CROWD = 256
"""Of the texts that share a key with a question so many are looked at, the first ones."""


BANDS, TEXTS, PRINTS, OWNERS = "bands.npy", "texts.npy", "prints.npy", "owners.npy"

_BITS = 4
PARTS = 1 << _BITS
_OWNED = np.dtype([("key", "<u8"), ("owner", "<u4")])


def keyed(signatures: Hashes, settings: DuplicateSettings) -> Hashes:
    """The keys of the bands of signatures, (n, permutations), for :func:`build`, (bands, n).

    >>> keyed(np.zeros((2, 96), dtype=np.uint32), DuplicateSettings()).shape
    (24, 2)
    """
    return band_keys(signatures, *bands_for(settings.target, settings.recall, settings.permutations))


class SortedPrints:
    """Fingerprints with the texts that they are of, put in order on disk: memory holds one part of :data:`PARTS`.

    Args:
        folder: for its files, which are gone once all is written.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"prints.{number}" for number in range(PARTS)]
        for path in self._paths:
            path.touch()

    def add(self, prints: Keys, owners: Hashes) -> None:
        """Add fingerprints, (m,), and the text that each is of, (m,), ascending and beyond those before."""
        rows = np.empty(len(prints), dtype=_OWNED)
        rows["key"], rows["owner"] = prints, owners
        part = (prints >> np.uint64(64 - _BITS)).astype(np.uint8)
        rows = rows[np.argsort(part, kind="stable")]
        ends = np.cumsum(np.bincount(part, minlength=PARTS))
        for path, some in zip(self._paths, np.split(rows, ends[:-1]), strict=True):
            with path.open("ab") as file:
                some.tofile(file)

    def write(self, folder: Path) -> None:
        """Write all in order of fingerprint, then of text, as two arrays."""
        total = sum(path.stat().st_size for path in self._paths) // _OWNED.itemsize
        if not total:
            np.save(folder / PRINTS, np.zeros(0, dtype=np.uint64))
            np.save(folder / OWNERS, np.zeros(0, dtype=np.uint32))
        else:
            prints = np.lib.format.open_memmap(folder / PRINTS, "w+", np.uint64, (total,))
            owners = np.lib.format.open_memmap(folder / OWNERS, "w+", np.uint32, (total,))
            at = 0
            for path in self._paths:
                rows = np.fromfile(path, _OWNED)
                rows = rows[np.argsort(rows["key"], kind="stable")]
                prints[at : at + len(rows)], owners[at : at + len(rows)] = rows["key"], rows["owner"]
                at += len(rows)
        for path in self._paths:
            path.unlink()


def build(folder: Path, keys: Hashes, prints: SortedPrints) -> None:
    """Write the index of some texts into ``folder``, which is there.

    Args:
        folder: for its files.
        keys: of the bands of each text, (bands, n); sorted in place.
        prints: the fingerprints of all texts.

    >>> from tempfile import TemporaryDirectory
    >>> from pipeline.duplicates.fold import fold
    >>> from pipeline.duplicates.signatures import signatures
    >>> settings = DuplicateSettings()
    >>> folded = fold(["三千名志愿者在河堤两岸种下柳树槐树和银杏一万株", "县图书馆新馆下月开放藏书四十万册"])
    >>> prints = fingerprints(folded)
    >>> with TemporaryDirectory() as name:
    ...     printed = SortedPrints(Path(name))
    ...     printed.add(prints["key"], folded.owner(prints["place"].astype(np.int64)))
    ...     build(Path(name), keyed(signatures(folded, settings), settings), printed)
    ...     asked = fold(["据报三千名志愿者在河堤两岸种下柳树槐树和银杏一万株"])
    ...     lookup = Lookup(Path(name), settings)
    ...     set(lookup.like(signatures(asked, settings))), set(lookup.sharing(asked))
    ({0}, {0})
    """
    texts = np.empty(keys.shape, dtype=np.uint32)
    for band, row in enumerate(keys):
        order = np.argsort(row, kind="stable")
        keys[band], texts[band] = row[order], order
    np.save(folder / BANDS, keys)
    np.save(folder / TEXTS, texts)
    prints.write(folder)


class Lookup:
    """An index that was built.

    Args:
        folder: where.
        settings: as when it was built.
    """

    def __init__(self, folder: Path, settings: DuplicateSettings) -> None:
        self._settings = settings
        self._bands, self._texts, self._prints, self._owners = (
            np.load(folder / name, mmap_mode="r").view(np.ndarray) for name in (BANDS, TEXTS, PRINTS, OWNERS)
        )

    def like(self, signatures: Hashes) -> Iterator[int]:
        """As :class:`Bands` says."""
        bands, rows = bands_for(self._settings.target, self._settings.recall, self._settings.permutations)
        for band, wanted in enumerate(band_keys(signatures, bands, rows)):
            keys, texts = self._bands[band], self._texts[band]
            yield from _with(keys, texts, wanted[wanted != NO_KEY])

    def sharing(self, folded: Folded) -> Counter[int]:
        """The fingerprints that the texts share with some folded ones, counted by text."""
        found: Counter[int] = Counter()
        found.update(_with(self._prints, self._owners, np.unique(fingerprints(folded)["key"])))
        return found


def _with(keys: np.ndarray, texts: np.ndarray, wanted: np.ndarray) -> Iterator[int]:
    """The texts that have one of the wanted keys, of those in order."""
    first: Index = np.searchsorted(keys, wanted)
    last: Index = np.minimum(np.searchsorted(keys, wanted, side="right"), first + CROWD)
    for low, high in zip(first.tolist(), last.tolist(), strict=True):
        yield from texts[low:high].tolist()

"""Batches of texts, signed, as the search of a corpus keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from pipeline.duplicates.bands import NO_KEY, band_keys, bands_for, odd_factors
from pipeline.duplicates.fold import Codes, Folded, Index, fold
from pipeline.duplicates.shingles import Hashes, Keys
from pipeline.duplicates.signatures import signatures
from pipeline.values.settings import DuplicateSettings

BATCH = 1024
"""Texts signed at a time: their hashes and codes stay near the processor."""


class Sketch(NamedTuple):
    """A batch of texts, sketched: the folded texts and their signatures, (n, permutations)."""

    folded: Folded
    signatures: Hashes


class Keyed(NamedTuple):
    """A batch of texts, ready for the search.

    Attributes:
        codes, lengths, damage: of the folded texts, as in :class:`Folded`.
        keys: of their bands, (bands, n).
        digests: of each text, (n,).
    """

    codes: Codes
    lengths: Index
    damage: Index
    keys: Hashes
    digests: Keys


def sketch(texts: Sequence[str], settings: DuplicateSettings) -> Sketch:
    """Fold and sign a batch of ``texts``.

    >>> sketch(["三千名志愿者在河堤种下柳树一万株"], DuplicateSettings()).signatures.shape
    (1, 96)
    """
    folded = fold(texts)
    return Sketch(folded, signatures(folded, settings))


def keyed(batch: Sketch, settings: DuplicateSettings) -> Keyed:
    """The keys of a batch.

    Raises:
        ValueError: the permutations cannot reach the recall.

    >>> keyed(sketch(["三千名志愿者在河堤种下柳树一万株"], DuplicateSettings()), DuplicateSettings()).keys.shape
    (24, 1)
    """
    bands, rows = bands_for(settings.target, settings.recall, settings.permutations)
    keys, folded = band_keys(batch.signatures, bands, rows), batch.folded
    return Keyed(folded.codes, folded.lengths, folded.damage, keys, digests(folded, keys))


def digests(folded: Folded, keys: Hashes) -> Keys:
    """A 64-bit number for each text, (n,), the same for the same folded text; 0 for an empty one.

    Texts with the same ``keys`` in all bands share it, whatever their letters: its pairs are verified.

    >>> settings = DuplicateSettings()
    >>> batch = keyed(sketch(["三千名志愿者种下柳树", "三千名志愿者种下柳树。", ""], settings), settings)
    >>> bool(batch.digests[0] == batch.digests[1]), int(batch.digests[2])
    (True, 0)
    """
    factors = odd_factors(len(keys))
    found = np.zeros(len(folded), dtype=np.uint64)
    for key, factor in zip(keys, factors, strict=True):
        found += key * factor
    for number in np.flatnonzero(keys[0] == NO_KEY).tolist():
        text = folded.codes[folded.bounds[number] : folded.bounds[number + 1]].tobytes()
        found[number] = int.from_bytes(blake2b(text, digest_size=8).digest(), "little") if text else 0
    return found

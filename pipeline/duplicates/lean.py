"""Signatures on disk as datasketch writes them: records that ``datasketch.LeanMinHash.deserialize`` loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from pipeline.duplicates.shingles import Hashes
from pipeline.duplicates.signatures import SCHEME, SEED

if TYPE_CHECKING:
    from datasketch import LeanMinHash  # type: ignore[import-untyped]


def layout(permutations: int) -> np.dtype[np.void]:
    """A record: the seed, the permutations (below 0: a scheme follows), the scheme, the values.

    >>> layout(96).itemsize
    400
    """
    return np.dtype([("seed", "q"), ("count", "i"), ("scheme", "i"), ("values", "u4", (permutations,))])


def records(signatures: Hashes) -> bytes:
    """Signatures, (n, permutations), as n records of ``16 + 4 * permutations`` bytes.

    >>> len(records(np.zeros((2, 96), dtype=np.uint32)))
    800
    """
    made = np.zeros(len(signatures), dtype=layout(signatures.shape[1]))
    made["seed"], made["count"], made["scheme"] = SEED, -signatures.shape[1], 1
    made["values"] = signatures
    return made.tobytes()


def signatures(data: bytes, permutations: int) -> Hashes:
    """The signatures of some records, (n, permutations).

    >>> made = np.arange(8, dtype=np.uint32).reshape(2, 4)
    >>> signatures(records(made), 4).tolist()
    [[0, 1, 2, 3], [4, 5, 6, 7]]
    """
    values: Hashes = np.frombuffer(data, dtype=layout(permutations))["values"]
    return values


def minhashes(rows: Iterable[Hashes]) -> Iterator[LeanMinHash]:
    """Signatures, (n, permutations), as datasketch's objects, which its indexes take.

    >>> [one] = minhashes([np.arange(4, dtype=np.uint32)])
    >>> one.hashvalues.tolist()
    [0, 1, 2, 3]
    """
    from datasketch import LeanMinHash  # not at the top: with scipy it takes .6 s to load

    return (LeanMinHash(seed=SEED, hashvalues=row, scheme=SCHEME) for row in rows)

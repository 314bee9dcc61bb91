"""Duplicates: passages that stand twice in a page (:func:`copies`), and in a corpus (:func:`duplicates`).

The steps on a corpus are functions of their own, so that an engine can run them where it likes:
:func:`sketch` and :func:`keyed` on a batch, then :func:`candidates`, :func:`verify` and :func:`clusters` on the whole;
:class:`Corpus` is the local way through them.
"""

from pipeline.duplicates.alignment import longest_gap
from pipeline.duplicates.bands import band_keys, bands_for, candidates
from pipeline.duplicates.clusters import clusters, components
from pipeline.duplicates.found import Duplicate, Place, duplicates
from pipeline.duplicates.passages import Match, copies
from pipeline.duplicates.search import Corpus
from pipeline.duplicates.signatures import SCHEME, SEED, sign
from pipeline.duplicates.sketches import Keyed, Sketch, keyed, sketch
from pipeline.duplicates.verification import Verified, Verifier, verify
from pipeline.values.spread import Spread, here

__all__ = [
    "SCHEME",
    "SEED",
    "Corpus",
    "Duplicate",
    "Keyed",
    "Match",
    "Place",
    "Sketch",
    "Spread",
    "Verified",
    "Verifier",
    "band_keys",
    "bands_for",
    "candidates",
    "clusters",
    "components",
    "copies",
    "duplicates",
    "here",
    "keyed",
    "longest_gap",
    "sign",
    "sketch",
    "verify",
]

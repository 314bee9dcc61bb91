"""One frozen settings class per stage, checked on construction.

Every field is a key of the section of the same name in ``luigi.cfg``; a change to any of them changes
the fingerprint of what is computed from it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A section of ``luigi.cfg``: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InputSettings(Section):
    """What is read. ``largest_page`` is in bytes; ``path_pattern`` has the groups newspaper, date, page."""

    largest_page: Annotated[int, Field(gt=0)] = 8 * 1024 * 1024
    path_pattern: str = ""
    quarantine_budget: Share = 0.10


class EncodingSettings(Section):
    """How bytes become text, and what is repaired in it."""

    encoding: str = ""
    least_confidence: Share = 0.5
    punctuation_width: bool = True


class DuplicateSettings(Section):
    """What counts as a copy, measured on folded texts: see ``docs/duplicates.md`` for how each was chosen.

    ``shingle`` is in characters; ``shortest`` (below it only equal texts match) and ``passage`` (the least
    stretch that counts as copied) in folded characters; ``threshold`` is a Jaccard similarity; ``recall``
    is the share of pairs at ``target`` that the bands must offer.
    """

    threshold: Share = 0.45
    containment: Share = 0.9
    target: Share = 0.65
    recall: Share = 0.99
    permutations: Annotated[int, Field(ge=1, le=1024)] = 128
    shingle: Annotated[int, Field(ge=1, le=16)] = 3
    shortest: Annotated[int, Field(ge=1)] = 12
    passage: Annotated[int, Field(ge=12)] = 20


class LayoutSettings(Section):
    """How lines become blocks, blocks get roles, and fragments are joined."""


class Settings(Section):
    """All sections."""

    input: InputSettings = InputSettings()
    encoding: EncodingSettings = EncodingSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    layout: LayoutSettings = LayoutSettings()

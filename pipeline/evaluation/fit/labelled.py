"""Gold pages as the fit reads them, and the weights that are fitted to some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.fit.training import Example, train
from pipeline.page.learned import Scene, Weights
from pipeline.page.learned.columns import Columns
from pipeline.page.learned.scene import LINE
from pipeline.page.learned.seams import seams
from pipeline.page.learned.signs import signs
from pipeline.page.learned.states import AT, STATES

AGAIN = "_again"
"""The end of the name of a set whose pages are made of the stories of other pages: only the last fit has them, for
in no other would those pages be left out."""
FOLDS = 4
"""Parts of the pages; each is left out once."""


@dataclass(frozen=True)
class Labelled:
    """A gold page as the fit reads it.

    Attributes:
        kind: the set that it is of; those that share ``family`` are of the same pages.
        gold, scene: the page.
        labels: the states that the gold allows, shape (fragments, states).
        weight: how much the page counts.
    """

    kind: str
    family: str
    gold: Gold
    scene: Scene
    labels: NDArray[np.bool_]
    weight: float = 1.0

    @property
    def key(self) -> str:
        """A key that no other page has."""
        return f"{self.kind}/{self.gold['doc']}"

    @property
    def again(self) -> bool:
        """Whether it is made of the stories of other pages."""
        return self.kind.endswith(AGAIN)

    @property
    def made(self) -> bool:
        """Whether it is made, or small: neither is a page that anyone printed."""
        return self.kind.startswith(("made", "examples"))

    @property
    def fold(self) -> int:
        """The part of the pages that it is in: always that of its id."""
        return crc32(self.gold["doc"].encode()) % FOLDS

    @cached_property
    def shown(self) -> Columns:
        """The features of its fragments."""
        return signs(self.scene)

    @cached_property
    def between(self) -> Columns:
        """The features of its seams."""
        return seams(self.scene)

    @cached_property
    def example(self) -> Example:
        """The page as training takes it; inside a run of long paragraphs of one story there is nothing to learn."""
        body = np.zeros(len(STATES), bool)
        body[AT["body"]] = True
        plain = (self.scene.size > LINE) & (self.labels == body).all(axis=1)
        inside = plain.copy()
        inside[1:] &= plain[:-1]
        inside[:-1] &= plain[1:]
        inside[:1] = inside[-1:] = False
        keep = ~inside
        return Example(self.shown.matrix()[keep], self.between.matrix()[keep], self.labels[keep], self.weight)


def fitted(pages: Sequence[Labelled], penalty: float, steps: int) -> Weights:
    """The weights that make the labels of some pages most likely."""
    rows, moves = train([page.example for page in pages], penalty, steps)
    return Weights(tuple(pages[0].shown.names), tuple(pages[0].between.names), rows, moves)

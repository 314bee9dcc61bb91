"""Adapting: the weights of roles, moved towards people's decisions about the pages of one newspaper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.fit.labelled import Labelled
from pipeline.evaluation.fit.training import train
from pipeline.page.chain import scene
from pipeline.page.learned import Scene, Weights, allowed, best, decode, scores
from pipeline.page.learned.states import STATES
from pipeline.values.decided import Verdicts
from pipeline.values.model import Page
from pipeline.values.settings import Settings

PENALTY, STEPS = 8.0, 40
"""Penalty on the squares of the moves away from the old weights, and steps of the optimiser; not measured yet."""


def corrected(
    pages: Iterable[Page], verdicts: Verdicts, weights: Weights, settings: Settings
) -> list[Labelled]:
    """Pages that people corrected, with labels: people's roles, and the decoder's, given those, for all else.

    A page about which nobody decided anything is left out: nobody may have looked at it.
    """
    found = []
    for page in pages:
        if page.doc in verdicts.docs:
            seen = scene(page, settings, verdicts.for_page(page))
            gold = {"doc": page.doc, "text": page.text, "articles": [], "markers": [], "removed": []}
            found.append(Labelled("corrected", "corrected", gold, seen, _labels(seen, weights)))
    return found


def _labels(seen: Scene, weights: Weights) -> NDArray[np.bool_]:
    """The states of the best chain, widened to all states of the role where a person gave one."""
    path = best(*scores(weights, seen))
    labels = np.zeros((len(seen), len(STATES)), bool)
    labels[np.arange(len(path)), path] = True
    said = sorted(seen.said)
    labels[said] = allowed(seen)[said]
    return labels


def adapted(weights: Weights, pages: Sequence[Labelled]) -> Weights:
    """The weights moved towards corrected pages (a Gaussian prior around those that were there).

    Raises:
        ValueError: there is no page.
    """
    if not pages:
        raise ValueError("no page was corrected")
    signs, seams = pages[0].shown.names, pages[0].between.names
    there = weights.of_signs(signs), weights.of_seams(seams)
    rows, steps = train([page.example for page in pages], PENALTY, STEPS, there)
    header = {**weights.header, "corrected": len(pages)}
    return Weights(tuple(signs), tuple(seams), rows, steps, weights.sure, header)


def taught(
    pages: Sequence[Labelled], weights: Callable[[Labelled], Weights]
) -> dict[tuple[str, int], Weights]:
    """Weights that never saw a family of pages, moved towards one half of them, as people may have corrected it.

    Args:
        pages: of all families.
        weights: of a model that never saw a page's family.

    Returns:
        The weights for each family and each half, fitted to the other half.
    """
    found = {}
    for family in dict.fromkeys(page.family for page in pages):
        own = [page for page in pages if page.family == family]
        for half in (0, 1):
            others = [page for page in own if page.fold % 2 != half]
            found[family, half] = adapted(weights(own[0]), others) if others else weights(own[0])
    return found


LEAST = 4
"""Corrected pages below which nothing is left to be left out."""


def left_out(weights: Weights, pages: Sequence[Labelled]) -> tuple[float, float, int]:
    """How many roles of corrected pages are right, before and after the weights were adapted to the others.

    Returns:
        The share that was right, the share that is when a quarter of the pages is left out in turn, and how many.
    """
    before = after = many = 0
    for part in range(LEAST):
        rest = [page for n, page in enumerate(pages) if n % LEAST != part]
        moved = adapted(weights, rest)
        for page in (page for n, page in enumerate(pages) if n % LEAST == part):
            before += _right(weights, page)
            after += _right(moved, page)
            many += len(page.scene)
    return before / many, after / many, many


def _right(weights: Weights, page: Labelled) -> int:
    """Count the fragments that get a role that the labels allow, without people's decisions about the page."""
    readings = decode(replace(page.scene, said={}), weights)
    wanted = [{STATES[n].role for n in np.flatnonzero(label)} for label in page.labels]
    return sum(reading.role in roles for reading, roles in zip(readings, wanted, strict=True))

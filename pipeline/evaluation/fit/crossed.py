"""Cross-validation: how the fitted weights do on pages, and on kinds of pages, that they never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from pipeline.evaluation.evaluate import page as as_page
from pipeline.evaluation.evaluate import rows
from pipeline.evaluation.fit import sets
from pipeline.evaluation.fit.labelled import FOLDS, Labelled, fitted
from pipeline.evaluation.fit.labels import role_of
from pipeline.evaluation.score import Scores, score_pages
from pipeline.page.chain import clean_page
from pipeline.page.learned import Weights, decode
from pipeline.page.learned.states import AT
from pipeline.values.model import Reading
from pipeline.values.settings import Settings

PENALTY, STEPS = 5.5, 165
"""Penalty on the squares of the weights, and steps of the optimiser. From 4 to 15 the mean of articles, titles and
bylines of real pages left out is .846; with 40 it is .841."""
LEAN = 0.6
"""Log-odds more for headlines: likelihood asks for fewer than figures do. With 0, .3, .6 and 1 titles of real pages
left out are .753, .754, .762 and .756, the mean of articles, titles and bylines .8465, .8464, .8478 and .8448."""
WORKERS = 2
"""Fits that are run at once, in threads: most of one is NumPy's."""


@dataclass(frozen=True)
class Fitted:
    """The result of a fit.

    Attributes:
        weights: fitted to all pages.
        by_page, by_kind: of each page, by its key, the weights of a model that never saw it, and of one that never
            saw its kind.
    """

    weights: Weights
    by_page: Mapping[str, Weights]
    by_kind: Mapping[str, Weights]


def fit(
    pages: Sequence[Labelled],
    told: Callable[[str], None] = lambda _: None,
    kinds: bool = True,
) -> Fitted:
    """The weights, and those of models that left pages out.

    Args:
        pages: with labels.
        told: hears which part is done.
        kinds: whether to leave kinds out too.
    """
    apart = [page for page in pages if not page.again]
    many = Counter(page.family for page in apart if page.gold["articles"])
    families = [family for family, number in many.items() if number > sets.FEW and kinds]
    left: dict[str, list[Labelled]] = {
        "nothing": list(pages),
        **{
            f"part {part}": [page for page in apart if page.fold != part or not page.gold["articles"]]
            for part in range(FOLDS)
        },
        **{family: [page for page in apart if page.family != family] for family in families},
    }
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = {name: pool.submit(fitted, those, PENALTY, STEPS) for name, those in left.items()}
        found = {}
        for name, one in waiting.items():
            found[name] = leaning(one.result(), LEAN)
            told(f"{name} left out")
    by_page = {page.key: found[f"part {page.fold}"] for page in apart}
    by_kind = {page.key: found[page.family] for page in apart if page.family in families}
    return Fitted(found["nothing"], by_page, by_kind)


def leaning(weights: Weights, odds: float) -> Weights:
    """The weights with more log-odds for every headline."""
    rows = weights.rows.copy()
    rows[weights.signs.index("any"), AT["title"]] += odds
    return replace(weights, rows=rows)


def figures(
    pages: Sequence[Labelled], settings: Settings, weights: Callable[[Labelled], Weights]
) -> Iterator[tuple[str, Scores]]:
    """The figures of each kind of pages, cleaned with the weights that are given for each; examples have none."""
    for kind in dict.fromkeys(page.kind for page in pages if page.gold["articles"] and not page.again):
        own = [page for page in pages if page.kind == kind]
        cleaned = [clean_page(as_page(page.gold), settings, weights=weights(page)) for page in own]
        yield kind, score_pages([page.gold for page in own], *rows(cleaned))


def table(found: Mapping[str, Mapping[str, Scores]]) -> str:
    """Figures as a Markdown table: of each kind a line for each way of leaving out.

    Args:
        found: by the way of leaving out, by kind.
    """
    shown = ("articles", "paragraphs", "order", "titles", "bylines", "flags", "removed")
    lines = ["| pages | left out | " + " | ".join(shown) + " |", "|---" * (len(shown) + 2) + "|"]
    kinds = dict.fromkeys(kind for by_kind in found.values() for kind in by_kind)
    for kind in kinds:
        for way, by_kind in found.items():
            if kind in by_kind:
                values: dict[str, Any] = by_kind[kind].as_dict()
                lines.append(
                    f"| {kind} | {way} | " + " | ".join(f"{values[name]:.3f}" for name in shown) + " |"
                )
    return "\n".join(lines) + "\n"


def sureness(found: Sequence[tuple[float, float, int]]) -> str:
    """The outcome of :func:`reliability` as a Markdown table."""
    lines = ["| score | right | roles |", "|---|---|---|"]
    lines += [f"| {score:.3f} | {right:.3f} | {many} |" for score, right, many in found]
    return "\n".join(lines) + "\n"


def reliability(
    pages: Iterable[Labelled], weights: Callable[[Labelled], Weights]
) -> list[tuple[float, float, int]]:
    """How often roles are right, by their score.

    Args:
        pages: with labels.
        weights: that read each page.

    Returns:
        For each tenth of scores the mean score, the share that is right, and how many there are.
    """
    said = [(reading.score, right) for reading, right in _roles(pages, weights)]
    values = np.array(said).reshape(-1, 2)
    bins = np.minimum((values[:, 0] * 10).astype(int), 9)
    return [
        (float(values[bins == n, 0].mean()), float(values[bins == n, 1].mean()), int((bins == n).sum()))
        for n in range(10)
        if (bins == n).any()
    ]


def sure(pages: Iterable[Labelled], weights: Callable[[Labelled], Weights]) -> tuple[float, float]:
    """Fit how far log-odds of roles hold on pages left out (Platt 1999); arguments as for :func:`reliability`.

    Returns:
        (a, b), as :attr:`~pipeline.page.learned.Weights.sure` has them.
    """
    said = [(reading.evidence["margin"], right) for reading, right in _roles(pages, weights)]
    odds, right = np.array(said).reshape(-1, 2).T
    return platt(odds, right)


def platt(odds: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, float]:
    """Fit a logistic curve to log-odds, (n,), and to whether each was right, (n,): 1.0 or 0.0.

    One answer of each kind is added in thought, as Platt does, so that a few answers that are all right prove little.

    >>> platt(np.zeros(4), np.array([1.0, 1.0, 0.0, 0.0]))
    (1.0, 0.0)
    """
    rights, wrongs = right.sum(), (1.0 - right).sum()
    target = np.where(right > 0, (rights + 1.0) / (rights + 2.0), 1.0 / (wrongs + 2.0))

    def loss(curve: NDArray[np.float64]) -> float:
        said = curve[0] * odds + curve[1]
        return float((np.logaddexp(0.0, said) - target * said).sum())

    found = minimize(loss, (1.0, 0.0)).x
    return round(float(found[0]), 3), round(float(found[1]), 3)


def _roles(
    pages: Iterable[Labelled], weights: Callable[[Labelled], Weights]
) -> Iterator[tuple[Reading, bool]]:
    """The readings of which gold gives the role, and whether they are right."""
    for page in pages:
        readings = decode(page.scene, weights(page))
        for reading, label in zip(readings, page.labels, strict=True):
            if (role := role_of(label)) and role != "jump":
                yield reading, reading.role == role

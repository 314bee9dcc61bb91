"""Cross-validation: how the fitted weights do on pages, and on kinds of pages, that they never saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.evaluation.evaluate import page as as_page
from pipeline.evaluation.evaluate import rows
from pipeline.evaluation.fit.labelled import FOLDS, Labelled, fitted
from pipeline.evaluation.fit.labels import role_of
from pipeline.evaluation.score import Scores, score_pages
from pipeline.page.chain import clean_page
from pipeline.page.learned import Weights, decode
from pipeline.values.settings import Settings

PENALTY, STEPS = 2.0, 165
"""Penalty on the squares of the weights, and steps of the optimiser. With 8 headlines of a daily's pages left out are
.799 and those of typeset ones .619, with 1.5 they are .777 and .652; front pages differ by .01."""
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
    pages: Sequence[Labelled], told: Callable[[str], None] = lambda _: None, kinds: bool = True
) -> Fitted:
    """The weights, and those of models that left pages out.

    Args:
        pages: with labels.
        told: hears which part is done.
        kinds: whether to leave kinds out too.
    """
    apart = [page for page in pages if not page.again]
    families = dict.fromkeys(page.family for page in apart if page.gold["articles"]) if kinds else {}
    left: dict[str, list[Labelled]] = {
        "nothing": list(pages),
        **{f"part {part}": [page for page in apart if page.fold != part] for part in range(FOLDS)},
        **{family: [page for page in apart if page.family != family] for family in families},
    }
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = {name: pool.submit(fitted, those, PENALTY, STEPS) for name, those in left.items()}
        found = {}
        for name, one in waiting.items():
            found[name] = one.result()
            told(f"{name} left out")
    by_page = {page.key: found[f"part {page.fold}"] for page in apart}
    by_kind = {page.key: found[page.family] for page in apart if page.family in families}
    return Fitted(found["nothing"], by_page, by_kind)


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


def reliability(pages: Sequence[Labelled], by_page: Mapping[str, Weights]) -> list[tuple[float, float, int]]:
    """How often the roles of pages left out are right, by how sure the decoder was.

    Returns:
        For each tenth of scores the mean score, the share that is right, and how many there are.
    """
    said: list[tuple[float, bool]] = []
    for page in pages:
        if page.again:
            continue
        readings = decode(page.scene, by_page[page.key])
        for reading, label in zip(readings, page.labels, strict=True):
            if (role := role_of(label)) and role != "jump":
                said.append((reading.score, reading.role == role))
    values = np.array(said)
    bins = np.minimum((values[:, 0] * 10).astype(int), 9)
    return [
        (float(values[bins == n, 0].mean()), float(values[bins == n, 1].mean()), int((bins == n).sum()))
        for n in range(10)
        if (bins == n).any()
    ]

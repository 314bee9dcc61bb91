"""The fit of all weights to gold pages: ``jieban fit``.

Gold pages become fragments with labels (``sets``, ``labels``), the decoder learns from them (``training``), and
each page and each kind is also read by weights that never saw it (``crossed``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.fit import crossed, sets
from pipeline.evaluation.fit.labelled import AGAIN, Labelled
from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.score import Scores
from pipeline.evaluation.stories import Raw
from pipeline.page.learned import Weights
from pipeline.values.settings import Settings

__all__ = ["Outcome", "fit"]


@dataclass(frozen=True)
class Outcome:
    """The result of a fit.

    Attributes:
        weights: fitted to all pages; their header names the pages.
        figures: the figures of each kind, by the part left out (``nothing``, ``the page``, ``its kind``).
        reliability: for each tenth of scores of pages left out the mean, the share that is right, and how many.
    """

    weights: Weights
    figures: dict[str, dict[str, Scores]]
    reliability: list[tuple[float, float, int]]


def fit(
    folders: Iterable[Path],
    articles: Sequence[Raw] = (),
    settings: Settings | None = None,
    told: Callable[[str], None] = lambda _: None,
    kinds: bool = True,
) -> Outcome:
    """Fit the weights of the decoder of roles.

    Args:
        folders: of gold pages, searched recursively.
        articles: of which pages are made, beside those.
        settings: of the stages before roles.
        told: hears which part is done.
        kinds: whether to leave kinds out too, one by one.

    Raises:
        UserError: a folder holds no gold page, or a page is none.
    """
    settings = settings or Settings()
    golds = gathered(folders, articles)
    pages = [*sets.labelled(golds, settings), *sets.exemplary(settings)]
    told(f"{len(pages)} pages of {len(golds)} sets")
    found = crossed.fit(pages, told, kinds)
    weights = replace(found.weights, header=header(golds))
    ways: dict[str, Callable[[Labelled], Weights]] = {
        "nothing": lambda _: weights,
        "the page": lambda page: found.by_page[page.key],
        "its kind": lambda page: found.by_kind[page.key],
    }
    figures = {
        way: dict(crossed.figures(pages, settings, weights_of))
        for way, weights_of in ways.items()
        if kinds or way != "its kind"
    }
    return Outcome(weights, figures, crossed.reliability(pages, found.by_page))


def gathered(folders: Iterable[Path], articles: Sequence[Raw]) -> dict[str, list[Gold]]:
    """The gold pages of all folders, with marks and without, and pages made of articles and of small sets' stories."""
    golds = sets.gold_sets(folders)
    few = [gold for those in golds.values() if len(those) <= sets.FEW for gold in those]
    made = sets.made_sets(articles) if articles else {}
    if articles and few:
        again = sets.made_sets(gold_articles(few), sets.MADE // 2)
        made |= {f"{name}{AGAIN}": those for name, those in again.items()}
    return sets.with_plain(golds) | made


def header(golds: sets.Sets) -> dict[str, object]:
    """The header of weights: the pages that they were fitted on."""
    return {
        "sets": {name: len(those) for name, those in golds.items()},
        "sha256": sets.digest(golds),
        "penalty": crossed.PENALTY,
    }

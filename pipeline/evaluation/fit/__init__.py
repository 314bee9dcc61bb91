"""The fit of all weights to gold pages: ``jieban fit``.

Gold pages become fragments with labels (``sets``, ``labels``), the decoder learns from them (``training``), and
each page and each kind is also read by weights that never saw it (``crossed``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.fit import adapting, crossed, sets
from pipeline.evaluation.fit.labelled import AGAIN, Labelled
from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.pages import Library
from pipeline.evaluation.score import Scores
from pipeline.evaluation.stories import Raw
from pipeline.page.learned import Weights, weights_of
from pipeline.values.settings import Settings

__all__ = ["Outcome", "fit", "reliability"]


@dataclass(frozen=True)
class Outcome:
    """The result of a fit.

    Attributes:
        weights: fitted to all pages; their header names the pages.
        figures: the figures of each kind of real pages, by the part left out (``nothing``, ``the page``, ``its kind``);
            ``its kind but half``: of weights without a kind, moved towards half of its pages, on the other half.
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
    ways: dict[str, Callable[[Labelled], Weights]] = {
        "nothing": lambda _: found.weights,
        "the page": lambda page: found.by_page[page.key],
        "its kind": lambda page: found.by_kind[page.key],
        "its kind but half": lambda page: taught[page.family, page.fold % 2],
    }
    real = [page for page in pages if not page.made]
    unseen = [page for page in real if page.key in found.by_kind]
    taught = adapting.taught(unseen, lambda page: found.by_kind[page.key])
    figures = {
        way: dict(crossed.figures(unseen if "kind" in way else real, settings, weights))
        for way, weights in ways.items()
        if kinds or "kind" not in way
    }
    sure = crossed.sure(real, ways["the page"])
    held = crossed.reliability(real, lambda page: replace(found.by_page[page.key], sure=sure))
    return Outcome(replace(found.weights, sure=sure, header=header(golds)), figures, held)


def reliability(articles: Sequence[Raw], settings: Settings, pages: int, seed: int) -> str:
    """How often the roles of made pages are right, by their score, as a Markdown table.

    Args:
        articles: of which pages are made.
        settings: of all stages; its model decides the roles.
        pages: how many.
        seed: of all chances; the pages are others than those of :func:`~pipeline.evaluation.evaluate.evaluate`.
    """
    golds = {"made": list(Library(articles).pages(pages, seed + 1_000))}
    model = settings.roles
    weights = weights_of(model.model, model.sha256)
    return crossed.sureness(crossed.reliability(sets.labelled(golds, settings), lambda _: weights))


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
        "lean": crossed.LEAN,
    }

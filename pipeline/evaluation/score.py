"""The figures of an output against gold annotations of the same pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluation.measures import PageScore, Tally
from pipeline.evaluation.outputs import Output, Row


@dataclass(frozen=True)
class Scores:
    """The figures of some pages together, and the differences. All but ``pages`` and ``lost`` are shares, 0 to 1.

    Attributes:
        conservation: of the visible characters, those accounted for exactly once (in a block's piece,
            or in a dropped line of the audit).
        faithful: of the blocks, those whose text is that of their pieces, width of characters apart,
            or differs where the audit has a ``changed`` line.
        articles: B-cubed F1 over characters: those of one article stay together, and no others with them.
        paragraphs: F1 of whole paragraphs; three characters may differ at the seams of a long one.
        order: of the gold's neighbouring paragraphs of running text, those that follow each other.
        titles, bylines, flags: F1 of exact values (flags: ``continued_from``, ``missing_head``,
            ``missing_tail``); the second half of a jump that was joined is excused.
        removed: F1 over characters that do not belong on the page; either of two equal copies is accepted.
        problems: a line for each difference.
        lost: characters of titles, bylines and paragraphs that were dropped though nothing is wrong with them.
    """

    pages: int
    conservation: float
    faithful: float
    articles: float
    paragraphs: float
    order: float
    titles: float
    bylines: float
    flags: float
    removed: float
    problems: tuple[str, ...] = ()
    lost: int = 0

    def as_dict(self) -> dict[str, float]:
        """The shares by name, in their order, and the number of pages."""
        return {name: getattr(self, name) for name in FIGURES}


FIGURES = tuple(name for name in Scores.__dataclass_fields__ if name not in ("problems", "lost"))


def score(gold_dir: Path, output_dir: Path) -> Scores:
    """Score an output folder against a folder of ``<doc>.json`` gold pages.

    Raises:
        FileNotFoundError: ``output_dir`` has no ``articles.jsonl`` or ``audit.jsonl``.
        ValueError: a line or a gold file is not JSON.
    """
    golds = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(gold_dir.glob("*.json")))
    return score_pages(golds, _rows(output_dir / "articles.jsonl"), _rows(output_dir / "audit.jsonl"))


def score_pages(golds: Iterable[Row], articles: Iterable[Row], audit: Iterable[Row]) -> Scores:
    """Score the lines of ``articles.jsonl`` and ``audit.jsonl`` against gold pages, in memory."""
    tally: Tally = Tally(float)
    problems: list[str] = []
    output = Output.read(articles, audit)
    pages = 0
    for gold in golds:
        PageScore(gold, output, tally, problems).run()
        pages += 1
    return _figures(tally, pages, problems)


def _figures(tally: Tally, pages: int, problems: Iterable[str]) -> Scores:
    def part(name: str) -> float:
        precision = ratio(tally[name + "_good"], tally[name + "_found"])
        return round(f1(precision, ratio(tally[name + "_good"], tally[name + "_gold"])), 4)

    return Scores(
        pages=pages,
        conservation=round(ratio(tally["once"], tally["visible"]), 6),
        faithful=round(ratio(tally["faithful"], tally["blocks"]), 4),
        articles=round(f1(ratio(tally["bp"], tally["chars"]), ratio(tally["br"], tally["chars"])), 4),
        paragraphs=part("para"),
        order=round(ratio(tally["order_good"], tally["order_all"]), 4),
        titles=part("title"),
        bylines=part("byline"),
        flags=part("flag"),
        removed=part("cut"),
        problems=tuple(problems),
        lost=int(tally["lost"]),
    )


def ratio(good: float, whole: float) -> float:
    """A share; of nothing, all is good."""
    return good / whole if whole else 1.0


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _rows(path: Path) -> Iterable[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]

"""Tells by how much each number that is set by hand helps: ``python -m pipeline.evaluation.ablation``.

Every number that a module of the page chain names at its top is halved and doubled in turn, and the made pages of
the gate are cleaned again, and real ones where ``--real`` names their folder. A number that changes no figure could go;
for one that does the table says how much it helps.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from pipeline import page as chain_of_a_page
from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.evaluate import page as as_page
from pipeline.evaluation.evaluate import rows
from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.pages import Library
from pipeline.evaluation.score import score_pages
from pipeline.page.chain import clean_page
from pipeline.values.settings import Settings

SHOWN = ("articles", "paragraphs", "order", "titles", "bylines", "flags", "removed")
FACTORS = (0.5, 2.0)


class Number(NamedTuple):
    """A number that a module names.

    Attributes:
        module: where it stands.
        name: its name there.
        value: its value.
    """

    module: ModuleType
    name: str
    value: float


def numbers() -> Iterator[Number]:
    """All numbers of the page chain, one for each name; those of a tuple count by themselves.

    >>> sum(1 for _ in numbers()) > 10
    True
    """
    for found in pkgutil.walk_packages(chain_of_a_page.__path__, chain_of_a_page.__name__ + "."):
        module = importlib.import_module(found.name)
        for name, value in sorted(vars(module).items()):
            if name.strip("_").isupper() and isinstance(value, int | float) and not isinstance(value, bool):
                yield Number(module, name, value)


def figures(golds: Sequence[Gold]) -> dict[str, float]:
    """The figures of some pages as the chain now is."""
    scores = score_pages(golds, *rows(clean_page(as_page(gold), Settings()) for gold in golds))
    return {name: scores.as_dict()[name] for name in SHOWN}


def earned(number: Number, golds: Sequence[Gold], before: dict[str, float]) -> dict[str, float]:
    """By how much each figure falls at worst when a number is halved or doubled."""
    found = dict.fromkeys(SHOWN, 0.0)
    for factor in FACTORS:
        setattr(number.module, number.name, type(number.value)(number.value * factor))
        try:
            now = figures(golds)
        finally:
            setattr(number.module, number.name, number.value)
        found = {name: max(found[name], before[name] - now[name]) for name in SHOWN}
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the repository's root; it prints a Markdown table of all numbers."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"))
    parser.add_argument("--real", type=Path, help="holds KIND/gold*/PAGE.json, gold with its text")
    parser.add_argument("--pages", type=int, default=16, help="made pages; default: 16")
    args = parser.parse_args(arguments)
    golds = _golds(args.gold, "*.json")
    real = _golds(args.real, "*/gold*/*.json") if args.real else []
    pages = [*golds, *Library(gold_articles(golds)).pages(args.pages, 1), *real]
    before, all_of_them = figures(pages), list(numbers())
    sys.stdout.write(f"{len(all_of_them)} numbers\n\n| number | value | " + " | ".join(SHOWN) + " |\n")
    sys.stdout.write("|---" * (len(SHOWN) + 2) + "|\n")
    for number in all_of_them:
        told = " | ".join(f"{value:.4f}" for value in earned(number, pages, before).values())
        where = number.module.__name__.removeprefix(chain_of_a_page.__name__ + ".")
        sys.stdout.write(f"| {where}.{number.name} | {number.value} | {told} |\n")
    return 0


def _golds(folder: Path, pattern: str) -> list[Gold]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(pattern))]


if __name__ == "__main__":
    sys.exit(main())

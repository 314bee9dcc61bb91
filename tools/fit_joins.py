"""Fit the weights of ``pipeline/page/joins.json``: what speaks for an open end going on in the text below it.

    python tools/fit_joins.py ARTICLES GOLD... [--seeds 21 22] [--out FILE]

Each GOLD is a folder of gold pages (``tests/gold``, ``../shared/real/daily/gold``), and is a kind of its own; further
pages are made from ARTICLES, with and without heading marks. Every open end of running text and the text below it are
an example: they go on if gold has both in one paragraph. It is a logistic regression in which each kind counts as much
as the root of its examples and both answers weigh the same, so that its log-odds leave out how often ends go on: that
is estimated on each page (``pipeline.page.seams.habit``).

Prints how many open ends are joined rightly, wrongly and not, on all kinds, then on each kind with weights that were
fitted without it; then writes the weights. Takes a minute.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.evaluation.evaluate import page, unmarked
from pipeline.evaluation.pages import Library
from pipeline.page import chain, continuity, seams
from pipeline.values.settings import Settings

PAGES, MOST, RIDGE = 60, 150, 0.001
ELSEWHERE = 0.05
"""What an end counts that goes on, but not in the text below: it says little of how whole ends look."""
Example = tuple[str, str, seams.Values, bool, bool]
"""Kind, page, evidence, whether the end goes on right below, whether it does anywhere."""


def examples(kind: str, golds: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """The open ends of gold pages."""
    for gold in golds:
        paragraph = {
            at: (n, m)
            for n, article in enumerate(gold["articles"])
            for m, one in enumerate(article["paragraphs"])
            for first, last in one["spans"]
            for at in range(first, last)
        }
        last = {one["spans"][-1][1] - 1 for article in gold["articles"] for one in article["paragraphs"]}
        cut = {
            max(_all(article))
            for article in gold["articles"]
            if article["truncated_tail"] and article["paragraphs"]
        }
        for left, right, values in _ends(gold):
            goes = left in paragraph and paragraph.get(left) == paragraph.get(right)
            yield kind, gold["doc"], values, goes, goes or left not in last or left in cut


def _all(article: dict[str, Any]) -> list[int]:
    return [one["spans"][-1][1] - 1 for one in article["paragraphs"]]


def _ends(gold: dict[str, Any]) -> list[tuple[int, int, seams.Values]]:
    """The open ends that the chain sees on a page: their last character, the first one below, and the evidence."""
    seen: list[tuple[int, int, seams.Values]] = []
    rows: Sequence[Any] = ()
    sheet, links = chain._sheet, continuity.links

    def spied(found: Sequence[Any], *rest: Any) -> Any:
        nonlocal rows
        rows = found
        return sheet(found, *rest)

    def told(strand: continuity.Strand, model: Any, habit: continuity.Habit) -> Any:
        for left, right, values in continuity.ends(strand, model):
            twice = continuity._repeated(strand.texts[left], strand.texts[right])
            text = rows[right].text.cut(twice)
            if text.spans:
                seen.append((rows[left].text.spans[-1].end - 1, text.spans[0].start, values))
        return links(strand, model, habit)

    with patch.object(chain, "_sheet", spied), patch.object(continuity, "links", told):
        chain.clean_page(page(gold), Settings())
    return seen


class Table:
    """Examples as arrays."""

    def __init__(self, found: Sequence[Example]) -> None:
        self.names = [*found[0][2], "constant"]
        self.x = np.array([[*values.values(), 1.0] for _, _, values, *_ in found])
        self.y = np.array([float(goes) for *_, goes, _ in found])
        self.share = np.array([1.0 if goes == broken else ELSEWHERE for *_, goes, broken in found])
        self.kinds = np.array([kind for kind, *_ in found])
        self.pages = np.array([f"{kind}/{doc}" for kind, doc, *_ in found])

    def fitted(self, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The weights, by Newton's method."""
        weight = self._balanced(rows)
        found = np.zeros(self.x.shape[1])
        ridge = np.full(len(found), RIDGE)
        ridge[-1] = 1e-6
        for _ in range(60):
            likely = 1.0 / (1.0 + np.exp(-self.x @ found))
            slope = self.x.T @ (weight * (likely - self.y)) + ridge * found
            bend = (self.x * (weight * likely * (1.0 - likely))[:, None]).T @ self.x + np.diag(ridge)
            found -= np.linalg.solve(bend, slope)
        return found

    def _balanced(self, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        weight = np.zeros(len(self.y))
        for goes in (0.0, 1.0):
            for kind in sorted(set(self.kinds[rows])):
                these = rows & (self.kinds == kind) & (self.y == goes)
                count = these.sum()
                weight[these] = min(count, MOST) ** 0.5 / max(count, 1)
            these = rows & (self.y == goes)
            weight[these] *= self.share[these]
            weight[these] /= weight[these].sum()
        return weight

    def joined(self, rows: NDArray[np.bool_], found: NDArray[np.float64]) -> str:
        """How many ends are joined rightly and wrongly, and how many that go on are not."""
        odds, right, wrong, missed = self.x @ found, 0, 0, 0
        broken = self.names.index("broken")
        for one in sorted(set(self.pages[rows])):
            these = np.flatnonzero(rows & (self.pages == one))
            prior = seams.habit(odds[these].tolist())
            for n in these:
                goes = odds[n] + (seams.of_comma(prior) if self.x[n, broken] else prior) > 0
                right += goes and self.y[n] == 1
                wrong += goes and self.y[n] == 0
                missed += not goes and self.y[n] == 1
        return f"right {right}, wrong {wrong}, not joined {missed}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22])
    parser.add_argument("--out", type=Path, default=Path(seams.__file__).with_name("joins.json"))
    args = parser.parse_args()
    found: list[Example] = []
    for folder in args.gold:
        golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
        found += examples(str(folder), golds)
    library = Library(map(json.loads, args.articles.read_text(encoding="utf-8").splitlines()))
    made = [gold for seed in args.seeds for gold in library.pages(PAGES, seed)]
    found += [*examples("made", made), *examples("made, unmarked", map(unmarked, made))]
    table = Table(found)
    every = np.ones(len(found), dtype=bool)
    weights = table.fitted(every)
    for kind in sorted(set(table.kinds)):
        these = table.kinds == kind
        without = table.joined(these, table.fitted(~these))
        sys.stdout.write(f"{kind}: {table.joined(these, weights)}; fitted without it: {without}\n")
    told = {name: round(float(value), 3) for name, value in zip(table.names, weights, strict=True)}
    args.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

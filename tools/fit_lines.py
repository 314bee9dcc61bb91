"""Fit what ``pipeline/page/lines`` weighs: which printed line goes on in the next, which begins or ends a paragraph.

    python tools/fit_lines.py FOLDER… --articles ARTICLES [--out FILE]

Each FOLDER holds ``pages/`` and ``gold/`` of pages that come one printed line a line, and is a kind; from ARTICLES
(JSONL) pages of printed lines are made, which are one kind more. A network of one layer is fitted by L-BFGS, first
without each sixth of the real pages, then without each kind, to measure; the weights that are written come from all.
Nothing of the texts can be read from them. Takes three minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline import encoding
from pipeline.evaluation.pages import Library
from pipeline.language import LanguageModel
from pipeline.page.layout import split
from pipeline.page.lines.seams import FILE, Network, Odds, clues, weigh
from pipeline.values.settings import EncodingSettings
from pipeline.values.text import Traced

Floats = NDArray[np.float64]

MADE = 60
"""Pages that are made."""
DAMAGES = (
    *("printed_lines", "bylines", "inline_bylines", "decks", "cross_heads", "jumps", "missing", "columns"),
    *("interruptions", "photos", "notices", "briefs", "furniture"),
)
WEIGHT = 0.1
"""Of a made page beside a real one. Of .1, .17 and .33 the first two did equally well on pages left out."""
HIDDEN, PENALTY = 16, 10.0
"""Of 8 and 16 units, and penalties of 3, 10 and 20 on squared weights, those with the best likelihood on pages left
out."""
STEPS = 150
PARTS = 6


class Seams(NamedTuple):
    """The seams of a page: their clues, shape (m, clues), and the answers (of :class:`Odds`), shape (m, 3)."""

    found: Floats
    answers: Floats


def seams(text: str, gold: dict[str, Any]) -> Seams:
    """What the seams of a gold page show, and what is true of them."""
    rows, _ = split(encoding.repair(Traced.read("", text), EncodingSettings())[0])
    after, first, last = _order(text, gold)
    ends = [row.text.spans[-1].end - 1 for row in rows]
    starts = [row.text.spans[0].start for row in rows]
    answers = [
        (after.get(end) == start, end in last, start in first)
        for end, start in zip(ends, starts[1:], strict=False)
    ]
    texts = [row.text.text for row in rows]
    found = clues(texts, LanguageModel.load().adapted(texts))
    known = [start in after or start in last for start in starts[1:]]  # no folio, no jump line
    return Seams(found[known], np.array(answers, dtype=np.float64)[known])


def _order(text: str, gold: dict[str, Any]) -> tuple[dict[int, int], set[int], set[int]]:
    """Which character follows which within a paragraph, and which are the first and last of one."""
    after: dict[int, int] = {}
    first, last = set(), set()
    for article in gold["articles"]:
        heads = [[article["title"]["span"]]] if article["title"] else []
        parts = [[article["byline_span"]]] if article.get("byline_span") else []
        for paragraph in article["paragraphs"]:
            (heads if _unnamed(text, paragraph["spans"]) else parts).append(paragraph["spans"])
        for spans in parts:
            places = [n for start, end in spans for n in range(start, end) if not text[n].isspace()]
            after.update(pairwise(places))
            first.add(places[0])
            last.add(places[-1])
        for places in (
            [*range(*span)] for spans in heads for span in spans
        ):  # lines of a headline stay apart
            first.update(places)
            last.update(places)
    return after, first, last


def _unnamed(text: str, spans: Sequence[Sequence[int]]) -> bool:
    """Whether a paragraph of several lines without any mark is a headline that nobody named one."""
    return len(spans) > 1 and not re.search("[，。、；]", "".join(text[start:end] for start, end in spans))


def fitted(parts: Sequence[tuple[Sequence[Seams], float]]) -> Network:
    """The network of some pages, each group with the weight of its pages."""
    found = np.concatenate([page.found for pages, _ in parts for page in pages])
    answers = np.concatenate([page.answers for pages, _ in parts for page in pages])
    weight = np.concatenate([np.full(len(page.found), one) for pages, one in parts for page in pages])
    mean, scale = found.mean(axis=0), found.std(axis=0)
    scale[scale < 1e-6] = 1.0
    inputs = ((found - mean) / scale).clip(-5, 5)
    shapes = [(inputs.shape[1], HIDDEN), (HIDDEN,), (HIDDEN, 3), (inputs.shape[1], 3), (3,)]
    cuts = np.cumsum([int(np.prod(shape)) for shape in shapes])
    penalty = np.concatenate([np.full(int(np.prod(shape)), PENALTY * (len(shape) > 1)) for shape in shapes])

    def parted(values: Floats) -> list[Floats]:
        return [part.reshape(shape) for part, shape in zip(np.split(values, cuts[:-1]), shapes, strict=True)]

    def loss(values: Floats) -> tuple[float, Floats]:
        inner, shift, outer, straight, constant = parted(values)
        hidden = np.tanh(inputs @ inner + shift)
        told = hidden @ outer + inputs @ straight + constant
        off = weight[:, np.newaxis] * (1 / (1 + np.exp(-told.clip(-30, 30))) - answers)
        back = (off @ outer.T) * (1 - hidden * hidden)
        slopes = (inputs.T @ back, back.sum(0), hidden.T @ off, inputs.T @ off, off.sum(0))
        total = float((weight[:, np.newaxis] * (np.logaddexp(0, told) - answers * told)).sum())
        slope = np.concatenate([each.ravel() for each in slopes]) + penalty * values
        return total + 0.5 * float((penalty * values * values).sum()), slope

    start = np.random.default_rng(0).normal(0, 0.1, cuts[-1])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return Network(mean, scale, *parted(best.x))


def told(name: str, pages: Sequence[Seams], answers: Sequence[Floats]) -> str:
    """A line of the table: how many seams are read wrongly, and the mean log loss, for each question."""
    rows = [f"{name:34} {sum(len(page.found) for page in pages):6}"]
    odds, truth = np.concatenate(answers), np.concatenate([page.answers for page in pages])
    for n, question in enumerate(Odds._fields):
        wrong = ((odds[:, n] > 0) != truth[:, n]).mean()
        loss = (np.logaddexp(0, odds[:, n]) - truth[:, n] * odds[:, n]).mean()
        rows.append(f"{question} {wrong:.4f} {loss:.3f}")
    return "  ".join(rows)


def crossed(kinds: dict[str, list[Seams]], made: Sequence[Seams]) -> Iterator[str]:
    """What is read of pages and of kinds that were left out."""
    pages = [page for kind in kinds.values() for page in kind]
    answers: dict[int, Floats] = {}
    for part in range(PARTS):
        rest = [page for n, page in enumerate(pages) if n % PARTS != part]
        network = fitted([(made, WEIGHT), (rest, 1.0)])
        answers |= {id(page): weigh(page.found, network) for page in pages[part::PARTS]}
    for name, kind in kinds.items():
        yield told(f"{name}, by page", kind, [answers[id(page)] for page in kind])
    for name, kind in kinds.items():
        rest = [page for other, pages in kinds.items() if other != name for page in pages]
        network = fitted([(made, WEIGHT), (rest, 1.0)])
        yield told(f"{name}, by kind", kind, [weigh(page.found, network) for page in kind])
    network = fitted([(pages, 1.0)])
    yield told("made, by kind", made, [weigh(page.found, network) for page in made])


def _pages(folder: Path) -> list[Seams]:
    found = []
    for path in sorted(folder.glob("pages/*")):
        gold = folder / "gold" / f"{path.stem}.json"
        if gold.exists():
            found.append(
                seams(path.read_text(encoding="utf-8"), json.loads(gold.read_text(encoding="utf-8")))
            )
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "pipeline/page/lines" / FILE)
    args = parser.parse_args()
    library = Library(orjson.loads(line) for line in args.articles.read_bytes().splitlines() if line.strip())
    made = [seams(gold["text"], gold) for gold in library.pages(MADE, 11, DAMAGES)]
    kinds = {folder.name: _pages(folder) for folder in args.folders}
    for line in crossed(kinds, made):
        sys.stdout.write(line + "\n")
    network = fitted([(made, WEIGHT), *((pages, 1.0) for pages in kinds.values())])
    data = BytesIO()
    np.savez_compressed(data, **{name: np.float32(part) for name, part in network._asdict().items()})
    args.out.write_bytes(data.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())

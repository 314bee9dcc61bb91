"""Fit the weights of ``pipeline/page/joins.json``: what speaks for an open end going on in a beginning.

    python tools/fit_joins.py ARTICLES GOLD... [--seeds 21 22 23 24] [--out FILE]

Each GOLD is a folder of gold pages (``tests/gold``, ``../shared/real/daily/gold``), and is a kind of its own. Further
pages are made from ARTICLES, with and without heading marks, with halves that stand far apart and with lost full
stops. Every open end of running text is an example: it goes on right below, in another beginning of the page, or
nowhere. It is a multinomial logistic regression over these answers, to which each page's own shares of them are
given: how often ends go on is estimated on each page (``pipeline.page.seams.habit``). A kind counts as much as the
root of its examples.

Prints how many open ends are joined rightly and wrongly on each kind: fitted to all pages, without a fifth of them,
and without the kind. Then writes the weights. Takes ten minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.evaluation.evaluate import page, unmarked
from pipeline.evaluation.pages import Library
from pipeline.page import chain, continuity, seams
from pipeline.page.strand import Strand, examined, pairs
from pipeline.values.arrays import assignment
from pipeline.values.settings import Settings

PAGES, MOST, RIDGE, PARTS = 80, 200, 1.0, 5
KINDS: tuple[tuple[str, tuple[str, ...] | None], ...] = (
    ("made", None),
    ("made, apart", ("columns", "apart")),
    ("made, lost stops", ("columns", "lost_stops")),
)
NOWHERE, UNKNOWN, OUTSIDE = -1, -2, -3
"""What an end is that goes on nowhere; of which gold says nothing; that goes on in what is no beginning."""
Floats = NDArray[np.float64]


class Example(NamedTuple):
    """The open ends of a page, and for each the pair that goes on, or one of the three above."""

    kind: str
    doc: str
    asked: seams.Asked
    answers: NDArray[np.int64]


def examples(kind: str, golds: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """The open ends of gold pages."""
    for gold in golds:
        found = _seen(gold)
        if found:
            asked, ends, starts = found
            yield Example(kind, gold["doc"], asked, _answers(gold, asked, ends, starts))


def _answers(
    gold: dict[str, Any], asked: seams.Asked, ends: Sequence[int], starts: Sequence[int]
) -> NDArray[np.int64]:
    after, last = {}, set()
    for article in gold["articles"]:
        for paragraph in article["paragraphs"]:
            places = [
                n
                for first, end in paragraph["spans"]
                for n in range(first, end)
                if not gold["text"][n].isspace() and gold["text"][n] not in "#*"
            ]
            after.update(pairwise(places))
            last.update(places[-1:])
    answers = np.full(len(asked.lefts), UNKNOWN)
    for n, end in enumerate(ends):
        if end in last:
            answers[n] = NOWHERE
        elif end in after:
            right = [p for p in np.flatnonzero(asked.owner == n) if starts[p] == after[end]]
            answers[n] = right[0] if right else OUTSIDE
    return answers


def _seen(gold: dict[str, Any]) -> tuple[seams.Asked, list[int], list[int]] | None:
    """The open ends that the chain sees on a page: the last character of each, and the first of each beginning."""
    rows: Sequence[Any] = ()
    found: list[tuple[seams.Asked, list[int], list[int]]] = []
    sheet, links = chain._sheet, continuity.links

    def spied(fragments: Sequence[Any], *rest: Any) -> Any:
        nonlocal rows
        rows = fragments
        return sheet(fragments, *rest)

    def told(strand: Strand, model: Any) -> Any:
        if held := pairs(strand):
            asked, overlaps = examined(strand, model, held)
            ends = [rows[n].text.spans[-1].end - 1 for n in asked.lefts.tolist()]
            rests = [rows[pair.right].text.cut(overlap) for pair, overlap in zip(held, overlaps, strict=True)]
            found.append((asked, ends, [rest.spans[0].start for rest in rests]))
        return links(strand, model)

    with patch.object(chain, "_sheet", spied), patch.object(continuity, "links", told):
        chain.clean_page(page(gold), Settings())
    return found[0] if found else None


def fitted(found: Sequence[Example]) -> Floats:
    """The weights, by L-BFGS."""
    sizes = Counter[str]()
    for one in found:
        sizes[one.kind] += int((one.answers > OUTSIDE).sum() - (one.answers == UNKNOWN).sum())
    evidence, offset, owner, weight, right = [], [], [], [], []
    pairs_, ends_ = 0, 0
    for one in found:
        says = _shares(one).says(one.asked)
        known = np.flatnonzero((one.answers == NOWHERE) | (one.answers >= 0))
        number = np.full(len(one.asked.lefts), -1)
        number[known] = np.arange(len(known)) + ends_
        kept = number[one.asked.owner] >= 0
        place = np.full(len(kept), -1)
        place[kept] = np.arange(kept.sum()) + pairs_
        evidence.append(one.asked.evidence[kept])
        offset.append(says[kept])
        owner.append(number[one.asked.owner][kept])
        weight.append(np.full(len(known), min(1.0, (MOST / max(1, sizes[one.kind])) ** 0.5)))
        right += [place[one.answers[n]] for n in known if one.answers[n] >= 0]
        pairs_, ends_ = pairs_ + int(kept.sum()), ends_ + len(known)
    return _solved(
        np.concatenate(evidence),
        np.concatenate(offset),
        np.concatenate(owner),
        np.concatenate(weight),
        np.array(right),
    )


def _solved(
    evidence: Floats, offset: Floats, owner: NDArray[np.int64], weight: Floats, right: NDArray[np.int64]
) -> Floats:
    aim = evidence[right].T @ weight[owner[right]]

    def loss(values: Floats) -> tuple[float, Floats]:
        odds = evidence @ values + offset
        most = np.zeros(len(weight))
        np.maximum.at(most, owner, odds)
        likely = np.exp(odds - most[owner])
        whole = np.bincount(owner, likely, len(weight)) + np.exp(-most)
        cost = weight @ (most + np.log(whole)) - weight[owner[right]] @ odds[right]
        slope = evidence.T @ (likely / whole[owner] * weight[owner]) - aim
        return cost + RIDGE / 2 * values @ values, slope + RIDGE * values

    found: Floats = minimize(
        loss, np.zeros(evidence.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    ).x
    return found


def _shares(one: Example) -> seams.Habit:
    """The habit of a page as gold has it."""
    near, far, nowhere = seams.GIVEN
    for answer in one.answers:
        below = answer >= 0 and one.asked.below[answer]
        near += bool(below)
        far += bool((answer >= 0 and not below) or answer == OUTSIDE)
        nowhere += answer == NOWHERE
    total = near + far + nowhere
    return seams.Habit(near / total, far / total, nowhere / total)


def judged(one: Example, values: Floats) -> Counter[str]:
    """How many open ends of a page are joined rightly, wrongly and not."""
    count = len(one.asked.lefts)
    odds = one.asked.evidence @ values
    odds = odds + seams.habit(one.asked, odds=odds).says(one.asked)
    rights = sorted(set(one.asked.rights.tolist()))
    gain = np.zeros((count, len(rights) + count))
    pair = np.full(gain.shape, -1)
    columns = np.searchsorted(rights, one.asked.rights)
    gain[one.asked.owner, columns] = np.maximum(odds, 0)
    pair[one.asked.owner, columns] = np.arange(len(odds))
    found = Counter[str]()
    for end, column in zip(*assignment(gain), strict=True):
        mine = pair[end, column] if gain[end, column] > 0 else NOWHERE
        answer = one.answers[end]
        if answer == UNKNOWN:
            continue
        where = "below" if answer >= 0 and one.asked.below[answer] else "elsewhere"
        found["all " + where] += answer >= 0
        found[where] += mine >= 0 and mine == answer
        found["wrong"] += mine >= 0 and mine != answer
    return found


def told(found: Counter[str]) -> str:
    """A line of figures."""
    parts = [f"{where} {found[where]} of {found['all ' + where]}" for where in ("below", "elsewhere")]
    return f"{', '.join(parts)}, wrong {found['wrong']}"


def report(found: Sequence[Example], values: Floats) -> None:
    """Print what weights do on each kind, fitted to all pages, without a fifth of them, and without the kind."""
    parts = [fitted([one for n, one in enumerate(found) if n % PARTS != part]) for part in range(PARTS)]
    for kind in dict.fromkeys(one.kind for one in found):
        mine = [(n, one) for n, one in enumerate(found) if one.kind == kind]
        without = fitted([one for one in found if one.kind != kind])
        by_page = sum((judged(one, parts[n % PARTS]) for n, one in mine), Counter[str]())
        all_, by_kind = (
            sum((judged(one, weights) for _, one in mine), Counter[str]()) for weights in (values, without)
        )
        sys.stdout.write(
            f"{kind}: {told(all_)}; without the page: {told(by_page)}; without the kind: {told(by_kind)}\n"
        )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22, 23, 24])
    parser.add_argument("--out", type=Path, default=Path(seams.__file__).with_name("joins.json"))
    args = parser.parse_args()
    found: list[Example] = []
    for folder in args.gold:
        golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
        found += examples(str(folder), golds)
    library = Library(map(json.loads, args.articles.read_text(encoding="utf-8").splitlines()))
    for name, kinds in KINDS:
        made = [gold for seed in args.seeds for gold in library.pages(PAGES // 4, seed, kinds)]
        found += examples(name, made)
        if kinds is None:
            found += examples("made, unmarked", map(unmarked, made))
    values = fitted(found)
    report(found, values)
    held = {name: round(float(value), 3) for name, value in zip(seams.NAMES, values, strict=True)}
    args.out.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

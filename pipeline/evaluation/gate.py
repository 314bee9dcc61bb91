"""The quality gate: floors under the figures of the seeds, of pages made from their articles, and of real pages.

``python -m pipeline.evaluation.gate`` fails where a figure is below its floor; with ``--raise`` it lifts
the floors to the figures, and refuses where that would lower one. Characters that are lost have a ceiling.
Real pages belong to their newspapers and are no part of the repository: where they are not there, one line says so.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.evaluate import Clean, joined, page, score_cleaner, unmarked
from pipeline.evaluation.pages import Library
from pipeline.evaluation.score import Scores, score_pages
from pipeline.values.model import Cleaned, Page

Figures = dict[str, dict[str, float]]
"""Figures by name, for each set of pages."""
FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")
REAL = Path("../shared/real")
"""Where real pages lie beside the repository."""
LOST = "lost"
"""Characters that were dropped though nothing is wrong with them: a count, and its floor is a ceiling."""
MADE = 16
"""How many pages are made, so that the gate takes seconds: scoring a page takes about 25 ms by itself."""


def measure(golds: Sequence[Gold], clean: Clean) -> Figures:
    """The figures of the seeds, of pages made from their articles, and of those without heading marks."""
    library = Library(gold_articles(golds))
    made = list(library.pages(MADE, 1))
    sets: dict[str, Iterable[Gold]] = {"seeds": golds, "made": made, "unmarked": map(unmarked, made)}
    return {name: _figures(pages, clean) for name, pages in sets.items()}


def measure_real(folder: Path, clean: Clean) -> Figures:
    """The figures of each kind of real page, whose halves are put together as a run puts them together.

    Args:
        folder: holds a folder for each kind, with one or more folders of gold pages: ``daily/gold``,
            ``daily/gold_plain`` are the sets ``daily`` and ``daily plain``.
        clean: the cleaner.

    Returns:
        For each set the shares of :class:`Scores`, and ``lost``; nothing where there is no such folder.
    """
    found = {}
    for gold in sorted(folder.glob("*/gold*")):
        golds = _read(gold)
        articles, audit = joined(cleaned for one in golds for cleaned in clean([page(one)]))
        scores = score_pages(golds, articles, audit)
        name = f"{gold.parent.name}{gold.name.removeprefix('gold').replace('_', ' ')}"
        found[name] = {**_shares(scores), LOST: float(scores.lost - repeated(golds, audit))}
    return found


def repeated(golds: Iterable[Gold], audit: Iterable[Mapping[str, Any]]) -> int:
    """How many characters of headlines over second halves were dropped as jump lines.

    They are not lost: where a jump is joined and its second half repeats the headline of the first, the contract drops
    it. Typeset pages have it in their gold, whether the halves are joined or not.

    >>> article = {"title": {"span": [0, 6]}, "continued_from": "1"}
    >>> row = {"doc": "p", "start": 0, "end": 6, "action": "dropped", "reason": "jump_line"}
    >>> repeated([{"doc": "p", "text": "一片叶 子富", "articles": [article]}], [row])
    5
    """
    cut = {
        (row["doc"], i)
        for row in audit
        if row["action"] == "dropped" and row["reason"] == "jump_line"
        for i in range(row["start"], row["end"])
    }
    return sum(
        (gold["doc"], i) in cut and not gold["text"][i].isspace()
        for gold in golds
        for article in gold["articles"]
        if article["continued_from"] and article["title"]
        for i in range(*article["title"]["span"])
    )


def _read(folder: Path) -> list[Gold]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def _figures(golds: Iterable[Gold], clean: Clean) -> dict[str, float]:
    return _shares(score_cleaner(golds, clean))


def _shares(scores: Scores) -> dict[str, float]:
    return {name: value for name, value in scores.as_dict().items() if name != "pages"}


def gold_articles(golds: Iterable[Gold]) -> list[dict[str, Any]]:
    """The complete articles of gold pages as articles to make pages from, in full-width punctuation."""
    found = []
    for gold in golds:
        for article in gold["articles"]:
            whole = not (article["truncated_head"] or article["truncated_tail"])
            if whole and article["kind"] == "article" and article["title"]:
                found.append(
                    {
                        "title": article["title"]["text"],
                        "paragraphs": list(_paragraphs(gold["text"], article)),
                        "script": "hans",
                    }
                )
    return found


def _paragraphs(text: str, article: Gold) -> Iterable[str]:
    for paragraph in article["paragraphs"]:
        if paragraph["role"] in ("body", "heading"):
            yield "".join(text[start:end] for start, end in paragraph["spans"]).translate(FULL_WIDTH)


def below(figures: Figures, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A line for each figure that is under its floor, or over its ceiling; sets that were not measured are left out."""
    return [
        f"{group} {name}: {figures[group][name]:.4f} is "
        + (f"above the ceiling of {floor:.0f}" if name == LOST else f"below the floor of {floor:.4f}")
        for group, row in floors.items()
        if group in figures
        for name, floor in row.items()
        if (figures[group][name] > floor if name == LOST else figures[group][name] < floor)
    ]


def raised(figures: Figures, floors: Mapping[str, Mapping[str, float]]) -> Figures:
    """The floors lifted to the figures, rounded down to three places; those that were not measured stay.

    Raises:
        ValueError: a figure is below its floor; floors are not lowered.
    """
    if problems := below(figures, floors):
        raise ValueError("no floor is lowered:\n" + "\n".join(problems))
    lifted = {
        group: {
            name: value if name == LOST else max(floors.get(group, {}).get(name, 0.0), _rounded(value))
            for name, value in row.items()
        }
        for group, row in figures.items()
    }
    return {**{group: dict(row) for group, row in floors.items()}, **lifted}


def _rounded(value: float) -> float:
    return math.floor(value * 1000 + 1e-9) / 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """The command, run in the repository's root."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"))
    parser.add_argument("--floors", type=Path, default=Path("tests/evaluation/floors.json"))
    parser.add_argument("--real", type=Path, default=REAL, help="a folder for each kind of real page")
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to the figures")
    args = parser.parse_args(arguments)
    from pipeline.page.chain import clean_page
    from pipeline.values.settings import Settings

    def clean(pages: Sequence[Page]) -> list[Cleaned]:
        return [clean_page(page, Settings()) for page in pages]

    figures = measure(_read(args.gold), clean)
    if real := measure_real(args.real, clean):
        figures |= real
    else:
        sys.stderr.write(f"{args.real} is not here: the figures of real pages are not checked\n")
    floors = json.loads(args.floors.read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    if problems := below(figures, floors):
        sys.stderr.write("\n".join(problems) + "\n")
        return 1
    if args.lift:
        text = json.dumps(raised(figures, floors), indent=1)
        args.floors.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Make pages with known damage from real articles: ``python -m pipeline.evaluation.pages``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import orjson

from pipeline.evaluation.drafts import Gold, print_page
from pipeline.evaluation.mixture import KINDS, draw, make
from pipeline.evaluation.stories import Raw, Shelf, readable

TRADITIONAL = 0.3
"""The share of pages in traditional characters."""


def pages(
    articles: Iterable[Raw], count: int, seed: int, kinds: Sequence[str] | None = None
) -> Iterator[Gold]:
    """``count`` gold pages, each with its text; the same seed gives the same pages.

    Args:
        articles: dicts with ``title``, ``paragraphs`` and ``script`` (``hans`` or ``hant``).
        kinds: the damages of every page; without it each page draws its own mixture.

    Raises:
        ValueError: an unknown kind, or too few articles to fill a page.
    """
    if unknown := set(kinds or ()) - set(KINDS):
        raise ValueError(f"unknown damage {', '.join(sorted(unknown))}: choose from {', '.join(KINDS)}")
    rows: dict[str, list[tuple[str, list[str]]]] = {"hans": [], "hant": []}
    for raw in articles:
        rows[raw["script"]].append(readable(raw))
    for n in range(count):
        rng = Random(f"{seed}/{n}")
        traditional = rng.random() < TRADITIONAL
        script = "hant" if traditional else "hans"
        doc = f"{n:03d}_{rng.randrange(16**12):012x}"
        chosen = draw(rng) if kinds is None else tuple(kinds)
        yield print_page(make(doc, Shelf(rows[script], rng), chosen, rng, traditional))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Writes ``DIR/pages/<doc>.md`` and ``DIR/gold/<doc>.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--articles", type=Path, required=True, help="JSONL of title, byline, paragraphs, script"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--damage", nargs="*", metavar="KIND", help="of " + ", ".join(KINDS))
    args = parser.parse_args(arguments)
    rows = [orjson.loads(line) for line in args.articles.read_bytes().splitlines() if line.strip()]
    for folder in ("pages", "gold"):
        (args.out / folder).mkdir(parents=True, exist_ok=True)
    for gold in pages(rows, args.pages, args.seed, args.damage):
        suffix = ".md" if "headings" in gold["kinds"] else ".txt"
        (args.out / "pages" / (gold["doc"] + suffix)).write_text(gold["text"], encoding="utf-8", newline="")
        text = json.dumps(gold, ensure_ascii=False, indent=1)
        (args.out / "gold" / (gold["doc"] + ".json")).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

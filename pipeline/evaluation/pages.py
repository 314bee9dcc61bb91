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
from pipeline.evaluation.issues import make_issue
from pipeline.evaluation.mixture import KINDS, draw, make
from pipeline.evaluation.stories import Raw, Shelf, readable

TRADITIONAL = 0.3
"""The share of pages in traditional characters, where there are articles in both scripts."""


class Library:
    """Real articles, read once, from which pages are made; the same seed makes the same pages."""

    def __init__(self, articles: Iterable[Raw]) -> None:
        """``articles`` are dicts with ``title``, ``paragraphs`` and ``script`` (``hans`` or ``hant``)."""
        self.rows: dict[str, list[tuple[str, list[str]]]] = {"hans": [], "hant": []}
        for raw in articles:
            self.rows[raw["script"]].append(readable(raw))

    def pages(self, count: int, seed: int, kinds: Sequence[str] | None = None) -> Iterator[Gold]:
        """``count`` gold pages, each with its text.

        ``kinds`` are the damages of every page; without them each page draws its own mixture.

        Raises:
            ValueError: an unknown kind, or too few articles to fill a page.
        """
        if unknown := set(kinds or ()) - set(KINDS):
            raise ValueError(f"unknown damage {', '.join(sorted(unknown))}: choose from {', '.join(KINDS)}")
        for n in range(count):
            shelf = self._shelf(f"{seed}/{n}")
            doc = f"{n:03d}_{shelf.rng.randrange(16**12):012x}"
            yield print_page(make(doc, shelf, draw(shelf.rng) if kinds is None else tuple(kinds)))

    def issues(
        self, count: int, seed: int, kinds: Sequence[str] = ("headings", "columns")
    ) -> Iterator[list[Gold]]:
        """``count`` issues of two or three pages, with stories that jump from page to page.

        Raises:
            ValueError: too few articles to fill an issue.
        """
        for n in range(count):
            shelf = self._shelf(f"issue/{seed}/{n}")
            name = f"issue{n:03d}_{shelf.rng.randrange(16**8):08x}"
            yield [print_page(draft) for draft in make_issue(name, shelf, kinds, shelf.rng.randint(2, 3))]

    def _shelf(self, seed: str) -> Shelf:
        rng = Random(seed)
        traditional = not self.rows["hans"] or (bool(self.rows["hant"]) and rng.random() < TRADITIONAL)
        return Shelf(self.rows["hant" if traditional else "hans"], rng, traditional)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Writes ``DIR/pages/<doc>.md`` (or ``.txt``) and ``DIR/gold/<doc>.json``."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--articles", type=Path, required=True, help="JSONL of title, paragraphs, script")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--issues", type=int, default=0, help="issues of several pages, beside the pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--damage", nargs="*", metavar="KIND", help="of " + ", ".join(KINDS))
    args = parser.parse_args(arguments)
    library = Library(orjson.loads(line) for line in args.articles.read_bytes().splitlines() if line.strip())
    for gold in library.pages(args.pages, args.seed, args.damage):
        _write(gold, args.out)
    for issue in library.issues(args.issues, args.seed):
        for gold in issue:
            _write(gold, args.out)
    return 0


def _write(gold: Gold, folder: Path) -> None:
    """A page where its id says, and its gold under a flat name, as the scorer looks for it."""
    page = folder / "pages" / (gold["doc"] + (".md" if "headings" in gold["kinds"] else ".txt"))
    answer = folder / "gold" / (gold["doc"].replace("/", "_") + ".json")
    for path, text in ((page, gold["text"]), (answer, json.dumps(gold, ensure_ascii=False, indent=1))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    sys.exit(main())

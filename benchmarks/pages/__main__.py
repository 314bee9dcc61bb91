"""``python -m benchmarks.pages``: build the benchmark, print the figures of some systems, place text on pages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.pages.build import DATA, KINDS, Fetched, build, sha256, standoff
from benchmarks.pages.place import place
from benchmarks.pages.standoff import Row, encode
from benchmarks.pages.systems import scores
from pipeline.evaluation.score import Scores

FIGURES = ("conservation", "articles", "paragraphs", "order", "titles", "bylines", "flags", "removed", "lost")
NOT_ANNOTATED = {
    "jingbao_lines": ("titles", "bylines", "flags", "removed"),
    "rmrb_front": ("removed",),
    "rmrb1998": ("removed",),
}
"""What the gold of a kind says nothing of, or has none of."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; exit code 2 where the input is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("build", help="pages that you fetched + standoff files = pages and gold")
    one.add_argument("fetched", type=Path, metavar="FETCHED")
    one.add_argument("--output", type=Path, required=True, metavar="BENCHMARK")
    one.set_defaults(command=_build)
    one = commands.add_parser("figures", help="jieban, the splitter and peers, as a Markdown table")
    one.add_argument("benchmark", type=Path, metavar="BENCHMARK")
    one.set_defaults(command=_figures)
    one = commands.add_parser(
        "place", help="articles without offsets -> OUTPUT/articles.jsonl and audit.jsonl"
    )
    one.add_argument("articles", type=Path, metavar="ARTICLES")
    one.add_argument("benchmark", type=Path, metavar="BENCHMARK/KIND")
    one.add_argument("output", type=Path, metavar="OUTPUT")
    one.set_defaults(command=_place)
    one = commands.add_parser("standoff", help="pages and gold -> a standoff file (how the data were made)")
    one.add_argument("folder", type=Path, metavar="KIND", help="a folder of pages/ and gold/")
    one.add_argument("--output", type=Path, default=DATA, metavar="FOLDER")
    one.set_defaults(command=_standoff)
    options = parser.parse_args(arguments)
    try:
        code: int = options.command(options)
    except FileNotFoundError as error:
        print(f"benchmarks.pages: {error}", file=sys.stderr)
        return 2
    return code


def _build(options: argparse.Namespace) -> int:
    fetched, total = Fetched.read(options.fetched), 0
    for kind in KINDS:
        rows = standoff(kind)
        told = list(build(rows, fetched, options.output / kind))
        ways = [how for _, how in told]
        found = ways.count("exact") + ways.count("same characters")
        total += found
        print(f"{kind}: {found} of {len(rows)} pages, {ways.count('exact')} of them to the byte")
        for how in ways:
            if how not in ("exact", "same characters") and found:
                print(f"  {how}")
    return 0 if total else 2


def _figures(options: argparse.Namespace) -> int:
    print("| pages | system |", *(f" {name} |" for name in FIGURES), sep="")
    print("| --- | --- |", " --- |" * len(FIGURES), sep="")
    for folder in sorted(path.parent for path in options.benchmark.glob("*/gold")):
        golds = _rows(sorted((folder / "gold").glob("*.json")))
        for system, figures in scores(folder, golds) if golds else ():
            shown = (_shown(figures, name, folder.name) for name in FIGURES)
            print(f"| {folder.name} ({len(golds)}) | {system} |", *(f" {value} |" for value in shown), sep="")
    return 0


def _shown(figures: Scores, name: str, kind: str) -> str:
    if name in NOT_ANNOTATED.get(kind, ()):
        return "–"
    value = getattr(figures, name)
    return str(value) if name == "lost" else f"{value:.3f}"


def _place(options: argparse.Namespace) -> int:
    golds = _rows(sorted((options.benchmark / "gold").glob("*.json")))
    articles = map(json.loads, options.articles.read_text(encoding="utf-8").splitlines())
    rows = place(articles, {gold["doc"]: gold["text"] for gold in golds})
    options.output.mkdir(parents=True, exist_ok=True)
    _write(options.output / "articles.jsonl", rows)
    _write(options.output / "audit.jsonl", [])
    return 0


def _standoff(options: argparse.Namespace) -> int:
    rows = []
    for gold in _rows(sorted((options.folder / "gold").glob("*.json"))):
        (page,) = (options.folder / "pages").glob(f"{gold['doc']}.*")
        rows.append(encode(gold, page.name, sha256(page.read_bytes().decode())))
    options.output.mkdir(parents=True, exist_ok=True)
    _write(options.output / f"{options.folder.name}.jsonl", rows)
    return 0


def _rows(paths: Iterable[Path]) -> list[Row]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def _write(path: Path, rows: Iterable[Row]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""The commands ``find`` and ``duplicates``: articles that repeat one another."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.cli.parsing import OK, Commands, Parser
from pipeline.values.errors import UserError


def add_find(commands: Commands[Parser]) -> None:
    """Add ``find`` to the command line."""
    find = commands.add_parser(
        "find",
        help="which articles of an output repeat a text",
        description="Print which articles of an output repeat a text; an index is made when it is first asked.",
    )
    find.add_argument(
        "text", metavar="TEXT|FILE", help="a sentence, a paragraph, an article, or a file of it"
    )
    find.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="default: output")
    find.set_defaults(command=_find)


def _find(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.run.finding import Finder

    file = Path(options.text)
    try:
        text = file.read_text(encoding="utf-8") if _is_file(file) else options.text
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError(
            f"{file} cannot be read as UTF-8 ({problem}); convert it, or give the text itself"
        ) from None
    answers = Finder(options.output).find(text)
    for article, known in answers:
        display.answer(article, known)
    if not answers:
        print(f"no article of {options.output} repeats this text")  # noqa: T201
    return OK


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a paragraph is too long for a name, which some systems call an error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def add_duplicates(commands: Commands[Parser]) -> None:
    """Add ``duplicates`` to the command line."""
    duplicates = commands.add_parser(
        "duplicates",
        help="the clusters of articles that repeat one another, or what of them another output has",
    )
    duplicates.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    duplicates.add_argument(
        "--against", type=Path, metavar="OTHER_OUTPUT", help="what of OUTPUT is already in that one"
    )
    duplicates.set_defaults(command=_duplicates)


def _duplicates(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.run import clusters
    from pipeline.run.finding import Finder, against

    if options.against:
        with (options.output / "articles.jsonl").open("rb") as lines:
            for article, answer in against(Finder(options.against), lines):
                display.found(article, answer.article, answer.relation)
        return OK
    for cluster in clusters.read(options.output):
        display.cluster(cluster)
    return OK

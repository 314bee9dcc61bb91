"""The commands ``score``, ``evaluate`` and ``fit``: how good the cleaning is."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.cli.parsing import OK, Commands, Parser, positive
from pipeline.values.errors import UserError


def add_score(commands: Commands[Parser]) -> None:
    """Add ``score`` to the command line."""
    score = commands.add_parser("score", help="hold an output against gold annotations")
    score.add_argument("gold", type=Path, metavar="GOLD")
    score.add_argument("output", type=Path, metavar="OUTPUT")
    score.add_argument("--problems", type=int, default=20, metavar="N", help="how many differences to list")
    score.set_defaults(command=_score)


def _score(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.evaluation.score import score

    for folder in (options.gold, options.output):
        if not folder.is_dir():
            raise UserError(f"{folder} is no folder")
    if not (options.output / "articles.jsonl").is_file():
        raise UserError(f"{options.output} holds no output of jieban run")
    scores = score(options.gold, options.output)
    display.values(scores.as_dict())
    display.problems(scores.problems, options.problems)
    return OK


def add_evaluate(commands: Commands[Parser]) -> None:
    """Add ``evaluate`` to the command line."""
    evaluate = commands.add_parser("evaluate", help="clean made pages with known damage, and score them")
    evaluate.add_argument("articles", type=Path, metavar="ARTICLES", help="a file of articles, one a line")
    evaluate.add_argument("--pages", type=positive, default=20, metavar="N", help="of each kind; default: 20")
    evaluate.add_argument("--seed", type=int, default=1, metavar="N", help="of all chances; default: 1")
    evaluate.add_argument("--config", type=Path, metavar="FILE", help="in place of luigi.cfg")
    evaluate.set_defaults(command=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.evaluation.evaluate import evaluate
    from pipeline.evaluation.fit import reliability
    from pipeline.page.chain import clean_page
    from pipeline.run import config
    from pipeline.values.model import Cleaned, Page

    settings = config.read(config.find(options.config)).settings
    articles = _articles(options.articles)

    def clean(pages: Sequence[Page]) -> list[Cleaned]:
        return [clean_page(page, settings) for page in pages]

    try:
        for result in evaluate(articles, clean, options.pages, options.seed):
            joined = (
                {"jumps": result.jumps, "joined": result.joined, "wrong": result.wrong}
                if result.jumps
                else {}
            )
            display.row(result.kind, {**result.scores.as_dict(), **joined})
    except (KeyError, ValueError) as problem:
        raise UserError(f"no pages can be made of {options.articles}: {problem}") from None
    print("roles of as many mixed pages of another seed, by score:")  # noqa: T201
    print(reliability(articles, settings, options.pages, options.seed), end="")  # noqa: T201
    return OK


def add_fit(commands: Commands[Parser]) -> None:
    """Add ``fit`` to the command line."""
    fit = commands.add_parser(
        "fit",
        help="fit the weights of roles to gold pages",
        description="Fit what decides what each line is, and tell how it does on pages and kinds left out.",
    )
    fit.add_argument(
        "gold", nargs="+", type=Path, metavar="GOLD", help="folders of gold pages; with --decisions an output"
    )
    fit.add_argument(
        "--decisions", type=Path, metavar="FILE", help="learn from what people decided about an output"
    )
    fit.add_argument("--model", type=Path, metavar="FILE", help="with --decisions: weights to start from")
    fit.add_argument("--articles", type=Path, metavar="FILE", help="make pages of these, one a line")
    fit.add_argument("--output", type=Path, metavar="FILE", help="write the weights there; default: nowhere")
    fit.add_argument("--pages-only", action="store_true", help="leave out pages only, not kinds")
    fit.set_defaults(command=_fit)


def _fit(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.evaluation import fit
    from pipeline.page.learned import weights

    if options.decisions:
        return _adapt(options)
    for folder in options.gold:
        if not folder.is_dir():
            raise UserError(f"{folder} is no folder")
    articles = _articles(options.articles) if options.articles else ()
    found = fit.fit(options.gold, articles, told=display.note, kinds=not options.pages_only)
    if options.output:
        weights.write(found.weights, options.output)
    print(fit.crossed.table(found.figures), end="")  # noqa: T201
    print(fit.crossed.sureness(found.reliability), end="")  # noqa: T201
    return OK


def _adapt(options: argparse.Namespace) -> int:
    from pipeline.evaluation.fit import adapting
    from pipeline.page.learned import weights
    from pipeline.review.report.output import Output
    from pipeline.values import decided
    from pipeline.values.model import Page
    from pipeline.values.settings import Settings

    if len(options.gold) != 1 or not options.output:
        raise UserError(
            "jieban fit --decisions FILE takes one OUTPUT of jieban run, and --output FILE for the weights"
        )
    output = Output(options.gold[0])
    said = decided.load(options.decisions)
    pages = [Page(*row) for lot in output.lots() for row in sorted(lot.texts(set(said.docs)).items())]
    before = weights.weights_of(str(options.model or ""))
    found = adapting.corrected(pages, said, before, Settings())
    if len(found) < adapting.LEAST:
        raise UserError(
            f"{options.decisions} tells of {len(found)} pages of {options.gold[0]}; {adapting.LEAST} are needed"
        )
    weights.write(adapting.adapted(before, found), options.output)
    old, new, many = adapting.left_out(before, found)
    told = f"{len(found)} corrected pages; of {many} roles of pages left out right before {old:.3f}, after {new:.3f}"
    print(told)  # noqa: T201
    return OK


def _articles(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as problem:
        raise UserError(f"{path} is no file of articles, one a line: {problem}") from None

"""The command ``jieban``. Exit codes: 0 done, 1 failed, 2 a mistake in the request."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import pipeline
from pipeline.values.errors import RunError, UserError

# All else is imported by the command that needs it: together it takes longer than many a command.

OK, FAILED, MISTAKE, INTERRUPTED = 0, 1, 2, 130


class Parser(argparse.ArgumentParser):
    """Tells of a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the message and end."""
        self.exit(MISTAKE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is returned."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except UserError as problem:
        print(f"jieban: {problem}", file=sys.stderr)  # noqa: T201
        return MISTAKE
    except RunError as problem:
        print(f"jieban: {problem}", file=sys.stderr)  # noqa: T201
        return FAILED
    except KeyboardInterrupt:
        print("jieban: interrupted; the next run carries on from here", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as head, has gone
        sys.stderr.close()
        return OK
    return code


_EXAMPLES = """examples:
  jieban run PAGES --output output          clean a folder of pages
  jieban explain 2026-01-20/02:3538         what happened to a character, and why
  jieban review output                      look at the result in a browser, and decide
  jieban export parquet output              the articles as a table
  jieban pages PAGES                        the texts that offsets count in"""


def parser() -> Parser:
    """The command line."""
    top = Parser(
        prog="jieban", description="Newspaper pages in, clean articles out; every character accounted for."
    )
    top.formatter_class = argparse.RawDescriptionHelpFormatter
    top.epilog = _EXAMPLES
    top.add_argument("--version", action="version", version=f"jieban {pipeline.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_run(commands)
    _add_pages(commands)
    _add_export(commands)
    _add_report(commands)
    _add_review(commands)
    _add_find(commands)
    _add_duplicates(commands)
    _add_explain(commands)
    _add_verify(commands)
    _add_score(commands)
    _add_evaluate(commands)
    _add_fit(commands)
    _add_schema(commands)
    return top


Commands = argparse._SubParsersAction  # the type of add_subparsers(); argparse has no public name for it


def _add_run(commands: Commands[Parser]) -> None:
    run = commands.add_parser("run", help="clean pages", description="Clean the pages of a folder or a file.")
    run.add_argument("input", nargs="?", type=Path, metavar="INPUT", help="default: input_path of luigi.cfg")
    run.add_argument("--output", type=Path, metavar="DIR", help="default: output_path of luigi.cfg")
    run.add_argument("--workers", type=_positive, metavar="N", help="processes; default: one a processor")
    run.add_argument("--config", type=Path, metavar="FILE", help="in place of luigi.cfg")
    run.add_argument("--engine", choices=("local", "spark"), help="default: engine of luigi.cfg")
    run.add_argument("--master", metavar="URL", help="of Spark; default: master of luigi.cfg, local[*,4]")
    run.add_argument("--decisions", type=Path, metavar="FILE", help="by people, saved from the report")
    told = run.add_mutually_exclusive_group()
    told.add_argument("--quiet", action="store_true", help="print nothing but mistakes")
    told.add_argument("--json", action="store_true", help="print the summary as one JSON object")
    run.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="decide roles by weights that jieban fit wrote, or: learned",
    )
    run.add_argument("--scheduler-host", metavar="HOST", help="of a luigid; default: Luigi's local scheduler")
    run.add_argument("--scheduler-port", type=_positive, default=8082, metavar="PORT", help="default: 8082")
    run.set_defaults(command=_run)


def _add_pages(commands: Commands[Parser]) -> None:
    pages = commands.add_parser(
        "pages", help="print the pages of an input as they are read, a JSON object a line"
    )
    pages.add_argument("input", type=Path, metavar="INPUT", help="a folder or a file")
    pages.add_argument("--config", type=Path, metavar="FILE", help="in place of luigi.cfg")
    pages.set_defaults(command=_pages)


def _add_export(commands: Commands[Parser]) -> None:
    from pipeline.export import FORMS

    forms = "\n".join(f"  {name:<9} {form.target:<18} {form.help}" for name, form in FORMS.items())
    export = commands.add_parser(
        "export",
        help="the articles of an output in another form: parquet, csv, dolma, …",
        description=f"Write the articles of an output in another form:\n\n{forms}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    export.add_argument("form", choices=list(FORMS), metavar="FORM", help=f"one of {', '.join(FORMS)}")
    export.add_argument(
        "output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT", help="default: output"
    )
    export.add_argument(
        "--target", type=Path, metavar="PATH", help="default: below the output, as listed above"
    )
    export.set_defaults(command=_export)


def _add_report(commands: Commands[Parser]) -> None:
    report = commands.add_parser("report", help="build the review report of an output")
    report.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    report.add_argument("--target", type=Path, metavar="DIR", help="default: report below the output")
    report.add_argument(
        "--largest",
        type=_positive,
        default=2000,
        metavar="N",
        help="pages that are drawn at most; default: 2000",
    )
    report.add_argument(
        "--pages", nargs="+", default=(), metavar="DOC", help="pages that are drawn in any case"
    )
    report.set_defaults(command=_report)


def _add_review(commands: Commands[Parser]) -> None:
    review = commands.add_parser(
        "review",
        help="serve the report on this machine, and write decisions at once",
        description="Serve the review report to a browser on this machine; decisions go to OUTPUT/decisions.jsonl.",
    )
    review.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    review.add_argument("--port", type=_positive, default=0, metavar="PORT", help="default: a free one")
    review.add_argument("--no-browser", action="store_true", help="only print the address")
    review.set_defaults(command=_review)


def _add_find(commands: Commands[Parser]) -> None:
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


def _add_duplicates(commands: Commands[Parser]) -> None:
    duplicates = commands.add_parser(
        "duplicates",
        help="the clusters of articles that repeat one another, or what of them another output has",
    )
    duplicates.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    duplicates.add_argument(
        "--against", type=Path, metavar="OTHER_OUTPUT", help="what of OUTPUT is already in that one"
    )
    duplicates.set_defaults(command=_duplicates)


def _add_explain(commands: Commands[Parser]) -> None:
    explain = commands.add_parser("explain", help="what happened to a page or a character, and why")
    explain.add_argument("place", metavar="DOC[:OFFSET]", help="a page's id, and a code point of its text")
    explain.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="default: output")
    explain.set_defaults(command=_explain)


def _add_verify(commands: Commands[Parser]) -> None:
    verify = commands.add_parser("verify", help="check that an output is whole, and no character lost")
    verify.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    verify.set_defaults(command=_verify)


def _add_score(commands: Commands[Parser]) -> None:
    score = commands.add_parser("score", help="hold an output against gold annotations")
    score.add_argument("gold", type=Path, metavar="GOLD")
    score.add_argument("output", type=Path, metavar="OUTPUT")
    score.add_argument("--problems", type=int, default=20, metavar="N", help="how many differences to list")
    score.set_defaults(command=_score)


def _add_evaluate(commands: Commands[Parser]) -> None:
    evaluate = commands.add_parser("evaluate", help="clean made pages with known damage, and score them")
    evaluate.add_argument("articles", type=Path, metavar="ARTICLES", help="a file of articles, one a line")
    evaluate.add_argument(
        "--pages", type=_positive, default=20, metavar="N", help="of each kind; default: 20"
    )
    evaluate.add_argument("--seed", type=int, default=1, metavar="N", help="of all chances; default: 1")
    evaluate.add_argument("--config", type=Path, metavar="FILE", help="in place of luigi.cfg")
    evaluate.set_defaults(command=_evaluate)


def _add_fit(commands: Commands[Parser]) -> None:
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


def _add_schema(commands: Commands[Parser]) -> None:
    schema = commands.add_parser("schema", help="the JSON Schema of a file of the output")
    schema.add_argument("file", nargs="?", metavar="FILE", help="such as articles; default: all")
    schema.add_argument("--output", type=Path, metavar="DIR", help="write all of them there")
    schema.set_defaults(command=_schema)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from pipeline.run import config

    file = config.find(options.config)
    os.environ[config.VARIABLE] = str(file.resolve())  # Luigi reads it as it is imported
    configuration = config.read(file)
    if options.model:
        configuration = config.with_model(configuration, options.model)
    from pipeline.cli import display, driver

    scheduler = (options.scheduler_host, options.scheduler_port) if options.scheduler_host else None
    request = driver.Request(
        options.input,
        options.output,
        options.workers,
        scheduler,
        options.engine,
        options.master,
        options.decisions,
    )
    report = driver.run(request, configuration)
    if report.manifest and options.json:
        display.as_json(report)
    elif report.manifest and not options.quiet:
        display.summary(report)
    if report.unfit:
        print(f"jieban: {report.unfit}", file=sys.stderr)  # noqa: T201
    return OK if report.done else FAILED


def _pages(options: argparse.Namespace) -> int:
    import orjson

    from pipeline.run import config
    from pipeline.run.pages import pages

    for page in pages(options.input, config.read(config.find(options.config)).settings):
        sys.stdout.buffer.write(orjson.dumps(page, option=orjson.OPT_APPEND_NEWLINE))
    return OK


def _export(options: argparse.Namespace) -> int:
    from pipeline.export import export

    print(export(options.form, options.output, options.target))  # noqa: T201
    return OK


def _report(options: argparse.Namespace) -> int:
    from pipeline.review.report import build
    from pipeline.run.engines.local import Local

    workers = len(os.sched_getaffinity(0))
    spread = Local(workers).map
    built = build.write(options.output, options.target, spread, options.largest, options.pages)
    print(built.start)  # noqa: T201
    if built.drawn < built.pages:
        print(  # noqa: T201
            f"{built.drawn} of {built.pages} pages are drawn, the most doubtful; more with --largest or --pages"
        )
    return OK


def _review(options: argparse.Namespace) -> int:
    from pipeline.review import report
    from pipeline.review.desk import Desk
    from pipeline.review.report import build
    from pipeline.review.server import Server
    from pipeline.run.engines.local import Local

    if report.of(options.output) is None or Desk(options.output).is_stale:
        build.write(options.output, spread=Local(len(os.sched_getaffinity(0))).map)
    with Server(Desk(options.output), options.port) as server:
        print(f"{server.address}\ndecisions go to {server.desk.journal.path}; end with Ctrl-C", flush=True)  # noqa: T201
        if not options.no_browser:
            import webbrowser

            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return OK
    return OK


def _find(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.run.finding import Finder

    file = Path(options.text)
    try:
        text = (
            file.read_text(encoding="utf-8") if len(options.text) < 4096 and file.is_file() else options.text
        )
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


def _explain(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.review import explain

    explain.explain(options.place, options.output, display.console())
    return OK


def _verify(options: argparse.Namespace) -> int:
    from pipeline.run.verify import verify

    faults = verify(options.output)
    for fault in faults:
        print(f"jieban: {fault}", file=sys.stderr)  # noqa: T201
    if not faults:
        print(f"{options.output} is whole: every character of every page is in one place")  # noqa: T201
    return FAILED if faults else OK


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


def _evaluate(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.evaluation.evaluate import evaluate
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
    return OK


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
    from pipeline.values import verdicts
    from pipeline.values.model import Page
    from pipeline.values.settings import Settings

    if len(options.gold) != 1 or not options.output:
        raise UserError(
            "jieban fit --decisions FILE takes one OUTPUT of jieban run, and --output FILE for the weights"
        )
    output = Output(options.gold[0])
    said = verdicts.load(options.decisions)
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


def _schema(options: argparse.Namespace) -> int:
    from pipeline import records

    schemas = records.schemas()
    if options.output:
        for name, content in schemas.items():
            path = options.output / Path(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return OK
    wanted = f"schema/{options.file}.schema.json"
    if options.file and wanted not in schemas:
        known = ", ".join(Path(name).name.split(".")[0] for name in schemas)
        raise UserError(f"no file of the output is called {options.file!r}; there are {known}")
    for name in [wanted] if options.file else schemas:
        print(schemas[name].decode(), end="")  # noqa: T201
    return OK

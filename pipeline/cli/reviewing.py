"""The commands ``report``, ``review`` and ``explain``: people look at an output."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from pipeline.cli.parsing import OK, Commands, Parser, positive


def add_report(commands: Commands[Parser]) -> None:
    """Add ``report`` to the command line."""
    report = commands.add_parser("report", help="build the review report of an output")
    report.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    report.add_argument("--target", type=Path, metavar="DIR", help="default: report below the output")
    report.add_argument(
        "--largest",
        type=positive,
        default=2000,
        metavar="N",
        help="pages that are drawn at most; default: 2000",
    )
    report.add_argument(
        "--pages", nargs="+", default=(), metavar="DOC", help="pages that are drawn in any case"
    )
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    from pipeline.review.report import build
    from pipeline.run.engines.local import Local, processors

    workers = processors()
    spread = Local(workers).map
    built = build.write(options.output, options.target, spread, options.largest, options.pages)
    print(built.start)  # noqa: T201
    if built.drawn < built.pages:
        print(  # noqa: T201
            f"{built.drawn} of {built.pages} pages are drawn, the most doubtful; more with --largest or --pages"
        )
    return OK


def add_review(commands: Commands[Parser]) -> None:
    """Add ``review`` to the command line."""
    review = commands.add_parser(
        "review",
        help="serve the report on this machine, and write decisions at once",
        description="Serve the review report to a browser on this machine; decisions go to OUTPUT/decisions.jsonl.",
    )
    review.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    review.add_argument("--port", type=positive, default=0, metavar="PORT", help="default: a free one")
    review.add_argument("--no-browser", action="store_true", help="only print the address")
    review.set_defaults(command=_review)


def _review(options: argparse.Namespace) -> int:
    from pipeline.review import report
    from pipeline.review.desk import Desk
    from pipeline.review.report import build
    from pipeline.review.server import Server
    from pipeline.run.engines.local import Local, processors

    if report.of(options.output) is None or Desk(options.output).is_stale:
        build.write(options.output, spread=Local(processors()).map)
    with Server(Desk(options.output), options.port) as server:
        print(f"{server.address}\ndecisions go to {server.desk.journal.path}; end with Ctrl-C", flush=True)  # noqa: T201
        if not options.no_browser:
            import webbrowser

            webbrowser.open(server.address)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is how it ends
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return OK
    return OK


def add_explain(commands: Commands[Parser]) -> None:
    """Add ``explain`` to the command line."""
    explain = commands.add_parser("explain", help="what happened to a page or a character, and why")
    explain.add_argument("place", metavar="DOC[:OFFSET]", help="a page's id, and a code point of its text")
    explain.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="default: output")
    explain.set_defaults(command=_explain)


def _explain(options: argparse.Namespace) -> int:
    from pipeline.cli import display
    from pipeline.review import explain

    explain.explain(options.place, options.output, display.console())
    return OK

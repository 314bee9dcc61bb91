"""The command ``jieban``. Exit codes: 0 done, 1 failed, 2 a mistake in the request, 130 and 143 ended by a signal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pipeline.cli import cleaning, completion, copies, ending, evaluating, outputs, reviewing
from pipeline.cli.parsing import FAILED, MISTAKE, OK, Parser
from pipeline.values.errors import RunError, UserError, of_disk
from pipeline.values.version import __version__

_CARRIES_ON = "what was finished is kept, and the next run carries on from there"

# All else is imported by the command that needs it: together it takes longer than many a command.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is returned."""
    options = parser().parse_args(arguments)
    try:
        if sys.platform == "win32":
            raise UserError("Windows is not supported; use the Windows Subsystem for Linux, or the container")
        with ending.told(_CARRIES_ON if options.command is cleaning.clean else "run the command again"):
            code: int = options.command(options)
    except UserError as problem:
        print(f"jieban: {problem}", file=sys.stderr)  # noqa: T201
        return MISTAKE
    except RunError as problem:
        print(f"jieban: {problem}", file=sys.stderr)  # noqa: T201
        return FAILED
    except BrokenPipeError:  # the reader of our output, such as head, has gone
        sys.stderr.close()
        return OK
    except OSError as problem:
        print(f"jieban: {of_disk(problem)}", file=sys.stderr)  # noqa: T201
        return FAILED
    return code


_EXAMPLES = """examples:
  jieban run PAGES --output output          clean a folder of pages
  jieban explain 2026-01-20/02:3538         what happened to a character, and why
  jieban review output                      look at the result in a browser, and decide
  jieban export parquet output              the articles as a table
  jieban pages PAGES                        the texts that offsets count in"""


_COMMANDS = (
    cleaning.add_run,
    cleaning.add_pages,
    outputs.add_export,
    reviewing.add_report,
    reviewing.add_review,
    copies.add_find,
    copies.add_duplicates,
    reviewing.add_explain,
    outputs.add_verify,
    evaluating.add_score,
    evaluating.add_evaluate,
    evaluating.add_fit,
    outputs.add_schema,
    completion.add_completion,
)
"""In the order of the help and of docs/cli.md."""


def parser() -> Parser:
    """The command line."""
    top = Parser(
        prog="jieban", description="Newspaper pages in, clean articles out; every character accounted for."
    )
    top.formatter_class = argparse.RawDescriptionHelpFormatter
    top.epilog = _EXAMPLES
    top.add_argument("--version", action="version", version=f"jieban {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in _COMMANDS:
        add(commands)
    return top

"""The commands ``run`` and ``pages``: from an input to its pages and articles."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from pipeline.cli.parsing import FAILED, OK, Commands, Parser, positive
from pipeline.run import config


def add_run(commands: Commands[Parser]) -> None:
    """Add ``run`` to the command line."""
    run = commands.add_parser("run", help="clean pages", description="Clean the pages of a folder or a file.")
    run.add_argument("input", nargs="?", metavar="INPUT", help="or a URL; default: input_path of luigi.cfg")
    run.add_argument("--output", metavar="DIR", help="or a URL; default: output_path of luigi.cfg")
    run.add_argument("--workers", type=positive, metavar="N", help="processes; default: one a processor")
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
        help="decide roles by weights that jieban fit wrote, or: learned (the default)",
    )
    run.add_argument("--scheduler-host", metavar="HOST", help="of a luigid; default: Luigi's local scheduler")
    run.add_argument("--scheduler-port", type=positive, default=8082, metavar="PORT", help="default: 8082")
    settings = run.add_argument_group(
        "settings", "each in place of the key of that name in luigi.cfg; docs/luigi.md says what they mean"
    )
    for name, flag in config.flags():
        settings.add_argument(flag, dest=name, metavar="VALUE")
    run.set_defaults(command=clean)


def clean(options: argparse.Namespace) -> int:
    """Do ``jieban run``; the exit code is returned."""
    file = config.find(options.config)
    os.environ[config.VARIABLE] = str(file.resolve())  # Luigi reads it as it is imported
    configuration = config.read(file)
    given = {"roles.model": str(options.model)} if options.model else {}
    given |= {name: value for name, _ in config.flags() if (value := getattr(options, name)) is not None}
    configuration = config.with_flags(configuration, given)
    from pipeline.cli import display, driver
    from pipeline.run import remote

    scheduler = (options.scheduler_host, options.scheduler_port) if options.scheduler_host else None
    logging.basicConfig(level=logging.ERROR, format="jieban: %(message)s")
    given_source = options.input or configuration.run.get("input_path") or "seeds"
    given_output = options.output or configuration.run.get("output_path") or "output"
    with remote.staged(given_source, given_output) as (source, output):
        request = driver.Request(
            source,
            output,
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


def add_pages(commands: Commands[Parser]) -> None:
    """Add ``pages`` to the command line."""
    pages = commands.add_parser(
        "pages", help="print the pages of an input as they are read, a JSON object a line"
    )
    pages.add_argument("input", type=Path, metavar="INPUT", help="a folder or a file")
    pages.add_argument("--config", type=Path, metavar="FILE", help="in place of luigi.cfg")
    pages.set_defaults(command=_pages)


def _pages(options: argparse.Namespace) -> int:
    import orjson

    from pipeline.run.pages import pages

    for page in pages(options.input, config.read(config.find(options.config)).settings):
        sys.stdout.buffer.write(orjson.dumps(page, option=orjson.OPT_APPEND_NEWLINE))
    return OK

"""The command ``completion``: a script by which a shell completes commands, options and files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.parsing import OK, Commands, Parser


def add_completion(commands: Commands[Parser]) -> None:
    """Add ``completion`` to the command line."""
    completion = commands.add_parser(
        "completion",
        help="what a shell needs to complete commands, options and files",
        description='For this session: eval "$(jieban completion bash)". For all: put that line into ~/.bashrc.',
    )
    completion.add_argument(
        "shell", choices=("bash", "zsh", "tcsh"), metavar="SHELL", help="bash, zsh or tcsh"
    )
    completion.set_defaults(command=_completion)


def _completion(options: argparse.Namespace) -> int:
    import shtab

    from pipeline import cli

    parser = cli.parser()
    for action in _actions(parser):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    sys.stdout.write(shtab.complete(parser, options.shell) + "\n")
    return OK


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)

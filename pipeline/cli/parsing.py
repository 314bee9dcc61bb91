"""How a command line is parsed: mistakes are one line, and every command ends with one of these codes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

OK, FAILED, MISTAKE = 0, 1, 2
Commands = argparse._SubParsersAction  # the type of add_subparsers(); argparse has no public name for it


class Parser(argparse.ArgumentParser):
    """Tells of a mistake in one line. An option is written out: ``--report`` is not taken for ``--report-largest``."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **{"allow_abbrev": False, **options})

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """As argparse does; here a command tells of what it does not know, with the options that it has."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(_unknown(unknown[0], self._option_string_actions))
        return options, unknown

    def error(self, message: str) -> NoReturn:
        """Print the message and end."""
        self.exit(MISTAKE, f"{self.prog}: {message}; see {self.prog} --help\n")


def _unknown(given: str, options: Iterable[str]) -> str:
    """Tell of an argument that nobody takes.

    >>> _unknown("--report=0", ["--output", "--report-largest"])
    'there is no option --report; did you mean --report-largest?'
    """
    flag = given.partition("=")[0]
    if not flag.startswith("-"):
        return f"unexpected argument {given!r}"
    known = sorted(options)
    near = [option for option in known if option.startswith(flag)] or get_close_matches(flag, known, 1)
    return f"there is no option {flag}" + (f"; did you mean {' or '.join(near[:3])}?" if near else "")


def positive(text: str) -> int:
    """Read a number above 0."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)

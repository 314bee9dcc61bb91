"""How a command line is parsed: mistakes are one line, and every command ends with one of these codes."""

from __future__ import annotations

import argparse
from typing import NoReturn

OK, FAILED, MISTAKE = 0, 1, 2
Commands = argparse._SubParsersAction  # the type of add_subparsers(); argparse has no public name for it


class Parser(argparse.ArgumentParser):
    """Tells of a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the message and end."""
        self.exit(MISTAKE, f"{self.prog}: {message}; see {self.prog} --help\n")


def positive(text: str) -> int:
    """Read a number above 0."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)

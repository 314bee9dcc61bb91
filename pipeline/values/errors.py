"""The two ways in which a run ends without a defect of the program: one clear line each, no traceback."""

from __future__ import annotations


class UserError(Exception):
    """The request cannot be met. The message names the cause and the remedy; exit code 2."""


class RunError(Exception):
    """The run did what it could and did not succeed. The message says how to finish it; exit code 1."""

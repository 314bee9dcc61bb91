"""The decisions by people that a run obeys."""

from __future__ import annotations

from pathlib import Path

from pipeline.values.decided import NO_VERDICTS, Verdicts
from pipeline.values.decided import load as load_verdicts
from pipeline.values.errors import UserError

DECISIONS = "decisions.jsonl"
"""The file in an output folder that ``jieban review`` writes decisions to, and that the next run picks up."""


def decisions_of(output: Path, named: str | Path | None) -> Path | None:
    """The file of decisions that a run obeys: the one that is named, else that of its output folder, if any."""
    if named:
        return Path(named)
    own = output / DECISIONS
    return own if own.is_file() else None


def verdicts(source: Path, decisions: Path | None) -> Verdicts:
    """The decisions of a file, none if none is named.

    Raises:
        UserError: it cannot be read, holds something else, or lies in the input.
    """
    if decisions is None:
        return NO_VERDICTS
    if decisions.resolve().is_relative_to(source.resolve()):
        raise UserError(
            f"the decisions {decisions} lie in the input {source}, and would be read as pages; "
            "move them elsewhere"
        )
    return load_verdicts(decisions)

"""The mark that a step leaves: the plan it is done for, the time, and its results. A person may look at it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.run.files import Workplace, replacing


class Mark(BaseModel):
    """``.jieban/steps/FindDuplicates.json``: ``{"step": "FindDuplicates", "found": {"copies": 12}, …}``.

    Attributes:
        step: the name of its task.
        fingerprint: of the plan that it was done for.
        started: in UTC.
        seconds: that it took.
        found: counts, by name.
        problem: why it could not be done, where a run goes on without it.
    """

    model_config = ConfigDict(frozen=True)

    step: str
    fingerprint: str
    started: datetime
    seconds: float
    found: dict[str, Any] = {}
    problem: str = ""


def path_of(step: str, workplace: Workplace) -> Path:
    """Where the mark of a step stands."""
    return workplace.steps / f"{step}.json"


def read(step: str, workplace: Workplace) -> Mark | None:
    """The mark of a step; None where there is none."""
    try:
        return Mark.model_validate_json(path_of(step, workplace).read_bytes())
    except (OSError, ValidationError):
        return None


def write(mark: Mark, workplace: Workplace) -> None:
    """Leave the mark of a step."""
    with replacing(path_of(mark.step, workplace), workplace.scratch) as handle:
        handle.write(mark.model_dump_json(indent=2).encode() + b"\n")


def now() -> datetime:
    """The time for a mark."""
    return datetime.now(UTC).replace(microsecond=0)

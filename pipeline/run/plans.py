"""Plans on disk, where the tasks of a run find them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.run import config
from pipeline.run.entries import Entry
from pipeline.run.files import Workplace, replacing
from pipeline.run.line_files import Lines
from pipeline.run.planning import Batch, Plan
from pipeline.values.errors import UserError
from pipeline.values.verdicts import Verdict


def save(plan: Plan, workplace: Workplace) -> None:
    """Keep a plan where its tasks find it."""
    with replacing(_place(plan.fingerprint, workplace), workplace.scratch) as handle:
        shards = [[asdict(batch) for batch in shard] for shard in plan.shards]
        said = [verdict.model_dump(mode="json") for verdict in plan.verdicts]
        kept = {
            "settings": config.as_text(plan.settings),
            "model": plan.settings.roles.sha256,
            "shards": shards,
            "verdicts": said,
        }
        handle.write(json.dumps(kept).encode())


def load(fingerprint: str, workplace: Workplace) -> Plan:
    """A plan that was kept.

    Raises:
        UserError: the model of its settings is gone, or is another one now.
    """
    kept = json.loads(_place(fingerprint, workplace).read_bytes())
    shards = tuple(tuple(_batch(row) for row in shard) for shard in kept["shards"])
    said = tuple(map(Verdict.model_validate, kept["verdicts"]))
    settings = config.of_text(kept["settings"])
    if settings.roles.sha256 != kept["model"]:
        raise UserError(f"the model {settings.roles.model} has changed since the run began; run again")
    return Plan(fingerprint, settings, shards, said)


def _place(fingerprint: str, workplace: Workplace) -> Path:
    return workplace.plans / f"{fingerprint}.json"


def _batch(row: dict[str, Any]) -> Batch:
    lines = row["lines"]
    return Batch(
        row["fingerprint"],
        tuple(Entry(**entry) for entry in row["entries"]),
        Lines(**{**lines, "file": Entry(**lines["file"])}) if lines else None,
    )

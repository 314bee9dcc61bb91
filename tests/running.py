"""How tests run the pipeline, and read what it wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.cli import driver
from pipeline.records import Manifest
from pipeline.run import config
from pipeline.run.files import WORK, Workplace
from pipeline.run.join import find_duplicates, join_issues, write_articles
from pipeline.run.planning import Batch, Plan, make_plan
from pipeline.run.steps.pages import Job, detect_splices, fix_encoding, segment_articles
from pipeline.values.settings import Settings

STORY = "本市昨日举行春季植树活动，三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，预计五年后成林。"
OTHER = "县图书馆新馆将于下月开放，藏书四十万册，设少儿阅览、地方文献和盲人阅览等六个区，周一闭馆。"


def clean_shard(job: Job, batches: Sequence[Batch]) -> None:
    """Make parts of batches: the steps that take each page by itself, one after the other."""
    for step in (fix_encoding, detect_splices, segment_articles):
        step(job, batches)


def join_parts(plan: Plan, workplace: Workplace) -> Manifest:
    """Write the output from the parts of a plan, all of which are there: the last steps of a run at once."""
    issues = join_issues(plan, workplace)
    return write_articles(plan, workplace, issues, find_duplicates(plan, workplace, issues))


def clean(root: Path, output: Path, settings: Settings | None = None) -> Manifest:
    """Clean a folder without Luigi."""
    settings = settings or Settings()
    workplace = Workplace(output)
    workplace.prepare()
    plan = make_plan(root, settings)
    for shard in plan.shards:
        clean_shard(Job(root, output, settings), shard)
    return join_parts(plan, workplace)


def run(
    source: Path, output: Path, settings: Settings | None = None, decisions: Path | None = None
) -> driver.Report:
    """A whole run, in this process."""
    request = driver.Request(source, output, 1, decisions=decisions)
    return driver.run(request, config.Config(settings or Settings(), {}))


def rows(output: Path, name: str) -> list[dict[str, Any]]:
    """The lines of a file of the output."""
    return [json.loads(line) for line in (output / name).read_text("utf-8").splitlines()]


def contents(output: Path) -> dict[str, bytes]:
    """Every file of an output folder that must not differ."""
    paths = (path for path in output.rglob("*") if path.is_file() and not {WORK, "report"} & set(path.parts))
    return {str(path.relative_to(output)): path.read_bytes() for path in paths if path.name != "run.json"}

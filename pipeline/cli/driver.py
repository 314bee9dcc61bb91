"""A run as ``jieban run`` does it: the tasks of Luigi's command, with a progress bar and a report of its end."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.run import config, planning
from pipeline.run.engines import ENGINES, make
from pipeline.run.engines.local import forked
from pipeline.run.files import Workplace, release
from pipeline.run.planning import Plan
from pipeline.values.errors import UserError
from pipeline.values.settings import Settings
from pipeline.values.verdicts import Verdicts

if TYPE_CHECKING:
    from pipeline.records import Manifest
    from pipeline.tasks import CleanCorpus

# The chain is imported by run(), while another process takes stock of the input.

PATIENCE = 2.0  # seconds before a progress bar appears


@dataclass(frozen=True)
class Request:
    """The options of a run; None where ``luigi.cfg`` decides."""

    source: Path | None = None
    output: Path | None = None
    workers: int | None = None
    scheduler: tuple[str, int] | None = None
    engine: str | None = None
    master: str | None = None
    decisions: Path | None = None


@dataclass(frozen=True)
class Report:
    """How a run ended; ``manifest`` is None where nothing was written.

    ``decisions`` counts those that it was given, ``file`` is where they stood; ``unfit`` tells which no longer fit.
    ``report`` is the file to open, where there is a review report of this output.
    """

    done: bool
    manifest: Manifest | None
    output: Path
    seconds: float
    decisions: int = 0
    unfit: str | None = None
    file: Path | None = None
    report: Path | None = None


def run(request: Request, configuration: config.Config) -> Report:
    """Clean the input, or as much of it as is new.

    Raises:
        UserError: the request cannot be met; the message says why.
    """
    began = time.monotonic()
    source = request.source or Path(configuration.run.get("input_path", "seeds"))
    output = request.output or Path(configuration.run.get("output_path", "output"))
    engine = request.engine or configuration.run.get("engine", "local")
    master = request.master or configuration.run.get("master", "")
    decisions = planning.decisions_of(output, request.decisions or configuration.run.get("decisions"))
    if request.scheduler:
        _check_scheduler(*request.scheduler)
    _check_engine(engine, master)
    workers = request.workers or len(os.sched_getaffinity(0))
    said = planning.verdicts(source, decisions)
    planned = _planned(source, configuration.settings, said, workers)
    from pipeline import tasks
    from pipeline.review import report, unfit
    from pipeline.run import join

    try:
        plan = tasks.begin(source, output, configuration.settings, lambda: next(planned))
        task = tasks.CleanCorpus(
            input_path=source,
            output_path=output,
            engine=engine,
            master=master,
            decisions=str(decisions or ""),
            plan=plan.fingerprint,
        )
        with _progress(plan, Workplace(output)):
            done = _build(task, plan, request, workers)
    finally:
        release()
    manifest = join.read_manifest(output)
    told = unfit.message(output, plan.verdicts) if manifest else None
    seconds = time.monotonic() - began
    return Report(done, manifest, output, seconds, len(plan.verdicts), told, decisions, report.of(output))


def _check_scheduler(host: str, port: int) -> None:
    """Luigi itself would try for a minute."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError as problem:
        raise UserError(
            f"no luigid answers at {host}:{port} ({problem.strerror or problem}); start one with "
            f"luigid --address {host} --port {port}, or leave out --scheduler-host"
        ) from None


def _check_engine(name: str, master: str) -> None:
    if name not in ENGINES:
        raise UserError(f"there is no engine {name!r}; there are {', '.join(ENGINES)}")
    make(name, master)


def _planned(source: Path, settings: Settings, said: Verdicts, workers: int) -> Iterator[Plan]:
    """Make the plan in another process while this one loads the chain: both take about as long."""
    make_plan = partial(planning.make_plan, settings=settings, verdicts=said)
    return forked(make_plan, [source], 1) if workers > 1 else map(make_plan, [source])


def _build(task: CleanCorpus, plan: Plan, request: Request, workers: int) -> bool:
    """Let Luigi do the work."""
    import luigi
    from luigi.execution_summary import LuigiStatusCode

    logging.basicConfig(level=logging.ERROR, format="jieban: %(message)s")
    most = len(plan.shards) if ENGINES[task.engine].splits else 1  # a forked worker is no place for a cluster
    luigis = luigi.configuration.get_config()
    luigis.set("core", "workers", str(min(workers, most)))
    luigis.set("core", "local_scheduler", str(request.scheduler is None))
    luigis.set("core", "no_configure_logging", "true")
    if request.scheduler:
        luigis.set("core", "default-scheduler-host", request.scheduler[0])
        luigis.set("core", "default-scheduler-port", str(request.scheduler[1]))
    status = luigi.build([task], detailed_summary=True).status
    return status in (LuigiStatusCode.SUCCESS, LuigiStatusCode.SUCCESS_WITH_RETRY)


@contextmanager
def _progress(plan: Plan, workplace: Workplace) -> Iterator[None]:
    """A bar that counts finished batches, where a person is looking and the work takes a while."""
    if not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(plan, workplace, ended), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _watch(plan: Plan, workplace: Workplace, ended: threading.Event) -> None:
    if ended.wait(PATIENCE):
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("cleaning"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        waiting = list(plan.batches)
        bar = progress.add_task("cleaning", total=sum(batch.pages for batch in waiting))
        while waiting and not ended.wait(0.25):
            done = [batch for batch in waiting if (workplace.parts / batch.fingerprint).exists()]
            waiting = [batch for batch in waiting if batch not in done]
            progress.advance(bar, sum(batch.pages for batch in done))

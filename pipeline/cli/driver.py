"""A run as ``jieban run`` does it: the tasks of Luigi's command, with a progress bar and a report of its end."""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.run import config, locking, looking, orders
from pipeline.run.engines import ENGINES, make
from pipeline.run.engines.local import forked, processors
from pipeline.run.files import Workplace
from pipeline.run.looking import Asked, Stamp
from pipeline.run.planning import Plan
from pipeline.values.errors import RunError, UserError

if TYPE_CHECKING:
    from pipeline.records import Manifest
    from pipeline.tasks import CleanCorpus

# The chain is imported by run(), while another process takes stock of the input.

log = logging.getLogger("jieban")
Look = tuple[Stamp, Plan]
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
    given = configuration.run
    source = Path(request.source or given.get("input_path") or "seeds")
    output = Path(request.output or given.get("output_path") or "output")
    engine = request.engine or given.get("engine") or "local"
    master = request.master or given.get("master") or ""
    decisions = orders.decisions_of(output, request.decisions or given.get("decisions"))
    if request.scheduler:
        _check_scheduler(*request.scheduler)
    _check_engine(engine, master)
    workers = request.workers or processors()
    asked = Asked(source, configuration.settings, decisions)
    looks = _looked(asked, workers)
    from pipeline import tasks
    from pipeline.review import report, unfit
    from pipeline.run import sums

    with _taken(source, output, asked, looks) as plan:
        task = tasks.CleanCorpus(
            input_path=source,
            output_path=output,
            engine=engine,
            master=master,
            decisions=str(asked.decisions or ""),
            settings=config.as_text(configuration.settings),
            processes=workers,
            scheduler="luigid" if request.scheduler else "local",
        )
        done = _build(task, request)
    manifest = sums.read_manifest(output)
    told = unfit.message(output, plan.verdicts) if manifest else None
    seconds = time.monotonic() - began
    return Report(done, manifest, output, seconds, len(plan.verdicts), told, decisions, report.of(output))


@contextmanager
def _taken(source: Path, output: Path, asked: Asked, looks: Iterator[Look]) -> Iterator[Plan]:
    """Hold the output folder for the whole run, so that no other comes between two steps.

    Raises:
        UserError: it is in use, cannot be written, or holds files of others; or there is no page.
    """
    from pipeline.review import report
    from pipeline.run import results
    from pipeline.run.steps import marks
    from pipeline.tasks.places import check_apart

    check_apart(source, output)
    looking.remember(asked, next(looks))
    plan = looking.plan_of(asked)
    workplace = Workplace(output)
    workplace.claim(results.written_names())
    workplace.prepare()
    with locking.held(workplace):
        workplace.tidy()
        found = results.damaged_names(output, plan, bool(plan.settings.report.largest))
        if found:
            log.warning("%s of %s is lost or damaged; it is written again", ", ".join(found), output)
        if report.of(output) is None:
            marks.path_of("WriteReport", workplace).unlink(missing_ok=True)  # the obstacle may be gone
        yield plan


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


def _looked(asked: Asked, workers: int) -> Iterator[Look]:
    """Take stock in another process while this one loads the chain: both take about as long."""
    return forked(looking.looked, [asked], 1) if workers > 1 else map(looking.looked, [asked])


def _build(task: CleanCorpus, request: Request) -> bool:
    """Let Luigi do the work: step after step in this process, each spread over others.

    This is what ``luigi.build`` does, without its changes to the process's logging and signals. Pages that are added
    meanwhile wait for the next run: a step's input is the stock that the first step took.
    """
    from luigi.execution_summary import LuigiRunResult, LuigiStatusCode
    from luigi.rpc import RPCError
    from luigi.scheduler import Scheduler
    from luigi.worker import Worker

    scheduler: Any = Scheduler(prune_on_get_work=True, record_task_history=False)
    if request.scheduler:
        scheduler = _luigid(*request.scheduler)
    worker = Worker(
        scheduler=scheduler,
        check_unfulfilled_deps=False,
        check_complete_on_run=False,
        no_install_shutdown_handler=True,
    )
    try:
        with _progress(task, scheduler), worker:
            success = worker.add(task) and worker.run()
    except RPCError:
        raise RunError(
            "luigid does not answer any more; what was finished is kept: start it, and run again"
        ) from None
    status = LuigiRunResult(worker, success).status
    return status in (LuigiStatusCode.SUCCESS, LuigiStatusCode.SUCCESS_WITH_RETRY)


def _luigid(host: str, port: int) -> Any:
    """A luigid that does not answer is asked again twice, 2 s apart: with Luigi's own 30 s a run would seem to hang.

    Luigi reads both keys from [core] as the client is made, and warns of them there as of keys that nobody knows.
    """
    from luigi.configuration import get_config
    from luigi.rpc import RemoteScheduler

    configuration = get_config()
    wanted = {"rpc-retry-wait": "2", "rpc-log-retries": "false"}
    missing = [key for key in wanted if not configuration.has_option("core", key)]
    for key in missing:
        configuration.set("core", key, wanted[key])
    scheduler = RemoteScheduler(f"http://{host}:{port}/")
    if isinstance(configuration, ConfigParser):
        for key in missing:
            configuration.remove_option("core", key)
    return scheduler


@contextmanager
def _progress(task: CleanCorpus, scheduler: Any) -> Iterator[None]:
    """A bar for the step at work, where a person is looking and the work takes a while."""
    if not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(task, scheduler, ended), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _watch(task: CleanCorpus, scheduler: Any, ended: threading.Event) -> None:
    if ended.wait(PATIENCE):
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    steps: list[Any] = [task]
    while steps[-1].before:
        steps.append(steps[-1].clone(steps[-1].before))
    columns = (TextColumn("{task.description:16}"), BarColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=100, told="")
        while not ended.wait(0.25):
            for step in steps:
                share = scheduler.get_task_progress_percentage(step.task_id)["progressPercentage"]
                told = scheduler.get_task_status_message(step.task_id)["statusMessage"]
                if told:
                    progress.update(bar, description=step.task_family, completed=share or 0, told=told)
                    break

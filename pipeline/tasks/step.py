"""The base of the steps: their parameters, how they are looked at, and how they run."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from typing import Any, ClassVar, TypeVar

import luigi
from luigi.cmdline_parser import CmdlineParser

from pipeline.run import engines, locking, looking, orders, plans, remote, sections
from pipeline.run.cleaning import settled
from pipeline.run.config import of_text
from pipeline.run.days import Day
from pipeline.run.engines import ENGINES
from pipeline.run.files import UNSETTLED, Workplace, naming
from pipeline.run.inventory import take_stock
from pipeline.run.looking import Asked
from pipeline.run.planning import Plan
from pipeline.run.steps import marks
from pipeline.run.steps.marks import Mark
from pipeline.tasks.parameters import (
    ChoiceOfCorpus,
    FileOfCorpus,
    IntOfCorpus,
    OfCorpus,
    UrlOrPath,
)
from pipeline.tasks.places import Placed
from pipeline.tasks.telling import plainly
from pipeline.values.errors import RunError, UserError
from pipeline.values.spread import Spread

S = TypeVar("S", bound=luigi.Task)
FIRST = "FixEncoding"
"""The step that makes the plan."""


class Pages(luigi.ExternalTask):
    """The input: nothing makes it, it is there or missing."""

    input_path: UrlOrPath = UrlOrPath()
    folder: luigi.Parameter[str] = luigi.Parameter(default="")
    newspaper: luigi.Parameter[str] = luigi.Parameter(default="")
    date: luigi.Parameter[str] = luigi.Parameter(default="")

    def complete(self) -> bool:
        """Whether the input holds any page; of a URL, any file."""
        day = Day(self.folder, self.newspaper, self.date)
        if isinstance(self.input_path, str):
            with plainly():
                return remote.is_there(self.input_path, day)
        try:
            return bool(take_stock(self.input_path, day))
        except UserError:
            return False


class Step(Placed):
    """The base of the steps: their parameters, how they are looked at, and how they run."""

    engine: ChoiceOfCorpus = ChoiceOfCorpus(choices=tuple(ENGINES), default="local")
    master: OfCorpus[str] = OfCorpus(
        default="", significant=False, description="of Spark, such as spark://host:7077"
    )
    decisions: FileOfCorpus = FileOfCorpus(
        default="",
        description="a file of decisions by people; else decisions.jsonl of the output, if there",
    )
    settings: luigi.Parameter[str] = luigi.Parameter(
        default="",
        description="JSON of those that are no defaults; without it those of luigi.cfg and of flags",
    )
    processes: IntOfCorpus = IntOfCorpus(
        default=0, significant=False, description="that a step works with; 0: as many as Luigi has workers"
    )
    scheduler: luigi.Parameter[str] = luigi.Parameter(
        default="", significant=False, visibility=luigi.parameter.ParameterVisibility.PRIVATE
    )

    before: ClassVar[type[Step] | None] = None
    """The step that it takes its work from."""

    @property
    def resources(self) -> dict[str, int]:  # type: ignore[override]
        """One step at a time on an output folder, whoever schedules."""
        return {f"output of jieban at {self.output_path}": 1}

    def requires(self) -> luigi.Task:
        """The step before, else the input."""
        return self.same(self.before or Pages)

    def same(self, step: type[S]) -> S:
        """Another step of the same run."""
        found: S = self.clone(step)  # type: ignore[no-untyped-call]
        return found

    def asked(self) -> Asked:
        """The subject of this task.

        Raises:
            UserError: the settings hold a mistake.
        """
        found = of_text(self.settings) if self.settings else sections.settings()
        decisions = orders.decisions_of(self.place, self.decisions)
        return Asked(self.source, found, decisions, self.day)

    def complete(self) -> bool:
        """Whether this step, and all before it, are done for the input, the settings and the code as they are now.

        Raises:
            UserError: the task cannot be done: a mistake in the settings, an output inside the input.
            PidLockAlreadyTakenExit: under Luigi's command, where another run is at work on the output.
        """
        with plainly():
            self.check()
            asked = self.asked()
            if isinstance(self.input_path, str):
                if not remote.is_mirrored(self.input_path, self.day):
                    return False
            elif not self.same(Pages).complete():
                return False
            plan = looking.plan_of(asked)
            done = not _is_unsettled(plan, self.workplace) and self.holds(plan)
        if not done and CmdlineParser.get_instance() and locking.is_busy(self.workplace):
            logging.getLogger("luigi-interface").error("%s", locking.OutputBusyError(self.output_path))
            raise luigi.interface.PidLockAlreadyTakenExit
        return done

    def holds(self, plan: Plan) -> bool:
        """Tell whether the results of this step and those before it are there for a plan."""
        if self.before and not self.same(self.before).holds(plan):
            return False
        mark = marks.read(self.task_family, self.workplace)
        return mark is not None and mark.fingerprint == plan.fingerprint and self.is_there(plan)

    def is_there(self, plan: Plan) -> bool:  # noqa: ARG002
        """Whether the data of this step is there."""
        return True

    def output(self) -> Any:
        """The mark of the step: for which plan it was done, when, and its findings."""
        return luigi.LocalTarget(str(marks.path_of(self.task_family, self.workplace)))

    def run(self) -> None:
        """Take the lock, do the work, and leave the mark.

        Raises:
            OutputBusyError: another run holds the lock.
            RunError: the work cannot be done.
        """
        with plainly():
            engine = engines.make(self.engine, self.master, self.workers)
            self.begin()
            with closing(engine), locking.held(self.workplace), settled(), naming(self.workplace.root):
                started, began = marks.now(), time.monotonic()
                plan = self.plan()
                found = self.work(plan, engine.map)
                self.leave(Mark(
                    step=self.task_family,
                    fingerprint=plan.fingerprint,
                    started=started,
                    seconds=round(time.monotonic() - began, 3),
                    found=found,
                ))  # fmt: skip
            self.tell(_counted(found) or "done", 100)

    def begin(self) -> None:
        """Before the lock is taken."""

    def leave(self, mark: Mark) -> None:
        """Write the mark."""
        marks.write(mark, self.workplace)

    def plan(self) -> Plan:
        """The plan that the first step made: pages that were added since wait for the next run."""
        mark = marks.read(FIRST, self.workplace)
        if mark is None:
            raise RunError(f"{self.output_path} has lost its work folder amid a run; run again")
        return plans.load(mark.fingerprint, self.workplace)

    def work(self, plan: Plan, spread: Spread) -> dict[str, Any]:
        """Do the work of the step; its counts go into its mark."""
        raise NotImplementedError

    @property
    def workers(self) -> int:
        """Processes for work that can be shared."""
        return self.processes or int(luigi.interface.core().workers)

    def tell(self, message: str, percentage: float | None = None) -> None:
        """Show on luigid's page how far the task is. Outside of Luigi's worker nobody listens."""
        from luigi.rpc import RPCError

        if self._is_unheard:
            return
        try:
            if say := getattr(self, "set_status_message", None):
                say(message)
            if percentage is not None and (show := getattr(self, "set_progress_percentage", None)):
                show(round(percentage))
        except RPCError:  # luigid is gone: the step is finished all the same, and the worker tells of it
            self._is_unheard = True

    _is_unheard = False


def _counted(found: dict[str, Any]) -> str:
    """Counts in words: ``{"pages": 5, "jump_line": 2}`` → "5 pages, 2 jump line"."""
    counts = {name.replace("_", " "): count for name, count in found.items() if isinstance(count, int)}
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def _is_unsettled(plan: Plan, workplace: Workplace) -> bool:
    """Whether a part saw a passing trouble of the input, so that the next run is to read its pages again."""
    return any((workplace.parts / batch.fingerprint / UNSETTLED).exists() for batch in plan.batches)

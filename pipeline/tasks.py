"""Luigi's tasks: a shard of batches each, then the corpus.

``luigi --module pipeline.tasks CleanCorpus`` does what ``jieban run`` does.
"""

from __future__ import annotations

import gc
import logging
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

import luigi

from pipeline import records
from pipeline.records import Manifest, RunRow
from pipeline.review import report, unfit
from pipeline.run import config, engines, join, planning
from pipeline.run.cleaning import Job, clean_shard, warm_up
from pipeline.run.engines import ENGINES
from pipeline.run.engines.local import Local
from pipeline.run.files import OutputBusyError, Workplace, hold, replacing
from pipeline.run.inventory import take_stock
from pipeline.run.planning import Plan
from pipeline.values.errors import RunError, UserError
from pipeline.values.settings import Settings
from pipeline.values.spread import portions
from pipeline.values.verdicts import Verdicts

STARTED = time.time()
log = logging.getLogger("jieban")


class OneLine(logging.Filter):
    """Tells a mistake of the user or the machine in one line, in place of a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; never hold it back."""
        problem = record.exc_info[1] if record.exc_info else None
        if isinstance(problem, (UserError, RunError, OSError)):
            record.msg, record.args, record.exc_info = str(problem), (), None
        *_, last = record.getMessage().strip().splitlines() or [""]
        if last.startswith(f"{UserError.__module__}."):  # a traceback, written into the text
            record.msg, record.args = last.partition(": ")[2], ()
        return True


logging.getLogger("luigi-interface").addFilter(OneLine())
config.complete_luigi()


def begin(source: Path, output: Path, settings: Settings, plan_of: Callable[[], Plan]) -> Plan:
    """Take the output folder for this process, take stock of the input, and keep the plan for the tasks.

    Args:
        source: the input.
        output: the output folder.
        settings: how to clean.
        plan_of: makes the plan of that input and those settings.

    Raises:
        UserError: the input is not there or holds no page, the output cannot be written, lies inside the
            input or around it, or is in use.
    """
    _check_apart(source, output)
    if not source.exists():
        plan_of()
    workplace = Workplace(output)
    workplace.claim(join.written_names())
    workplace.prepare()
    hold(workplace)
    if workplace.sweep() or _is_damaged(output, settings.report.largest):
        (output / join.MANIFEST).unlink(missing_ok=True)
    plan = plan_of()
    if lost := workplace.damaged(batch.fingerprint for batch in plan.batches):
        log.warning(
            "%d of %d parts were damaged; their pages are cleaned again", len(lost), len(list(plan.batches))
        )
    planning.save(plan, workplace)
    _plans.clear()
    _plans[plan.fingerprint] = plan
    if not all((workplace.parts / batch.fingerprint).exists() for batch in plan.batches):
        warm_up(settings)
    gc.freeze()  # loaded modules stay: no search for cycles goes through them again, and the last takes .1 s
    return plan


def _is_damaged(output: Path, largest: int) -> bool:
    """Whether a finished output has lost or damaged files, which are then written again; told of in one line.

    ``largest`` is 0 where a run writes no report.
    """
    if not (output / join.MANIFEST).exists():
        return False
    try:
        manifest = records.load(Manifest, (output / join.MANIFEST).read_bytes())
        found = join.damaged_files(output, manifest)
    except (OSError, ValueError):
        found = [join.MANIFEST]
    else:
        reported = ["report/index.html"] if largest else []
        found += [name for name in ("run.json", *reported) if not (output / name).exists()]
    if found:
        log.warning("%s of %s is lost or damaged; it is written again", ", ".join(found), output)
    return bool(found)


def _check_apart(source: Path, output: Path) -> None:
    inner, outer = output.resolve(), planning.root_of(source).resolve()
    if inner == outer or (source.is_dir() and (inner.is_relative_to(outer) or outer.is_relative_to(inner))):
        raise UserError(
            f"the output {output} and the input {source} lie one in the other; name another with --output"
        )


_plans: dict[str, Plan] = {}


def _kept_plan(fingerprint: str, output: Path) -> Plan:
    """The plan of a run, read once at most for all its tasks and the processes that are forked for them."""
    if fingerprint not in _plans:
        _plans[fingerprint] = planning.load(fingerprint, Workplace(output))
    return _plans[fingerprint]


class Pages(luigi.ExternalTask):
    """The input: nothing makes it, it is there or missing."""

    input_path: luigi.PathParameter = luigi.PathParameter()

    def complete(self) -> bool:
        """Whether the input holds any page."""
        try:
            return bool(take_stock(self.input_path))
        except UserError:
            return False


class CleanShard(luigi.Task):
    """Clean the pages of some shards of a plan; finished parts stay."""

    input_path: luigi.PathParameter = luigi.PathParameter()
    output_path: luigi.PathParameter = luigi.PathParameter()
    engine: luigi.Parameter[str] = luigi.Parameter(default="local")
    master: luigi.Parameter[str] = luigi.Parameter(default="", significant=False)
    plan: luigi.Parameter[str] = luigi.Parameter()
    numbers: luigi.ListParameter[tuple[int, ...]] = luigi.ListParameter(
        description="of the shards, counted from 0"
    )

    @property
    def _plan(self) -> Plan:
        return _kept_plan(self.plan, self.output_path)

    @property
    def _shards(self) -> Sequence[tuple[planning.Batch, ...]]:
        return [self._plan.shards[number] for number in self.numbers]

    @property
    def priority(self) -> int:  # type: ignore[override]
        """Bytes to be cleaned: with the largest first, no worker ends long after the others."""
        return sum(_left(shard, Workplace(self.output_path)) for shard in self._shards)

    def output(self) -> list[luigi.LocalTarget]:
        """The parts of its batches, each named by its fingerprint."""
        parts = Workplace(self.output_path).parts
        return [luigi.LocalTarget(str(parts / b.fingerprint)) for shard in self._shards for b in shard]

    def run(self) -> None:
        """Compute the parts that are missing."""
        root = planning.root_of(self.input_path)
        said = Verdicts(self._plan.verdicts)
        job = Job(root.resolve(), self.output_path.resolve(), self._plan.settings, said)
        with closing(engines.make(self.engine, self.master)) as engine:
            for _ in engine.map(partial(clean_shard, job), self._shards):
                pass


def _left(shard: Sequence[planning.Batch], workplace: Workplace) -> int:
    """The bytes of those of its batches whose parts are not there yet."""
    return sum(batch.size for batch in shard if not (workplace.parts / batch.fingerprint).exists())


class CleanCorpus(luigi.Task):
    """Clean every page of the input and join them into the output."""

    input_path: luigi.PathParameter = luigi.PathParameter()
    output_path: luigi.PathParameter = luigi.PathParameter()
    engine: luigi.ChoiceParameter = luigi.ChoiceParameter(choices=tuple(ENGINES), default="local")
    master: luigi.Parameter[str] = luigi.Parameter(
        default="", significant=False, description="of Spark, such as spark://host:7077"
    )
    decisions: luigi.Parameter[str] = luigi.Parameter(
        default="", description="a file of decisions by people; else decisions.jsonl of the output, if there"
    )
    plan: luigi.Parameter[str] = luigi.Parameter(default="", description="made anew unless given")

    @cached_property
    def _plan(self) -> Plan:
        if self.plan:
            return _kept_plan(self.plan, self.output_path)
        engines.make(self.engine, self.master)  # a missing engine is told of before any work is done
        try:
            settings = config.read(config.find()).settings
            decisions = planning.decisions_of(self.output_path, self.decisions)
            said = planning.verdicts(self.input_path, decisions)
            plan_of = partial(planning.make_plan, self.input_path, settings, said)
            return begin(self.input_path, self.output_path, settings, plan_of)
        except OutputBusyError as problem:
            logging.getLogger("luigi-interface").error("%s", problem)
            raise luigi.interface.PidLockAlreadyTakenExit from None

    def requires(self) -> Iterator[luigi.Task]:
        """The input; and once that is there, its shards."""
        if not self._has_pages():
            yield Pages(input_path=self.input_path)
            return
        for numbers in self._portions:
            yield CleanShard(
                input_path=self.input_path,
                output_path=self.output_path,
                engine=self.engine,
                master=self.master,
                plan=self._plan.fingerprint,
                numbers=numbers,
            )

    @cached_property
    def _portions(self) -> list[tuple[int, ...]]:
        """The shards of each task; as they are at first, however much is done meanwhile."""
        shards = self._plan.shards
        if not ENGINES[self.engine].splits:
            return [tuple(range(len(shards)))]
        left = [_left(shard, Workplace(self.output_path)) for shard in shards]
        return list(portions(left, luigi.interface.core().workers, planning.MOST_SHARDS))

    def output(self) -> luigi.LocalTarget:
        """The manifest, which is written last."""
        return luigi.LocalTarget(str(self.output_path / join.MANIFEST))

    def complete(self) -> bool:
        """Whether the output belongs to this input, these settings and this code, within the budget."""
        if not self._has_pages():
            return False
        plan, manifest = self._plan, join.read_manifest(self.output_path)
        return (
            manifest is not None
            and manifest.fingerprint == plan.fingerprint
            and not over_budget(manifest, plan.settings)
        )

    def _has_pages(self) -> bool:
        return bool(self.plan) or Pages(input_path=self.input_path).complete()

    def run(self) -> None:
        """Join the parts.

        Raises:
            RunError: more pages are quarantined than the settings allow; all is written nevertheless.
        """
        workplace = Workplace(self.output_path)
        report.outdate(self.output_path)
        with closing(engines.make(self.engine, self.master, luigi.interface.core().workers)) as engine:
            manifest = join.join_parts(self._plan, workplace, engine.map)
        self._write_run(workplace)
        self._write_report()
        if told := unfit.message(self.output_path, self._plan.verdicts):
            log.warning("%s", told)
        workplace.keep_only({self._plan.fingerprint, *(batch.fingerprint for batch in self._plan.batches)})
        if message := over_budget(manifest, self._plan.settings):
            raise RunError(message)

    def _write_report(self) -> None:
        """Write the review report; an error there fails no run whose output is whole."""
        largest = self._plan.settings.report.largest
        if not largest:
            return
        from pipeline.review.report import build

        try:
            spread = Local(workers=luigi.interface.core().workers).map
            build.write(self.output_path, spread=spread, largest=largest)
        except UserError as problem:
            log.error("%s", problem)
        except Exception:
            log.exception("a defect of the program: the report was not written; the output is whole")

    def _write_run(self, workplace: Workplace) -> None:
        core = luigi.interface.core()
        row = RunRow(
            started=datetime.fromtimestamp(STARTED, UTC).isoformat(timespec="seconds"),
            seconds=round(time.time() - STARTED, 3),
            workers=core.workers,
            engine=self.engine,
            scheduler="local" if core.local_scheduler else "luigid",
            input=str(self.input_path.resolve()),
            machine={
                "host": platform.node(),
                "system": platform.platform(),
                "python": platform.python_version(),
                "processors": os.cpu_count(),
            },
        )
        with replacing(workplace.output / "run.json", workplace.scratch) as handle:
            handle.write(records.dump_object(row))


def over_budget(manifest: Manifest, settings: Settings) -> str | None:
    """Give the message where more pages are quarantined than the settings allow."""
    counts, budget = manifest.counts, settings.input.quarantine_budget
    if counts.quarantined <= budget * counts.pages:
        return None
    return (
        f"{counts.quarantined} of {counts.pages} pages are quarantined, more than the {budget:.0%} that "
        "quarantine_budget in [input] of luigi.cfg allows; pages.jsonl tells why, and all else is written"
    )

"""The steps that take all pages together, and the task that wraps all steps."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import luigi

from pipeline.run import join, results, sums, versions
from pipeline.run.planning import Plan
from pipeline.run.steps import marks, states
from pipeline.run.steps.marks import Mark
from pipeline.tasks.pages import SegmentArticles
from pipeline.tasks.step import Step
from pipeline.tasks.targets import target
from pipeline.tasks.telling import plainly
from pipeline.values.errors import RunError, UserError
from pipeline.values.memory import Memory
from pipeline.values.settings import Settings
from pipeline.values.spread import Spread

log = logging.getLogger("jieban")


class CorpusStep(Step):
    """A step that takes all pages together, and keeps its findings."""

    @property
    def state(self) -> Path:
        """Where it keeps that."""
        return self.workplace.steps / f"{self.task_family}.found"

    def is_there(self, plan: Plan) -> bool:  # noqa: ARG002
        """Whether it is there."""
        return self.state.is_file()

    def keep(self, found: object) -> None:
        """Keep it."""
        states.write(self.state, found, self.workplace.scratch)

    @contextmanager
    def memory(self, plan: Plan) -> Iterator[Memory]:
        """The memory of the last run, if its code and settings were the same; that of this run is kept in its place."""
        path = self.workplace.steps / f"{self.task_family}.known"
        key = f"{versions.code_version()} {plan.settings.duplicates.model_dump_json()}"
        try:
            known = states.read(path)
        except (OSError, RunError):  # there is none, or it is damaged
            known = {}
        memory = Memory(known.get(key))
        yield memory
        states.write(path, {key: memory.kept}, self.workplace.scratch)


class JoinIssues(CorpusStep):
    """Put together the halves of articles that jump from page to page (下转, 上接) of an issue."""

    before = SegmentArticles

    def work(self, plan: Plan, spread: Spread) -> dict[str, Any]:
        """Match the halves."""
        with self.memory(plan) as memory:
            issues = join.join_issues(plan, self.workplace, spread, memory)
        self.keep(issues.saved)
        return {"joined": len(issues.joins.kept), "doubted": len(issues.joins.flags)}

    def found(self) -> join.Issues:
        """Give its findings."""
        return join.issues_of(states.read(self.state), self.workplace)


class FindDuplicates(CorpusStep):
    """Find paragraphs and articles that stand twice in the corpus, by MinHash, each verified."""

    before = JoinIssues

    def work(self, plan: Plan, spread: Spread) -> dict[str, Any]:
        """Search."""
        issues = self.same(JoinIssues).found()
        with self.memory(plan) as memory:
            copies = join.find_duplicates(plan, self.workplace, issues, spread, memory)
        self.keep(copies)
        return {"copies": len(copies.repeats.copies), "relations": len(copies.relations)}


class WriteArticles(Step):
    """Write ``articles.jsonl``, the audit and all other files, the manifest last."""

    before: ClassVar[type[Step] | None] = FindDuplicates

    def holds(self, plan: Plan) -> bool:
        """Tell whether the output belongs to a plan, and is as it was written; nothing before need be there."""
        manifest = sums.read_manifest(self.place)
        return (
            manifest is not None
            and manifest.fingerprint == plan.fingerprint
            and not results.damaged_files(self.place, manifest)
            and (self.place / results.RUN).is_file()
            and self.is_uploaded([*results.FILES, sums.MANIFEST])
        )

    def work(self, plan: Plan, spread: Spread) -> dict[str, Any]:
        """Write all files."""
        from pipeline.review import report

        report.outdate(self.place)
        issues = self.same(JoinIssues).found()
        copies = join.Copies(*states.read(self.same(FindDuplicates).state))
        manifest = join.write_articles(plan, self.workplace, issues, copies, spread)
        self.workplace.keep_only({plan.fingerprint, *(batch.fingerprint for batch in plan.batches)})
        return manifest.counts.model_dump(include={"pages", "quarantined", "articles"})

    def leave(self, mark: Mark) -> None:
        """Write the mark, and how the run went."""
        super().leave(mark)
        local = self.scheduler or ("local" if luigi.interface.core().local_scheduler else "luigid")
        results.write_run(self.workplace, mark.fingerprint, self.source, self.workers, self.engine, local)
        self.upload()

    def output(self) -> dict[str, luigi.Target]:
        """The files of the output by name: ``articles``, ``audit``, ``pages``, …, ``manifest``."""
        return {Path(name).stem: target(self.output_path, name) for name in (*results.FILES, sums.MANIFEST)}


class WriteReport(Step):
    """Draw the review report. Where it cannot be written the run goes on without it, and says so."""

    before = WriteArticles

    def holds(self, plan: Plan) -> bool:
        """Whether the report shows the output of a plan, or could not be written for it."""
        from pipeline.review import report
        from pipeline.review.report import build

        if not self.same(WriteArticles).holds(plan):
            return False
        if not plan.settings.report.largest:
            return True
        mark = marks.read(self.task_family, self.workplace)
        tried = mark is not None and mark.fingerprint == plan.fingerprint and mark.problem
        folder = self.place / report.FOLDER
        return bool(tried) or (
            report.of(self.place) is not None
            and build.fingerprint_of(folder) == plan.fingerprint
            and not report.is_stale(self.place)
            and self.is_uploaded([f"{report.FOLDER}/{report.STATE}", f"{report.FOLDER}/{report.START}"])
        )

    def work(self, plan: Plan, spread: Spread) -> dict[str, Any]:
        """Draw the pages that changed."""
        if not plan.settings.report.largest:
            return {}
        from pipeline.review.report import build
        from pipeline.run.engines.local import Local

        try:
            spread = Local(self.workers).map
            built = build.write(self.place, spread=spread, largest=plan.settings.report.largest)
        except UserError as problem:
            log.error("%s", problem)
            return {"problem": str(problem)}
        except Exception as problem:
            log.exception("a defect of the program: the report was not written; the output is whole")
            return {"problem": f"{type(problem).__name__}: {problem}"}
        return {"drawn": built.drawn, "pages": built.pages}

    def leave(self, mark: Mark) -> None:
        """Write the mark; a problem is told apart from counts."""
        found = dict(mark.found)
        problem = found.pop("problem", "")
        super().leave(mark.model_copy(update={"found": found, "problem": problem}))
        self.upload()


class CleanCorpus(WriteArticles):
    """Clean every page of the input: all steps. Done when all is written and few enough pages are quarantined."""

    before = WriteReport

    def holds(self, plan: Plan) -> bool:
        """Whether the output and the report are there, within the budget."""
        return self.same(WriteReport).holds(plan) and over_budget(self.place, plan.settings) is None

    def run(self) -> None:
        """Tell the rest.

        Raises:
            RunError: more pages are quarantined than the settings allow; all is written nevertheless.
        """
        from pipeline.review import unfit

        with plainly():
            plan = self.plan()
            if told := unfit.message(self.place, plan.verdicts):
                log.warning("%s", told)
            if message := over_budget(self.place, plan.settings):
                raise RunError(message)
            self.tell("done", 100)


def over_budget(output: Path, settings: Settings) -> str | None:
    """Give the message where more pages are quarantined than the settings allow."""
    manifest = sums.read_manifest(output)
    if manifest is None:
        raise RunError(f"{output} has lost its manifest amid a run; run again")
    counts, budget = manifest.counts, settings.input.quarantine_budget
    if counts.quarantined <= budget * counts.pages:
        return None
    return (
        f"{counts.quarantined} of {counts.pages} pages are quarantined, more than the {budget:.0%} that "
        "quarantine_budget in [input] of luigi.cfg allows; pages.jsonl tells why, and all else is written"
    )

"""The steps that take each page by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from pipeline.run import looking, planning, plans, results
from pipeline.run.cleaning import settled, warm_up
from pipeline.run.planning import Plan
from pipeline.run.steps import pages
from pipeline.tasks.step import Step
from pipeline.values.decided import Verdicts
from pipeline.values.settings import Settings
from pipeline.values.spread import Spread

log = logging.getLogger("jieban")


class PageStep(Step):
    """A step that takes each page by itself, some batches at a time."""

    def is_done(self, batch: planning.Batch) -> bool:
        """Whether the step has done a batch."""
        raise NotImplementedError

    def is_part(self, batch: planning.Batch) -> bool:
        """Whether a batch is a part, to the byte as it was written: then no step has anything to do for it."""
        return looking.whole(self.workplace.parts / batch.fingerprint)

    function: ClassVar[Callable[[pages.Job, Sequence[planning.Batch]], pages.Found]]
    """Do the step with some batches."""

    def is_there(self, plan: Plan) -> bool:
        """Whether every batch is done."""
        return all(map(self.is_done, plan.batches))

    def work(self, plan: Plan, spread: Spread) -> dict[str, Any]:
        """Do the batches that are not done; each is kept as soon as it is."""
        left = [shard for shard in plan.shards if not all(map(self.is_done, shard))]
        counts = [sum(batch.pages for batch in shard if not self.is_done(batch)) for shard in left]
        total, done, found = sum(counts), 0, pages.Found()
        self.tell(f"0 of {total:,} pages", 0)
        root = planning.root_of(self.source).resolve()
        job = pages.Job(root, self.place.resolve(), plan.settings, Verdicts(plan.verdicts), self.day)
        if left:
            self.load(plan.settings)
        with settled():
            results = spread(partial(type(self).function, job), left)
            for count, more in zip(counts, results, strict=True):
                done, found = done + count, found + more
                self.tell(f"{done:,} of {total:,} pages", 100 * done / max(1, total))
        return {"pages": total, **dict(sorted(found.items()))}

    def load(self, settings: Settings) -> None:
        """Load the data that the first page needs, so that forked processes share it."""
        warm_up(settings)


class FixEncoding(PageStep):
    """Read the pages, find their encodings, and mend mojibake. The first step: it takes stock of the input."""

    function = pages.fix_encoding

    def begin(self) -> None:
        """Take the output folder for ours.

        Raises:
            UserError: it cannot be written, or holds files of others.
        """
        self.check()
        self.download()
        looking.plan_of(self.asked())  # without pages no folder is made
        self.workplace.claim(results.written_names())
        self.workplace.prepare()

    def plan(self) -> Plan:
        """The input as it is now, cut into batches."""
        self.workplace.sweep()
        plan = looking.plan_of(self.asked())
        lost = self.workplace.damaged(batch.fingerprint for batch in plan.batches)
        if lost:
            parts = len(list(plan.batches))
            log.warning("%d of %d parts were damaged; their pages are cleaned again", len(lost), parts)
        plans.save(plan, self.workplace)
        return plan

    def is_done(self, batch: planning.Batch) -> bool:
        """Whether its texts are mended, or it is a part already."""
        return self.is_part(batch) or pages.is_fixed(batch, self.workplace)


class DetectSplices(PageStep):
    """Find the traces of columns' breaks: jump lines (接版), intruding passages, echoes, and copies on the page."""

    before = FixEncoding
    function = pages.detect_splices

    def is_done(self, batch: planning.Batch) -> bool:
        """Whether its splices are found, or it is a part already."""
        return self.is_part(batch) or pages.is_split(batch, self.workplace)


class SegmentArticles(PageStep):
    """Tell headlines, bylines and captions from running text, join broken sentences, and make articles."""

    before = DetectSplices
    function = pages.segment_articles

    def is_done(self, batch: planning.Batch) -> bool:
        """Whether it is a part."""
        return self.is_part(batch)

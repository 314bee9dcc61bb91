"""A day of an archive, or an issue: an output folder each, for ``RangeDaily`` to go through."""

from __future__ import annotations

from typing import Any

import luigi
from luigi.task import MixinNaiveBulkComplete

from pipeline.run.days import FOLDER
from pipeline.run.remote import Place, below
from pipeline.tasks.corpus import CleanCorpus
from pipeline.tasks.parameters import OfCorpus, PlaceOfCorpus


class _Days(MixinNaiveBulkComplete, luigi.Task):
    """The base of a day and an issue. Ids of pages are paths below the input, so that no two days share one."""

    date: luigi.DateParameter = luigi.DateParameter()
    input_path: PlaceOfCorpus = PlaceOfCorpus(
        description="the archive, with a folder for each day; or its URL"
    )
    output_path: PlaceOfCorpus = PlaceOfCorpus(description="below which each day is written; or a URL")
    folder: OfCorpus[str] = OfCorpus(
        default=FOLDER, description="the pattern of a day's folders below the archive"
    )
    settings: luigi.Parameter[str] = luigi.Parameter(default="")

    @property
    def place(self) -> Place:
        """Where the day is written."""
        raise NotImplementedError

    def requires(self) -> luigi.Task:
        """All steps, over the pages of the day."""
        return CleanCorpus(
            input_path=self.input_path,
            output_path=self.place,
            folder=self.folder,
            newspaper=getattr(self, "newspaper", ""),
            date=self.date.isoformat(),
            settings=self.settings,
        )

    def output(self) -> Any:
        """The files of the day, by name, as those of :class:`CleanCorpus`."""
        return self.requires().output()

    def complete(self) -> bool:
        """Whether the day is cleaned as its pages are now."""
        return bool(self.requires().complete())

    def run(self) -> None:
        """All is done by the steps."""


class CleanDay(_Days):
    """Clean the pages of one day, of all newspapers, into ``days/2026-01-20`` below the output."""

    @property
    def place(self) -> Place:
        """Where the day is written."""
        return below(self.output_path, f"days/{self.date.isoformat()}")


class CleanIssue(_Days):
    """Clean the pages of one issue into ``issues/NEWSPAPER/2026-01-20`` below the output."""

    newspaper: luigi.Parameter[str] = luigi.Parameter(description="as its folder is called")

    @property
    def place(self) -> Place:
        """Where the issue is written."""
        name = self.newspaper.replace("/", "_").lstrip(".") or "_"
        return below(self.output_path, f"issues/{name}/{self.date.isoformat()}")

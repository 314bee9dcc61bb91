"""The places of a task: its input and its output, on this machine or at a URL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import luigi

from pipeline.run import planning, remote
from pipeline.run.days import Day
from pipeline.run.files import Workplace
from pipeline.tasks.parameters import PlaceOfCorpus
from pipeline.values.errors import UserError


class Placed(luigi.Task):
    """A task with an input, an output, and a day."""

    input_path: PlaceOfCorpus = PlaceOfCorpus(description="a folder of pages, or a file; or a URL")
    output_path: PlaceOfCorpus = PlaceOfCorpus(description="where to write; or a URL")
    folder: luigi.Parameter[str] = luigi.Parameter(
        default="", description="the pattern of a day's folders; see CleanDay"
    )
    newspaper: luigi.Parameter[str] = luigi.Parameter(default="", description="of an issue; see CleanIssue")
    date: luigi.Parameter[str] = luigi.Parameter(default="", description="of a day, 2026-01-20; see CleanDay")

    @property
    def day(self) -> Day:
        """The day that it is about; without one the whole input."""
        return Day(self.folder, self.newspaper, self.date)

    @property
    def source(self) -> Path:
        """The input on this machine: of a URL its mirror."""
        return remote.input_of(self.input_path, self.day)

    @property
    def place(self) -> Path:
        """The output on this machine: of a URL the folder that is uploaded."""
        return remote.output_of(self.output_path)

    @property
    def workplace(self) -> Workplace:
        """The folder where steps leave their results."""
        return Workplace(self.place)

    def check(self) -> None:
        """See to it that the input and the output are apart.

        Raises:
            UserError: they are not.
        """
        remote.check_apart(self.input_path, self.output_path)
        check_apart(self.source, self.place)

    def download(self) -> None:
        """Mirror the input, where it is at a URL."""
        if isinstance(self.input_path, str):
            remote.mirror(self.input_path, self.day)

    def upload(self) -> None:
        """Take the output to its URL, where it has one."""
        if isinstance(self.output_path, str):
            remote.upload(self.output_path)

    def is_uploaded(self, names: Sequence[str]) -> bool:
        """Whether files of the output are at its URL, where it has one."""
        return not isinstance(self.output_path, str) or remote.is_uploaded(self.output_path, names)


def check_apart(source: Path, output: Path) -> None:
    """See to it that a run reads nothing that it writes.

    Raises:
        UserError: the output and the input lie one in the other.
    """
    inner, outer = output.resolve(), planning.root_of(source).resolve()
    if inner == outer or (source.is_dir() and (inner.is_relative_to(outer) or outer.is_relative_to(inner))):
        raise UserError(
            f"the output {output} and the input {source} lie one in the other; name another with --output"
        )

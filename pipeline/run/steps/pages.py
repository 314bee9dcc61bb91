"""The steps that take each page by itself: fix its encoding, detect its splices, segment it into articles.

Each takes batches and leaves a file a batch, named by the batch's fingerprint. Files of the first two are removed when
the batch is a part of the output: then nothing needs it any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import records
from pipeline.corpus import repeats
from pipeline.page import chain
from pipeline.page.chain import Mended, Parted
from pipeline.records import PageRecords, PageRow
from pipeline.run import cleaning, packing
from pipeline.run.days import WHOLE, Day
from pipeline.run.files import UNSETTLED, Workplace, publishing
from pipeline.run.packing import COUNTS, TEXTS
from pipeline.run.planning import Batch
from pipeline.run.reading import Reader
from pipeline.run.steps import states
from pipeline.values.decided import NO_VERDICTS, Verdicts
from pipeline.values.model import Page
from pipeline.values.settings import Settings

Found = Counter[str]
"""The counts of a step, by name: ``{"jump_line": 3}``."""


@dataclass(frozen=True)
class Job:
    """The values that the batches of a run have in common."""

    root: Path
    output: Path
    settings: Settings
    verdicts: Verdicts = NO_VERDICTS
    day: Day = WHOLE

    @property
    def workplace(self) -> Workplace:
        """Where the parts are kept."""
        return Workplace(self.output)


class Fixed(NamedTuple):
    """A page after the first step: its row, and the page with its mended text; or its rows, where it is set aside."""

    row: PageRow
    page: Page | None = None
    mended: Mended | None = None
    aside: PageRecords | None = None


Split = Parted | PageRecords | None
"""A page after the second step: its fragments; its rows, where the step set it aside; None where the first one did."""


def is_part(batch: Batch, workplace: Workplace) -> bool:
    """Whether nothing is left to do for a batch."""
    return (workplace.parts / batch.fingerprint).exists()


def is_fixed(batch: Batch, workplace: Workplace) -> bool:
    """Whether the encodings of a batch are fixed, and not used up yet."""
    return _state(workplace.fixed, batch) is not None


def is_split(batch: Batch, workplace: Workplace) -> bool:
    """Whether the splices of a batch are detected, and not used up yet."""
    return _state(workplace.parted, batch) is not None


@cleaning.uncollected()
def fix_encoding(job: Job, batches: Sequence[Batch]) -> Found:
    """Decode the pages of those batches that are not fixed yet, and mend their text."""
    found, workplace = Found(), job.workplace
    with Reader(job.root, job.settings.input, job.settings.encoding, job.day) as reader:
        for batch in batches:
            if not is_part(batch, workplace) and not is_fixed(batch, workplace):
                pages, passing = _fixed(batch, reader, job.settings)
                found.update(page.row.encoding or page.row.status for page in pages)
                _write(workplace.fixed, batch, pages, passing, workplace)
    return found


def _fixed(batch: Batch, reader: Reader, settings: Settings) -> tuple[list[Fixed], bool]:
    """The pages of a batch, and whether one of them saw a passing trouble."""
    places: dict[str, str] = {}
    pages, passing = [], False
    for source in cleaning.sources(batch, reader):
        row, page, aside = cleaning.opened(source, settings, places)
        passing = passing or source.passing
        if page is None:
            pages.append(Fixed(row, aside=aside))
            continue
        mended = cleaning.tried(row, settings, lambda page=page: chain.mend(page, settings))  # type: ignore[misc]
        pages.append(
            Fixed(row, aside=mended) if isinstance(mended, PageRecords) else Fixed(row, page, mended)
        )
    return pages, passing


@cleaning.uncollected()
def detect_splices(job: Job, batches: Sequence[Batch]) -> Found:
    """Detach jump lines and cut copies, on the pages of those batches where that is not done yet."""
    found, workplace = Found(), job.workplace
    for batch in batches:
        if not is_part(batch, workplace) and not is_split(batch, workplace):
            pages, passing = _read(workplace.fixed, batch)
            split = [_split(page, job) for page in pages]
            found.update(
                decision.reason
                for page in split
                if isinstance(page, Parted)
                for decision in page.decisions
                if decision.action == "dropped"
            )
            _write(workplace.parted, batch, split, passing, workplace)
    return found


def _split(fixed: Fixed, job: Job) -> Split:
    page, mended = fixed.page, fixed.mended
    if page is None or mended is None:
        return None
    said = job.verdicts.for_page(page)
    return cleaning.tried(fixed.row, job.settings, lambda: chain.detect(page, mended, job.settings, said))


@cleaning.uncollected()
def segment_articles(job: Job, batches: Sequence[Batch]) -> Found:
    """Make articles of the pages of those batches that are no parts yet, and write the parts."""
    found, workplace = Found(), job.workplace
    for batch in batches:
        if not is_part(batch, workplace):
            with publishing(workplace.parts / batch.fingerprint, workplace.scratch) as folder:
                fixed, passing = _read(workplace.fixed, batch)
                split, _ = _read(workplace.parted, batch)
                segmented = (_segmented(one, two, job) for one, two in zip(fixed, split, strict=True))
                found.update(write_part(segmented, job.settings, folder))
                if passing:
                    (folder / UNSETTLED).touch()
            for state in (workplace.fixed, workplace.parted):
                if path := _state(state, batch):
                    path.unlink(missing_ok=True)
    return found


def write_part(pages: Iterable[PageRecords], settings: Settings, folder: Path) -> Found:
    """Write a batch's rows, a compressed file for each file of the output, and the counts of each page."""
    paragraphs: list[repeats.Paragraph] = []
    found = Found()
    with ExitStack() as stack:
        names = (*records.PAGE_FILES, COUNTS, TEXTS)
        files = {name: stack.enter_context(packing.packed(folder / name)) for name in names}
        for page in pages:
            found.update(articles=len(page.articles), quarantined=page.page.status == "quarantined")
            for name, lines in packing.lines(page).items():
                files[name].write(lines)
            for article in page.articles:
                paragraphs += repeats.paragraphs(article, page.texts[0].text, settings.duplicates)
    repeats.keep(paragraphs, folder, settings.duplicates)
    return found


def _segmented(fixed: Fixed, split: Split, job: Job) -> PageRecords:
    """The rows of a page. One that was set aside keeps the reason of the step that did."""
    page, mended = fixed.page, fixed.mended
    if fixed.aside is not None:
        return fixed.aside
    if isinstance(split, PageRecords):
        return split
    assert page is not None
    assert mended is not None
    assert split is not None
    said = job.verdicts.for_page(page)
    return cleaning.as_rows(
        fixed.row, job.settings, lambda: chain.segment(page, mended, split, job.settings, said)
    )


def _state(folder: Path, batch: Batch) -> Path | None:
    """The file of a batch in a folder of states, settled or not."""
    for name in (batch.fingerprint, f"{batch.fingerprint}.{UNSETTLED}"):
        if (folder / name).exists():
            return folder / name
    return None


def _write(folder: Path, batch: Batch, pages: Sequence[object], passing: bool, workplace: Workplace) -> None:
    name = f"{batch.fingerprint}.{UNSETTLED}" if passing else batch.fingerprint
    states.write(folder / name, pages, workplace.scratch)


def _read(folder: Path, batch: Batch) -> tuple[Sequence[Any], bool]:
    path = _state(folder, batch) or folder / batch.fingerprint
    return states.read(path), path.name.endswith(UNSETTLED)

"""A page from its source to its rows."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import orjson

from pipeline import records
from pipeline.encoding import Candidate, Decoding, decode
from pipeline.language.rules import rules
from pipeline.page import chain
from pipeline.records import PageRecords
from pipeline.run.formats import Known, front_matter, known
from pipeline.run.patience import OutOfTimeError, within
from pipeline.run.planning import Batch
from pipeline.run.reading import Reader
from pipeline.run.source import Source
from pipeline.values.laws import LawError, check, visible
from pipeline.values.model import Cleaned, Page
from pipeline.values.settings import Settings

T = TypeVar("T")


log = logging.getLogger("jieban")


def warm_up(settings: Settings) -> None:
    """Load the data that the first page needs (1.6 s), so that the processes forked from this one share it.

    Raises:
        UserError: a file of rules holds something that is no rule; told once, not as the fault of every page.
    """
    rules()
    clean_source(Source("", "", data="题\n\n文。".encode(), is_text=True), settings, {})


@contextmanager
def settled() -> Iterator[None]:
    """Freeze all that is loaded now: no search for reference cycles goes through it, and none copies it to a fork.

    Of 400 pages that is a tenth of a run's processor time, most of it in the report.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for reference cycles, of which pages and rows make none: it takes a fifteenth of the time."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


def sources(batch: Batch, reader: Reader) -> Iterator[Source]:
    """The pages of a batch, as they lie in their files."""
    if batch.lines:
        yield from reader.lines(batch.lines)
    for entry in batch.entries:
        yield from reader.pages(entry)


def clean_source(source: Source, settings: Settings, places: dict[str, str]) -> PageRecords:
    """Give a page as rows; one that cannot be read, cleaned or trusted is quarantined with the reason.

    ``places`` tells where each id was seen first; the page's own is added.
    """
    row, page, aside = opened(source, settings, places)
    if aside is not None:
        return aside
    assert page is not None
    return as_rows(row, settings, lambda: chain.clean_page(page, settings))


class Opened(NamedTuple):
    """A page that was read: its row and its text; or its rows, where it is set aside."""

    row: records.PageRow
    page: Page | None = None
    aside: PageRecords | None = None


def opened(source: Source, settings: Settings, places: dict[str, str]) -> Opened:
    """Decode a page. ``places`` tells where each id was seen first; the page's own is added."""
    row = _row(source)
    if source.skipped:
        return Opened(row, aside=records.skipped(row, source.problem or ""))
    if source.doc in places:
        return _aside(row, second_page(source.doc, places[source.doc]))
    places[source.doc] = row.place
    if source.problem:
        return _aside(row, source.problem)
    found = tried(row, settings, lambda: _read(row, source, settings))
    return Opened(row, aside=found) if isinstance(found, PageRecords) else found


def _read(row: records.PageRow, source: Source, settings: Settings) -> Opened:
    """A page whose source is known, decoded."""
    decoding = _decoded(source, settings)
    row = _with_decoding(row, decoding)
    if decoding.problem:
        return _aside(row, decoding.problem)
    source, front = _with_front_matter(source, decoding.text)
    if front or source.warnings:
        row = row.model_copy(update=_told(source))
    if not visible(decoding.text[front:]).any():
        return _aside(row, "it is empty: no visible character stands on it")
    return Opened(row, Page(source.doc, decoding.text, *source.known, front, source.boxes))


def _aside(row: records.PageRow, reason: str) -> Opened:
    return Opened(row, aside=records.quarantined(row, reason))


def _with_front_matter(source: Source, text: str) -> tuple[Source, int]:
    """Give the source with the metadata of a Markdown page's front matter, and how many characters that has."""
    if not source.is_markdown:
        return source, 0
    front, metadata, warning = front_matter.read(text)
    told, warnings = known(metadata)
    joined = Known(*(one or other for one, other in zip(told, source.known, strict=True)))
    more = (*source.warnings, *warnings, *([warning] if warning else []))
    origin = metadata.get("source")
    return (
        replace(
            source,
            known=joined,
            metadata=metadata,
            origin=origin if isinstance(origin, str) else source.origin,
            warnings=more,
        ),
        front,
    )


def _told(source: Source) -> dict[str, Any]:
    """Those fields of a page's row that front matter changes."""
    return {
        **source.known._asdict(),
        "source": source.origin or "",
        "metadata": _as_json(source.metadata),
        "warnings": list(source.warnings),
    }


def _as_json(metadata: Mapping[str, Any]) -> str | None:
    """Metadata as a string of JSON, None for none: their values are of all types, and columns of one."""
    return orjson.dumps(metadata).decode() if metadata else None


def second_page(doc: str, place: str) -> str:
    """Why the later of two pages with one id is quarantined."""
    return f"its id {doc!r} is already that of {place}; give one of them another id"


def _decoded(source: Source, settings: Settings) -> Decoding:
    if source.is_text or not source.data:
        text = source.data.decode().removeprefix("\ufeff")
        return Decoding(text, "utf-8", 1.0, (Candidate("utf-8", 1.0),))
    return decode(source.data, settings.encoding)


def tried(row: records.PageRow, settings: Settings, stage: Callable[[], T]) -> T | PageRecords:
    """Run a stage on a page; give rows, quarantined with the reason, where it fails or takes too long."""
    most = settings.input.seconds_of_page
    try:
        with within(most):
            return stage()
    except OutOfTimeError:
        return records.quarantined(
            row,
            f"it took more than {most:g} s of processor time; cut it, or raise seconds_of_page in [input] of luigi.cfg",
        )
    except LawError as problem:
        return records.quarantined(row, f"it was not cleaned without loss: {problem}")
    except Exception as problem:
        log.exception("%s: a defect of the program", row.place)
        return records.quarantined(row, f"a defect of the program: {type(problem).__name__}: {problem}")


def as_rows(row: records.PageRow, settings: Settings, stages: Callable[[], Cleaned]) -> PageRecords:
    """Give a page as rows, once the laws have been checked on the result of its stages."""

    def checked() -> PageRecords:
        cleaned = stages()
        check(cleaned)
        return records.ok(row, cleaned)

    return tried(row, settings, checked)


def _row(source: Source) -> records.PageRow:
    return records.PageRow.model_construct(
        doc=source.doc,
        path=source.path,
        line=source.line,
        sha256=source.sha256,
        bytes=source.size,
        characters=None,
        status="ok",
        reason=None,
        encoding=None,
        encoding_confidence=None,
        candidates=[],
        newspaper=source.known.newspaper,
        date=source.known.date,
        page=source.known.page,
        articles=0,
        dropped=0,
        changed=0,
        flagged=0,
        source=source.origin or "",
        metadata=_as_json(source.metadata),
        warnings=list(source.warnings),
    )


def _with_decoding(row: records.PageRow, decoding: Decoding) -> records.PageRow:
    runners_up = [
        records.CandidateRow(encoding=name, confidence=round(share, 4)) for name, share in decoding.candidates
    ]
    return row.model_copy(
        update={
            "characters": None if decoding.problem else len(decoding.text),
            "encoding": decoding.encoding,
            "encoding_confidence": round(decoding.confidence, 4),
            "candidates": runners_up,
        }
    )

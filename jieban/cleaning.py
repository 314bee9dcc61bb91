"""The Python interface, as :mod:`jieban` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from pipeline.cli.driver import Report, Request
from pipeline.cli.driver import run as _run
from pipeline.records import ArticleRow as Article
from pipeline.records import AuditRow as Decision
from pipeline.records import BlockRow as Block
from pipeline.records import PageRecords as Page
from pipeline.run.cleaning import clean_source as _clean_source
from pipeline.run.config import Config as _Config
from pipeline.run.config import settings_of as _settings_of
from pipeline.run.formats.told import Known as _Known
from pipeline.run.remote import staged as _staged
from pipeline.run.source import Source as _Source
from pipeline.values.errors import RunError, UserError
from pipeline.values.settings import Settings
from pipeline.values.version import __version__

__all__ = [
    "Article",
    "Block",
    "Decision",
    "Page",
    "PageError",
    "Report",
    "RunError",
    "Settings",
    "UserError",
    "__version__",
    "clean",
    "clean_corpus",
]


class PageError(UserError):
    """A page that cannot be cleaned. The message says why."""


def clean(
    text: str,
    *,
    newspaper: str | None = None,
    date: str | None = None,
    page: str | None = None,
    settings: Settings | Mapping[str, Any] | None = None,
) -> Page:
    r"""Clean one page.

    Args:
        text: the page, as an OCR engine or a vision model wrote it; Markdown or plain text.
        newspaper: its name, if known.
        date: its date as ``2026-11-30``, if known.
        page: its number, such as ``"2"`` or ``"A3"``, if known; else it is read off the folio line (报头).
        settings: thresholds and switches, such as ``{"duplicates": {"threshold": 0.6}}``; else the defaults.

    Returns:
        The page's rows: ``articles``, ``audit`` (all that was dropped, changed or flagged), ``evidence``,
        ``duplicates``, and ``page`` with its counts. Offsets count code points of ``text``.

    Raises:
        PageError: the text is empty, or cannot be cleaned without loss.
        UnicodeEncodeError: the text holds half of a surrogate pair.

    >>> page = clean("要闻\n\n本报讯 昨日大雪。", newspaper="晨报", date="2026-11-30", page="2")
    >>> page.page.newspaper, page.page.page
    ('晨报', '2')
    """
    data = text.encode()
    source = _Source(
        "page", "page", data=data, is_text=True, size=len(data), known=_Known(newspaper, date, page)
    )
    cleaned = _clean_source(source, _settings(settings), {})
    if cleaned.page.reason:
        raise PageError(cleaned.page.reason)
    return cleaned


def clean_corpus(
    input: str | PathLike[str],  # noqa: A002, the word of the command line
    output: str | PathLike[str],
    *,
    workers: int | None = None,
    engine: str = "local",
    master: str = "",
    decisions: str | PathLike[str] | None = None,
    settings: Settings | Mapping[str, Any] | None = None,
) -> Report:
    """Clean a folder or a file of pages, as ``jieban run`` does; only what is new is computed.

    Args:
        input: a folder of pages, or one file; or a URL, such as ``s3://bucket/pages``.
        output: the folder for ``articles.jsonl`` and the other files, made if it is not there; or a URL.
        workers: processes; default: one a processor.
        engine: ``"local"`` or ``"spark"``.
        master: the address of a Spark master, with the engine ``"spark"``.
        decisions: a file of decisions by people, as the review report saves it.
        settings: thresholds and switches, such as ``{"duplicates": {"threshold": 0.6}}``; else the defaults.

    Returns:
        How the run ended: ``done``, ``manifest`` with its counts, ``output``, ``seconds``.

    Raises:
        UserError: the input is not there, the output cannot be written or is in use.
        RunError: what is at a URL does not answer.

    Example:
        ``clean_corpus("seeds", "output").manifest.counts.articles`` → 40
    """
    configuration = _Config(_settings(settings), {})
    said = Path(decisions) if decisions else None
    with _staged(*(place if isinstance(place, str) else Path(place) for place in (input, output))) as places:
        request = Request(*places, workers, engine=engine, master=master, decisions=said)
        return _run(request, configuration)


def _settings(given: Settings | Mapping[str, Any] | None) -> Settings:
    if isinstance(given, Settings):
        return given
    if unknown := set(given or {}) - set(Settings.model_fields):
        raise UserError(f"settings: there is no {unknown.pop()}; known: {', '.join(Settings.model_fields)}")
    return _settings_of(given or {}, "settings")

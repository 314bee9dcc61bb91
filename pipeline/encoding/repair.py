"""The repair of a page's text, step by step, and the ledger of what was done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.encoding import mojibake, width
from pipeline.encoding.changes import Change, apply, compose
from pipeline.model import Decision
from pipeline.settings import EncodingSettings
from pipeline.text import Edit, Span, Traced

STAGE = "encoding"
Step = Callable[[str, EncodingSettings], list[Change]]


def _width(text: str, settings: EncodingSettings) -> list[Change]:
    return width.changes(text) if settings.punctuation_width else []


STEPS: tuple[Step, ...] = (_width,)


def repair(text: Traced, settings: EncodingSettings) -> tuple[Traced, list[Decision]]:
    """A page's text, mended, and the ledger of it.

    Args:
        text: the whole page, as :meth:`Traced.read` gives it.
        settings: which steps are wanted.

    Returns:
        The mended text, whose spans still count in the page; and the decisions: ``changed`` (replaying them over
        the page gives the mended text), ``dropped`` (invisible characters) and ``flagged`` (what could not be
        mended). Equal changes are one decision with many spans.
    """
    made, _lost = mojibake.mend(text.text)
    now = apply(text.text, made)
    for step in STEPS:
        more = step(now, settings)
        if more:
            made = compose(now, made, more)
            now = apply(text.text, made)
    made = [change for change in made if text.text[change.start : change.end] != change.text]
    repaired = _edited(text, made, now)
    return repaired, [*_ledger(text, made)]


def _edited(text: Traced, made: Sequence[Change], now: str) -> Traced:
    """The traced text after changes that give ``now``."""
    if all(len(change.text) == change.end - change.start for change in made) and all(r.linear for r in text.runs):
        return Traced(now, text.runs) if made else text
    return text.edit([Edit(change.start, change.end, change.text) for change in made])


def _ledger(text: Traced, made: Iterable[Change]) -> Iterator[Decision]:
    spans: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for change in _joined(made):
        spans[change.reason, text.text[change.start : change.end], change.text] += _source(text, *change[:2])
    for (reason, before, after), where in spans.items():
        if not after and not before.isspace():
            yield Decision(STAGE, "dropped", "noise", tuple(where), before=before, after="")
        else:
            yield Decision(STAGE, "changed", reason, tuple(where), before=before, after=after)


def _source(text: Traced, start: int, end: int) -> tuple[Span, ...]:
    if len(text.runs) == 1 and text.runs[0].linear:  # a page as it was read: no need to search
        doc, first, _ = text.runs[0].source
        return (Span(doc, first + start, first + end),)
    return text.source(start, end)


_AS_ONE = {"mojibake", "letter_spacing"}  # one stretch, though it is edited in small parts to keep spans exact


def _joined(made: Iterable[Change]) -> Iterator[Change]:
    last: Change | None = None
    for change in made:
        if last and last.end == change.start and last.reason == change.reason and change.reason in _AS_ONE:
            last = Change(last.start, change.end, last.text + change.text, last.reason)
            continue
        if last:
            yield last
        last = change
    if last:
        yield last

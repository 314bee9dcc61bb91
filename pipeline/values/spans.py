"""Spans: stretches of a page's decoded text, and runs of text that were read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a page: code points ``start`` to ``end`` (exclusive) of its decoded text."""

    doc: str
    start: int
    end: int


span_of: Callable[[tuple[str, int, int]], Span] = partial(tuple.__new__, Span)
"""A span of its three values, in a third of the time; for where a page has hundreds."""


class Run(NamedTuple):
    """Text read from one span. Where the lengths agree, each character came from its own."""

    length: int
    source: Span

    @property
    def linear(self) -> bool:
        """Whether each character of the text stands for one character of the source."""
        return self.length == self.source.end - self.source.start


def part_of(run: Run, low: int, high: int) -> Span:
    """Give the source of the characters ``low`` to ``high`` of a run; one that is not linear goes with its first.

    >>> part_of(Run(3, Span("p", 10, 13)), 1, 2)
    Span(doc='p', start=11, end=12)
    """
    doc, start, end = run.source
    if run.linear:
        return Span(doc, start + low, start + high)
    return run.source if low == 0 else Span(doc, end, end)


def spans_of(runs: Sequence[Run]) -> tuple[Span, ...]:
    """Give the source of some runs, neighbouring spans merged.

    >>> spans_of([Run(1, Span("p", 0, 1)), Run(2, Span("p", 1, 3))])
    (Span(doc='p', start=0, end=3),)
    """
    if len(runs) == 1:  # as nearly all texts have
        _, start, end = source = runs[0].source
        return (source,) if start < end else ()
    return _merged([run.source for run in runs])


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        doc, start, end = span
        if start == end:
            continue
        if merged and merged[-1].end == start and merged[-1].doc == doc:
            merged[-1] = Span(doc, merged[-1].start, end)
        else:
            merged.append(span)
    return tuple(merged)


def hulls(spans: Iterable[Span]) -> Sequence[Span]:
    """Merge like :func:`spans_of`; never empty, so that a rewritten empty source keeps its place."""
    spans = list(spans)
    return _merged(spans) or spans[:1]


def hull(spans: Sequence[Span]) -> Span:
    """Give the stretch from the start of the first of some spans of one page to the end of the last.

    >>> hull([Span("p", 3, 5), Span("p", 8, 9)])
    Span(doc='p', start=3, end=9)
    """
    return Span(spans[0].doc, spans[0].start, spans[-1].end)

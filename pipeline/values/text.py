"""Traced text: a string whose pieces remember which source span they were read from.

Slice it, join it, rewrite part of it, and the spans come along, so that no stage does arithmetic on
offsets. Two laws hold (``tests/test_text.py``): nothing is lost, for slices that are joined
again names the same source characters; nothing is invented, for every visible character of a traced
text names the source it came from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from pipeline.values.spans import Run, Span, hull, hulls, part_of, span_of, spans_of

__all__ = ["Edit", "Run", "Span", "Traced", "hull", "join", "span_of"]


class Edit(NamedTuple):
    """Replace the characters ``start`` to ``end`` of a text by ``text``."""

    start: int
    end: int
    text: str


_run: Callable[[tuple[int, Span]], Run] = partial(tuple.__new__, Run)


@dataclass(unsafe_hash=True)
class Traced:
    """A string and the runs it was read from, in the order of the string.

    None is ever changed; it is not frozen because a page has hundreds, and makes them in a third of the time.

    Attributes:
        text: the characters.
        runs: where they came from; their lengths add up to that of ``text``. A run with an empty
            source is white space that a stage put between two pieces.
    """

    text: str
    runs: tuple[Run, ...]

    @classmethod
    def read(cls, doc: str, text: str) -> Traced:
        """The whole of a page, as it was read."""
        return cls(text, (Run(len(text), Span(doc, 0, len(text))),) if text else ())

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each run begins in ``text``."""
        offsets, at = [], 0
        for run in self.runs:
            offsets.append(at)
            at += run.length
        return offsets

    def cut(self, start: int, end: int | None = None) -> Traced:
        """The part from ``start`` to ``end`` (both within the text, counted from 0).

        A run that is not linear cannot be cut inside: its source goes with the first of its characters.
        """
        end = len(self.text) if end is None else end
        if start <= 0 and end >= len(self.text):
            return self
        if start >= end:
            return Traced("", ())
        return Traced(self.text[start:end], self._runs(start, end))

    def _runs(self, start: int, end: int) -> tuple[Run, ...]:
        """The runs of a part. Nearly all texts have one, each character from its own; only others are searched."""
        if len(self.runs) == 1:
            length, (doc, first, last) = self.runs[0]
            if length == last - first and 0 <= start < end <= length:
                return (_run((end - start, span_of((doc, first + start, first + end)))),)
        return tuple(self._searched(start, end))

    def _searched(self, start: int, end: int) -> Iterator[Run]:
        first = max(0, bisect_right(self._offsets, start) - 1)
        for n in range(first, len(self.runs)):
            at, run = self._offsets[n], self.runs[n]
            if at >= end:
                return
            low, high = max(start, at) - at, min(end, at + run.length) - at
            if low < high:
                yield Run(high - low, part_of(run, low, high))

    def __add__(self, other: Traced) -> Traced:
        return join((self, other))

    def strip(self) -> Traced:
        """The text without white space at its ends."""
        text = self.text.strip()
        if len(text) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, start + len(text))

    def edit(self, edits: Sequence[Edit]) -> Traced:
        """The text after ``edits``, which are in order and do not overlap.

        An edit's new characters, but for white space at their ends, name all of the source that the old ones named.
        Where white space replaces visible characters, nothing does.

        Raises:
            ValueError: the edits overlap, are out of order, or one inserts text without a source.
        """
        if not edits:
            return self
        parts: list[Traced] = []
        at = 0
        for start, end, text in edits:
            if start < at or end <= start:
                raise ValueError(f"edit at {start}:{end} overlaps another, is out of order, or has no source")
            parts.append(self.cut(at, start))
            parts.append(self._rewritten(start, end, text))
            at = end
        parts.append(self.cut(at))
        return join(parts)

    def _rewritten(self, start: int, end: int, text: str) -> Traced:
        """Rewrite a part. White space at its ends has no source: who strips it must lose nothing."""
        if not text:
            return Traced("", ())
        runs = self._runs(start, end)
        visible = text.strip()
        if len(text) == end - start and visible and all(run.linear for run in runs):
            return Traced(text, runs)
        if not visible and not self.text[start:end].strip():
            return Traced(text, self._whole(len(text), runs))
        indent = len(text) - len(text.lstrip())
        (doc, first, _), (_, _, last) = runs[0].source, runs[-1].source
        around = (
            Run(indent, Span(doc, first, first)),
            Run(len(text) - indent - len(visible), Span(doc, last, last)),
        )
        inner = self._whole(len(visible), runs) if visible else ()
        return Traced(text, tuple(run for run in (around[0], *inner, around[1]) if run.length))

    @staticmethod
    def _whole(size: int, runs: Sequence[Run]) -> tuple[Run, ...]:
        """Runs of ``size`` characters that name all of the source of some others."""
        hull = list(hulls(run.source for run in runs))
        heads = [Run(1, span) for span in hull[:-1]] if size >= len(hull) else []
        rest = hull[len(heads) :]
        if len(rest) > 1:  # more sources than characters: none may be left out
            raise ValueError("one character cannot stand for several distant spans")
        return (*heads, Run(size - len(heads), rest[0]))

    def is_verbatim(self, start: int, end: int) -> bool:
        """Whether each character of a part came from its own, side by side in one page."""
        spans = self.source(start, end)
        return len(spans) == 1 and spans[0].end - spans[0].start == end - start

    @property
    def spans(self) -> tuple[Span, ...]:
        """The source, neighbouring spans merged; white space put between pieces has none."""
        return spans_of(self.runs) if len(self.runs) == 1 else self._all_spans

    @cached_property
    def _all_spans(self) -> tuple[Span, ...]:
        return spans_of(self.runs)

    def source(self, start: int, end: int) -> tuple[Span, ...]:
        """The source of a part of the text, as :attr:`spans` gives it for the whole."""
        return spans_of(self._runs(start, end))


def join(parts: Iterable[Traced], between: str = "") -> Traced:
    """The parts, one after the other, with white space ``between`` them.

    Raises:
        ValueError: ``between`` holds visible characters, which would have no source.
    """
    if between.strip():
        raise ValueError(f"{between!r} between traced texts would have no source")
    parts = [part for part in parts if part.text]
    if len(parts) == 1 and len(parts[0].runs) == 1:
        return parts[0]
    runs: list[Run] = []
    for part in parts:
        if runs and between:
            doc, _, end = runs[-1].source
            runs.append(Run(len(between), Span(doc, end, end)))
        for run in part.runs:
            if runs and _continues(runs[-1], run):
                doc, start, _ = runs[-1].source
                runs[-1] = Run(runs[-1].length + run.length, Span(doc, start, run.source.end))
            else:
                runs.append(run)
    return Traced(between.join([part.text for part in parts]), tuple(runs))


def _continues(one: Run, two: Run) -> bool:
    (length, (doc, start, end)), (other_length, (other_doc, other_start, other_end)) = one, two
    linear = length == end - start and other_length == other_end - other_start
    return linear and doc == other_doc and end == other_start

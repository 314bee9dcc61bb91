"""The source page cut into stretches, each with its fate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape


class Owner(NamedTuple):
    """The owner of a stretch: a block of an article, or a cut."""

    start: int
    end: int
    state: str  # "kept" or "dropped"
    role: str = ""
    article: int = -1
    block: int = -1
    reason: str = ""


class Mark(NamedTuple):
    """A decision about some characters: a change or a flag."""

    start: int
    end: int
    state: str  # "changed" or "flagged"
    entry: int


@dataclass(frozen=True)
class Bit:
    """Characters with the same marks."""

    text: str
    states: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Characters with one owner; ``owner`` is None for white space and marks that no article holds.

    ``entries`` are the decisions about all of it; ``sides`` tell whether it goes on elsewhere (``out``), comes
    from elsewhere (``in``), or has a doubtful decision (``doubt``).
    """

    start: int
    end: int
    owner: Owner | None
    bits: list[Bit]
    entries: list[int] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)

    @property
    def html(self) -> Markup:
        """Its characters with their marks; made here because a template takes three times as long."""
        return Markup("".join(map(_html, self.bits)))


def _html(bit: Bit) -> str:
    if not bit.states:
        return escape(bit.text)
    entries = " ".join(map(str, bit.entries))
    return f'<span class="{" ".join(bit.states)}" data-m="{entries}">{escape(bit.text)}</span>'


def cut(text: str, end: int, owners: Iterable[Owner], marks: Iterable[Mark]) -> list[Stretch]:
    """The first ``end`` characters of a page as stretches, in order, without a gap.

    Owners do not overlap (the first law); should they, the later begins where the earlier ends.
    """
    marked = _Marked(marks)
    found: list[Stretch] = []
    at = 0
    for owner in sorted(owners):
        start, stop = max(owner.start, at), min(owner.end, end)
        if start >= stop:
            continue
        if at < start:
            found.append(Stretch(at, start, None, _bits(text, at, start, marked)))
        found.append(Stretch(start, stop, owner, _bits(text, start, stop, marked)))
        at = stop
    if at < end:
        found.append(Stretch(at, end, None, _bits(text, at, end, marked)))
    return found


class _Marked:
    """Marks in order, found by where they stand."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks)
        self._longest = max((mark.end - mark.start for mark in self._marks), default=0)

    def within(self, start: int, end: int) -> list[Mark]:
        """Those that touch a stretch."""
        first = bisect_left(self._marks, (start - self._longest,))
        last = bisect_left(self._marks, (end,))
        return [mark for mark in self._marks[first:last] if start < mark.end]


def _bits(text: str, start: int, end: int, marked: _Marked) -> list[Bit]:
    """The characters of a stretch, cut where a mark begins or ends."""
    here = marked.within(start, end)
    if not here:
        return [Bit(text[start:end])]
    edges = sorted({start, end, *(max(start, m.start) for m in here), *(min(end, m.end) for m in here)})
    bits: list[Bit] = []
    over: list[Mark] = []
    waiting = iter([*here, Mark(end, end, "", -1)])
    mark = next(waiting)
    for low, high in pairwise(edges):
        while mark.start <= low and mark.entry >= 0:
            over.append(mark)
            mark = next(waiting)
        over = [one for one in over if one.end > low]
        states = tuple(dict.fromkeys(one.state for one in over))
        bits.append(Bit(text[low:high], states, tuple(one.entry for one in over)))
    return bits


class Places:
    """Which stretches lie where."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._starts = [stretch.start for stretch in stretches]

    def over(self, start: int, end: int, state: str) -> list[Stretch]:
        """The stretches of a state that lie in a span, wholly or partly."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        here = self._stretches[first:last]
        return [s for s in here if s.owner and s.owner.state == state and start < s.end and s.start < end]

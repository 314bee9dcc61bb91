"""Changes to a text, one after another, told as changes to the text that the first one saw.

Each step of the repair looks at the text of the step before. A reader of the audit wants to know the characters of
the page and those that replace them, so the steps' changes are composed into one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.values.vocabulary import Reason


class Change(NamedTuple):
    """The characters ``start`` to ``end`` (at least one) of a text become ``text``."""

    start: int
    end: int
    text: str
    reason: Reason


class _Placed(NamedTuple):
    """A change and the stretch of the middle text that it made, or that it is made to."""

    start: int
    end: int
    second: bool
    change: Change


def apply(text: str, changes: Iterable[Change]) -> str:
    """Make changes that are in order and do not overlap.

    >>> apply("渔港,开市", [Change(2, 3, "，", "punctuation_width")])
    '渔港，开市'
    """
    parts: list[str] = []
    at = 0
    for start, end, new, _ in changes:
        parts += (text[at:start], new)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def compose(middle: str, first: Sequence[Change], second: Sequence[Change]) -> list[Change]:
    """Give ``first``, which gave ``middle``, and ``second``, made to that, as changes to the text before both.

    Changes that touch the same characters become one, with the reason of the earlier.

    >>> compose("渔港,", [Change(0, 1, "渔", "unicode")], [Change(2, 3, "，", "punctuation_width")])[1][:3]
    (2, 3, '，')
    """
    if not first or not second:
        return list(first or second)
    placed = sorted([*_made(first), *(_Placed(change.start, change.end, True, change) for change in second)])
    composed: list[Change] = []
    shift = 0  # an offset in the text before, less the same offset in the middle
    for cluster in _clusters(placed):
        start, end = cluster[0].start, max(item.end for item in cluster)
        later = [item.change for item in cluster if item.second]
        grown = shift + sum(_shrinkage(item.change) for item in cluster if not item.second)
        reason = next((item.change.reason for item in cluster if not item.second), cluster[0].change.reason)
        after = apply(middle[:end], [Change(0, start, "", reason), *later] if start else later)
        composed.append(Change(start + shift, end + grown, after, reason))
        shift = grown
    return composed


def _shrinkage(change: Change) -> int:
    return change.end - change.start - len(change.text)


def _made(changes: Iterable[Change]) -> Iterator[_Placed]:
    shift = 0
    for change in changes:
        start = change.start - shift
        yield _Placed(start, start + len(change.text), False, change)
        shift += _shrinkage(change)


def _clusters(placed: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    """Items that overlap, together; a deletion, empty in the middle, with the item that covers both its sides."""
    cluster: list[_Placed] = []
    end = -1
    for item in placed:
        if cluster and item.start >= end:
            yield cluster
            cluster, end = [], -1
        cluster.append(item)
        end = max(end, item.end)
    if cluster:
        yield cluster

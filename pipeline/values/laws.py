"""The two laws of the contract, checked on every page before it is written.

Nothing is lost: every visible character stands in exactly one piece of a block or one dropped span.
Nothing is invented: a block's text is the text of its pieces, with the ``changed`` decisions replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import sub

import numpy as np
from numpy.typing import NDArray

from pipeline.values.model import Block, Cleaned, Decision
from pipeline.values.text import Span

MARKUP = "#*"
_BEYOND = 0x3001  # U+3000 is the last white space of Unicode
_HIDDEN = np.array([chr(n).isspace() or chr(n) in MARKUP for n in range(_BEYOND)] + [False])
_STRIP = dict.fromkeys(np.flatnonzero(_HIDDEN).tolist())


class LawError(Exception):
    """A page for which a law does not hold; the message says where."""


@lru_cache(maxsize=1)
def visible(text: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which characters of a text are visible: neither white space nor Markdown's ``#`` and ``*``.

    Kept for the last text asked about, for a page is asked about three times; not to be written to.
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    shown: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~_HIDDEN.take(points, mode="clip")
    shown.flags.writeable = False
    return shown


def check(cleaned: Cleaned) -> None:
    """Hold a page against both laws.

    Raises:
        LawError: a law does not hold.
    """
    _nothing_empty(cleaned)
    _nothing_lost(cleaned)
    _nothing_invented(cleaned)


def _nothing_lost(cleaned: Cleaned) -> None:
    text, doc = cleaned.page.text, cleaned.page.doc
    size = len(text)
    starts, ends = [], []
    for of, start, end in _placed(cleaned):
        if of != doc or not 0 <= start <= end <= size:
            raise LawError(f"{start}:{end} of {of!r} is no stretch of this page")
        starts.append(start)
        ends.append(end)
    wrong = misplaced(text, starts, ends)
    if len(wrong):
        at = int(wrong[0])
        raise LawError(
            f"{len(wrong)} visible characters are not in exactly one place, "
            f"the first at {at}: {_near(text, at)}"
        )


def misplaced(text: str, starts: Sequence[int], ends: Sequence[int]) -> NDArray[np.intp]:
    """Give the places of the visible characters that are not in exactly one stretch.

    >>> misplaced("一二三", [0, 1], [2, 2]).tolist()
    [1, 2]
    """
    size = len(text) + 1
    changes = np.bincount(starts, minlength=size) - np.bincount(ends, minlength=size)
    return np.flatnonzero((np.cumsum(changes[:-1]) != 1) & visible(text))


def _nothing_empty(cleaned: Cleaned) -> None:
    for article in cleaned.articles:
        if not any(block.text.spans for block in article.blocks):
            raise LawError(f"an article of kind {article.kind} holds no character")


def _placed(cleaned: Cleaned) -> Iterator[Span]:
    for article in cleaned.articles:
        for block in article.blocks:
            yield from block.text.spans
    for decision in cleaned.decisions:
        if decision.action == "dropped":
            yield from decision.spans


def _nothing_invented(cleaned: Cleaned) -> None:
    read = _after(cleaned.page.text, [d for d in cleaned.decisions if d.action == "changed"])
    for article in cleaned.articles:
        for block in article.blocks:
            expected = "".join([read(span) for span in block.text.spans])
            if expected != block.text.text and _seen(expected) != _seen(block.text.text):
                raise LawError(_difference(block, _seen(expected)))


def _seen(text: str) -> str:
    return text.translate(_STRIP)


def _after(text: str, changes: Sequence[Decision]) -> Callable[[Span], str]:
    """Give the text of a span of the page after the changes."""
    whole = _replaced(text, changes)
    if whole is not None:
        return lambda span: whole[span.start : span.end]
    now = _replayed(text, changes)
    return lambda span: "".join(now[span.start : span.end])


def _replaced(text: str, changes: Iterable[Decision]) -> str | None:
    """The page after the changes, in a tenth of the time, if all are of single characters, as most pages' are."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").copy()
    for decision in changes:
        before, after = decision.before or "", decision.after or ""
        _, starts, ends = zip(*decision.spans, strict=True)
        if not len(before) == len(after) == 1 or set(map(sub, ends, starts)) != {1}:
            return None
        places = np.array(starts)
        if (points[places] != ord(before)).any():
            return None
        points[places] = ord(after)
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def _replayed(text: str, changes: Iterable[Decision]) -> list[str]:
    """Give the text of each place of the page after the changes; the new text of a stretch is at its start."""
    now = list(text)
    for decision in changes:
        if decision.before is None or decision.after is None:
            raise LawError(
                f"a change ({decision.reason}) does not say what stood there, or what stands there now"
            )
        for _, start, end in decision.spans:
            stood = now[start] if end == start + 1 else "".join(now[start:end])
            if decision.before not in stood:
                raise LawError(
                    f"a change ({decision.reason}) at {start} replaces {decision.before!r}, "
                    f"but {stood!r} stands there"
                )
            # A stretch that an earlier change rewrote can hold more than this one names.
            now[start] = stood.replace(decision.before, decision.after, 1)
            now[start + 1 : end] = [""] * (end - start - 1)
    return now


def _difference(block: Block, expected: str) -> str:
    found = _seen(block.text.text)
    at = next(
        (n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b),
        min(len(expected), len(found)),
    )
    start = block.text.spans[0].start if block.text.spans else 0
    return (
        f"the {block.role} at {start} is not what its pieces hold: "
        f"{_near(found, at)} stands for {_near(expected, at)}"
    )


def _near(text: str, at: int) -> str:
    return repr(text[max(0, at - 8) : at + 8])

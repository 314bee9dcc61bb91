"""The passages that two texts have in common, in any order: aligned, errors and small changes bridged.

Passages in one order are found first (:mod:`pipeline.duplicates.blocks`). The rest of both texts is searched again, so
that a paragraph that was moved is found, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.duplicates.alignment import Block
from pipeline.duplicates.blocks import CLOSE, SPARSE, Search, alike, in_order, share_runs

LEAST = 12
"""Letters that agree, less those that do not, of the shortest passage: chance passages are shorter."""

_DROP = 12  # so far below its best a passage has ended
_ROUNDS = 6  # of search for moved passages; each finds at least one, and few texts have more than two
_LONG = 200  # letters: shorter texts are aligned in no time
_SPARSE = 0.1
"""Share of the runs of six letters below which texts share single passages at most. Where three quarters of a text
stand in another, with 12 % of wrong letters in each, .17 of its runs do."""
_OTHER = ("\ue000", "\ue001")  # between the stretches that are left of either side; in no folded text


class Passage(NamedTuple):
    """A stretch of one text and a stretch of the other that agree in their blocks, not between them."""

    blocks: tuple[Block, ...]

    @property
    def a(self) -> tuple[int, int]:
        """Where it stands in the first text."""
        return self.blocks[0].a, self.blocks[-1].a + self.blocks[-1].length

    @property
    def b(self) -> tuple[int, int]:
        """Where it stands in the second."""
        return self.blocks[0].b, self.blocks[-1].b + self.blocks[-1].length

    @property
    def letters(self) -> int:
        """Letters that agree."""
        return sum(block.length for block in self.blocks)


def common(one: str, two: str, least: int = LEAST) -> list[Passage]:
    """The passages that two folded texts share, in the order of the first; no letter is in two of them.

    ``"abc…"`` and ``"xabc…"`` share one of offset 1; two texts with their paragraphs swapped share two.

    >>> [(passage.a, passage.b) for passage in common("三千名志愿者在河堤种下柳树", "昨日三千名志愿者在河堤种下柳树")]
    [((0, 13), (2, 15))]
    """
    search = CLOSE
    if min(len(one), len(two)) >= _LONG and alike(one, two, CLOSE.run) < _SPARSE:
        search = SPARSE
    found = list(_in_order(in_order(one, two, search), least))
    for _ in range(_ROUNDS):
        left_a, left_b = _left(len(one), [p.a for p in found]), _left(len(two), [p.b for p in found])
        rest_a, rest_b = _cut(one, left_a, _OTHER[0], least), _cut(two, left_b, _OTHER[1], least)
        more = list(_again(rest_a, rest_b, least, search))
        if not more:
            break
        found += more
    return sorted(found)


def _in_order(blocks: Sequence[Block], least: int) -> Iterator[Passage]:
    """Maximal runs of blocks that score ``least`` or more: a letter that agrees counts one, any other costs one."""
    chain: list[Block] = []
    score = best = keep = 0
    for block in blocks:
        gap = 0
        if chain:
            last = chain[-1]
            gap = max(block.a - last.a - last.length, block.b - last.b - last.length)
        if chain and (gap >= score or score - gap < best - _DROP):
            if best >= least:
                yield Passage(tuple(chain[:keep]))
            chain, score, best, keep, gap = [], 0, 0, 0, 0
        chain.append(block)
        score += block.length - gap
        if score > best:
            best, keep = score, len(chain)
    if best >= least:
        yield Passage(tuple(chain[:keep]))


class _Rest(NamedTuple):
    """The stretches that are left of a text, put together, and the place of each in it."""

    text: str
    starts: list[tuple[int, int]]  # in the rest, in the text


def _left(length: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    at, left = 0, []
    for start, end in sorted(taken):
        left.append((at, start))
        at = max(at, end)
    return [*left, (at, length)]


def _cut(text: str, spans: Sequence[tuple[int, int]], other: str, least: int) -> _Rest:
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    at = 0
    for start, end in spans:
        if end - start >= least:
            starts.append((at, start))
            parts.append(text[start:end])
            at += end - start + least
    return _Rest((other * least).join(parts), starts)


def _again(one: _Rest, two: _Rest, least: int, search: Search) -> Iterator[Passage]:
    """Passages of the rests of both, with their places in the whole texts."""
    if not one.text or not two.text or not share_runs(one.text, two.text, search.run):
        return
    for passage in _in_order(in_order(one.text, two.text, search), least):
        yield from _parts(passage, one.starts, two.starts, least)


def _parts(
    passage: Passage, a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]], least: int
) -> Iterator[Passage]:
    """A passage of the rests, cut where a stretch of either ends."""
    found: dict[tuple[int, int], list[Block]] = {}
    for block in passage.blocks:
        in_a, in_b = _of(a, block.a), _of(b, block.b)
        moved = Block(block.a + a[in_a][1] - a[in_a][0], block.b + b[in_b][1] - b[in_b][0], block.length)
        found.setdefault((in_a, in_b), []).append(moved)
    for blocks in found.values():
        yield from _in_order(blocks, least)


def _of(starts: Sequence[tuple[int, int]], at: int) -> int:
    return max(number for number, (start, _) in enumerate(starts) if start <= at)

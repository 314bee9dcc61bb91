"""Copies within a page: paragraphs that stand twice, and passages copied inside different paragraphs."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.duplicates.alignment import Block, chains
from pipeline.duplicates.fold import Codes, Folded, decode, fold
from pipeline.duplicates.paragraphs import alike
from pipeline.duplicates.seeds import repeats
from pipeline.duplicates.shingles import Again, keys, recurring, similarity
from pipeline.values.settings import DuplicateSettings
from pipeline.values.vocabulary import CopyKind

MISREAD = 3  # taken by one misread letter from the score of the shortest passage


class Match(NamedTuple):
    """A stretch of paragraph ``a`` that stands again in paragraph ``b``, the later of the two.

    Attributes:
        kind: ``"exact"`` (all of ``a`` is all of ``b``, folded), ``"near"`` (the same, but for the errors of
            two readings), ``"contained"`` (all of one of them stands in the other), ``"passage"`` (a
            part of both).
        a, b: numbers of the paragraphs.
        a_start, a_end, b_start, b_end: the stretches, in code points of the paragraphs as given.
        jaccard, containment: of the two stretches, over the shingles of their folded texts.
    """

    kind: CopyKind
    a: int
    a_start: int
    a_end: int
    b: int
    b_start: int
    b_end: int
    jaccard: float
    containment: float


def copies(paragraphs: Sequence[str], settings: DuplicateSettings) -> list[Match]:
    """Find the passages that stand twice in ``paragraphs``, in reading order of the first place, then of the second.

    A passage that runs over several paragraphs is one match for each pair of paragraphs it touches, short
    lines within it included.

    >>> story = "三千名志愿者在河堤两岸种下柳树槐树和银杏一万株"
    >>> [match] = copies([story + "昨日", "据报" + story], DuplicateSettings())
    >>> match.kind, (match.a_start, match.a_end), (match.b_start, match.b_end)
    ('near', (0, 25), (0, 25))
    """
    folded = fold(paragraphs)
    page = _Page(paragraphs, folded, settings)
    again = recurring(keys(folded.codes, settings.shingle))
    whole = {(a, b): match for a, b in alike(folded, settings, again) if (match := page.whole(a, b))}
    return _sorted(
        [*whole.values(), *(match for match in page.passages(again) if (match.a, match.b) not in whole)]
    )


def between(one: Codes, two: Codes, settings: DuplicateSettings) -> list[Match]:
    """Find the passages of two folded texts, as :func:`copies`: in folded letters, from seeds that agree exactly.

    >>> one = fold(["三千名志愿者在河堤两岸种下柳树槐树和银杏一万株"])
    >>> [match] = between(one.codes, np.concatenate((one.codes[:2], one.codes)), DuplicateSettings())
    >>> match.kind, match.b_start
    ('contained', 2)
    """
    bounds = np.cumsum([0, len(one), len(two)])
    codes = np.concatenate((one, two))
    folded = Folded(codes, np.arange(len(codes)), bounds, bounds, np.zeros(2, dtype=np.int64))
    return _sorted(_Page([decode(one), decode(two)], folded, settings).passages())


def _sorted(found: Iterable[Match]) -> list[Match]:
    """In reading order, the longer of two that begin together first: no order may hang on a hash."""
    return sorted(set(found), key=lambda m: (m.a, m.a_start, m.b, m.b_start, -m.a_end, -m.b_end, m.kind))


@dataclass(frozen=True, slots=True)
class _Page:
    """The paragraphs, as given and folded, between which matches are drawn."""

    paragraphs: Sequence[str]
    folded: Folded
    settings: DuplicateSettings

    def whole(self, a: int, b: int) -> Match | None:
        """Both paragraphs as a match."""
        start, end = self.folded.bounds[[a, b]].tolist(), self.folded.bounds[[a + 1, b + 1]].tolist()
        return self._match(a, b, (start[0], end[0]), (start[1], end[1]))

    def passages(self, again: Again | None = None) -> Iterator[Match]:
        """Passages that stand twice, letter for letter but for errors; ``again``: shingles that do, if known."""
        seeds = repeats(self.folded, self.settings.shingle, again)
        text, edges = (decode(self.folded.codes), self.folded.bounds.tolist()) if seeds else ("", [])
        for chain in chains(text, seeds, self.settings.passage - MISREAD):
            if chain[-1].a + chain[-1].length - chain[0].a >= self.settings.passage:
                yield from self.parts(chain, edges)

    def parts(self, chain: list[Block], edges: list[int]) -> Iterator[Match]:
        """The passage, cut wherever a paragraph ends on either side: at the ``edges``."""
        for low, high in _cut(chain, edges):
            a, b = bisect_right(edges, low.a) - 1, bisect_right(edges, low.b) - 1
            if a < b:
                yield self._match(a, b, (low.a, high.a + high.length), (low.b, high.b + high.length))

    def _match(self, a: int, b: int, one: tuple[int, int], two: tuple[int, int]) -> Match:
        bounds, codes = self.folded.bounds, self.folded.codes
        first, second = codes[one[0] : one[1]], codes[two[0] : two[1]]
        jaccard, containment = similarity(first, second, self.settings.shingle)
        all_a = one == (bounds[a], bounds[a + 1])
        all_b = two == (bounds[b], bounds[b + 1])
        kind: CopyKind = "contained" if all_a or all_b else "passage"
        if all_a and all_b:
            kind = "exact" if np.array_equal(first, second) else "near"
        a_span, b_span = self._spans(a, b, one, two)
        return Match(kind, a, *a_span, b, *b_span, jaccard, containment)

    def _spans(
        self, a: int, b: int, one: tuple[int, int], two: tuple[int, int]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """The stretches in the paragraphs as given, with the signs at their ends that belong to both."""
        source = self.folded.source
        start_a, end_a = source(a, one[0]), source(a, one[1] - 1) + 1
        start_b, end_b = source(b, two[0]), source(b, two[1] - 1) + 1
        text_a, text_b = self.paragraphs[a], self.paragraphs[b]
        back = _agreeing(text_a[:start_a][::-1], text_b[:start_b][::-1], True)
        on = _agreeing(text_a[end_a:], text_b[end_b:], False)
        return (start_a - back[0], end_a + on[0]), (start_b - back[1], end_b + on[1])


def _cut(chain: list[Block], edges: list[int]) -> Iterator[tuple[Block, Block]]:
    """First and last block of each part of ``chain`` between the ``edges`` on either side."""
    first: Block | None = None
    last: Block | None = None
    for block in _pieces(chain, edges):
        if first is not None and last is not None and _crosses(last, block, edges):
            yield first, last
            first = None
        first, last = first or block, block
    if first is not None and last is not None:
        yield first, last


def _pieces(chain: list[Block], edges: list[int]) -> Iterator[Block]:
    """The blocks of ``chain``, cut at ``edges``."""
    for a, b, length in chain:
        cuts = {edge - start for start in (a, b) for edge in _between(edges, start, start + length - 1)}
        points = [0, *sorted(cuts), length]
        for low, high in pairwise(points):
            yield Block(a + low, b + low, high - low)


def _crosses(one: Block, two: Block, edges: list[int]) -> bool:
    return bool(_between(edges, one.a, two.a) or _between(edges, one.b, two.b))


def _between(edges: list[int], start: int, end: int) -> list[int]:
    """The edges after ``start``, up to ``end``."""
    return edges[bisect_right(edges, start) : bisect_right(edges, end)]


_OPENING = ("Ps", "Pi")  # Unicode categories of opening brackets and quotation marks


def _agreeing(one: str, two: str, opening: bool) -> tuple[int, int]:
    """How many signs at the beginning of ``one`` and ``two`` agree and belong to the stretch beside them.

    To a stretch that begins here (``opening``) belong opening brackets and quotation marks, to one that ends
    all other signs. Where nothing but signs remains of both, all belong: the paragraphs end together.
    """
    if not any(map(str.isalnum, one)) and not any(map(str.isalnum, two)):
        return len(one), len(two)
    both = 0
    for left, right in zip(one, two, strict=False):
        if left.isalnum() or unicodedata.normalize("NFKC", left) != unicodedata.normalize("NFKC", right):
            break
        if (unicodedata.category(left) in _OPENING) != opening:
            break
        both += 1
    return both, both

"""Paragraphs of one page that are alike as wholes, each compared with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from pipeline.duplicates.alignment import FAINT, LONGEST_GAP, blocks, one_text
from pipeline.duplicates.fold import Folded, Index
from pipeline.duplicates.shingles import Again, keys, recurring
from pipeline.values.arrays import changes
from pipeline.values.settings import DuplicateSettings

_STEPS = 64  # an n-gram in more paragraphs than this is offered to that many neighbours only
_FEW, _NEXT = 32, 4
"""A text that stands more often is paired with the first and with so many of the next only."""
_SOLID = 4  # letters; shorter blocks agree by chance
_ENDS = 600  # letters at either end of a long text that tell: aligning takes time by the square


def alike(
    folded: Folded, settings: DuplicateSettings, again: Again | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs of paragraphs that read the same text, the earlier first.

    They reach the Jaccard threshold, and the alignment shows the errors of readings rather than other names
    and numbers. Paragraphs shorter than ``settings.shortest`` are left to their neighbours. ``again`` are the
    shingles that stand more than once, if they are known.

    >>> from pipeline.duplicates.fold import fold
    >>> texts = ["三千名志愿者在河堤种下柳树一万株", "新馆下月开放藏书四十万册", "三千名志愿者在河堤种下抑树一万株"]
    >>> list(alike(fold(texts), DuplicateSettings()))
    [(0, 2)]
    """
    again = again or recurring(keys(folded.codes, settings.shingle))
    found = _similar(folded, settings, again)
    numbers = _numbers(folded) if found else []
    for a, b, jaccard in found:
        if numbers[a] and numbers[b] - numbers[a] > _NEXT and folded.text(a) == folded.text(b):
            continue
        one, two = folded.text(a), folded.text(b)
        if one == two or (_together(one, two) and one_text(one, two, jaccard, settings.threshold)):
            yield a, b


def _numbers(folded: Folded) -> list[int]:
    """How many paragraphs of the same text stand before each, 0 for all of a text that stands :data:`_FEW` times."""
    if np.bincount(folded.lengths).max() <= _FEW:  # no more are even as long as one another
        return [0] * len(folded)
    count = Counter(map(folded.text, range(len(folded))))
    seen, numbers = Counter[str](), []
    for n in range(len(folded)):
        text = folded.text(n)
        numbers.append(seen[text] if count[text] > _FEW else 0)
        seen[text] += 1
    return numbers


def _together(one: str, two: str) -> bool:
    """Whether the texts begin and end together: neither goes on for more than a gap without the other."""
    one, two = _ends(one), _ends(two)
    solid = [block for block in blocks(one, two) if block.length >= _SOLID]
    if not solid:
        return False
    a, b, _ = solid[0]
    end_a, end_b, length = solid[-1]
    rest_a, rest_b = len(one) - end_a - length, len(two) - end_b - length
    return abs(a - b) <= LONGEST_GAP and abs(rest_a - rest_b) <= LONGEST_GAP


def _ends(text: str) -> str:
    return text if len(text) <= 2 * _ENDS else text[:_ENDS] + text[-_ENDS:]


def _similar(folded: Folded, settings: DuplicateSettings, again: Again) -> list[tuple[int, int, float]]:
    """Pairs that share shingles enough to be looked at, with their Jaccard similarity."""
    size, lengths = settings.shingle, folded.lengths
    grams, places = again
    sizes = np.maximum(np.where(lengths >= settings.shortest, lengths, 0) - (size - 1), 0)
    owner = folded.owner(places)
    kept = places < (folded.bounds[:-1] + sizes)[owner]
    grams, owner = grams[kept], owner[kept]
    # An n-gram that stands once is in no other paragraph: it is counted.
    sizes -= np.bincount(owner, minlength=len(folded))
    new = changes(grams)
    new[1:] |= owner[1:] != owner[:-1]
    grams, owner = grams[new], owner[new]
    common = np.bincount(owner, minlength=len(folded))
    sizes += common
    least = min(FAINT, settings.threshold)
    likely = (common >= least * sizes)[owner]  # of the others too little stands elsewhere at all
    return _pairs(grams[likely], owner[likely], sizes, least)


def _pairs(grams: np.ndarray, owner: Index, sizes: Index, least: float) -> list[tuple[int, int, float]]:
    """Pairs of paragraphs by what they share; two that share many n-grams are counted at each step, not kept."""
    found, counted = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    number = len(sizes)
    for step in range(1, _STEPS):
        (same,) = (grams[step:] == grams[:-step]).nonzero()
        if not len(same):
            break
        every = np.sort(owner[same] * number + owner[same + step])
        first = changes(every).nonzero()[0]
        found.append(every[first])
        counted.append(np.diff(first, append=len(every)))
    every, shared = np.concatenate(found), np.concatenate(counted)
    if not len(every):
        return []
    order = every.argsort()
    every = every[order]
    first = changes(every).nonzero()[0]
    shared = np.add.reduceat(shared[order], first)
    a, b = np.divmod(every[first], number)
    jaccard = shared / (sizes[a] + sizes[b] - shared)
    good = jaccard >= least
    return list(zip(a[good].tolist(), b[good].tolist(), jaccard[good].tolist(), strict=True))

"""Alignment: the letters that two stretches have in common, through the errors of two readings.

A stretch is scored as in local alignment (Smith and Waterman, 1981): a letter that agrees counts one, an
error costs. The cost grows faster than the error is long, because readings differ in single letters while
different texts of one template differ in whole names and numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq

from pipeline.duplicates.seeds import Seed

LONGEST_GAP = 12
"""Letters on either side of an error; a longer one parts two passages."""

_REACH = 40  # letters beyond a seed that are looked at before the passage must have found another seed
_OPEN = 64  # chains that a seed may still join; more are open only where a page repeats one phrase
_NUMBER = frozenset("0123456789〇零一二三四五六七八九十百千万亿")
_NUMBER_COST = 12
"""A number that differs weighs as much as a dozen letters: readings rarely differ in one, reports always."""


MOST_CHANGED = 0.08
"""Share of a text that may be other words or numbers. Of 1,174 pairs of one paragraph read twice 1,169 have
at most .06, the other five .13 and more; texts of one template with other names and numbers have .1 to .4."""

_CHANGED_NUMBER = (
    8  # letters that a changed number counts for: 3 of the 1,174 pairs have one, in 184 letters or more
)

FAINT, AGREEING = 0.12, 0.75
"""Where single misread letters stand close, few shingles agree: two texts may be one from this Jaccard similarity on
if that share of the longer one's letters agrees in order. Four more of 1,182 pairs of one paragraph read
twice are found so, which have .78 and more; of 144 pairs of different paragraphs that share .15 of their
shingles, none: those below the threshold have .66 at most."""


AGREEING_NOISY = 0.65
"""The same where single letters are misread all over: of two readings with 12 % wrong .78 of the letters agree."""


class Block(NamedTuple):
    """``length`` letters from ``a`` and from ``b`` that agree."""

    a: int
    b: int
    length: int


def cost(one: str, two: str) -> int:
    """The cost of reading ``one`` where ``two`` should be.

    >>> cost("柳", "抑"), cost("柳树", "槐树"), cost("三", "二")
    (3, 8, 15)
    """
    gap = max(len(one), len(two))
    number = not _NUMBER.isdisjoint(one) or not _NUMBER.isdisjoint(two)
    return gap * (gap + 2) + (_NUMBER_COST if number and gap else 0)


def blocks(one: str, two: str) -> list[Block]:
    """The letters that agree in an alignment with the fewest insertions and deletions.

    >>> blocks("河堤种下柳树", "河堤种柳树")
    [Block(a=0, b=0, length=3), Block(a=4, b=3, length=2)]
    """
    return [Block(*block) for block in Indel.editops(one, two).as_matching_blocks() if block[2]]


def longest_gap(one: str, two: str) -> int:
    """How many letters at one place, at the most, stand in one of two alike texts only.

    >>> longest_gap("河堤种下柳树", "河堤柳树")
    2
    """
    longest = at_a = at_b = 0
    for a, b, length in Indel.editops(one, two).as_matching_blocks():  # the last one is empty, at both ends
        longest = max(longest, a - at_a, b - at_b)
        at_a, at_b = a + length, b + length
    return longest


def reading(one: str, two: str) -> tuple[float, float]:
    """Align two readings: the share of the shorter that was changed, and the share of the longer that agrees.

    Readings differ in single letters, and in stretches that one of them has lost; where two letters or more
    stand for two others, or a number for another, something was changed.

    >>> reading("三千人种下柳树", "三千人种下抑树")
    (0.0, 0.8571428571428571)
    >>> reading("楼高18层明年完工", "楼高19层明年完工")[0] > MOST_CHANGED
    True
    """
    changed = same = at_a = at_b = 0
    for a, b, length in Indel.editops(one, two).as_matching_blocks():
        lost = min(a - at_a, b - at_b)
        if lost > 1:
            changed += max(a - at_a, b - at_b)
        if lost and _has_digit(one[at_a:a]) and _has_digit(two[at_b:b]):
            changed += _CHANGED_NUMBER
        at_a, at_b = a + length, b + length
        same += length
    shorter, longer = sorted((len(one), len(two)))
    return changed / max(shorter, 1), same / max(longer, 1)


def agreeing(one: str, two: str) -> float:
    """The share of the longer text's letters that agree in order.

    >>> round(agreeing("三千人种下柳树", "三千人种柳树"), 2)
    0.86
    """
    return LCSseq.normalized_similarity(one, two)


def one_text(one: str, two: str, jaccard: float, threshold: float) -> bool:
    """Whether two texts of a Jaccard similarity of :data:`FAINT` or more are readings of one.

    >>> one_text("三千人种下柳树", "三千人种下抑树", 0.5, 0.45)
    True
    """
    changed, agreeing = reading(one, two)
    return changed <= MOST_CHANGED and (jaccard >= threshold or agreeing >= AGREEING)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def chains(text: str, seeds: Sequence[Seed], least: int) -> list[list[Block]]:
    """Passages of ``text`` that stand twice and score ``least`` or more.

    ``seeds``, in order of ``a``, are joined over errors and followed to where they end; those that score less
    than half of ``least`` by themselves are set phrases and not followed.

    >>> from pipeline.duplicates.seeds import Seed
    >>> text = "志愿者在河堤种下柳树和槐树" * 2
    >>> chains(text, [Seed(0, 13, 13)], 10)
    [[Block(a=0, b=13, length=13)]]
    """
    found: list[list[Block]] = []
    near: list[list[Block]] = []  # chains that a seed may still join
    for seed in seeds:
        near = [chain for chain in near[-_OPEN:] if chain[-1].a + chain[-1].length + LONGEST_GAP >= seed.a]
        block = Block(*seed)
        if not near or not any(_joins(text, chain, block) for chain in near):
            found.append([block])
            near.append(found[-1])
    passages: list[list[Block]] = []
    reaching: list[list[Block]] = []  # passages that end beyond where the chain begins
    for chain in found:
        reaching = [passage for passage in reaching if passage[-1].a + passage[-1].length > chain[0].a]
        alone = score(text, chain)
        if 2 * alone < least or any(_within(chain, passage) for passage in reaching):
            continue
        if alone + _at_most(text, chain) < least:
            continue
        extended = _extended(text, chain)
        if score(text, extended) >= least:
            passages.append(extended)
            reaching.append(extended)
    return passages


def _within(chain: list[Block], passage: list[Block]) -> bool:
    first, last = passage[0], passage[-1]
    return (
        first.a <= chain[0].a
        and first.b <= chain[0].b
        and chain[-1].a + chain[-1].length <= last.a + last.length
        and chain[-1].b + chain[-1].length <= last.b + last.length
    )


def _joins(text: str, chain: list[Block], block: Block) -> bool:
    """Append ``block`` to ``chain`` if the error between them is worth less than either."""
    last = chain[-1]
    if block.b - last.b - last.length > LONGEST_GAP or block.b + block.length <= last.b + last.length:
        return False  # most are far from one another
    over = max(last.a + last.length - block.a, last.b + last.length - block.b, 0)
    block = Block(block.a + over, block.b + over, block.length - over)
    gap_a, gap_b = block.a - last.a - last.length, block.b - last.b - last.length
    if block.length < 1 or max(gap_a, gap_b) > LONGEST_GAP:
        return False
    price = cost(text[block.a - gap_a : block.a], text[block.b - gap_b : block.b])
    if price >= min(score(text, chain), block.length):
        return False
    chain.append(block)
    return True


def score(text: str, chain: Sequence[Block]) -> int:
    """Letters that agree, less the cost of the errors between them.

    >>> score("河堤种下柳树一河堤种上柳树", [Block(0, 7, 3), Block(4, 11, 2)])  # a misread letter costs three
    2
    """
    if len(chain) == 1:
        return chain[0].length
    total = sum([block.length for block in chain])
    for one, two in pairwise(chain):
        total -= cost(text[one.a + one.length : two.a], text[one.b + one.length : two.b])
    return total


def _at_most(text: str, chain: list[Block]) -> int:
    """More than that no extension of a chain scores: the letters that agree in order, less the first error."""
    first, last = chain[0], chain[-1]
    end_a, end_b = last.a + last.length, last.b + last.length
    behind = text[end_a : end_a + _REACH], text[end_b : end_b + _REACH]
    before = text[max(0, first.a - _REACH) : first.a], text[max(0, first.b - _REACH) : first.b]
    together = behind[0][:1] == behind[1][:1], before[0][-1:] == before[1][-1:]
    return sum(
        max(0, LCSseq.similarity(*sides) - (0 if agree else cost("x", "")))
        for sides, agree in zip((behind, before), together, strict=True)
    )


def _extended(text: str, chain: list[Block]) -> list[Block]:
    """The chain with the letters that agree before its first seed and after its last, over single errors.

    The two stretches never run into each other.
    """
    first, last = chain[0], chain[-1]
    end_a, end_b = last.a + last.length, last.b + last.length
    room = max(0, first.b - end_a)
    tail = _best(text[end_a : end_a + min(_REACH, room)], text[end_b : end_b + _REACH])
    room -= tail[-1].a + tail[-1].length if tail else 0
    head = _best(
        text[max(0, first.a - _REACH) : first.a][::-1],
        text[first.b - min(_REACH, room) : first.b][::-1],
    )
    front = [Block(first.a - b.a - b.length, first.b - b.b - b.length, b.length) for b in reversed(head)]
    return [*front, *chain, *(Block(end_a + b.a, end_b + b.b, b.length) for b in tail)]


def _best(one: str, two: str) -> list[Block]:
    """The aligned beginning of ``one`` and ``two`` that scores most, if that is more than nothing."""
    best, total, keep = 0, 0, 0
    at_a = at_b = 0
    aligned = blocks(one, two)
    for number, block in enumerate(aligned, start=1):
        total += block.length - cost(one[at_a : block.a], two[at_b : block.b])
        at_a, at_b = block.a + block.length, block.b + block.length
        if total > best:
            best, keep = total, number
    return aligned[:keep]

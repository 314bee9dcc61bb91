"""Flags: places that were left as they were, but are worth a person's eye."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.values.model import Article, Block, Decision, Judgement
from pipeline.values.vocabulary import Question, Reason

_FOREIGN = re.compile(
    r"(?<=[\u3400-\u9fff”」、，])[ ]?([a-z]{2,}(?: [a-z]+){0,3})[ ]?(?=[\u3400-\u9fff“「、，。])"
)
_LATIN = re.compile("[a-z][a-z]")  # searched for twice as fast as [a-z]{2}
_LEAST, _MOST = 3, 8
_WORDS = "的了在是和及与對对為为"
_WORD_TWICE = re.compile(rf"(?:{'|'.join(word * 2 for word in _WORDS)})(?=[\u3400-\u9fff])")
_TWICE = re.compile(rf"([\u3400-\u9fff]{{{_LEAST},{_MOST}}})\1|{_WORD_TWICE.pattern}")
_PAIRS = ("“”", "「」", "『』", "《》", "（）")
_KINDS = {mark: (n, mark == pair[0]) for n, pair in enumerate(_PAIRS) for mark in pair}
_HAN, _SMALL, _MARK = 1, 2, 3
_WHAT = np.zeros(0x10000, dtype=np.uint8)
_WHAT[0x3400:0xA000] = _HAN
_WHAT[ord("a") : ord("z") + 1] = _SMALL
_WHAT[[ord(mark) for mark in _KINDS]] = _MARK
_DOUBTFUL = 0.6
"""Scores below this are told of: a role or join that is hardly likelier than its rival."""


def flag(articles: Sequence[Article], judgements: Sequence[Judgement]) -> list[Decision]:
    """Give the flags of a page's articles and of the doubtful decisions about them.

    >>> from pipeline.values.text import Traced
    >>> story = Article("article", (Block("body", Traced.read("p", "他说“今天开市。")),))
    >>> [(one.reason, one.spans[0].start) for one in flag([story], [])]
    [('unpaired_mark', 2)]
    """
    blocks = [block for article in articles for block in article.blocks]
    looks = _looks([block.text.text for block in blocks])
    return [*(one for n in sorted(looks) for one in _block(blocks[n], looks[n])), *_doubts(judgements)]


@dataclass(slots=True)
class _Look:
    """The places to look at in a text.

    Attributes:
        latin: whether two small Latin letters stand in a row.
        twice: where something may stand twice in a row, in order.
        alone: where quotation marks and brackets stand whose other half is missing.
    """

    latin: bool = False
    twice: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)


def _looks(texts: Sequence[str]) -> dict[int, _Look]:
    """Which texts of a page there is anything to look at in, by their number.

    All of them are searched at once, in a tenth of the time that the patterns would take with each.
    """
    page = "\n".join(texts)
    codes = np.frombuffer(page.encode("utf-32-le", "surrogatepass"), "<i4")
    kinds = _WHAT.take(codes, mode="clip")
    found: dict[int, _Look] = defaultdict(_Look)
    if bytes((_SMALL, _SMALL)) in kinds.tobytes():
        for n, text in enumerate(texts):
            if _LATIN.search(text):
                found[n].latin = True
    begin = [0, *accumulate([len(text) + 1 for text in texts])]
    for at in _recurring(page, codes, kinds):
        n = bisect_right(begin, at) - 1
        found[n].twice.append(at - begin[n])
    marks, parts = np.flatnonzero(kinds == _MARK).tolist(), 0
    for n, start in enumerate(begin[1:]):
        upto = bisect_left(marks, start, parts)
        if alone := _unpaired(page, marks[parts:upto]):
            found[n].alone += [at - begin[n] for at in alone]
        parts = upto
    return found


def _recurring(page: str, codes: NDArray[np.int32], kinds: NDArray[np.uint8]) -> list[int]:
    """Where phrases, or words of one character, stand twice in a row, in order."""
    others = -np.arange(len(codes), dtype=np.int32)  # equal nothing
    codes = np.where(kinds == _HAN, codes, others)
    words = np.flatnonzero(codes[1:] == codes[:-1]).tolist()
    found = {at for at in words if page[at] in _WORDS}
    for size in range(_LEAST, _MOST + 1):
        same = codes[size:] == codes[:-size]
        if b"\1" * size in same.tobytes():
            places = np.flatnonzero(same)
            behind = places[size - 1 :]
            found.update(places[: len(behind)][behind - places[: len(behind)] == size - 1].tolist())
    return sorted(found)


def _block(block: Block, look: _Look) -> Iterator[Decision]:
    text = block.text.text
    if look.latin:
        for hit in _FOREIGN.finditer(text):
            yield _flagged(block, "foreign_word", *hit.span())
    end = 0
    for at in look.twice:
        if at >= end and (again := _TWICE.match(text, at)):
            end = again.end()
            yield _flagged(block, "repeated_word", at, end)
    for at in look.alone:
        yield _flagged(block, "unpaired_mark", at, at + 1, mark=text[at])


def _flagged(block: Block, reason: Reason, start: int, end: int, **evidence: str) -> Decision:
    spans = block.text.source(start, end)
    return Decision("flags", "flagged", reason, spans, score=0.5, evidence=evidence)


def _unpaired(page: str, marks: Sequence[int]) -> list[int]:
    """Which of the marks of a text stand without their other half: of each pair the first such."""
    if not marks:
        return []
    waiting: list[list[int]] = [[] for _ in _PAIRS]
    closes: dict[int, int] = {}
    for at in marks:
        kind, opens = _KINDS[page[at]]
        if opens:
            waiting[kind].append(at)
        elif waiting[kind]:
            waiting[kind].pop()
        else:
            closes.setdefault(kind, at)
    places = ((closes.get(kind), here) for kind, here in enumerate(waiting))
    return [here[0] if at is None else at for at, here in places if here or at is not None]


_DOUBTS: Mapping[Question, Reason] = {
    "role": "doubtful_role",
    "join": "doubtful_join",
    "boundary": "doubtful_boundary",
}


def _doubts(judgements: Sequence[Judgement]) -> Iterator[Decision]:
    for judgement in judgements:
        if judgement.score < _DOUBTFUL:
            yield Decision(
                "flags", "flagged", _DOUBTS[judgement.question], judgement.spans,
                score=judgement.score, evidence={"answer": judgement.answer, **judgement.evidence},
            )  # fmt: skip

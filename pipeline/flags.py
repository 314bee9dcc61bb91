"""Flags: what was left as it was but is worth a person's eye."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Article, Block, Decision, Judgement

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
_IS_MARK = np.zeros(0x10000, dtype=bool)
_IS_MARK[[ord(mark) for mark in _KINDS]] = True
_DOUBTFUL = 0.6
"""Scores below this are told of: a role or join that is hardly likelier than its rival."""


def flag(articles: Sequence[Article], judgements: Sequence[Judgement]) -> list[Decision]:
    """The flags of a page's articles and of what was decided about them."""
    blocks = [block for article in articles for block in article.blocks]
    looks = _looks([block.text.text for block in blocks])
    found = [decision for block, look in zip(blocks, looks, strict=True) for decision in _block(block, look)]
    return [*found, *_doubts(judgements)]


class _Look(NamedTuple):
    """What there is to look at in a text: the patterns it may have, and where its quotation marks and brackets are.

    All texts of a page are searched for that at once, in a fifth of the time of the patterns.
    """

    patterns: list[tuple[str, re.Pattern[str]]]
    marks: list[int]


def _looks(texts: Sequence[str]) -> Iterator[_Look]:
    page = "\n".join(texts)
    codes = np.frombuffer(page.encode("utf-32-le", "surrogatepass"), "<i4")
    begin = np.cumsum([0, *(len(text) + 1 for text in texts)])
    marks = np.flatnonzero(_IS_MARK.take(codes, mode="clip"))
    parts = [0, *np.searchsorted(marks, begin[1:]).tolist()]
    marks = (marks - np.repeat(begin[:-1], np.diff(parts))).tolist()
    twice, word_twice = (_owners(begin, places) for places in _recurring(page, codes))
    latin = bool(_LATIN.search(page))
    for n, text in enumerate(texts):
        found = [("foreign_word", _FOREIGN)] if latin and _LATIN.search(text) else []
        if n in twice or n in word_twice:
            found.append(("repeated_word", _TWICE if n in twice else _WORD_TWICE))
        yield _Look(found, marks[parts[n] : parts[n + 1]])


_Places = NDArray[np.intp]


def _owners(begin: NDArray[np.int64], places: _Places) -> set[int]:
    """The numbers of the texts that some places of the page are in."""
    return set((np.searchsorted(begin, places, side="right") - 1).tolist()) if len(places) else set()


def _recurring(page: str, codes: NDArray[np.int32]) -> tuple[_Places, _Places]:
    """Where phrases stand twice in a row, and where words of one character do."""
    others = -np.arange(len(codes), dtype=np.int32)  # equal nothing
    codes = np.where((codes >= 0x3400) & (codes <= 0x9FFF), codes, others)
    found = []
    for size in range(_LEAST, _MOST + 1):
        same = np.flatnonzero(codes[size:] == codes[:-size])
        behind = same[size - 1 :]
        found.append(behind[behind - same[: len(behind)] == size - 1])
    words = np.flatnonzero(codes[1:] == codes[:-1])
    return np.concatenate(found), words[[page[at] in _WORDS for at in words.tolist()]]


def _block(block: Block, look: _Look) -> Iterator[Decision]:
    text = block.text.text
    for reason, pattern in look.patterns:
        for hit in pattern.finditer(text):
            yield Decision("flags", "flagged", reason, block.text.source(hit.start(), hit.end()), score=0.5)
    for at in _unpaired(text, look.marks) if look.marks else ():
        spans = block.text.source(at, at + 1)
        yield Decision("flags", "flagged", "unpaired_mark", spans, score=0.5, evidence={"mark": text[at]})


def _unpaired(text: str, marks: Sequence[int]) -> list[int]:
    """Where marks stand whose other half is missing: of each pair the first such."""
    waiting: list[list[int]] = [[] for _ in _PAIRS]
    closes: dict[int, int] = {}
    for at in marks:
        kind, opens = _KINDS[text[at]]
        if opens:
            waiting[kind].append(at)
        elif waiting[kind]:
            waiting[kind].pop()
        else:
            closes.setdefault(kind, at)
    places = ((closes.get(kind), here) for kind, here in enumerate(waiting))
    return [here[0] if at is None else at for at, here in places if here or at is not None]


def _doubts(judgements: Sequence[Judgement]) -> Iterator[Decision]:
    for judgement in judgements:
        if judgement.score < _DOUBTFUL:
            yield Decision(
                "flags", "flagged", f"doubtful_{judgement.question}", judgement.spans,
                score=judgement.score, evidence={"answer": judgement.answer, **judgement.evidence},
            )  # fmt: skip

"""Flags: what was left as it was but is worth a person's eye."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.model import Article, Block, Decision, Judgement

_FOREIGN = re.compile(
    r"(?<=[\u3400-\u9fff”」、，])[ ]?([a-z]{2,}(?: [a-z]+){0,3})[ ]?(?=[\u3400-\u9fff“「、，。])"
)
_LATIN = re.compile("[a-z][a-z]")  # searched for twice as fast as [a-z]{2}
_LEAST, _MOST = 3, 8
_WORD_TWICE = re.compile(r"(?:的的|了了|在在|是是|和和|及及|与与|對對|对对|為為|为为)(?=[\u3400-\u9fff])")
_TWICE = re.compile(rf"([\u3400-\u9fff]{{{_LEAST},{_MOST}}})\1|{_WORD_TWICE.pattern}")
_PAIRS = ("“”", "「」", "『』", "《》", "（）")
_MARK = re.compile(f"[{''.join(_PAIRS)}]")
_KINDS = {mark: (n, mark == pair[0]) for n, pair in enumerate(_PAIRS) for mark in pair}
_DOUBTFUL = 0.6
"""Scores below this are told of: a role or join that is hardly likelier than its rival."""


def flag(articles: Sequence[Article], judgements: Sequence[Judgement]) -> list[Decision]:
    """The flags of a page's articles and of what was decided about them."""
    blocks = [block for article in articles for block in article.blocks]
    patterns = _patterns("\n".join(block.text.text for block in blocks))
    found = [decision for block in blocks for decision in _block(block, patterns)]
    return [*found, *_doubts(judgements)]


def _patterns(page: str) -> list[tuple[str, re.Pattern[str]]]:
    """The patterns that a page may have, with what they are flagged as; most pages have none."""
    found = [("foreign_word", _FOREIGN)] if _LATIN.search(page) else []
    if _recurs(page):
        found.append(("repeated_word", _TWICE))
    elif _WORD_TWICE.search(page):
        found.append(("repeated_word", _WORD_TWICE))
    return found


def _recurs(text: str) -> bool:
    """Whether a phrase may stand twice in a row: told for a whole page in a fifth of the time of the pattern."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<i4")
    others = -np.arange(len(codes), dtype=np.int32)  # equal nothing
    codes = np.where((codes >= 0x3400) & (codes <= 0x9FFF), codes, others)
    for size in range(_LEAST, _MOST + 1):
        same = np.flatnonzero(codes[size:] == codes[:-size])
        if (same[size - 1 :] - same[: max(0, len(same) - size + 1)] == size - 1).any():
            return True
    return False


def _block(block: Block, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Decision]:
    text = block.text.text
    for reason, pattern in patterns:
        for hit in pattern.finditer(text) if pattern is not _FOREIGN or _LATIN.search(text) else ():
            yield Decision("flags", "flagged", reason, block.text.source(hit.start(), hit.end()), score=0.5)
    for at in _unpaired(text):
        spans = block.text.source(at, at + 1)
        yield Decision("flags", "flagged", "unpaired_mark", spans, score=0.5, evidence={"mark": text[at]})


def _unpaired(text: str) -> list[int]:
    """Where marks stand whose other half is missing: of each pair the first such."""
    waiting: list[list[int]] = [[] for _ in _PAIRS]
    closes: dict[int, int] = {}
    for hit in _MARK.finditer(text):
        kind, opens = _KINDS[hit[0]]
        if opens:
            waiting[kind].append(hit.start())
        elif waiting[kind]:
            waiting[kind].pop()
        else:
            closes.setdefault(kind, hit.start())
    places = ((closes.get(kind), here) for kind, here in enumerate(waiting))
    return [here[0] if at is None else at for at, here in places if here or at is not None]


def _doubts(judgements: Sequence[Judgement]) -> Iterator[Decision]:
    for judgement in judgements:
        if judgement.score < _DOUBTFUL:
            yield Decision(
                "flags", "flagged", f"doubtful_{judgement.question}", judgement.spans,
                score=judgement.score, evidence={"answer": judgement.answer, **judgement.evidence},
            )  # fmt: skip

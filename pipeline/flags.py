"""Flags: what was left as it was but is worth a person's eye."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Article, Block, Decision, Judgement

_FOREIGN = re.compile(
    r"(?<=[\u3400-\u9fff”」、，])[ ]?([a-z]{2,}(?: [a-z]+){0,3})[ ]?(?=[\u3400-\u9fff“「、，。])"
)
_TWICE = re.compile(
    r"([\u3400-\u9fff]{3,8})\1|(?:的的|了了|在在|是是|和和|及及|与与|對對|对对|為為|为为)(?=[\u3400-\u9fff])"
)
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"))
_DOUBTFUL = 0.6
"""Scores below this are told of: a role or join that is hardly likelier than its rival."""


def flag(articles: Sequence[Article], judgements: Sequence[Judgement]) -> list[Decision]:
    """The flags of a page's articles and of what was decided about them."""
    found = [decision for article in articles for block in article.blocks for decision in _block(block)]
    return [*found, *_doubts(judgements)]


def _block(block: Block) -> Iterator[Decision]:
    text = block.text.text
    for reason, pattern in (("foreign_word", _FOREIGN), ("repeated_word", _TWICE)):
        for hit in pattern.finditer(text):
            yield Decision("flags", "flagged", reason, block.text.source(hit.start(), hit.end()), score=0.5)
    for opening, closing in _PAIRS:
        at = _unpaired(text, opening, closing)
        if at is not None:
            spans = block.text.source(at, at + 1)
            yield Decision("flags", "flagged", "unpaired_mark", spans, score=0.5, evidence={"mark": text[at]})


def _unpaired(text: str, opening: str, closing: str) -> int | None:
    """Where a mark stands whose other half is missing; the first such."""
    if opening not in text and closing not in text:
        return None
    waiting: list[int] = []
    for hit in re.finditer(f"[{opening}{closing}]", text):
        if hit[0] == opening:
            waiting.append(hit.start())
        elif not waiting:
            return hit.start()
        else:
            waiting.pop()
    return waiting[0] if waiting else None


def _doubts(judgements: Sequence[Judgement]) -> Iterator[Decision]:
    for judgement in judgements:
        if judgement.score < _DOUBTFUL:
            yield Decision(
                "flags", "flagged", f"doubtful_{judgement.question}", judgement.spans,
                score=judgement.score, evidence={"answer": judgement.answer, **judgement.evidence},
            )  # fmt: skip

"""People's decisions on the article that a block belongs to: another of its page, or one of its own.

A caption that stands between a headline and its text was read as part of the story: a person makes it an item of its
own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.values.model import Article, Block, Decision
from pipeline.values.text import join
from pipeline.values.verdicts import PageVerdicts, Verdict, told
from pipeline.values.vocabulary import HEADS, RUNNING, Kind


def placed(articles: Iterable[Article], verdicts: PageVerdicts) -> tuple[list[Article], list[Decision]]:
    """Move blocks to the article that a person named, in the order of the decisions on the page.

    A decision whose block or whose article is not there changes nothing; the ledger tells of it.
    """
    found, heard = list(articles), []
    for verdict in verdicts.of("home"):
        moved = _placed(found, verdict)
        if moved is not None:
            found = moved
            heard.append(told(verdict))
    return found, heard


def _placed(articles: Sequence[Article], verdict: Verdict) -> list[Article] | None:
    home = None
    if verdict.answer:
        at = int(verdict.answer)
        home = next(
            (n for n, article in enumerate(articles) if any(_over(b, at, at + 1) for b in article.blocks)),
            None,
        )
        if home is None:
            return None
    chosen = [
        [n != home and _over(block, verdict.start, verdict.end) for block in article.blocks]
        for n, article in enumerate(articles)
    ]
    taken = [
        block
        for article, flags in zip(articles, chosen, strict=True)
        for block, out in zip(article.blocks, flags, strict=True)
        if out
    ]
    if not taken:
        return None
    left = [
        replace(article, blocks=tuple(b for b, out in zip(article.blocks, flags, strict=True) if not out))
        for article, flags in zip(articles, chosen, strict=True)
    ]
    if home is None:
        new = Article(_kind(taken), _ordered(taken))
        left.insert(_place(left, new), new)
    else:
        left[home] = replace(left[home], blocks=_ordered([*left[home].blocks, *taken]))
    return [article for article in left if article.blocks]


def _over(block: Block, start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in block.text.spans)


def _start(block: Block) -> int:
    return min((span.start for span in block.text.spans), default=0)


def _ordered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks in the order of the contract; one of each kind of headline, whose lines were read one after the other."""
    heads = []
    for role in HEADS:
        lines = sorted((block for block in blocks if block.role == role), key=_start)
        if lines:
            heads.append(lines[0] if len(lines) == 1 else Block(role, join((one.text for one in lines), " ")))
    running = _merged([block for block in blocks if block.role in RUNNING])
    return (*heads, *running, *(block for block in blocks if block.role not in (*HEADS, *RUNNING)))


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Running text: each block that came last goes before the first one that was read below it."""
    found: list[Block] = []
    for block in blocks:
        below = (n for n, other in enumerate(found) if _start(other) > _start(block))
        found.insert(next(below, len(found)), block)
    return found


def _kind(blocks: Sequence[Block]) -> Kind:
    roles = {block.role for block in blocks}
    if "caption" in roles and not roles & {*RUNNING}:
        return "photo"
    return "article" if roles & {*HEADS, *RUNNING} else "fragment"


def _place(articles: Sequence[Article], new: Article) -> int:
    """The place of an article among those of its page, by the text that was read first."""
    first = min(map(_start, new.blocks))
    later = (n for n, one in enumerate(articles) if one.blocks and min(map(_start, one.blocks)) > first)
    return next(later, len(articles))

"""Splitting at blank lines and at byline-looking lines: the yardstick that a made set is calibrated with.

It knows nothing of jumps, captions or intruders. On the seeds it is meant to come near the published
figures of such a splitter, so that a set of made pages on which it does as well as on the held-out set
is about as hard as the held-out set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.evaluation.measures import Row, fold

NAME = r"[\u4e00-\u9fff]{2,3}"
BYLINE = re.compile(rf"^(?:本[报報][记記]者 ?|[记記]者 ?)?({NAME}(?:[ 　]{NAME}){{0,2}})$")
ENDS = "。！？!?”…」』）)：:"


def split(doc: str, text: str) -> tuple[list[Row], list[Row]]:
    """The lines of ``articles.jsonl`` and ``audit.jsonl`` that the splitter writes for a page."""
    blocks = list(_blocks(text))
    articles: list[list[Row]] = []
    audit: list[Row] = []
    seen: set[str] = set()
    for n, (start, end) in enumerate(blocks):
        words = text[start:end]
        if len(fold(words)) > 20 and fold(words) in seen:
            audit.append(
                {"doc": doc, "start": start, "end": end, "action": "dropped", "reason": "duplicate_passage"}
            )
            continue
        seen.add(fold(words))
        role = _role(words, text[blocks[n + 1][0] : blocks[n + 1][1]] if n + 1 < len(blocks) else "")
        piece = {"doc": doc, "start": start, "end": end}
        if role == "title" or not articles or words.startswith(("(上接", "（上接")):
            articles.append([])
            role = "title" if len(words) <= 40 else role
        last = articles[-1][-1] if articles[-1] else None
        if (
            role == last_role(last) == "body"
            and last
            and not text[: last["pieces"][-1]["end"]].endswith(tuple(ENDS))
        ):
            last["pieces"].append(piece)
        else:
            articles[-1].append({"role": role, "pieces": [piece]})
    return [_article(doc, n, blocks_, text) for n, blocks_ in enumerate(articles)], audit


def last_role(block: Row | None) -> str | None:
    """The role of a block, if there is one."""
    return str(block["role"]) if block else None


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*", text):
        yield match.start(), match.end()


def _role(words: str, following: str) -> str:
    if BYLINE.match(words.strip()):
        return "byline"
    if words.startswith("# ") or (len(words) <= 40 and BYLINE.match(following.strip())):
        return "title"
    return "body"


def _article(doc: str, n: int, blocks: list[Row], text: str) -> Row:
    def shown(role: str) -> str:
        return "".join(text[p["start"] : p["end"]] for b in blocks if b["role"] == role for p in b["pieces"])

    byline = BYLINE.match(shown("byline").strip())
    return {
        "id": f"{doc}/{n}",
        "doc": doc,
        "title": shown("title").lstrip("# ") or None,
        "byline": byline.group(1).split() if byline else [],
        "blocks": blocks,
    }


def outputs(golds: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The splitter's output for some gold pages."""
    articles: list[Row] = []
    audit: list[Row] = []
    for gold in golds:
        one, two = split(gold["doc"], gold["text"])
        articles += one
        audit += two
    return articles, audit

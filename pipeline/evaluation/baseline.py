"""Splitting at blank lines and at byline-looking lines: the yardstick that a made set is calibrated with.

It knows nothing of jumps, captions or intruders. On the seeds it is meant to come near the published
figures of such a splitter, so that a set of made pages on which it does as well as on the held-out set
is about as hard as the held-out set.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.evaluation.outputs import Row, fold
from pipeline.evaluation.score import score_pages

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
        if role == "body" and _is_open(articles[-1], text):
            articles[-1][-1]["pieces"].append(piece)
        else:
            articles[-1].append({"role": role, "pieces": [piece]})
    return [_article(doc, n, blocks_, text) for n, blocks_ in enumerate(articles)], audit


def _is_open(blocks: list[Row], text: str) -> bool:
    """Whether the last block is body text that does not end a sentence."""
    return (
        bool(blocks)
        and blocks[-1]["role"] == "body"
        and text[blocks[-1]["pieces"][-1]["end"] - 1] not in ENDS
    )


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the splitter's figures on a folder of gold pages."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("gold", type=Path)
    paths = sorted(parser.parse_args(arguments).gold.glob("*.json"))
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    for name, value in score_pages(golds, *outputs(golds)).as_dict().items():
        sys.stdout.write(f"{name:13} {value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

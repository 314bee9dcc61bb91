"""Real articles as stories of a page: the web's own lines left out, long ones shortened, roles known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from pipeline.evaluation.drafts import Line, Part, Piece, Story

Raw = Mapping[str, Any]
"""An article as it is given: ``title``, ``byline``, ``paragraphs``, ``script`` (``hans`` or ``hant``)."""

WEB = re.compile(
    r"原标题|責任編輯|责任编辑|责编|编辑[:：]|校对|免责声明|声明[:：]|来源[:：]|來源[:：]|https?:|www\.|[a-z]\.com|点击|點擊"
    r"|订阅|訂閱|【详细】|未经授权|ICP|返回搜狐|转载|轉載|下载|▲|△|↓|相关阅读|延伸閱讀|更多|微信ID|版权|版權|撰文|協作|攝影"
    r"|本文(?:来|來|原|援|仅|由)|强图打榜|图/|图片|圖片|记者.{0,12}摄|记者.{2,4}$|\.\.\.|\ufffd"
)
CREDIT = re.compile(r"[（(〔【](?:[^）)〕】]{0,12})(?:记者|記者|通讯员|特派)[^）)〕】]{0,24}[）)〕】]")
ENDS = tuple("。！？”…」』）")
SHORTEST = 60
"""Characters that an article must have to be taken at all."""
HAN = re.compile(r"[\u4e00-\u9fff]")


def readable(raw: Raw) -> tuple[str, list[str]]:
    """An article's title and the paragraphs that a newspaper would have printed, in order."""
    title = (
        re.sub(r"^【[^】]*】|[（(](?:图|组图|圖|視頻)[)）]", "", raw["title"]).replace("\u3000", " ").strip()
    )
    seen: set[str] = set()
    kept = []
    unfinished = False
    for text in raw["paragraphs"]:
        text = CREDIT.sub("", re.sub(r"[*#`]|\s*\n\s*", "", text)).replace("\u3000", " ").strip()
        if text not in seen and not unfinished and _is_print(text):
            seen.add(text)
            kept.append(text)
        unfinished = len(text) > 22 and bool(re.search(r"[\u4e00-\u9fff，、]$", text))
    return title, kept


def _is_print(text: str) -> bool:
    if not text:
        return False
    han = len(HAN.findall(text))
    if WEB.search(text) or text[0] in "的了，。、；：！？）”』」" or han < 0.6 * len(text):
        return False
    return text.endswith(ENDS) and 24 <= len(text) <= 600 if len(text) > 22 else _is_heading(text)


def _is_heading(text: str) -> bool:
    return 5 <= len(text) <= 20 and not re.search(r"[。，：:；、！…”」）\d]$|[@:：【】\[\]]", text)


class Shelf:
    """Articles to take stories from, each once, and none that repeats a story of the page."""

    def __init__(
        self, readable_articles: Sequence[tuple[str, list[str]]], rng: Random, traditional: bool
    ) -> None:
        """``readable_articles`` are titles and paragraphs, as :func:`readable` gives them."""
        self.rng, self.traditional = rng, traditional
        self.rows = list(readable_articles)
        rng.shuffle(self.rows)
        self.shingles: set[str] = set()

    def take(self, least: int, most: int) -> tuple[str, list[str]]:
        """Title and paragraphs of ``least`` to ``most`` characters together, headings among them.

        A small collection may have no such article left; then a shorter one will do.

        Raises:
            ValueError: no article is left.
        """
        for shortest in (least, SHORTEST):
            for n, (title, paragraphs) in enumerate(self.rows):
                chosen = _shortened(paragraphs, self.rng.randint(least, most))
                if sum(map(len, chosen)) >= shortest and self._is_new(title, chosen):
                    del self.rows[n]
                    return title, chosen
        raise ValueError("no article is left to take: give more articles, or ask for fewer on a page")

    def _is_new(self, title: str, paragraphs: Sequence[str]) -> bool:
        """Whether an article repeats nothing of the page; if so it counts as taken."""
        shingles = _shingles([title, *paragraphs])
        if not 4 <= len(title) <= 34 or len(HAN.findall(title)) < 4:
            return False
        if len(shingles & self.shingles) > 0.05 * len(shingles):
            return False
        self.shingles |= shingles
        return True


def _shingles(texts: Sequence[str]) -> set[str]:
    return {text[i : i + 12] for text in texts for i in range(len(text) - 11)}


def _shortened(paragraphs: Sequence[str], characters: int) -> list[str]:
    chosen: list[str] = []
    for text in paragraphs:
        if sum(map(len, chosen)) >= characters:
            break
        if chosen or len(text) > 22:
            chosen.append(text)
    while chosen and len(chosen[-1]) <= 22:
        chosen.pop()
    return [text for n, text in enumerate(chosen) if len(text) > 22 or len(chosen[n + 1]) > 22]


def story(title: str, paragraphs: Sequence[str], traditional: bool) -> Story:
    """An undamaged article: its headline and its paragraphs, a line each."""
    head = Part("title", title)
    parts = [Part("body" if len(text) > 22 else "heading", text) for text in paragraphs]
    lines = [Line([Piece(part.text, part)]) for part in (head, *parts)]
    return Story("article", head, parts, lines, traditional=traditional)

"""Articles as plain text, put in their places on the page: so that a tool without offsets can be scored.

An article is ``{"doc", "title", "byline", "paragraphs"}``. Each text is looked for on its page, first after
the one before it, then anywhere; white space, Markdown's marks and the width of characters do not count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from benchmarks.pages.standoff import Row, is_visible


def place(articles: Iterable[Row], texts: Mapping[str, str]) -> list[Row]:
    """Lines of ``articles.jsonl`` for articles without offsets; what is not found on its page is left out.

    Args:
        articles: in the order of the page.
        texts: each page's text by ``doc``.

    >>> texts = {"a": "# 喜讯 本报讯 今天（上午）开会。"}
    >>> row, = place([{"doc": "a", "title": "喜讯", "paragraphs": ["本报讯今天(上午)开会。"]}], texts)
    >>> [(block["role"], piece["start"], piece["end"]) for block in row["blocks"] for piece in block["pieces"]]
    [('title', 2, 4), ('body', 5, 18)]
    """
    pages = {doc: _Folded(text) for doc, text in texts.items()}
    rows = []
    for number, article in enumerate(articles):
        page, doc = pages[article["doc"]], article["doc"]
        parts = [("title", article["title"])] if article.get("title") else []
        parts += [("body", paragraph) for paragraph in article["paragraphs"]]
        found = [(role, page.take(words)) for role, words in parts]
        blocks = [
            {"role": role, "pieces": [{"doc": doc, "start": at[0], "end": at[1]}]} for role, at in found if at
        ]
        rows.append(
            {
                "id": f"{doc}/{number}",
                "doc": doc,
                "title": article.get("title"),
                "byline": article.get("byline", []),
                "blocks": blocks,
            }
        )
    return rows


class _Folded:
    """A page's visible characters in one width, with where each came from and how far it was read."""

    def __init__(self, text: str) -> None:
        pairs = [
            (char, at)
            for at, shown in enumerate(text)
            if is_visible(shown)
            for char in unicodedata.normalize("NFKC", shown)
            if is_visible(char)
        ]
        self.text = "".join(char for char, _ in pairs)
        self.at = [at for _, at in pairs]
        self.read = 0

    def take(self, words: str) -> tuple[int, int] | None:
        folded = "".join(filter(is_visible, unicodedata.normalize("NFKC", words)))
        start = self.text.find(folded, self.read)
        start = self.text.find(folded) if start < 0 else start
        if not folded or start < 0:
            return None
        self.read = start + len(folded)
        return self.at[start], self.at[self.read - 1] + 1

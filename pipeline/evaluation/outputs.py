"""The output of a run, looked up by page and character, for the score to compare with gold."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
"""A line of ``articles.jsonl`` or ``audit.jsonl``, or an object of the gold."""
MARKUP = frozenset("#*")


def fold(text: str) -> str:
    """Text without white space and markup, in one character width (Unicode NFKC)."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if not char.isspace() and char not in MARKUP)


@dataclass
class Output:
    """The pipeline's output, looked up by page.

    Attributes:
        articles: by page, every article that has a piece on it.
        owner: by page and offset, who accounts for the character: ``("article", id)`` or
            ``("dropped", reason)``; more than one where the output contradicts itself.
        changed: by page, offsets within one character of a ``changed`` line of the audit.
    """

    articles: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    owner: dict[str, dict[int, list[tuple[str, str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def read(cls, articles: Iterable[Row], audit: Iterable[Row]) -> Output:
        """Index the lines of the two files."""
        output = cls()
        for article in articles:
            output._add_article(article)
        for row in audit:
            output._add_decision(row)
        return output

    def _add_article(self, article: Row) -> None:
        pieces = [piece for block in article["blocks"] for piece in block["pieces"]]
        docs = list(dict.fromkeys(piece["doc"] for piece in pieces))
        article = {"doc": docs[0] if docs else None, **article}
        for doc in docs:
            self.articles[doc].append(article)
        for piece in pieces:
            for i in range(piece["start"], piece["end"]):
                self.owner[piece["doc"]][i].append(("article", article["id"]))

    def _add_decision(self, row: Row) -> None:
        for start, end in row.get("spans") or [[row["start"], row["end"]]]:
            if row["action"] == "dropped":
                for i in range(start, end):
                    self.owner[row["doc"]][i].append(("dropped", row["reason"]))
            elif row["action"] == "changed" and row["reason"] != "punctuation_width":  # width is folded away
                self.changed[row["doc"]].update(range(start - 1, end + 1))

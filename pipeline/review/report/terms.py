"""The words of the report: what the codes of the output mean, in English and in newspaper Chinese."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from pipeline.values import vocabulary


class Term(NamedTuple):
    """A code of the output, in words."""

    english: str
    chinese: str


TERMS: dict[str, Term] = {
    code: Term(word.english, word.chinese) for code, word in vocabulary.words().items()
} | {
    # roles that only the evidence names
    "tail": Term("byline below", "文末署名"),
    "furniture": Term("page furniture", "版面杂项"),
    # how stretches are joined, where articles begin
    "column_break": Term("joined at a column break", "跨栏相接"),
    "over_intruder": Term("joined over another passage", "隔文相接"),
    "jump": Term("joined across pages", "跨版相接"),
    "begins": Term("an article begins here", "另起一篇"),
    # questions
    "cut": Term("cut", "删去"),
    "change": Term("change", "改字"),
    "flag": Term("flag", "存疑"),
}

EVIDENCE = {
    "form": "how much its form speaks for this role (log-odds)",
    "margin": "how much likelier than the next best (log-odds)",
    "open_end": "the left side ends in mid-sentence",
    "open_start": "the right side begins in mid-sentence",
    "words": "the words across the seam, or of both halves of a jump, belong together",
    "shared": "the rarest words that both halves of a jump have",
    "headline": "the headlines of both halves agree",
    "page_of_first": "the page that the continuation names is that of the first half",
    "page_of_second": "the page that the first half names is that of the continuation",
    "distance": "how far the two pages are apart",
    "byline": "who signs the two halves",
    "reprint": "the two say so much the same that they are two printings",
    "unmarked": "the first half does not say that it goes on",
    "undated": "a page does not tell its date",
    "place": "the right side stands where the text would go on",
    "topic": "what stands above and below the headline between them speaks of the same",
    "opening": "the right side begins as a story does",
    "prose": "the left side is running text that has not come to its end",
    "dateline": "the right side opens with a dateline, as an article does",
    "mark": "the mark as printed",
    "quotes": "quotation marks or brackets pair up",
    "gain": "how much better the text reads without it (log-odds)",
    "jaccard": "share of shingles in common with its twin",
    "overlap": "characters repeated at the seam",
    "answer": "the answer in doubt",
}


def term(code: str) -> Term:
    """A code in words; one that is not known stands for itself."""
    return TERMS.get(code) or Term(code.replace("_", " "), "")


@cache
def both(code: str) -> Markup:
    """A code in both languages, as the templates show it."""
    english, chinese = term(code)
    if not chinese:
        return Markup.escape(english)
    return Markup('<span lang="zh-Hans">{}</span> {}').format(chinese, english)


def evidence(name: str) -> str:
    """What a piece of evidence measures; empty where nothing is known of it."""
    return EVIDENCE.get(name, "")

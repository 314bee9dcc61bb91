"""The words of the report: what the codes of the output mean, in English and in newspaper Chinese."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from markupsafe import Markup


class Term(NamedTuple):
    """A code of the output, in words."""

    english: str
    chinese: str


TERMS: dict[str, Term] = {
    # roles
    "title": Term("headline", "标题"),
    "kicker": Term("kicker", "引题"),
    "subtitle": Term("subtitle", "副题"),
    "byline": Term("byline", "署名"),
    "tail": Term("byline below", "文末署名"),
    "heading": Term("cross-head", "小标题"),
    "body": Term("body", "正文"),
    "caption": Term("caption", "图片说明"),
    "credit": Term("photo credit", "摄影署名"),
    "label": Term("label", "标签"),
    "sponsor": Term("sponsor", "主办单位"),
    "furniture": Term("page furniture", "版面杂项"),
    # what was dropped
    "jump_line": Term("jump line", "接版"),
    "duplicate_passage": Term("passage printed twice", "重复段落"),
    "intruding_passage": Term("intruding passage", "串入文字"),
    "seam_overlap": Term("characters repeated at a seam", "接缝重字"),
    "page_furniture": Term("page furniture", "版面杂项"),
    "markup": Term("markup", "标记"),
    "noise": Term("noise", "噪声"),
    # what was changed
    "mojibake": Term("mojibake mended", "乱码修复"),
    "punctuation_width": Term("punctuation width", "标点全半角"),
    "unicode": Term("compatibility character", "兼容字符"),
    "letter_spacing": Term("letter-spacing closed up", "字间空格"),
    "script": Term("script converted", "简繁转换"),
    "latex": Term("LaTeX notation", "公式记号"),
    # what was flagged
    "foreign_word": Term("foreign word in a Chinese sentence", "夹杂外文"),
    "repeated_word": Term("word printed twice", "叠字"),
    "unpaired_mark": Term("unpaired mark", "标点不配对"),
    "lost_characters": Term("lost characters", "缺字"),
    "private_use": Term("private-use character", "自造字"),
    "decided_by_person": Term("decided by a person", "人工裁定"),
    "decision_without_place": Term("decision that no longer fits", "裁定失位"),
    # how stretches are joined, where articles begin
    "column_break": Term("joined at a column break", "跨栏相接"),
    "over_intruder": Term("joined over what stands between", "隔文相接"),
    "jump": Term("joined across pages", "跨版相接"),
    "begins": Term("an article begins here", "另起一篇"),
    # questions
    "cut": Term("cut", "删去"),
    "join": Term("join", "相接"),
    "role": Term("role", "角色"),
    "boundary": Term("boundary", "分篇"),
    "change": Term("change", "改字"),
    "flag": Term("flag", "存疑"),
    # kinds of articles
    "article": Term("article", "文章"),
    "photo": Term("photo", "图片"),
    "advertisement": Term("advertisement", "广告"),
    "notice": Term("notice", "公告"),
    "fragment": Term("fragment", "残篇"),
    # kinds and scopes of duplicates
    "exact": Term("exact", "全同"),
    "near": Term("near", "近似"),
    "contained": Term("contained", "包含"),
    "passage": Term("passage", "片段"),
    "page": Term("within a page", "同版"),
    "issue": Term("within an issue", "同期"),
    "corpus": Term("across the corpus", "跨期"),
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

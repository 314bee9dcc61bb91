"""The words of the report: the codes of the output in English and in newspaper Chinese."""

from __future__ import annotations

from typing import NamedTuple

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
    "person": Term("decided by people", "人工裁定"),
    "names": Term("names", "署名"),
    "home": Term("which article it belongs to", "所属文章"),
    "lost_head": Term("lost beginning", "缺头"),
    "lost_tail": Term("lost end", "缺尾"),
    # proofs that a passage is damage
    "like": Term("only alike", "仅相似"),
    "twice": Term("printed twice", "重印"),
    "inside": Term("inside a sentence", "插在句中"),
    "suspected": Term("suspected", "仅存疑"),
    # where a jump line leads
    "here": Term("here", "此处"),
    "away": Term("elsewhere", "别处"),
}

EVIDENCE: dict[str, Term] = {
    "form": Term("how much its form speaks for this role (log-odds)", "形式对此角色的支持（对数几率）"),
    "margin": Term("how much likelier than the next best (log-odds)", "比次选更可能的程度（对数几率）"),
    "open_end": Term("the left side ends in mid-sentence", "左侧断在句中"),
    "habit": Term("how often open ends of this page go on there", "本版断尾在此续接的常度"),
    "open_start": Term("the right side begins in mid-sentence", "右侧起于句中"),
    "words": Term(
        "the words across the seam, or of both halves of a jump, belong together",
        "接缝两侧或转版两半的用词相属",
    ),
    "shared": Term("the rarest words that both halves of a jump have", "两半共有的最少见用词"),
    "headline": Term("the headlines of both halves agree", "两半标题相符"),
    "page_of_first": Term(
        "the page that the continuation names is that of the first half", "下半所称版次即上半所在版"
    ),
    "page_of_second": Term(
        "the page that the first half names is that of the continuation", "上半所称版次即下半所在版"
    ),
    "distance": Term("how far the two pages are apart", "两版相距"),
    "byline": Term("who signs the two halves", "两半署名"),
    "reprint": Term("the two say so much the same that they are two printings", "两处所说雷同，当是两次刊印"),
    "unmarked": Term("the first half does not say that it goes on", "上半未标明下转"),
    "undated": Term("a page does not tell its date", "有一版无日期"),
    "place": Term("the right side stands where the text would go on", "右侧正在文字应接之处"),
    "topic": Term(
        "what stands above and below the headline between them speaks of the same", "其间标题上下所谈相同"
    ),
    "mark": Term("the mark as printed", "原印标记"),
    "quotes": Term("quotation marks or brackets pair up", "引号或括号成对"),
    "gain": Term("how much better the text reads without it (log-odds)", "去掉后文气通顺的程度（对数几率）"),
    "jaccard": Term("share of shingles in common with its twin", "与另一处共有片段之比"),
    "finding": Term("what shows that it is damage", "据何断为串误"),
    "leads": Term("where the jump line leads", "接版所指"),
    "without_it": Term("how well the text reads without it", "去掉后文气"),
    "with_it": Term("how well the text reads with it", "保留时文气"),
    "overlap": Term("characters repeated at the seam", "接缝处重复的字数"),
    "answer": Term("the answer in doubt", "存疑的答案"),
}

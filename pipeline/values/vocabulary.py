"""The words of the output, each defined once: roles, kinds, actions, reasons, relations.

Code, records, JSON Schemas, report and docs take them from here. Each word has its English and its Chinese name and a
sentence about its meaning.

>>> ROLES["heading"].chinese
'小标题'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args


class Word(NamedTuple):
    """A code of the output, in words for people."""

    english: str
    chinese: str
    meaning: str


Role = Literal[
    "title",
    "kicker",
    "subtitle",
    "byline",
    "heading",
    "body",
    "table",
    "caption",
    "credit",
    "label",
    "sponsor",
]
"""The role of an article's block."""
ROLES: Mapping[str, Word] = {
    "title": Word("headline", "标题", "The headline of an article, however many lines it has."),
    "kicker": Word("kicker", "引题", "A line above the headline that leads up to it."),
    "subtitle": Word("deck", "副题", "A line below the headline that says more."),
    "byline": Word("byline", "署名", "Who wrote the article."),
    "heading": Word("cross-head", "小标题", "A headline inside an article, over one of its sections."),
    "body": Word("body", "正文", "A paragraph of running text."),
    "table": Word("table", "表格", "A table or a list of rows, kept as it stood."),
    "caption": Word("caption", "图片说明", "What a picture shows."),
    "credit": Word("photo credit", "摄影署名", "Who took a picture."),
    "label": Word(
        "label", "标签", "A line of an advertisement or notice that is neither slogan nor sponsor."
    ),
    "sponsor": Word("sponsor", "主办单位", "Who placed an advertisement or notice."),
}

Kind = Literal["article", "photo", "advertisement", "notice", "fragment"]
"""The kind of an article."""
KINDS: Mapping[str, Word] = {
    "article": Word("article", "文章", "A story with running text."),
    "photo": Word("photo", "图片", "A news photo that stands alone, with its caption."),
    "advertisement": Word("advertisement", "广告", "An advertisement, commercial or public."),
    "notice": Word("notice", "公告", "A public notice."),
    "fragment": Word("fragment", "残篇", "A piece of text whose article is not on the page."),
}

Action = Literal["dropped", "changed", "flagged"]
"""The fate of a stretch of a page."""
ACTIONS: Mapping[str, Word] = {
    "dropped": Word("dropped", "删去", "The stretch is in no article."),
    "changed": Word("changed", "改字", "The stretch is in an article, with other characters."),
    "flagged": Word("flagged", "存疑", "The stretch is as it was, and worth a person's eye."),
}

Reason = Literal[
    # of what is dropped
    "jump_line",
    "duplicate_passage",
    "intruding_passage",
    "seam_overlap",
    "page_furniture",
    "markup",
    "noise",
    # of what is changed
    "mojibake",
    "punctuation_width",
    "punctuation",
    "quotation",
    "unicode",
    "letter_spacing",
    "script",
    "latex",
    # of what is flagged
    "foreign_word",
    "repeated_word",
    "unpaired_mark",
    "lost_characters",
    "private_use",
    "flattened_page",
    "doubtful_role",
    "doubtful_join",
    "doubtful_boundary",
    "suspected_copy",
    "suspected_intruder",
    "decided_by_person",
    "decision_without_place",
]
"""Why a stretch was dropped, changed or flagged."""
REASONS: Mapping[str, Word] = {
    "jump_line": Word("jump line", "接版", "A line that names the page on which an article goes on."),
    "duplicate_passage": Word("passage printed twice", "重复段落", "The same print was read twice."),
    "intruding_passage": Word(
        "intruding passage", "串入文字", "A passage of another story inside a sentence."
    ),
    "seam_overlap": Word("characters repeated at a seam", "接缝重字", "Characters printed twice at a join."),
    "page_furniture": Word("page furniture", "版面杂项", "A folio, masthead, rubric or editors' line."),
    "markup": Word("markup", "标记", "An image link, a rule, an empty heading mark."),
    "noise": Word("noise", "噪声", "Marks that are no text."),
    "mojibake": Word("mojibake mended", "乱码修复", "Characters that were decoded with the wrong encoding."),
    "punctuation_width": Word("punctuation width", "标点全半角", "A mark of the wrong width for Chinese."),
    "punctuation": Word("punctuation", "标点", "A mark became another one: 。 for a full stop in ASCII."),
    "quotation": Word("quotation mark", "引号", "Straight quotation marks became paired ones."),
    "unicode": Word("compatibility character", "兼容字符", "A form of a character became the ordinary one."),
    "letter_spacing": Word("letter-spacing closed up", "字间空格", "Spaces within a word were removed."),
    "script": Word(
        "script converted", "简繁转换", "A simplified character became a traditional one, or back."
    ),
    "latex": Word("LaTeX notation", "公式记号", "A formula became ordinary characters."),
    "foreign_word": Word("foreign word in a Chinese sentence", "夹杂外文", "A word of another script."),
    "repeated_word": Word("word printed twice", "叠字", "A word that stands twice in a row."),
    "unpaired_mark": Word("unpaired mark", "标点不配对", "A quotation mark or bracket without its partner."),
    "lost_characters": Word("lost characters", "缺字", "Marks that stand for characters nobody could read."),
    "private_use": Word("private-use character", "自造字", "A character that only its own font knows."),
    "flattened_page": Word("page without line ends", "版面失行", "The page has lost its line ends."),
    "doubtful_role": Word("doubtful role", "角色存疑", "Another role is nearly as likely."),
    "doubtful_join": Word("doubtful join", "相接存疑", "Another join, or none, is nearly as likely."),
    "doubtful_boundary": Word("doubtful boundary", "分篇存疑", "An article may begin here, or not."),
    "suspected_copy": Word("possible copy", "疑似重复", "It may be printed twice; it was kept."),
    "suspected_intruder": Word(
        "possible intruder", "疑似串入", "It may belong to another story; it was kept."
    ),
    "decided_by_person": Word("decided by a person", "人工裁定", "A person decided it."),
    "decision_without_place": Word("decision that no longer fits", "裁定失位", "The page has changed since."),
}

Status = Literal["ok", "quarantined", "skipped"]
"""How reading a page or file ended."""
STATUSES: Mapping[str, Word] = {
    "ok": Word("cleaned", "已清理", "The page was cleaned, and both laws hold."),
    "quarantined": Word("quarantined", "隔离", "The page was set aside; the reason says why."),
    "skipped": Word("not read", "未读", "A file of a kind that is not read."),
}

Question = Literal["role", "join", "boundary"]
"""The questions about a stretch that stays."""
QUESTIONS: Mapping[str, Word] = {
    "role": Word("role", "角色", "What a line is."),
    "join": Word("join", "相接", "What goes on in what."),
    "boundary": Word("boundary", "分篇", "Where an article begins."),
}

CopyKind = Literal["exact", "near", "contained", "passage"]
"""How a passage repeats another."""
COPY_KINDS: Mapping[str, Word] = {
    "exact": Word("exact", "全同", "Letter for letter, width and punctuation apart."),
    "near": Word("near", "近似", "Nearly letter for letter."),
    "contained": Word("contained", "包含", "The one holds the other."),
    "passage": Word("passage", "片段", "A passage of the one stands in the other."),
}

Scope = Literal["page", "issue", "corpus"]
"""How far apart a passage and its copy stand."""
SCOPES: Mapping[str, Word] = {
    "page": Word("within a page", "同版", "Both stand on one page."),
    "issue": Word("within an issue", "同期", "Both stand in one issue of a newspaper."),
    "corpus": Word("across the corpus", "跨期", "They stand in different issues or newspapers."),
}

Relation = Literal["same", "edited", "contains", "contained_in", "shares", "formula"]
"""How an article repeats another."""
RELATIONS: Mapping[str, Word] = {
    "same": Word("same text", "同文", "Letter for letter, width and punctuation apart."),
    "edited": Word("edited", "改写", "One text, with words added, cut or changed."),
    "contains": Word("contains", "含有", "It holds the whole of the other."),
    "contained_in": Word("contained in", "被含", "The other holds the whole of it."),
    "shares": Word("shares a passage", "共段", "Both have a passage of some length."),
    "formula": Word("same formula", "套话", "One mould with other facts: two texts, no copy."),
}

DISPLAY: tuple[Role, ...] = ("kicker", "title", "subtitle")
"""The lines of a headline, in the order of an article's blocks."""
HEADS: tuple[Role, ...] = (*DISPLAY, "byline")
"""The roles at the head of an article, in the order of its blocks."""
RUNNING: tuple[Role, ...] = ("heading", "body", "table")
"""The roles of an article's ``text``."""
ASIDE: tuple[Role, ...] = ("caption", "credit", "label", "sponsor")
"""The roles behind the running text, wherever they stood on the page."""


def words() -> Mapping[str, Word]:
    """Give every word of the output by its code.

    >>> words()["jump_line"].chinese
    '接版'
    """
    tables = (ROLES, KINDS, ACTIONS, REASONS, STATUSES, QUESTIONS, COPY_KINDS, SCOPES, RELATIONS)
    return {code: word for table in tables for code, word in table.items()}


def tables() -> Mapping[str, tuple[tuple[str, ...], Mapping[str, Word]]]:
    """Give, for each set of codes, those that the type allows and those that have words."""
    return {
        "Role": (get_args(Role), ROLES),
        "Kind": (get_args(Kind), KINDS),
        "Action": (get_args(Action), ACTIONS),
        "Reason": (get_args(Reason), REASONS),
        "Status": (get_args(Status), STATUSES),
        "Question": (get_args(Question), QUESTIONS),
        "CopyKind": (get_args(CopyKind), COPY_KINDS),
        "Scope": (get_args(Scope), SCOPES),
        "Relation": (get_args(Relation), RELATIONS),
    }

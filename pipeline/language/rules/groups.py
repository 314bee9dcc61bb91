"""The groups of rules that the code asks for: each tells one thing of the texts that its rules match."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """The purpose of a rule. Each rule names one group; code asks for groups, never for a rule.

    A new form of something known is a new rule of its group, or one more alternative of a rule: no code changes.

    >>> Group("byline") is Group.BYLINE
    True
    """

    BYLINE = "byline"
    """Names with an office or a word for the work: 本报记者 王小明, 文/王小明, 王小明 整理."""
    SIGNATURE = "signature"
    """Names with a mark or brackets only, which may be something else: □王小明."""
    AUTHOR = "author"
    """A name behind an office that is not the newspaper's: 农业厅厅长 王小明."""
    CREDIT = "credit"
    """A photographer alone on a line: 王小明 摄."""
    CREDIT_SOURCE = "credit_source"
    """Where a picture comes from, alone on a line: 新华社发."""
    JOB = "job"
    """An office without a name: 本报记者."""
    CAPTION = "caption"
    """A line that says that it speaks of a picture: 图为…"""
    CREDITED_CAPTION = "credited_caption"
    """A text that ends with its photographer: …。王小明 摄."""
    ADVERT = "advert"
    """The head of a public advertisement: 公益广告."""
    RUBRIC = "rubric"
    """A label over an item or a section: 简讯, 编者按."""
    BRIEFS = "briefs"
    """A rubric over short items, each with a head of its own; such a line is a rubric, too."""
    OPINION = "opinion"
    """A headline that begins with 社论 or its like."""
    NOTICE = "notice"
    """The head of a public notice: 停电通知."""
    SPONSOR = "sponsor"
    """Who gives an advertisement: 主办：…"""
    OFFICE = "office"
    """Who signs a notice: 青石市水务局."""
    CONTACT = "contact"
    """An address or a telephone number."""
    HOST = "host"
    """Who runs a column, below its name: …主办."""
    FOLIO = "folio"
    """Newspaper, date and page number, two of them or more, or the newspaper's name alone."""
    PAGE_LINE = "page_line"
    """A page number or a date alone."""
    DATE = "date"
    """A date below a document, which is part of it: 二〇二六年一月五日."""
    EDITORS = "editors"
    """Who made the page: 责任编辑：…"""
    SOURCE = "source"
    """Where a story was printed first: （原载《新观察》）."""
    END_MARK = "end_mark"
    """（完）."""
    REFUSAL = "refusal"
    """A sentence in which a model speaks of itself, in place of a page."""
    NO_WORDS = "no_words"
    """Rules, dots, lone figures."""
    NUMBERED = "numbered"
    """A cross-head with a number: 一、…"""
    KICKER = "kicker"
    """A line that ends in a dash: 引题."""
    DECK = "deck"
    """A line that begins with a dash: 副题."""
    DATELINE = "dateline"
    """The first words of a story: 本报讯, 新华社江城1月5日电."""
    HEAD_NAMES = "head_names"
    """A dateline that names who wrote: 本报讯（记者 王小明）."""
    END_NAMES = "end_names"
    """Brackets that name who wrote, at the end of a paragraph: …。（记者 王小明）."""
    SIGNED = "signed"
    """Names behind the last words of a paragraph: …。王小明 李平."""
    REST_NAMES = "rest_names"
    """The end of a dateline whose beginning is lost: 者 王小明）."""
    JUMP_FROM = "jump_from"
    """上接: says at its head from which page a text goes on."""
    JUMP_TO = "jump_to"
    """下转: says at its end on which page a text goes on."""


JUMPS = (Group.JUMP_FROM, Group.JUMP_TO)
"""Taken off a text before anything else is asked of it."""
STORIES = (Group.DATELINE, Group.HEAD_NAMES, Group.END_NAMES, Group.SIGNED, Group.REST_NAMES)
"""Looked for at the beginning and at the end of paragraphs."""
LINES = tuple(group for group in Group if group not in (*JUMPS, *STORIES))
"""Asked of every line of a page."""
GIVES = dict.fromkeys(JUMPS, "page") | dict.fromkeys(STORIES[1:], "people")
"""The named part of its pattern that a rule of a group must find in a text."""

"""Two halves become one article, and every row of the output says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.corpus.halves import Joins
from pipeline.corpus.halves.joining import joined
from pipeline.records import ArticleRow, AuditRow, BlockRow, EvidenceRow, PageRow, PieceRow, dump, load


def block(role: str, text: str, doc: str, start: int) -> BlockRow:
    return BlockRow(role, text, [PieceRow(doc, start, start + len(text))])


def article(name: str, doc: str, *parts: tuple[str, str], **values: object) -> ArticleRow:
    """An article of blocks that stand one after the other."""
    blocks, at = [], 0
    for role, text in parts:
        blocks.append(block(role, text, doc, at))
        at += len(text)
    given = {
        "id": name, "doc": doc, "kind": "article", "kicker": None, "subtitle": None, "byline": [],
        "title": next((text for role, text in parts if role == "title"), None),
        "text": "\n".join(text for role, text in parts if role in ("heading", "body")), "blocks": blocks,
        "continued_from": None, "continues_on": None, "missing_head": False, "missing_tail": False,
        "newspaper": None, "date": None, "page": None, "order": 1, "duplicate_of": None, "warnings": [],
    }  # fmt: skip
    return ArticleRow.model_validate(given | values)


FIRST = article(
    "1", "p1", ("title", "渡口"), ("body", "船停了。"), ("caption", "渡船"),
    continues_on="2", byline=["甲"], warnings=["a"], page="1",
)  # fmt: skip
REST = article(
    "2", "p2", ("title", "渡口停航"), ("body", "人还在。"), ("credit", "乙 摄"),
    continued_from="1", byline=["乙", "甲"], missing_tail=True, warnings=["b", "a"], page="2",
)  # fmt: skip


def test_joined() -> None:
    """The article keeps the first half's id, page and title; marks are gone, names and warnings united."""
    row = joined(FIRST, REST)[0]
    assert (row.id, row.doc, row.page, row.title) == ("1", "p1", "1", "渡口")
    assert (row.continued_from, row.continues_on, row.missing_tail) == (None, None, True)
    assert (row.byline, row.warnings) == (["甲", "乙"], ["a", "b"])


def test_every_character_stays() -> None:
    """A second headline that says something else is a deck; every piece of both halves stands in one block."""
    row = joined(FIRST, REST)[0]
    assert [(b.role, b.text) for b in row.blocks] == [
        ("title", "渡口"), ("subtitle", "渡口停航"), ("body", "船停了。"), ("body", "人还在。"),
        ("caption", "渡船"), ("credit", "乙 摄"),
    ]  # fmt: skip
    assert row.text == "船停了。\n人还在。"
    assert row.subtitle == "渡口停航"
    pieces = [(p.doc, p.start, p.end) for b in row.blocks for p in b.pieces]
    halves = [(p.doc, p.start, p.end) for half in (FIRST, REST) for b in half.blocks for p in b.pieces]
    assert sorted(pieces) == sorted(halves)


@pytest.mark.parametrize("again", ["渡口", "渡 口", "“渡口”"])
def test_repeated_headline_is_dropped(again: str) -> None:
    """A second headline that repeats the first goes to the audit as a jump line, and is counted."""
    rest = article("2", "p2", ("title", again), ("body", "人还在。"), continued_from="1")
    joins = Joins([(FIRST, rest)], text=lambda piece: again[piece.start : piece.end])
    assert [block.role for block in joins.rows["1"].blocks] == ["title", "body", "body", "caption"]
    (row,) = (load(AuditRow, line) for line in joins.edited("audit.jsonl", PAGES, []))
    assert (row.doc, row.action, row.reason, row.text, row.article) == (
        "p2",
        "dropped",
        "jump_line",
        again,
        "1",
    )
    assert joins.counts.dropped == -joins.counts.kept == sum(not letter.isspace() for letter in again)


@pytest.mark.parametrize(
    ("end", "text"),
    [("船停", "船停人还在。"), ("船停，", "船停，人还在。"), ("船停。”", "船停。”\n人还在。")],
)
def test_broken_sentence(end: str, text: str) -> None:
    """A paragraph that the jump broke is one again, of pieces of two pages; a whole one stays."""
    row = joined(article("1", "p1", ("body", end)), article("2", "p2", ("body", "人还在。")))[0]
    assert row.text == text
    assert [p.doc for b in row.blocks for p in b.pieces] == ["p1", "p2"]


def test_rest_that_goes_on() -> None:
    """A second half that itself goes on leaves its mark on the whole."""
    assert joined(FIRST, REST.model_copy(update={"continues_on": "5"}))[0].continues_on == "5"


def page(doc: str, articles: int, status: str = "ok") -> PageRow:
    return PageRow.model_construct(doc=doc, status=status, articles=articles, flagged=3)


OTHER = article("3", "p2", ("body", "另一篇。"), order=2)
PAGES = [page("p1", 1), page("p2", 2)]
ENDS = [PieceRow(doc="p1", start=2, end=6), PieceRow(doc="p2", start=4, end=8)]
TOLD = EvidenceRow(
    doc="p1", question="join", answer="jump", spans=ENDS, score=0.9, evidence={}, article="1", stage="issues"
)


def flag(name: str, doc: str) -> AuditRow:
    return AuditRow(
        doc=doc,
        start=0,
        end=3,
        spans=None,
        action="flagged",
        reason="doubtful_join",
        text="船 停",
        article=name,
    )


def test_articles_after_joining() -> None:
    """The second half's row is gone, and its page counts its articles anew."""
    joins = Joins([(FIRST, REST)], [TOLD])
    lines = list(joins.edited("articles.jsonl", PAGES, map(dump, (FIRST, REST, OTHER))))
    rows = [load(ArticleRow, line) for line in lines]
    assert [(row.id, row.doc, row.order) for row in rows] == [("1", "p1", 1), ("3", "p2", 1)]
    assert (joins.counts.articles, joins.counts.joins) == (-1, 1)


def test_other_rows_name_the_article() -> None:
    """Decisions, evidence and copies of the second half name the article that it is part of now."""
    joins = Joins([(FIRST, REST)], [TOLD])
    line = b'{"doc":"p2","text":"\\"article\\":\\"2\\"","article":"2"}\n'
    assert list(joins.edited("audit.jsonl", PAGES, [line])) == [line[:-4] + b'1"}\n']
    assert joins.name("2") == "1"
    assert joins.name("3") == "3"
    assert joins.name(None) is None


def test_added_rows_stand_with_their_page() -> None:
    """What is told of a join stands behind what else is told of its page."""
    joins = Joins([(FIRST, REST)], [TOLD])
    own = [dump(replace(TOLD, doc=doc, answer="body")) for doc in ("p1", "p2")]
    lines = list(joins.edited("evidence.jsonl", PAGES, own))
    assert lines == [own[0], dump(TOLD), own[1]]


def test_doubt_is_told() -> None:
    """A doubtful join leaves both articles, flags their ends, and counts the characters."""
    joins = Joins([], [], [flag("1", "p1"), flag("2", "p2")])
    rows = [
        load(ArticleRow, line)
        for line in joins.edited("articles.jsonl", PAGES, map(dump, (FIRST, REST, OTHER)))
    ]
    assert [row.warnings for row in rows] == [["a", "doubtful_join"], ["b", "a", "doubtful_join"], []]
    assert joins.counts.flagged == 4
    assert len(list(joins.edited("audit.jsonl", PAGES, []))) == 2


def test_untouched_pages() -> None:
    """Lines of pages without halves are passed on as they are; a second page with a half's id is no half."""
    joins = Joins([(FIRST, REST)], [TOLD])
    lines = [b"anything"]
    assert joins.edited("articles.jsonl", [page("p9", 1)], lines) is lines
    assert joins.edited("articles.jsonl", [page("p1", 0, "quarantined")], lines) is lines

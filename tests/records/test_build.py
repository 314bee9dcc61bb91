"""Rows say what the values say, in the contract's words."""

from __future__ import annotations

from plain import plain_page

from pipeline import records
from pipeline.records import Counts, PageRecords, PageRow
from pipeline.values.model import Article, Block, Cleaned, Copy, Decision, Judgement, Page
from pipeline.values.settings import Settings
from pipeline.values.text import Edit, Span, Traced

#       0123456789 …
TEXT = "标题\n甲乙\n正文,一。\n上接1版\n小标题\n正文二。\n抄件"


def row(text: str = TEXT) -> PageRow:
    known = dict.fromkeys(
        ["sha256", "bytes", "reason", "encoding", "encoding_confidence", "newspaper", "date", "page"]
    )
    counts = dict.fromkeys(["articles", "dropped", "changed", "flagged"], 0)
    return PageRow(doc="p", path="p.txt", characters=len(text), status="ok", candidates=[], **known, **counts)


def page() -> Cleaned:
    """One article of six blocks and parts, with every kind of decision."""
    whole = Traced.read("p", TEXT)
    body = whole.cut(6, 11).edit([Edit(2, 3, "，")])
    blocks = (
        Block("title", whole.cut(0, 2)),
        Block("byline", whole.cut(3, 5)),
        Block("body", body),
        Block("heading", whole.cut(17, 20)),
        Block("body", whole.cut(21, 25)),
    )
    decisions = (
        Decision("encoding", "changed", "punctuation_width", (Span("p", 8, 9),), before=",", after="，"),
        Decision(
            "jumps", "dropped", "jump_line", (Span("p", 12, 16),), score=0.98765, evidence={"form": 2.0}
        ),
        Decision("duplicates", "dropped", "duplicate_passage", (Span("p", 26, 28),), twin=Span("p", 6, 8)),
        Decision("encoding", "flagged", "foreign_word", (Span("p", 6, 7), Span("p", 21, 22))),
    )
    judgements = (
        Judgement("roles", "role", "body", (Span("p", 6, 11),), 0.5, {"margin": 1.23456, "rule": "x"}),
    )
    copies = (Copy("exact", Span("p", 6, 8), Span("p", 26, 28), 1.0, 1.0),)
    article = Article("article", blocks, ("甲乙",), continued_from="1", warnings=("foreign_word", "short"))
    return Cleaned(Page("p", TEXT, "某报", "2026-01-20", "2"), (article,), decisions, judgements, copies)


def made() -> PageRecords:
    return records.ok(row(), page())


def test_article() -> None:
    """An article's title, text and blocks come from its blocks; headings and body are the text."""
    (article,) = made().articles
    assert (article.title, article.kicker, article.byline) == ("标题", None, ["甲乙"])
    assert article.text == "正文，一。\n小标题\n正文二。"
    assert [(block.role, block.pieces[0].start, block.pieces[0].end) for block in article.blocks] == [
        ("title", 0, 2),
        ("byline", 3, 5),
        ("body", 6, 11),
        ("heading", 17, 20),
        ("body", 21, 25),
    ]
    assert (article.newspaper, article.date, article.page, article.order) == ("某报", "2026-01-20", "2", 1)
    assert (article.continued_from, article.continues_on, article.duplicate_of) == ("1", None, None)


def test_every_field_of_an_article_is_filled() -> None:
    """Each field of an article is given its value where the row is made, the version apart, which never changes."""
    for article in made().articles:
        assert article.model_fields_set | {"schema_version"} == set(type(article).model_fields)


def test_flags_are_warnings() -> None:
    """What is flagged in an article is among its warnings, once."""
    assert made().articles[0].warnings == ["foreign_word", "short"]


def test_audit() -> None:
    """One span is start and end, several are spans; each line names its article; absent keys are left out."""
    name = made().articles[0].id
    lines = [records.dump(line).decode().strip() for line in made().audit]
    assert lines == [
        '{"doc":"p","start":8,"end":9,"action":"changed","reason":"punctuation_width","text":",",'
        f'"before":",","after":"，","article":"{name}"}}',
        f'{{"doc":"p","start":12,"end":16,"action":"dropped","reason":"jump_line","text":"上接1版","score":0.9877,"article":"{name}"}}',
        '{"doc":"p","start":26,"end":28,"action":"dropped","reason":"duplicate_passage","text":"抄件",'
        f'"twin":{{"doc":"p","start":6,"end":8}},"article":"{name}"}}',
        f'{{"doc":"p","spans":[[6,7],[21,22]],"action":"flagged","reason":"foreign_word","text":"正正","article":"{name}"}}',
    ]


def test_evidence() -> None:
    """Judgements, and decisions that tell what spoke for them, in the order of the page, rounded."""
    lines = [(line.question, line.answer, line.score, line.evidence) for line in made().evidence]
    assert lines == [
        ("role", "body", 0.5, {"margin": 1.2346, "rule": "x"}),
        ("dropped", "jump_line", 0.9877, {"form": 2.0}),
    ]


def test_duplicate() -> None:
    """A copy names the passage that is kept and the article of each."""
    (line,) = made().duplicates
    assert (line.kept.start, line.copy_.start, line.scope) == (6, 26, "page")
    assert line.kept.article == line.copy_.article == made().articles[0].id
    assert b'"copy":{"doc":"p","start":26' in records.dump(line)


def test_counts_are_of_visible_characters() -> None:
    """What is kept and what is dropped add up to the visible characters of the page."""
    counts = made().counts
    assert counts == Counts(pages=1, ok=1, articles=1, duplicates=1, kept=16, dropped=6, changed=1, flagged=2)
    assert counts.kept + counts.dropped == sum(not c.isspace() for c in TEXT)
    assert (made().page.articles, made().page.dropped, made().page.changed, made().page.flagged) == (
        1,
        6,
        1,
        2,
    )


def test_id_hangs_on_the_place_of_the_article_alone() -> None:
    """An article keeps its id when its title, or another article, is taken otherwise."""
    text = "标题\n正文一。\n\n另一篇\n正文二。"
    whole = plain_page(Page("p", text), Settings())
    first, second = (article.id for article in records.ok(row(text), whole).articles)
    bare = Article("article", whole.articles[1].blocks[1:])
    other = Cleaned(whole.page, (bare,), ())
    assert records.ok(row(text), other).articles[0].id == second != first


def test_furniture_is_of_no_article() -> None:
    """A folio between two articles belongs to neither."""
    cleaned = page()
    folio = Decision("articles", "dropped", "page_furniture", (Span("p", 12, 16),))
    line = records.ok(row(), Cleaned(cleaned.page, cleaned.articles, (folio,))).audit[0]
    assert line.article is None


def test_quarantined_page_has_no_rows() -> None:
    """Of a quarantined page there is its line in pages.jsonl and nothing else."""
    bad = records.quarantined(made().page, "why")
    assert (bad.page.status, bad.page.reason, bad.page.articles, bad.page.changed) == (
        "quarantined",
        "why",
        0,
        0,
    )
    assert [name for name, rows in bad.files.items() if rows] == ["pages.jsonl"]

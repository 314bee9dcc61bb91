"""The table of figures, for each kind of damage."""

from __future__ import annotations

from answers import Row, cleaned

from pipeline.evaluation.evaluate import (
    Result,
    anonymous,
    evaluate,
    joined,
    page,
    rows,
    score_cleaner,
    table,
    unmarked,
)
from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.mixture import KINDS
from pipeline.evaluation.pages import Library
from pipeline.values.model import Article, Block, Cleaned, Page
from pipeline.values.text import Traced


def whole(pages: list[Page]) -> list[Cleaned]:
    """A cleaner that takes each page for one paragraph."""
    return [
        Cleaned(one, (Article("article", (Block("body", Traced.read(one.doc, one.text)),)),), ())
        for one in pages
    ]


def test_a_line_for_each_kind(seeds: list[Row]) -> None:
    """Every kind of damage, mixed pages, pages without heading marks, issues with folios and without have a line."""
    results = list(evaluate(gold_articles(seeds), lambda pages: whole(list(pages)), pages=1))
    assert [result.kind for result in results] == [
        *KINDS,
        "mixed",
        "unmarked",
        "issues",
        "issues without folios",
    ]
    assert all(result.scores.conservation == 1.0 for result in results)
    assert table(results).count("\n") == len(results) + 5


def test_reader_of_gold(library: Library) -> None:
    """A cleaner that makes no mistake gets 1.0 in every figure, through the values that stages make."""
    golds = list(library.pages(6, 2))
    known = {gold["doc"]: gold for gold in golds}
    scores = score_cleaner(golds, lambda pages: [cleaned(one, known[one.doc]) for one in pages])
    assert set(scores.as_dict().values()) == {6, 1.0}


def test_unmarked(library: Library) -> None:
    """Without its heading marks a page has the same characters at the same places."""
    gold = next(g for g in library.pages(9, 1, ("headings",)) if "\n# " in g["text"])
    bare = unmarked(gold)
    assert "#" not in bare["text"]
    assert bare["text"].split() == gold["text"].replace("#", " ").split()
    assert len(bare["text"]) == len(gold["text"])
    assert page(bare).text == bare["text"]


def test_table(library: Library) -> None:
    """The table is Markdown, to three places, with the jumps below it."""
    golds = list(library.pages(1, 1))
    scores = score_cleaner(golds, lambda pages: whole(list(pages)))
    lines = table([Result("issues", scores, jumps=10, joined=9, wrong=0)]).splitlines()
    assert lines[2].startswith("| issues | 1 | 1.000 |")
    assert lines[-1] == "Jumps of issues: 9 of 10 joined, 0 wrong joins."


def test_anonymous(library: Library) -> None:
    """Without its folio a page tells nothing of where it stands, and keeps every other character in its place."""
    gold = next(library.issues(1, 1))[1]
    bare = anonymous(gold)
    assert page(bare) == Page(gold["doc"], bare["text"])
    assert bare["text"].split("\n")[1:] == gold["text"].split("\n")[1:]
    assert not bare["text"].split("\n")[0].strip()
    assert len(bare["text"]) == len(gold["text"])


def test_joined(library: Library) -> None:
    """Rows after joining hold the same pieces in fewer articles; a headline that repeats is in the audit instead."""
    golds = next(library.issues(1, 1))
    read = [cleaned(page(gold), gold) for gold in golds]
    (before, audit), (after, same) = rows(read), joined(read)
    pieces, left = (
        sorted(
            (piece["doc"], piece["start"], piece["end"])
            for a in some
            for b in a["blocks"]
            for piece in b["pieces"]
        )
        for some in (before, after)
    )
    dropped = [(row["doc"], row["start"], row["end"]) for row in same[len(audit) :]]
    assert dropped
    assert all(row["reason"] == "jump_line" for row in same[len(audit) :])
    assert sorted([*left, *dropped]) == pieces
    assert len(after) < len(before)

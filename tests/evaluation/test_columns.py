"""Columns that break paragraphs: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

from random import Random

from samples import ONE, THREE, TWO, page_of, printed, sample, texts

from pipeline.evaluation import columns
from pipeline.evaluation.drafts import print_page


def test_columns() -> None:
    """Broken paragraphs are one paragraph of two spans, broken within a sentence."""
    one = sample()
    for line in list(one.lines[1:]):
        columns.break_line(one.lines, line, Random(2))
    gold = printed(one)
    assert texts(gold) == [ONE, TWO, THREE]
    assert [len(p["spans"]) for p in gold["articles"][0]["paragraphs"]] == [2, 2, 2]
    assert all(gold["text"][p["spans"][0][1] - 1] not in "。！？" for p in gold["articles"][0]["paragraphs"])


def test_seams() -> None:
    """Characters printed twice at a break are removed, their twin the end of the column above."""
    one = sample()
    for line in list(one.lines[1:]):
        columns.break_line(one.lines, line, Random(2))
    page = page_of(one)
    for seed in range(5):
        columns.double_seams(page, Random(seed))
    gold = print_page(page)
    assert gold["removed"]
    for cut in gold["removed"]:
        assert gold["text"][slice(*cut["span"])] == gold["text"][slice(*cut["twin"])]
    assert texts(gold) == [ONE, TWO, THREE]


def test_inset() -> None:
    """A story in columns around its headline: every paragraph keeps its characters, pieces in their order."""
    seen = set()
    for seed in range(20):
        one = sample()
        columns.inset(one, Random(seed))
        assert texts(printed(one)) == [ONE, TWO, THREE]
        seen.add(next(n for n, line in enumerate(one.lines) if line.pieces[0].part is one.title))
    assert 0 in seen
    assert len(seen) > 1

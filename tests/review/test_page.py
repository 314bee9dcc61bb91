"""A page as its view shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.records import AuditRow, Story
from pipeline.review.report.builder import draw
from pipeline.review.report.page import BUDGET, view
from tests.review.conftest import SEEDS, stories


def story(output: Path, doc: str) -> Story:
    """What the output tells of a page."""
    return next(story for story in stories(output) if story.page.doc == doc)


def html(told: Story) -> bytes:
    """The page's file."""
    return draw(view(told), None, None, {}.get)


def test_huge_page_is_cut_off_and_says_so(output: Path) -> None:
    """A page too large for a file of 2 MB shows its beginning and tells how much is left out."""
    told = story(output, SEEDS[0].stem)
    large = replace(told, text=(told.text or "") + "<长>" * 400_000)
    assert len(html(large)) < 2_000_000
    assert view(large).left_out > 1_000_000
    assert b"more characters are not shown" in html(large)


def test_page_with_a_change_everywhere_stays_small(output: Path) -> None:
    """So does a page of which every other character was changed."""
    told = story(output, SEEDS[0].stem)
    spans = [(n, n + 1) for n in range(0, 400_000, 2)]
    row = AuditRow(
        doc=told.page.doc, spans=spans, action="changed", reason="unicode", text="⼈", before="⼈", after="人"
    )
    large = replace(told, text="⼈字" * 200_000, articles=[], audit=[row], evidence=[])
    assert 500_000 < len(html(large)) < 2_000_000
    assert BUDGET < 2_000_000


def test_page_without_its_text_still_shows_articles(output: Path) -> None:
    """Where the work folder was removed the source is missing, and only the source."""
    told = replace(story(output, SEEDS[1].stem), text=None)
    page = view(told)
    assert not page.stretches
    assert [a.row for a in page.articles] == told.articles
    assert b"was not kept" in html(told)

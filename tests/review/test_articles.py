"""The articles of a page as its view shows them."""

from __future__ import annotations

from pathlib import Path

from pipeline.review.report.page import PageView, view
from tests.review.conftest import ISSUE, SEEDS, stories


def views(output: Path) -> list[PageView]:
    """Every page."""
    return [view(story) for story in stories(output)]


def test_articles_are_whole(output: Path) -> None:
    """The parts between the seams of a block are its text."""
    for page in views(output):
        for article in page.articles:
            blocks = ["".join(part.text for part in block.parts) for block in article.blocks]
            assert blocks == [block.text for block in article.row.blocks]


def test_joined_paragraphs_show_a_seam(output: Path) -> None:
    """Each page of the seeds has seams, and each of them leads to the join that made it."""
    pages = [page for page in views(output) if page.row.doc in {seed.stem for seed in SEEDS}]
    assert len(pages) == len(SEEDS)
    for page in pages:
        seams = {part.seam for a in page.articles for b in a.blocks for part in b.parts if part.seam >= 0}
        assert seams
        assert all(page.entries[n].question == "join" for n in seams)


def test_seam_stands_where_the_left_side_ends(output: Path) -> None:
    """What stands before a seam ends as the source does before the break, but for punctuation that was changed."""
    for page in views(output):
        for part in (part for a in page.articles for b in a.blocks for part in b.parts if part.seam >= 0):
            left = page.entries[part.seam].text.partition("⋮")[0].rstrip("*")
            assert part.text[-1] == left[-1] or not left[-1].isalnum()


def test_jumped_article_stands_on_both_pages(output: Path) -> None:
    """An article that jumps is shown on both pages; each names the other and marks its end of the join."""
    first, second = (page for page in views(output) if page.row.doc.startswith(ISSUE))
    for page, other, side in ((first, second, "out"), (second, first, "in")):
        assert page.articles[0].elsewhere == (other.row.doc,)
        assert any(block.start is None for block in page.articles[0].blocks)
        assert [side] == [name for stretch in page.stretches for name in stretch.sides]

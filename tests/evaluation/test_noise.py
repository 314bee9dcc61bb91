"""What engines do to characters: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

from random import Random

from samples import ONE, THREE, TWO, page_of, sample, texts

from pipeline.evaluation import noise
from pipeline.evaluation.drafts import print_page


def test_refusal_is_no_text() -> None:
    """What a model said in place of the page is in no article."""
    page = page_of(sample())
    noise.refusal(page, Random(1))
    gold = print_page(page)
    assert [gold["text"][s:e] in noise.REFUSALS for s, e in gold["markers"]] == [True]


def test_half_width() -> None:
    """Widths change, lengths do not."""
    page = page_of(sample())
    before = print_page(page)
    noise.half_width(page, Random(1))
    after = print_page(page)
    assert len(before["text"]) == len(after["text"])
    assert "，" not in after["text"]


def test_flat() -> None:
    """A flattened page is one line, and its gold still finds every paragraph."""
    page = page_of(sample())
    noise.flattened(page, Random(1))
    gold = print_page(page)
    assert "\n" not in gold["text"]
    assert texts(gold) == [ONE, TWO, THREE]

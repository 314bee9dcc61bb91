"""What stands between the stories: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

from random import Random

import pytest
from samples import ONE, THREE, TWO, printed, sample, texts

from pipeline.evaluation import fillers
from pipeline.evaluation.pages import Library


def test_photo(library: Library) -> None:
    """A photo that stands alone has a caption, no title, and its photographers for a byline."""
    for gold in library.pages(6, 1, ("photos",)):
        for article in gold["articles"]:
            if article["kind"] == "photo" and not article["title"]:
                assert [p["role"] for p in article["paragraphs"]] == ["caption"]
                assert article["byline"]
                break
        else:
            continue
        return
    pytest.fail("no page had a photo of its own")


def test_photo_within() -> None:
    """A story's photo is its last paragraph, wherever on the page it stands; the text runs on past it."""
    one = sample()
    fillers.photo_within(one, Random(3))
    gold = printed(one)
    assert texts(gold)[:3] == [ONE, TWO, THREE]
    assert gold["articles"][0]["paragraphs"][3]["role"] == "caption"

"""Headlines and bylines: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

from random import Random

import pytest
from samples import ONE, THREE, TWO, printed, sample, texts

from pipeline.evaluation import heads


def test_inline_byline() -> None:
    """Names in brackets are in the byline and stay in the paragraph; no span is theirs alone."""
    one = sample()
    heads.byline_inside(one, Random(1))
    gold = printed(one)
    article = gold["articles"][0]
    assert article["byline"]
    assert all(name in texts(gold)[0] for name in article["byline"])
    assert "byline_span" not in article


@pytest.mark.parametrize("seed", range(8))
def test_formal_byline(seed: int) -> None:
    """Whatever the form, the byline's line holds the names and nothing of it is in the text."""
    one = sample()
    heads.byline_formal(one, Random(seed))
    gold = printed(one)
    line = gold["text"][slice(*gold["articles"][0]["byline_span"])].replace(" ", "")
    assert all(name in line for name in gold["articles"][0]["byline"])
    assert texts(gold) == [ONE, TWO, THREE]


def test_headline_of_two_lines() -> None:
    """A headline over two lines is one title."""
    one = sample()
    heads.split_headline(one, Random(1))
    gold = printed(one)
    assert gold["articles"][0]["title"]["text"] == "湖边的三个早晨， 说起来话长"
    assert "早晨，\n" in gold["text"]


def test_doubled_headline() -> None:
    """A doubled headline is printed twice, titled once; the second is the copy."""
    one = sample()
    heads.doubled(one, Random(1))
    gold = printed(one)
    title = gold["articles"][0]["title"]["text"]
    assert gold["text"].startswith(title * 2)
    assert gold["removed"] == [{"span": [13, 26], "twin": [0, 13]}]

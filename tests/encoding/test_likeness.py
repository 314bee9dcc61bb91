"""How much a text looks like written Chinese."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.encoding import likeness


@pytest.mark.parametrize("text", ["今天上午召开会议", "昨天上午舉行會議", "磕磕绊绊"])
def test_text_read_rightly_costs_less_than_read_wrongly(text: str) -> None:
    """In both scripts; of two rare characters, which may be a word in both (秸秆, 調解), nobody can tell."""
    assert likeness.cost(text) < likeness.cost(text.encode("gb18030").decode("big5", "replace")) - 10


def test_a_character_costs_less_after_one_that_it_often_follows() -> None:
    """And more after one that it was never seen with."""
    after = likeness.costs(likeness.codes("报纸"))[1]
    alone = likeness.costs(likeness.codes("纸"))[0]
    apart = likeness.costs(likeness.codes("龘纸"))[1]
    assert after < alone - 3
    assert after < alone <= apart


def test_costs_are_one_a_character() -> None:
    """For no text as well, and beyond the basic plane."""
    for text in ("", "a", "𠮷野家", "\ue000\ufffd"):
        assert likeness.costs(likeness.codes(text)).shape == (len(text),)
    assert likeness.cost("") == 0.0


def test_the_cost_of_a_text_is_the_sum_of_its_pairs() -> None:
    """The first character costs what it costs alone."""
    points = likeness.codes("新闻记者")
    pairs = likeness.costs_after(points[:-1], points[1:])
    assert likeness.cost("新闻记者") == pytest.approx(float(likeness.table()[points[0]] + np.sum(pairs)))


def test_the_reviews_that_were_mojibake_were_not_counted() -> None:
    """Of 35,000 reviews in the source a few are GBK read as Big5; their pairs would pass for Chinese."""
    assert likeness.cost("硐衄珨跺") > 80

"""Beginnings: what a story begins with is told from the rest of a broken sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.beginnings import BUCKETS, beginning_score, buckets, signs
from pipeline.language.folding import fold

WHOLE = (
    "昨天下午，市政府召开新闻发布会，通报今年前三季度的工作。",
    "本报讯 近日，全市农村电影放映工作会议召开。",
)
BROKEN = ("府召开新闻发布会，通报今年前三季度的工作。", "的工作会议召开，各县区负责人参加了会议。")


@pytest.mark.parametrize("text", WHOLE)
def test_beginning_of_a_story(text: str) -> None:
    """A text that says when and who first begins a story."""
    assert beginning_score(fold(text), 0.0) > 0


@pytest.mark.parametrize("text", BROKEN)
def test_rest_of_a_sentence(text: str) -> None:
    """A text whose first words are lost does not."""
    assert beginning_score(fold(text), 0.0) < 0


def test_traditional_is_read_as_simplified() -> None:
    """The script of a text makes no difference."""
    assert beginning_score(fold("昨日下午,政府召開發布會。"), 0.0) == beginning_score(
        fold("昨日下午，政府召开发布会。"), 0.0
    )


@given(st.text(max_size=60), st.floats(-10, 10))
def test_language_model_is_heard(text: str, by_grams: float) -> None:
    """The better the language model likes a beginning, the better it is, whatever the text."""
    assert beginning_score(fold(text), by_grams + 1) > beginning_score(fold(text), by_grams)


@given(st.text(max_size=60))
def test_signs_are_rows_of_the_weights(text: str) -> None:
    """Every sign has a row; equal signs have one."""
    rows = buckets(fold(text))
    assert all(0 <= row < BUCKETS for row in rows)
    assert len(rows) <= len(set(signs(fold(text))))

"""The values between the stages: what they compute by themselves."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.model import Link, Page


def scored(odds: float) -> float:
    """The score of a link of these odds."""
    return Link(0, 1, 0, odds).score


@given(st.floats(allow_nan=False))
def test_score_is_a_probability(odds: float) -> None:
    """Any log-odds, infinite ones too, give a probability, and turned about its complement."""
    assert 0.0 <= scored(odds) <= 1.0
    assert scored(odds) + scored(-odds) == pytest.approx(1.0)


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_better_odds_never_score_less(one: float, two: float) -> None:
    """Scores are in the order of the odds; even odds are one half."""
    assert (scored(one) <= scored(two)) or one > two
    assert scored(0.0) == 0.5


def test_values_do_not_change() -> None:
    """A value that went through a stage is what it was."""
    with pytest.raises(FrozenInstanceError):
        Page("p", "文").text = "字"  # type: ignore[misc]

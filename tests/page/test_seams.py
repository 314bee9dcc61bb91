"""Seams: how often a page's open ends go on is read off the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page import seams
from pipeline.review.report.terms import EVIDENCE

ODDS = st.floats(-8, 8)


def shares(odds: list[float]) -> seams.Habit:
    """The habit of a page whose open ends have one text below them each, with these log-odds."""
    ends, none = np.arange(len(odds)), np.zeros((len(odds), len(seams.NAMES)))
    asked = seams.Asked(ends, ends, ends + 1, np.ones(len(odds), bool), none)
    return seams.habit(asked, odds=np.array(odds))


@given(st.lists(ODDS, max_size=20), ODDS)
@settings(deadline=None)
def test_an_end_that_reads_on_better_makes_the_habit_no_rarer(odds: list[float], more: float) -> None:
    """The share of ends that go on grows with what speaks for each of them."""
    lower, higher = sorted((more, more + 2.0))
    assert shares([*odds, lower]).below <= shares([*odds, higher]).below + 1e-6


@given(st.lists(ODDS, max_size=20))
@settings(deadline=None)
def test_shares_of_a_habit_are_all_there_is(odds: list[float]) -> None:
    """What becomes of open ends adds up to one."""
    assert sum(shares(odds)) == pytest.approx(1.0)


def test_page_without_open_ends_has_the_habit_of_clean_pages() -> None:
    """Few ends prove nothing: they go on."""
    assert not shares([]).loses_stops
    assert shares([-5.0] * 9).loses_stops


@pytest.mark.parametrize(
    ("text", "mark"),
    [("他说：“后期我们还将", "”"), ("他说：“好。”大家", ""), ("《青石日报", "》"), ("没有引号", "")],
)
def test_what_a_text_leaves_open_is_known(text: str, mark: str) -> None:
    """A quotation or title that is not closed waits for its mark."""
    assert seams.waits(text) == mark


def test_weights_have_a_value_for_all_evidence() -> None:
    """The file of weights and the code name the same evidence, and people read a word for each."""
    assert len(seams.weights()) == len(seams.NAMES) == len(set(seams.NAMES))
    nothing = np.zeros(0, np.int64)
    asked = seams.Asked(nothing, nothing, nothing, np.zeros(0, bool), np.ones((1, len(seams.NAMES))))
    assert set(seams.told(asked, 0)) <= set(EVIDENCE)

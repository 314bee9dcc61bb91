"""Seams: how often a page's open ends go on is read off the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page import seams

ODDS = st.floats(-8, 8)


@given(st.lists(ODDS, max_size=20), ODDS)
@settings(deadline=None)
def test_an_end_that_reads_on_better_makes_the_habit_no_rarer(odds: list[float], more: float) -> None:
    """The habit grows with what speaks for each end."""
    lower, higher = sorted((more, more + 2.0))
    assert seams.habit([*odds, lower]) <= seams.habit([*odds, higher]) + 1e-9


def test_page_without_open_ends_has_the_habit_of_clean_pages() -> None:
    """Few ends prove nothing: they go on."""
    assert seams.habit([]) > seams.LOSES


@pytest.mark.parametrize(
    ("text", "mark"),
    [("他说：“后期我们还将", "”"), ("他说：“好。”大家", ""), ("《青石日报", "》"), ("没有引号", "")],
)
def test_what_a_text_leaves_open_is_known(text: str, mark: str) -> None:
    """A quotation or title that is not closed waits for its mark."""
    assert seams.waits(text) == mark


def test_weights_have_a_value_for_all_evidence() -> None:
    """The file of weights and the code name the same evidence."""
    values = {
        **seams.start(0.0, False, "文"),
        **seams.between(()),
        **seams.across(0.0, False, "文", "文"),
    }
    names = {
        "broken",
        "end",
        "waits",
        "function",
        "closed",
        "no_prose",
        "dots",
        "sentence",
        "clause",
        "constant",
    }
    assert set(seams.weights()) == names | set(values)

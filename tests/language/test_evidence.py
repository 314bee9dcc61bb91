"""Facts about the evidence."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.evidence import (
    CROSSINGS,
    PRIOR,
    crossings,
    first_clause,
    inner_counts,
    unclosed,
    unopened,
)


def side(text: str, counts: dict[str, float], before: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
    near = tuple(text[-n:] if before else text[:n] for n in (1, 2, 3))
    return near, inner_counts(lambda gram: counts.get(gram, 0.0), near)


def evidence(counts: dict[str, float], left: str, right: str) -> list[float]:
    sides = side(left, counts, True), side(right, counts, False)
    return crossings(lambda gram: counts.get(gram, 0.0), 100.0, *sides)


def test_a_pair_is_weighed_against_chance() -> None:
    """Ten times 甲乙, where five were expected, is the log of their ratio."""
    found = evidence({"甲": 20, "乙": 25, "甲乙": 10}, "甲", "乙")
    assert found == pytest.approx([log((10 + PRIOR) / (5 + PRIOR)), 0, 0, 0, 0, 0])


def test_a_longer_n_gram_is_weighed_against_its_parts() -> None:
    """丙甲乙 is expected as often as 丙甲 and 甲乙 make it."""
    counts = {"甲": 20.0, "乙": 25.0, "丙": 5.0, "丙甲": 4.0, "甲乙": 10.0, "丙甲乙": 4.0}
    found = dict(zip(CROSSINGS, evidence(counts, "丙甲", "乙"), strict=True))
    assert found[2, 1] == pytest.approx(log((4 + PRIOR) / (4 * 10 / 20 + PRIOR)))


def test_common_characters_that_never_meet_speak_against_a_join() -> None:
    """The more often two characters might have met, the worse that they did not."""
    rare, common = evidence({"甲": 5, "乙": 5}, "甲", "乙"), evidence({"甲": 50, "乙": 50}, "甲", "乙")
    assert common[0] < rare[0] < 0


def test_what_was_never_seen_says_nothing() -> None:
    """An unknown character, or no character, is no evidence."""
    assert evidence({"甲": 5}, "甲", "龘") == [0.0] * len(CROSSINGS) == evidence({"甲": 5}, "", "甲")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说”", (1.0, 0.0)),
        ("他说“", (0.0, 1.0)),
        ("“他说”", (0.0, 0.0)),
        (")a(", (1.0, 1.0)),
        ("", (0.0, 0.0)),
    ],
)
def test_brackets_without_a_partner(text: str, expected: tuple[float, float]) -> None:
    """Which end of a pair is missing."""
    assert (unopened(text), unclosed(text)) == expected


@given(st.text(st.sampled_from("“”‘’()中文"), max_size=12))
def test_a_text_in_brackets_is_balanced_if_it_was(text: str) -> None:
    """A pair of quotation marks around a text changes nothing for a balanced text."""
    if not unopened(text) and not unclosed(text):
        assert not unopened(f"“{text}”")
        assert not unclosed(f"“{text}”")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("他说,好。", (2, 0.0)), ("了。", (1, 1.0)), ("没有标点", (4, 0.0)), ("", (0, 0.0))],
)
def test_the_first_clause(text: str, expected: tuple[int, float]) -> None:
    """Its length, and whether it ends the sentence."""
    assert first_clause(text) == [log(1 + expected[0]), expected[1]]

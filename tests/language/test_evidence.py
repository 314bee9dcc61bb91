"""Facts about the evidence."""

from __future__ import annotations

from itertools import accumulate
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_evidence import crossings as plain_crossings
from plain_evidence import first_clause, inner_counts, unclosed

from pipeline.language.evidence import CROSSINGS, PRIOR, closings, crossings, openings, unopened


def side(text: str, counts: dict[str, float], before: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
    near = tuple(text[-n:] if before else text[:n] for n in (1, 2, 3))
    return near, inner_counts(lambda gram: counts.get(gram, 0.0), near)


def evidence(counts: dict[str, float], left: str, right: str) -> list[float]:
    (lefts, before), (rights, after) = side(left, counts, True), side(right, counts, False)
    across = [
        counts.get(lefts[i - 1] + rights[j - 1], 0.0) if len(left) >= i and len(right) >= j else 0.0
        for i, j in CROSSINGS
    ]
    one, two, three = (np.array(column)[:, np.newaxis] for column in (across, before, after))
    found: list[float] = crossings(one, 100.0, two, three)[:, 0].tolist()
    return found


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
    assert (openings([text])[0, 0], closings([text])[0, 0]) == expected


@given(st.text(st.sampled_from("“”‘’()中文"), max_size=12))
def test_a_text_in_brackets_is_balanced_if_it_was(text: str) -> None:
    """A pair of quotation marks around a text changes nothing for a balanced text."""
    if not unopened(text) and not closings([text]):
        assert not unopened(f"“{text}”")
        assert not closings([f"“{text}”"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("他说,好。", (2, 0.0)), ("了。", (1, 1.0)), ("没有标点", (4, 0.0)), ("", (0, 0.0))],
)
def test_the_first_clause(text: str, expected: tuple[int, float]) -> None:
    """Its length, and whether it ends the sentence."""
    assert openings([text])[1:, 0].tolist() == pytest.approx([log(1 + expected[0]), expected[1]])


@given(st.lists(st.text(st.sampled_from("“”‘’()中文，,。、!?;:𠮷\x00"), max_size=60), max_size=5))
def test_what_many_texts_show_is_what_each_shows(texts: list[str]) -> None:
    """Brackets without a partner, and first clauses."""
    told = openings(texts).T.tolist()
    assert told == [pytest.approx([unopened(text), *first_clause(text)]) for text in texts]
    assert closings(texts).tolist() == [[unclosed(text) for text in texts]]


COUNTS = st.tuples(*[st.sampled_from([0.0, 1.0, 2.5, 40.0])] * 6)
ENDS = st.tuples(*[st.sampled_from([0.0, 1.0, 3.0, 70.0])] * 3)


@given(st.lists(st.tuples(COUNTS, ENDS, ENDS), max_size=6))
def test_evidence_of_many_joins_is_that_of_each(joins: list[tuple[tuple[float, ...], ...]]) -> None:
    """Whatever was counted of their n-grams, but that parts of counted n-grams have counts too."""
    lefts, rights = ("甲", "乙甲", "丙乙甲"), ("丁", "丁戊", "丁戊己")
    whole = [(counts, *(tuple(accumulate(side, min)) for side in sides)) for counts, *sides in joins]
    arrays = [
        np.array([row[n] for row in whole]).reshape(len(whole), size).T
        for n, size in ((0, 6), (1, 3), (2, 3))
    ]
    found = crossings(arrays[0], 90.0, arrays[1], arrays[2])
    for (counts, before, after), told in zip(whole, found.T.tolist(), strict=True):
        known = {lefts[i - 1] + rights[j - 1]: n for (i, j), n in zip(CROSSINGS, counts, strict=True)}
        plain = plain_crossings(known.__getitem__, 90.0, (lefts, before), (rights, after))
        assert told == pytest.approx(plain)

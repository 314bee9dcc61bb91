"""Paragraphs that are alike as wholes."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates.alignment import FAINT, one_text
from pipeline.duplicates.fold import fold
from pipeline.duplicates.paragraphs import alike
from pipeline.duplicates.verification import verify
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence
from tests.duplicates.test_verification import every_pair

SETTINGS = DuplicateSettings()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), min_size=2, max_size=10))
def test_finds_the_readings_of_one_paragraph_that_comparing_all_finds(made: list[tuple[int, int]]) -> None:
    """Readings with single errors are alike exactly where their Jaccard similarity reaches the threshold."""
    folded = fold([misread(sentence(text), errors, seed) for seed, (text, errors) in enumerate(made)])
    exact = verify(every_pair(len(made)), folded, SETTINGS)
    found = zip(exact.pairs.tolist(), exact.jaccard.tolist(), strict=True)
    expected = {
        (a, b)
        for (a, b), jaccard in found
        if jaccard >= FAINT and one_text(folded.text(a), folded.text(b), jaccard, SETTINGS.threshold)
    }
    assert set(alike(folded, SETTINGS)) == expected


def test_a_paragraph_that_goes_on_without_the_other_is_not_alike() -> None:
    """Half a paragraph is an excerpt, to be found with its ends, not a reading of the whole."""
    text = sentence(1, 80)
    assert list(alike(fold([text, text[:45]]), SETTINGS)) == []


def test_short_paragraphs_are_left_to_their_neighbours() -> None:
    """Below the shortest length equal paragraphs are no pair by themselves."""
    assert list(alike(fold(["各位委员", "各位委员"]), SETTINGS)) == []


def test_many_equal_paragraphs_are_all_paired() -> None:
    """Twenty copies of one paragraph are all pairs of twenty."""
    assert list(alike(fold([sentence(1)] * 20), SETTINGS)) == list(combinations(range(20), 2))


def test_a_text_that_stands_all_over_a_page_is_paired_with_the_first_and_the_next() -> None:
    """A hundred copies of one paragraph make some pairs each, not a hundred."""
    found = set(alike(fold([sentence(1)] * 100), SETTINGS))
    assert {(a, a + 1) for a in range(99)} < found
    assert {(0, b) for b in range(1, 60)} < found
    assert len(found) < 6 * 100

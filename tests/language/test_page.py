"""Facts about the counts of a page."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.page import PageCounts, packed

TEXTS = st.lists(st.text(st.sampled_from("上接第一版的了"), max_size=30), max_size=6)


@given(TEXTS)
def test_counts_are_those_of_a_plain_counter(texts: list[str]) -> None:
    """Every n-gram of order 1 to 4 within a text, and none across two."""
    plain = Counter(
        text[at : at + n] for text in texts for n in range(1, 5) for at in range(len(text) - n + 1)
    )
    counts = PageCounts(texts)
    across = {one[-2:] + two[:2] for one in texts for two in texts}
    for gram in {*plain, *across, "版了", "一一一一"} - {""}:
        assert asked(counts, gram) == plain[gram]


def test_characters_beyond_the_basic_plane_do_no_harm() -> None:
    """A rare character of Extension B, even a lone surrogate, is counted or not, but raises nothing."""
    counts = PageCounts(["𠮷野家", "\ud800版"])
    assert asked(counts, "野家") == 1
    assert asked(counts, "𠮷野家店") == 0


@given(TEXTS, st.lists(st.text(st.sampled_from("上接第一\x00𠮷"), min_size=1, max_size=4)))
def test_counts_asked_for_together_are_those_asked_for_alone(texts: list[str], grams: list[str]) -> None:
    """Also of characters beyond the basic plane, and of NUL."""
    counts = PageCounts(texts)
    together = counts.of(
        np.array([key(gram) for gram in grams], np.uint64), np.array([*map(len, grams)], int)
    )
    assert together.tolist() == [asked(counts, gram) for gram in grams]


def key(gram: str) -> int:
    """An n-gram as the counts know it."""
    return sum(int(unit) << 48 - 16 * n for n, unit in enumerate(packed(codes(gram))))


def asked(counts: PageCounts, gram: str) -> int:
    """How often one n-gram stands there."""
    return int(counts.of(np.array([key(gram)], np.uint64), len(gram))[0])


def codes(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The code points of a text."""
    return np.array([*map(ord, text)], dtype=np.uint32)

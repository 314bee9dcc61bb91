"""Letters that agree in one order are found in long texts as an alignment of the whole would find them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from pipeline.duplicates.alignment import Block
from pipeline.duplicates.blocks import CLOSE, SPARSE, Search, in_order
from pipeline.duplicates.common import common
from tests.duplicates.made import sentence

SMALL = Search(run=3, direct=16, again=True)
"""Cuts texts that are short enough to be made up."""


def holds(one: str, two: str, found: Sequence[Block]) -> None:
    """The blocks agree, are in the order of both texts, and none of them could be one with the next."""
    for a, b, length in found:
        assert length > 0
        assert one[a : a + length] == two[b : b + length]
    for first, second in pairwise(found):
        gap = second.a - first.a - first.length, second.b - first.b - first.length
        assert min(gap) >= 0
        assert max(gap) > 0


def letters(found: Sequence[Block]) -> int:
    """How many agree."""
    return sum(block.length for block in found)


def reading(text: str, wrong: float, seed: int) -> str:
    """A text with some letters misread, lost or doubled."""
    chance = random.Random(seed)
    made = []
    for letter in text:
        if chance.random() >= wrong:
            made.append(letter)
        else:
            made.append(chance.choice(("", letter * 2, chr(chance.randrange(0x4E00, 0x9FA0)))))
    return "".join(made)


@given(
    st.text("天地人甲乙丙", max_size=60),
    st.text("天地人甲乙丙", max_size=60),
    st.sampled_from((CLOSE, SPARSE, SMALL)),
)
def test_blocks_agree_in_order(one: str, two: str, search: Search) -> None:
    """Of any two texts: what is said to agree does, and in one order."""
    found = in_order(one, two, search)
    holds(one, two, found)
    assert letters(found) <= LCSseq.similarity(one, two)


@given(st.integers(0, 1 << 20), st.sampled_from((0.0, 0.02, 0.12)))
def test_long_readings_agree_as_whole_alignment_says(seed: int, wrong: float) -> None:
    """Two readings of 1,500 letters, cut at runs: within two letters in a hundred of the longest common sequence."""
    text = "".join(sentence(seed % 1000 + n, 100) for n in range(15))
    one, two = reading(text, wrong, seed), reading(text, wrong, seed + 1)
    found = in_order(one, two)
    holds(one, two, found)
    assert letters(found) >= 0.98 * LCSseq.similarity(one, two)


@pytest.mark.parametrize("search", [CLOSE, SPARSE])
def test_one_passage_in_two_long_texts(search: Search) -> None:
    """A sentence that two long stories share is found whole, a misread letter in it included."""
    one = "".join(sentence(n, 100) for n in range(20))
    two = "".join(sentence(n, 100) for n in range(50, 70))
    shared = sentence(99, 60)
    found = in_order(
        one[:900] + shared + one[900:], two[:300] + shared[:50] + "鑫" + shared[51:] + two[300:], search
    )
    assert Block(900, 300, 50) in found
    assert any((block.a, block.b) == (951, 351) and block.length >= 9 for block in found)


def test_rows_of_a_table_agree() -> None:
    """Long texts in which no run stands once, as tables of one line over and over, agree all the same."""
    one, two = "二等奖五十名各得奖金若干元" * 100, "二等奖五十名各得奖金若干元" * 98
    assert letters(in_order(one, two)) == len(two)


def test_moved_halves_of_long_texts() -> None:
    """Two long halves that were swapped are two passages."""
    one, two = "".join(sentence(n, 100) for n in range(12)), "".join(sentence(n, 100) for n in range(20, 32))
    found = common(one + two, two + one)
    assert [passage.letters >= len(half) for passage, half in zip(found, (one, two), strict=True)] == [
        True,
        True,
    ]


def test_text_without_an_end() -> None:
    """100,000 letters of one clause are compared at once; what they share is at their ends, at least."""
    found = in_order("停电检修通知" * 17_000, "停电检修通知" * 16_000 + "谢谢")
    assert letters(found) >= 64

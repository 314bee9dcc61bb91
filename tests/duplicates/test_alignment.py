"""Alignment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates.alignment import (
    MOST_CHANGED,
    Block,
    _at_most,
    _extended,
    blocks,
    chains,
    cost,
    longest_gap,
    reading,
    score,
)
from pipeline.duplicates.seeds import Seed
from tests.duplicates.made import misread, sentence

TEXT = st.text("甲乙丙丁戊", max_size=30)


@given(TEXT, TEXT)
def test_blocks_agree_and_keep_their_order(one: str, two: str) -> None:
    """What an alignment calls equal is equal, in order, and does not overlap."""
    at_a = at_b = 0
    for a, b, length in blocks(one, two):
        assert a >= at_a
        assert b >= at_b
        assert one[a : a + length] == two[b : b + length]
        at_a, at_b = a + length, b + length


def test_an_error_costs_more_the_longer_it_is_and_a_number_most() -> None:
    """One other letter costs little, a name much, another number as much as a dozen letters."""
    assert cost("", "") == 0
    assert cost("甲", "乙") == cost("甲", "") == 3
    assert cost("张三", "李四") > 2 * cost("张", "李")
    assert cost("8", "9") >= 15
    assert cost("三", "五") >= 15


def test_single_errors_are_readings_and_other_words_are_not() -> None:
    """A text misread in a tenth of its letters or cut short is the same; with other names it is not."""
    text = sentence(1, 100)
    same = (misread(text, 10), text[:60])
    assert all(reading(text, other)[0] <= MOST_CHANGED for other in same)
    names = text[:20] + "张建国" + text[23:60] + "王秀英" + text[63:90] + "李小明" + text[93:]
    assert reading(text, names)[0] > MOST_CHANGED
    assert reading("全年接待游客12万人次增长8", "全年接待游客35万人次增长9")[0] > MOST_CHANGED


@pytest.mark.parametrize("middle", ["误", "", "误错"])
def test_seeds_are_joined_over_small_errors(middle: str) -> None:
    """Two seeds parted by an error of a letter or two are one passage."""
    one, two = sentence(1, 20)[:-1], sentence(2, 20)[:-1]
    text = one + "正" + two + one + middle + two
    again = len(one) + 1 + len(two)
    seeds = [Seed(0, again, 20), Seed(21, again + 20 + len(middle), 20)]
    (chain,) = chains(text, seeds, 17)
    assert chain == [Block(*seed) for seed in seeds]
    assert score(text, chain) == 40 - cost("正", middle)


def test_seeds_are_not_joined_over_another_name() -> None:
    """What differs by a longer name are two passages, each too short here to count."""
    one, two = sentence(1, 15)[:-1], sentence(2, 15)[:-1]
    text = one + "欧阳建国" + two + one + "司马秀英" + two
    assert chains(text, [Seed(0, 34, 15), Seed(19, 53, 15)], 17) == []


def test_a_seed_is_followed_over_an_error_to_the_end() -> None:
    """What agrees beyond a single error, too short for a seed, still belongs to the passage."""
    passage = sentence(1, 30)[:-1]
    wrong = passage[:5] + "误" + passage[6:24] + "错" + passage[25:]
    text = sentence(2, 40)[:-1] + passage + sentence(3, 40)[:-1] + wrong + sentence(4, 40)[:-1]
    (chain,) = chains(text, [Seed(46, 116, 18)], 17)
    assert (chain[0].a, chain[-1].a + chain[-1].length) == (40, 70)
    assert (chain[0].b, chain[-1].b + chain[-1].length) == (110, 140)


@given(TEXT, TEXT, TEXT)
def test_no_extension_scores_more_than_was_expected_at_most(before: str, between: str, behind: str) -> None:
    """A seed whose surroundings agree in too few letters need not be aligned to be dropped."""
    seed = "春夏秋冬东南西北"
    text = before + seed + between + seed + behind
    chain = [Block(len(before), len(before) + len(seed) + len(between), len(seed))]
    assert score(text, _extended(text, chain)) <= score(text, chain) + _at_most(text, chain)


def test_longest_gap_is_what_one_of_two_texts_has_alone() -> None:
    """A misread letter is a gap of one; a word that one of the texts has alone is as long as it is."""
    assert longest_gap("村里成立了茶叶合作社", "村里成立了荼叶合作社") == 1
    assert longest_gap("村里成立了茶叶合作社", "村里去年才成立了茶叶合作社") == 3
    assert longest_gap("一样", "一样") == 0

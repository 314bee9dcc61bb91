"""Topics: paragraphs of one story speak of the same things, paragraphs of two do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.page.topics import Topics, around

SEA = [
    "天还没有亮，渔港的码头上已经站满了人，渔民把竹筐一只只排好。",
    "最先靠岸的渔船是两条小船，渔民跳下来把缆绳系在码头的石柱上。",
    "竹筐里的鱼还在跳，码头上的秤杆已经举起来，渔港的一天开始了。",
]
TEA = [
    "茶园里的采茶人并不着急，采茶要等露水干透，手指要轻轻一提。",
    "竹篓不能装满，采茶人说嫩芽一压就伤，茶园一季的辛苦就白费。",
    "茶园的孩子放学以后也来采茶，一人一只小竹篓，比谁的嫩芽多。",
]
PAGE = Topics([*SEA, "渔港码头迎来早市", *TEA, "茶园采茶忙"])


def test_a_story_holds_together() -> None:
    """Paragraphs of one story are more alike than paragraphs of two."""
    assert PAGE.cohesion([0, 1], [2]) > 2 * PAGE.cohesion([0, 1, 2], [4, 5, 6])


def test_headline_is_covered_by_its_own_story() -> None:
    """A headline's words stand in its story rather than in its neighbour's."""
    assert PAGE.covered(3, [0, 1, 2]) > PAGE.covered(3, [4, 5, 6])
    assert PAGE.covered(7, [4, 5, 6]) > PAGE.covered(7, [0, 1, 2])


def test_story_opens_where_the_topic_changes() -> None:
    """A headline between two stories opens one rather than a headline within one story."""
    assert PAGE.opens(7, [0, 1, 2], [4, 5, 6]) > PAGE.opens(3, [0, 1], [2])


def test_page_edge_opens_a_story() -> None:
    """With nothing above or nothing below, a headline opens a story."""
    assert PAGE.opens(3, [], [4]) == PAGE.opens(3, [0], []) > 0


def test_likeness_is_cohesion_of_texts() -> None:
    """Likeness of the page's own texts is their cohesion."""
    assert PAGE.likeness([SEA[0], SEA[1]], [SEA[2]]) == pytest.approx(PAGE.cohesion([0, 1], [2]))


def test_strange_text_is_like_nothing() -> None:
    """A text whose words the page has nowhere is like nothing on it."""
    assert PAGE.likeness(["蒸汽机车驶过戈壁滩"], SEA) == 0.0


def test_both_scripts_are_one() -> None:
    """A word in traditional characters is the word in simplified ones."""
    page = Topics(["漁港碼頭的漁民", "渔港码头的渔民", "茶园采茶"])
    assert page.cohesion([0], [1]) > 0.9


@given(st.lists(st.text(alphabet="渔港茶园灯火春 a", max_size=12), min_size=2, max_size=6), st.data())
def test_cohesion_is_a_cosine(texts: list[str], data: st.DataObject) -> None:
    """Cohesion is symmetric and between 0 and 1, coverage between 0 and 1."""
    topics = Topics(texts)
    some = st.lists(st.integers(0, len(texts) - 1), max_size=3)
    ones, others = data.draw(some), data.draw(some)
    assert topics.cohesion(ones, others) == pytest.approx(topics.cohesion(others, ones))
    assert 0.0 <= topics.cohesion(ones, others) <= 1.0 + 1e-9
    assert 0.0 <= topics.covered(0, others) <= 1.0 + 1e-9


def test_around_a_place_stand_the_nearest() -> None:
    """On either side the nearest are taken, the place itself on neither, and fewer where there are no more."""
    assert around(4, [0, 1, 3, 4, 6, 9, 12], 2) == ([1, 3], [6, 9])
    assert around(5, [4, 8], 3) == ([4], [8])
    assert around(0, [], 3) == ([], [])

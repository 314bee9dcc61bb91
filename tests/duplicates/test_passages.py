"""Copies within a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates import Match, copies
from pipeline.duplicates.passages import _sorted
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence

SETTINGS = DuplicateSettings()
SEEDS = Path(__file__).parents[2] / "seeds"


def stretches(paragraphs: list[str]) -> list[tuple[str, str, str]]:
    """Kind and both texts of each match."""
    return [
        (m.kind, paragraphs[m.a][m.a_start : m.a_end], paragraphs[m.b][m.b_start : m.b_end])
        for m in copies(paragraphs, SETTINGS)
    ]


def page(number: int) -> list[str]:
    """The paragraphs of a seed."""
    path = sorted(SEEDS.glob("*.txt"))[number]
    return [line for line in path.read_text("utf-8").split("\n") if line.strip()]


def longest_common(one: str, two: str) -> str:
    """The longest common substring, slowly."""
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in two:
            best = one[start : start + len(best) + 1]
    return best


def test_a_paragraph_read_twice() -> None:
    """A paragraph that stands again is an exact match of the whole, whatever its punctuation."""
    one = sentence(1)
    two = one.replace("。", ".")
    assert copies([one, sentence(2), two], SETTINGS) == [Match("exact", 0, 0, 61, 2, 0, 61, 1.0, 1.0)]


@pytest.mark.parametrize("errors", [1, 3, 6])
def test_a_paragraph_read_twice_with_errors(errors: int) -> None:
    """A tenth of the letters misread leaves a near match of the whole."""
    one = sentence(1)
    assert stretches([one, misread(one, errors)]) == [("near", one, misread(one, errors))]


def test_a_paragraph_within_a_longer_one() -> None:
    """A paragraph that stands inside another is contained, to the character."""
    one = sentence(1, 30)
    two = sentence(2) + one + sentence(3)
    assert stretches([two, one]) == [("contained", one, one)]
    assert stretches([one, two]) == [("contained", one, one)]


@settings(max_examples=50)
@given(st.integers(20, 80), st.integers(0, 40), st.integers(0, 40), st.integers(0, 1000))
def test_a_passage_is_found_to_the_character(length: int, before: int, after: int, seed: int) -> None:
    """A sentence copied into another paragraph is the longest common substring of both."""
    passage = sentence(seed, length)[:-1]
    one = sentence(seed + 5000, 30) + passage + sentence(seed + 6000, 30)
    two = sentence(seed + 7000, before + 1) + passage + sentence(seed + 8000, after + 1)
    common = longest_common(one, two).lstrip("。")
    kinds = {("passage", common, common)}
    assert set(stretches([one, two])) == kinds
    assert set(stretches([two, sentence(seed + 9000), one])) == kinds


@pytest.mark.parametrize("seed", range(5))
def test_a_misread_passage_keeps_its_ends(seed: int) -> None:
    """Single errors inside a copied passage do not part it, and its ends stay where they are."""
    passage = sentence(seed, 60)[:-1]
    wrong = passage[:20] + "误" + passage[21:40] + passage[41:]
    one, two = sentence(11) + passage + sentence(12), sentence(13) + wrong + sentence(14)
    assert stretches([one, two]) == [("passage", passage, wrong)]


def test_a_passage_over_several_paragraphs_is_one_match_for_each() -> None:
    """A copied stretch is cut where paragraphs end; a short line within it belongs to it."""
    first, last = sentence(1, 40), sentence(2, 40)
    given = [sentence(3) + first, "民生为本", last, sentence(4), first, "民生为本", last + sentence(5)]
    assert [(m.kind, m.a, m.b) for m in copies(given, SETTINGS)] == [
        ("contained", 0, 4),
        ("exact", 1, 5),
        ("contained", 2, 6),
    ]


def test_a_short_line_by_itself_is_no_copy() -> None:
    """A heading that stands twice between different paragraphs is left alone."""
    assert copies(["本报讯", sentence(1), "本报讯", sentence(2), "各位委员、同志们"], SETTINGS) == []


def test_one_template_with_other_names_and_numbers_is_no_copy() -> None:
    """Parallel phrasing is not repetition: other names and numbers make another paragraph."""
    template = "围绕“{}”开展主席会议专题协商，实地调研{}次，形成调研报告{}篇，提出意见建议{}条，"
    template += "助推市政府出台{}若干举措。"
    given = [
        template.format("加快发展银发经济", 42, 14, 123, "养老服务"),
        template.format("深化国企改革", 70, 17, 63, "国资监管"),
        template.format("建设无废城市", 60, 9, 58, "垃圾分类"),
    ]
    assert copies(given, SETTINGS) == []


def test_stock_notices_of_one_form_are_no_copies() -> None:
    """Two notices that differ in every name and number do not match as wholes."""
    form = "遗失{}身份证一张，号码{}，声明作废。登报日期{}，联系人{}。"
    one = form.format("张建国", "330402197001011234", "2025年3月1日", "李女士")
    two = form.format("王秀英", "330411196512240567", "2024年11月20日", "赵先生")
    assert copies([one, two], SETTINGS) == []


def test_three_copies_are_three_pairs() -> None:
    """Each pair of equal paragraphs is a match."""
    one = sentence(1)
    assert [(m.a, m.b) for m in copies([one, one, sentence(2), one], SETTINGS)] == [(0, 1), (0, 3), (1, 3)]


def test_the_seeds_show_the_damage() -> None:
    """The intruder of the first seed and the doubled paragraph of the second are found to the character."""
    first = page(0)
    runs = [
        (m.kind, first[m.b][m.b_start : m.b_end]) for m in copies(first, SETTINGS) if m.b in range(51, 55)
    ]
    assert [kind for kind, _ in runs] == ["passage", "exact", "exact", "exact"]
    assert [text for _, text in runs] == [first[51][1:], *first[52:55]]
    second = page(1)
    assert [(m.kind, m.a, m.b) for m in copies(second, SETTINGS)] == [("exact", 74, 75)]


@settings(max_examples=40)
@given(st.lists(st.text("的一是了我不，。1２", max_size=60), max_size=6))
def test_spans_lie_within_and_order_holds(paragraphs: list[str]) -> None:
    """Whatever the text, a match names stretches of two paragraphs, the earlier first."""
    for match in copies(paragraphs, SETTINGS):
        assert match.a < match.b
        assert 0 <= match.a_start < match.a_end <= len(paragraphs[match.a])
        assert 0 <= match.b_start < match.b_end <= len(paragraphs[match.b])
        assert 0 <= match.jaccard <= match.containment <= 1


def test_order_hangs_on_no_hash() -> None:
    """Of two matches that begin together the longer comes first, whichever was found first."""
    long = Match("passage", 0, 0, 88, 1, 0, 88, 1.0, 1.0)
    found = [long._replace(a_end=end, b_end=end) for end in range(20, 89)]
    assert [match.a_end for match in _sorted(found)] == list(range(88, 19, -1))

"""Facts that differ make two texts two; wording and misread letters do not."""

from __future__ import annotations

import pytest

from pipeline.duplicates.changes import changes
from pipeline.duplicates.common import common
from pipeline.duplicates.facts import facts, judged, one_text
from pipeline.duplicates.fold import fold
from pipeline.duplicates.numerals import value, values
from tests.duplicates.made import misread, sentence

STORY = (
    "因设备检修需要，供电公司定于八月三日上午七时三十分至下午四时三十分对环城路线进行停电检修，停电范围包括沿线商铺和"
    "花园小区一期至三期，请用户提前做好准备。"
)


def folded(text: str) -> str:
    """A text as it is compared."""
    return fold([text]).text(0)


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ("八月三日", "八月九日", "number"),
        ("八月三日", "八月十三日", "number"),
        ("停电检修", "不停电检修", "opposite"),
        ("上午七时", "下午七时", "opposite"),
    ],
)
def test_one_fact_makes_two_texts_at_any_length(one: str, two: str, kind: str) -> None:
    """A day, an hour or a negation that differs is enough, however long the rest is."""
    rest = "".join(sentence(n, 200) for n in range(5))
    a, b = folded(STORY + rest), folded(STORY.replace(one, two) + rest)
    assert kind in {change.kind for change in changes(a, b, common(a, b))}
    assert judged(a, b).differ


def test_names_differ() -> None:
    """Another person's name makes another text."""
    a, b = (
        folded(f"警官{name}昨日遗失人民警察证一本，特此声明作废，请拾到者与本局联系。")
        for name in ("陈建国", "李海涛")
    )
    assert judged(a, b).names == 1
    assert not one_text(a, b, 0.9, 0.45)[0]


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [("拉赫蒙", "诺沃亚", "name"), ("西班牙文", "日文", "place"), ("部长", "院长", "letter")],
)
def test_foreign_names_and_countries_differ(one: str, two: str, kind: str) -> None:
    """Another foreign name, which no surname tells, or another country in one letter, makes another text."""
    a, b = (folded(f"昨日上午，来访的{who}一行参观了新建成的海洋馆并在留言簿上题词。") for who in (one, two))
    assert kind in {change.kind for change in changes(a, b, common(a, b))}
    assert judged(a, b).differ == (kind != "letter")


def test_letters_that_make_no_words_were_misread() -> None:
    """Two letters side by side that make no word are a reading's error in a short text, too; other words are not."""
    text = "市政府昨日上午召开会议，研究部署全市防汛抗旱工作。"
    read, other = (
        text.replace("召开", "锌黛").replace("部署", "部孵").replace("工作", "工黛"),
        text.replace("防汛抗旱", "春耕备耕"),
    )
    assert judged(folded(text), folded(read)).odd > 2 > judged(folded(text), folded(other)).odd
    assert one_text(folded(text), folded(read), 0.6, 0.45)[0]
    assert not one_text(folded(text), folded(other), 0.6, 0.45)[0]


def test_numerals_do_not_matter() -> None:
    """三十六 and 36 are one number, and 2006—2009 is no other where its dash was lost or read as 一."""
    assert [value(run) for run in ("36", "三十六", "二〇一六", "3万5千", "廿三")] == [36, 36, 2016, 35000, 23]
    a, b = folded("最高气温三十六度，" + sentence(1, 60)), folded("最高气温36度，" + sentence(1, 60))
    assert not judged(a, b).differ
    assert values("2006一2009年") == values("20062009年")


def test_more_said_is_no_other_fact() -> None:
    """A date or a clause that one printing adds contradicts nothing."""
    a, b = folded(STORY), folded(STORY.replace("八月三日", "今年八月三日（星期三）"))
    assert not judged(a, b).differ
    assert judged(a, folded(STORY + sentence(3, 30))).one_text


def test_misread_numbers_of_a_bad_scan_are_no_facts() -> None:
    """Where letters are misread all over, a number that is misread, too, is to be expected."""
    text = "一二三四五六七八九" + sentence(1, 120)
    bad = misread(text, 18).replace("五", "三")
    assert judged(folded(text), folded(bad)).numbers
    assert not judged(folded(text), folded(bad)).differ


def test_single_errors_are_readings_and_other_words_are_not() -> None:
    """A text misread in a tenth of its letters or cut short is the same; with other names it is not."""
    text = sentence(1, 100)
    assert one_text(text, misread(text, 10), 0.6, 0.45)[0]
    assert one_text(text, text[:60], 0.6, 0.45)[0]
    other = text[:20] + "张建国" + text[23:60] + "王秀英" + text[63:90] + "李小明" + text[93:]
    assert not one_text(text, other, 0.8, 0.45)[0]
    assert one_text("全年接待游客12万人次增长8", "全年接待游客35万人次增长9", 0.6, 0.45) == (False, True)


def test_lost_digit_is_a_reading() -> None:
    """A digit that one reading lost of three or more is no other number; a factor of ten is."""
    for one, two, differ in (("4195", "415", False), ("1200", "120", True), ("24", "4", True)):
        a, b = (folded(f"全村种植水蜜桃{number}亩，" + sentence(2, 60)) for number in (one, two))
        assert judged(a, b).differ == differ


def test_what_was_put_for_what() -> None:
    """The words that were put for others are told of with their places."""
    a, b = (
        folded(f"{sentence(1, 30)}工程部负责人说{sentence(2, 30)}"),
        folded(f"{sentence(1, 30)}物业负责人说{sentence(2, 30)}"),
    )
    [change] = changes(a, b, common(a, b))
    assert (a[slice(*change.a)], b[slice(*change.b)]) == ("工程部", "物业")
    assert facts(a, b, common(a, b)).words == 3

"""Width by context."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding.changes import apply
from pipeline.encoding.quotation import quotation
from pipeline.encoding.width import changes

CASES = [
    ("今年,我市:增长;很快!真的?", "今年，我市：增长；很快！真的？"),
    ("(上接1版)", "（上接1版）"),
    ("(一)推进(二)落实", "（一）推进（二）落实"),
    ("公司(IBM)说,GDP(国内生产总值)", "公司（IBM）说，GDP（国内生产总值）"),
    ("混用(上接一版）", "混用（上接一版）"),
    ("他来了.", "他来了。"),
    ("太好了?!", "太好了？！"),
    ("占40%,提交58次,其中", "占40%，提交58次，其中"),
    ('他说"你好"走了', "他说“你好”走了"),
    ('从“十五"时期到“十一五"时期', "从“十五”时期到“十一五”时期"),
    ("这是'样本'，it's", "这是‘样本’，it's"),
    ("１９９８年增长３．５％Ａ股", "1998年增长3.5%A股"),
    ("达到18℃.其中增长5%.", "达到18℃。其中增长5%。"),
    ("全市共有企业1280.", "全市共有企业1280。"),
    ('他说 : "好"', "他说 ： “好”"),
    ("他买了iPhone, 然后去了USA,", "他买了iPhone， 然后去了USA，"),
    ('他们说,"Yes!"', "他们说，“Yes!”"),
    ("气温-5℃~3℃.", "气温-5℃~3℃。"),
    ("说--半", "说——半"),
    ("见http://a.cn/报纸?id=1,2,共3页", "见http://a.cn/报纸?id=1,2，共3页"),
    ("网址ｗｗｗ．ａ－ｂ．ｃｏｍ／ｃ", "网址www.a-b.com/c"),
    ("ｈｔｔｐ：／／ａ．ｃｎ，邮箱ａ＠ｂ．ｃｎ", "http://a.cn，邮箱a@b.cn"),
    ("投资１，２８０万元", "投资1,280万元"),
    ("称“WHO”,GDP(2015)达到", "称“WHO”，GDP（2015）达到"),
]
STAY = [
    "增长3.5个百分点",
    "以1:1配套",
    "上午10:30开会",
    "共1,000元",
    "见 https://example.org/a?b=c,d;e!(f) 即可",
    "版本 v1.2(beta)",
    "![](a.jpg) [图](b.png)",
    "中国&nbsp;新闻",
    "其中(未完",
    "约翰.史密斯来了。",
    "It's (fine), isn't it? \"Yes.\"",
    '高5"的屏',
    "等等......",
    '他说"你好走了',
    '“他说"好"了”',
    '“甲”和"乙“',
    "3.5, 1:1 and 1,000",
    "f(x)是函数，C(5,2)种，sin(2x)的图象",
    "CO(NH2)2是尿素",
    "拨打(0573)82081111",
    "他说“Hello, world!”，《Oh, Boy!》",
    "图1.",
    "上午10:\n30分，1,\n280元",
    "http://www.jxrb.com/报纸?id=1,2",
    "浙江-上海，a--b",
    "算式\\(a+b\\)的值",
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_punctuation_next_to_chinese_is_full_width_and_digits_half(before: str, after: str) -> None:
    """The documented table, row by row."""
    curly = apply(before, quotation(before))
    assert apply(curly, changes(curly)) == after


@pytest.mark.parametrize("text", STAY)
def test_what_belongs_to_numbers_latin_or_markup_stays(text: str) -> None:
    """And so does a bracket or quotation mark without its partner."""
    assert quotation(text) == changes(text) == []


@given(st.text(alphabet="年”,.:;!?[a1& \n", max_size=12))
def test_marks_in_a_row_become_wide_together(text: str) -> None:
    """Of half-width marks in a row all become wide or none; all do if it touches Chinese and holds no full stop."""
    found = {change.start for change in changes(text)}
    for row in re.finditer("[.,:;?!]+", text):
        start, end = row.span()
        end -= text.startswith("![", end - 1)
        if "." in row.group() or start == end:
            continue
        beside = text[start - 1 : start] + text[end : end + 1] if start else text[end : end + 1]
        entity = text[start] == ";" and re.search(r"&\w+$", text[:start])
        wide = found & set(range(start, end))
        assert not wide or len(wide) == end - start
        assert wide or entity or not set(beside) & set("年”")


def test_a_change_of_width_is_one_character_for_one() -> None:
    """So that spans stay exact and cheap."""
    for before, _ in CASES:
        assert all(change.end - change.start == len(change.text) == 1 for change in changes(before))


def test_the_point_between_ideographs_is_a_full_stop_only_where_the_page_has_none() -> None:
    """A page that prints 。 means a foreign name by the point."""
    assert apply("他来了.她走了", changes("他来了.她走了")) == "他来了。她走了"
    assert changes("约翰.史密斯来了。") == []

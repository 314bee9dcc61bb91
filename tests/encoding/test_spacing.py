"""Letter-spaced text."""

from __future__ import annotations

import pytest

from pipeline.encoding.changes import apply
from pipeline.encoding.spacing import changes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("热 烈 庆 祝 新 年", "热烈庆祝新年"),
        ("热　烈　庆　祝　新　年", "热烈庆祝新年"),
        ("“十五”末 全 国 总 面 积1.3亿亩", "“十五”末全国总面积1.3亿亩"),
        ("题：\n喜 迎 丰 收 年\n正文", "题：\n喜迎丰收年\n正文"),
    ],
)
def test_five_single_characters_apart_are_one_word(before: str, after: str) -> None:
    """One kind of gap all along, and nothing else touching."""
    assert apply(before, changes(before)) == after


@pytest.mark.parametrize(
    "text", ["本报记者 王 伟 摄", "王 伟 李 明", "喜迎 丰收 新年 大吉 大利", "春 夏 秋  冬 一"]
)
def test_names_and_decks_keep_their_spaces(text: str) -> None:
    """Two characters apart are a name, words apart are decks of a headline."""
    assert changes(text) == []


@pytest.mark.parametrize(
    "row",
    [
        "男 男 男 男 男",
        "男 女 男 女 女",
        "一 二 三 四 五 六",
        "甲 乙 丙 丁 戊",
        "优 良 中 差 优",
        "升 降 平 升 升",
        "汉 满 汉 回 汉",
    ],
)
def test_columns_of_a_table_are_not_closed_up(row: str) -> None:
    """Single characters that make no words together are columns."""
    assert changes(row) == []

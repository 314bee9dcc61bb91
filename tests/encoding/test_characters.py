"""Characters that stand for others, or for nothing."""

from __future__ import annotations

import pytest

from pipeline.encoding import characters
from pipeline.encoding.changes import apply
from pipeline.encoding.characters import changes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("⼈⺠⽇报", "人民日报"),
        ("⻓江⻔口⻅⻛", "长江门口见风"),
        ("\uf9d1月\uf98a", "六月力"),
        ("cafe\u0301", "café"),
        ("︵上︶", "（上）"),
        ("撰文︰麥德正", "撰文：麥德正"),
        ("﹝花﹞﹁天﹂︱︙", "〔花〕「天」—…"),
        ("﹟﹡﹩﹒", "＃＊$."),
        ("中｡｢文｣", "中。「文」"),
        ("一\u00a0二\u2003三", "一 二 三"),
        ("一\u2028二\x0c三", "一\n二\n三"),
        ("新\u200b闻\ufeff\u00ad网", "新闻网"),
        ("新\x00闻\x07", "新闻"),
    ],
)
def test_compatibility_forms_become_ordinary_and_the_invisible_goes(before: str, after: str) -> None:
    """The documented table, row by row."""
    assert apply(before, changes(before)) == after


@pytest.mark.parametrize(
    "text", ["　　段首空两格", "技\ue000术", "①㎡№℃½", "﹏﹏︴﹉", "两\r\n行\t末", "👨\u200d👩\u200d👧", "é"]
)
def test_what_a_newspaper_prints_stays(text: str) -> None:
    """Indents, symbols, line ends; private-use characters, which are only flagged."""
    assert changes(text) == []


def test_every_form_of_a_mark_is_one_character_for_one() -> None:
    """So that spans stay exact; and the table of the module's docstring says each of them."""
    for form, mark in characters._MARKS.items():
        assert len(form) == len(mark) == 1
        assert form in str(characters.__doc__)
        assert mark in str(characters.__doc__)

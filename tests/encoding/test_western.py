"""Western words that were read in a wrong encoding."""

from __future__ import annotations

import pytest

from pipeline.encoding import repair
from pipeline.encoding.changes import apply
from pipeline.encoding.western import changes
from pipeline.values.settings import EncodingSettings
from pipeline.values.text import Traced


@pytest.mark.parametrize(
    ("broken", "good"),
    [
        ("歌手BublÃ©来华演出", "歌手Bublé来华演出"),
        ("他说“BublÃ©”的歌很好", "他说“Bublé”的歌很好"),
        ("donâ€™t是口语", "don’t是口语"),
        ("一\n二BublÃ©\n三", "一\n二Bublé\n三"),
    ],
)
def test_western_words_within_chinese_are_mended(broken: str, good: str) -> None:
    """The Chinese around them does not hinder ftfy, which knows how."""
    assert apply(broken, changes(broken)) == good


@pytest.mark.parametrize(
    "clean",
    [
        "Müller先生和José到café喝Ångström牌咖啡，naïve。",
        "“引号”、‘单引号’——破折号……省略号·间隔号",
        "±5℃，×÷°é，½ 杯，§3，©2020 Ⅲ",
        "Новости, Ελληνικά, 한국어, Việt Nam, Łódź, İstanbul",
        "１２３，：（）“”",
        "会主任”。之后，×“在东定安小学成立",
        "党××‘左’的路线，÷”，品牌CAFÉ²与Ü°C",
    ],
)
def test_ftfy_spoils_nothing(clean: str) -> None:
    """None of its other fixes is wanted here: quotation marks, widths and accents stay."""
    assert changes(clean) == []


def test_western_mojibake_is_told_part_by_part() -> None:
    """With the characters of the page that each part stood for."""
    repaired, decisions = repair(Traced.read("p", "听BublÃ©的歌"), EncodingSettings())
    assert repaired.text == "听Bublé的歌"
    assert [(d.reason, d.before, d.after, d.spans[0][1:]) for d in decisions] == [
        ("mojibake", "Ã©", "é", (5, 7))
    ]

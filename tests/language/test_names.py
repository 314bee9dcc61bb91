"""Facts about names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import name_score


@pytest.mark.parametrize(
    "text",
    ["李建国", "张伟", "欧阳志强", "司马文", "王　蓉", "周  明", "陳志強", "劉國華", "刘晓燕", "赵海峰"],
)
def test_names_score_above_zero(text: str) -> None:
    """Names of two to four characters, spaced or traditional, with surnames of one or two."""
    assert name_score(text) > 0


@pytest.mark.parametrize(
    "text",
    ["要闻", "国际", "时评", "简讯", "新华社", "本报讯", "经济发展", "三农", "中国", "公益广告", "編者按"],
)
def test_desks_and_labels_score_below_zero(text: str) -> None:
    """Words and section labels of a name's length."""
    assert name_score(text) < 0


@pytest.mark.parametrize("text", ["", "王", "李建国说过的", "王A", "张三，", "12"])
def test_other_strings_are_no_names(text: str) -> None:
    """Fewer than two or more than four characters, or others than Han."""
    assert name_score(text) <= -20


@given(st.text(max_size=6))
def test_every_string_has_a_score(text: str) -> None:
    """No string raises."""
    assert -100 < name_score(text) < 100

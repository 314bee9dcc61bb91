"""Echoes: a stretch read twice in a row is said once; what language doubles stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import BRIDGE, HARBOUR, TEA

from pipeline.language import LanguageModel
from pipeline.page.splices import without_echoes
from pipeline.values.model import Decision, Fragment
from pipeline.values.text import Traced

SENTENCE = HARBOUR[2]
FIRST, LAST = SENTENCE.index("渔民上岸"), SENTENCE.index("里放一夜")


def once(text: str) -> tuple[str, list[Decision]]:
    """A fragment without its echoes, and the decisions."""
    rows, decisions, _ = without_echoes([Fragment(Traced.read("p", text))], LanguageModel.load())
    return rows[0].text.text, decisions


def test_stretch_read_twice_in_mid_clause_is_read_once() -> None:
    """A sentence reads on where a column's break was read twice; the twin is named."""
    text = SENTENCE[:LAST] + SENTENCE[FIRST:]
    left, (decision,) = once(text)
    assert left == SENTENCE
    assert (decision.action, decision.reason) == ("dropped", "duplicate_passage")
    assert decision.twin is not None
    cut = "".join(text[span.start : span.end] for span in decision.spans)
    twin = text[decision.twin.start : decision.twin.end]
    assert twin.replace("，", "") == cut.replace("，", "")
    assert len(cut) == LAST - FIRST


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("增长40%和76%。鱼类总 40%和 76% 。鱼类总量明年还要增加。", "增长40%和76%。鱼类总量明年还要增加。"),
        ("价格攀升25%，鱼价指数在 25%，鱼价指数在 上月又有上升。", "价格攀升25%，鱼价指数在上月又有上升。"),
    ],
)
def test_stutter_around_a_figure_is_read_once(text: str, left: str) -> None:
    """Figures are read twice with what stands around them."""
    assert once(text)[0].replace(" ", "") == left


@pytest.mark.parametrize(
    "text",
    [
        "起来！起来！起来！我们万众一心，冒着敌人的炮火，前进！冒着敌人的炮火，前进！前进！前进！进！",
        "这件事要研究研究，讨论讨论，一步一步来，高高兴兴地办好，办得漂漂亮亮。",
        "抗癌的办法有靶向治疗、单克隆抗体治疗、单克隆抗体类药物治疗。",
        "有什么问题就解决什么问题，什么问题突出就重点整治什么问题。",
        "他曾任渔政局局长、财经部部长、财经部副部长、财经管理部副部长。",
        "本报青石4月15日电 4月15日，市长来到渔港，看望了出海回来的渔民。",
        "比赛第一场3比0，第二场3比0，第三场3比0，三场比赛一共进了九个球。",
        "电话：85216521652165216521。",
        "加油加油加油加油加油加油，岸上的人一齐喊。",
    ],
)
def test_what_language_doubles_stays(text: str) -> None:
    """Reduplication, refrains, lists that overlap, datelines and figures are no echoes."""
    assert once(text) == (text, [])


@pytest.mark.parametrize("text", [*HARBOUR, *TEA, *BRIDGE])
def test_clean_text_has_no_echo(text: str) -> None:
    """Nothing is cut of text that was read once."""
    assert once(text) == (text, [])


@given(st.text(alphabet="春风渔港码头人了的，。、“”3%（） ", max_size=60))
@settings(deadline=None)
def test_nothing_is_lost(text: str) -> None:
    """What is left and what was cut are the text, white space apart."""
    left, decisions = once(text)
    cut = [text[span.start : span.end] for decision in decisions for span in decision.spans]
    assert sorted("".join([left, *cut]).replace(" ", "")) == sorted(text.replace(" ", ""))

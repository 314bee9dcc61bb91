"""Clues: what a line shows by itself."""

from __future__ import annotations

import pytest
from prose import BRIDGE, HARBOUR, TEA

from pipeline.language import LanguageModel
from pipeline.page.clues import measure
from pipeline.values.model import Clues, Fragment
from pipeline.values.text import Traced

MODEL = LanguageModel.load()


def shown(text: str) -> Clues:
    """The clues of a line."""
    (clues,) = measure([Fragment(Traced.read("p", text))], MODEL)
    return clues


@pytest.mark.parametrize(
    "text",
    ["船来了。", "船来了！”", "谁来了？", "他说：", "（船来了。）", "等着……", "「船來了。」", "船来了。■"],
)
def test_paragraph_end_is_seen(text: str) -> None:
    """A full stop, with or without closing marks and an end mark behind it, ends a paragraph; so does a colon."""
    assert shown(text).ends
    assert not shown(text).broken


@pytest.mark.parametrize("text", ["天还没有亮，", "鱼、虾、", "他说：“", "《", "（"])
def test_broken_end_is_seen(text: str) -> None:
    """A comma or an opening mark ends no paragraph."""
    assert shown(text).broken
    assert not shown(text).ends


def test_size_counts_no_spaces() -> None:
    """A line's size is that of its characters without spaces."""
    assert shown("渔 港　灯 火").size == 4


def test_stops_and_commas_are_counted() -> None:
    """Full stops of every kind and commas of every kind are counted."""
    assert (shown("船来了！谁？我。").stops, shown("鱼、虾，蟹,贝").commas) == (3, 3)


def test_beginnings_begin_and_middles_do_not() -> None:
    """On the whole, first characters look like a beginning and those of a later clause do not."""
    whole = [shown(text).begin for text in (*HARBOUR, *TEA, *BRIDGE)]
    torn = [shown(text[25:]).begin for text in (*HARBOUR, *TEA, *BRIDGE)]
    assert sum(whole) / len(whole) > sum(torn) / len(torn) + 1.0


def test_ends_end_and_middles_do_not() -> None:
    """On the whole, last characters look like an end and those in mid-sentence do not."""
    whole = [shown(text).end for text in (*HARBOUR, *TEA, *BRIDGE)]
    torn = [shown(text[:25]).end for text in (*HARBOUR, *TEA, *BRIDGE)]
    assert min(whole) > 0 > sum(torn) / len(torn)


def test_people_are_named_by_bylines_only() -> None:
    """A byline names people, a paragraph none; names look likelier than other words."""
    assert shown("本报记者 王小明 李平").names == ("王小明", "李平")
    assert shown(HARBOUR[0]).names == ()
    assert shown("王小明").named > 0 > shown("渔港码头").named


def test_dateline_opens() -> None:
    """A dateline opens a story."""
    assert shown("本报讯（记者 王小明）" + HARBOUR[0]).opens
    assert not shown(HARBOUR[0]).opens


def test_headline_reads_like_one() -> None:
    """A headline scores as one, a piece of running text does not, and a long line is not asked."""
    assert shown("渔港修了冷库 渔民多了笑声").headline > shown("把缆绳系在石柱上，回头喊了一声，").headline
    assert shown(HARBOUR[0] + HARBOUR[1]).headline == 0.0


def test_forms_are_named() -> None:
    """The forms that a line has are named."""
    assert "editors" in shown("责任编辑：孙立新 版式：周文涛").forms


def test_credit_alone_is_no_caption() -> None:
    """A credit that stands alone has the form of a credit; a sentence that ends with one has that of a caption."""
    assert "credit" in shown("王小明 摄").forms
    found = shown("渔民在码头卖鱼。王小明 摄").forms
    assert "credited_caption" in found
    assert "credit" not in found


def test_jump_line_alone_is_one() -> None:
    """An empty fragment is a jump line that stood alone: it has no character, and no form."""
    clues = shown("")
    assert (clues.size, clues.forms) == (0, ())

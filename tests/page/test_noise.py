"""Noise of extraction: undone where it is certain, told of, and left where it may be print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.page.noise import quiet
from pipeline.values.laws import check
from pipeline.values.model import Article, Block, Cleaned, Decision, Fragment, Page
from pipeline.values.text import Run, Span, Traced, join


def quieted(text: str) -> tuple[str, list[Decision]]:
    """A line without what extraction added, and the decisions about it; both laws are checked."""
    (row,), decisions = quiet([Fragment(Traced.read("p", text))])
    if row.text:
        block = Block("body", row.text)
        check(Cleaned(Page("p", text), (Article("article", (block,)),), tuple(decisions)))
    return str(row.text), decisions


def dropped(text: str) -> str:
    """What was dropped of a line, in its order."""
    return "".join(text[s.start : s.end] for d in quieted(text)[1] if d.action == "dropped" for s in d.spans)


@pytest.mark.parametrize(
    ("text", "once"),
    [("大熊猫大熊猫", "大熊猫"), ("渔港灯火 渔港灯火", "渔港灯火"), ("渔港2026年渔港2026年", "渔港2026年")],
)
def test_headline_printed_twice_is_read_once(text: str, once: str) -> None:
    """A headline that fakes bold type by printing itself twice is kept once, the second copy dropped."""
    assert quieted(text)[0] == once
    assert dropped(text).strip() == once


def test_headline_doubled_with_a_misread_letter_is_read_once() -> None:
    """A headline printed twice of which one letter was read otherwise is read once; a couplet stays."""
    first = "渔港修了冷库 渔民多了笑声"
    second = first.replace("冷", "泠")
    assert (quieted(first + second)[0], dropped(first + second)) == (first, second)
    couplet = "渔港冷库修好渔民笑声多了渔港码头修好渔家日子红火"
    assert quieted(couplet) == (couplet, [])


def test_headline_doubled_letter_by_letter_is_read_once() -> None:
    """A headline each letter of which stands twice is kept once."""
    text = "渔渔港港灯灯火火夜夜未未眠眠"
    assert quieted(text)[0] == "渔港灯火夜未眠"
    assert dropped(text) == "渔港灯火夜未眠"


@pytest.mark.parametrize(
    "text",
    [
        "妈妈妈妈", "研究研究", "渔港灯火 渔港灯光", "千山万水千山万水情", "船来了。船来了。", "干干净净",
        "渔港灯火夜未眠，" * 20,
    ],
)  # fmt: skip
def test_repetition_of_the_language_stays(text: str) -> None:
    """Short reduplications, sentences said twice and lines that are no headline stay as they are."""
    assert quieted(text) == (text, [])


@pytest.mark.parametrize("text", ["干干净净清清楚楚", "向前！向前！"])
def test_reduplication_in_headlines_stays(text: str) -> None:
    """A headline of reduplicated words, or of a cry said twice, was printed like this."""
    assert quieted(text) == (text, [])


@pytest.mark.parametrize("text", ["渔(yú)港(gǎng)灯(dēng)火(huǒ)", "渔（yu）港（gang）灯（deng）火（huo）"])
def test_pinyin_after_each_character_is_dropped(text: str) -> None:
    """The reading in brackets after each character is dropped, character by character."""
    kept, decisions = quieted(text)
    assert kept == "渔港灯火"
    assert [d.evidence["form"] for d in decisions] == ["pinyin"] * 4


@pytest.mark.parametrize("text", ["渔（yu）港", "世贸组织(WTO)成员", "欧佩克(OPEC)"])
def test_latin_in_brackets_stays(text: str) -> None:
    """One reading of a rare character, or an abbreviation, stays."""
    assert quieted(text) == (text, [])


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("$2 0 1 0$", "2010"), ("$60\\%$", "60%"), ("$1,2 00$", "1,200"), ("$3 \\times 4$", "3×4"),
        ("$2 0 \\sim 30$", "20~30"), ("$ 3.5 $", "3.5"),
    ],
)  # fmt: skip
def test_figures_set_as_formulas_are_plain(formula: str, written: str) -> None:
    """A figure that a model wrote as a formula is as it was printed, and the change is told."""
    text = f"渔港{formula}人"
    kept, (decision,) = quieted(text)
    assert kept == f"渔港{written}人"
    assert (decision.action, decision.reason, decision.before, decision.after) == (
        "changed",
        "latex",
        formula,
        written,
    )


@pytest.mark.parametrize("text", ["价格$5到$10", "票价$5-$10", "涨了$5,$10两档", "设$x+y$为渔获", "售$20。"])
def test_sums_of_money_stay(text: str) -> None:
    """Dollar signs of sums of money, and formulas of letters, stay."""
    assert quieted(text) == (text, [])


def test_clean_fragment_is_the_same() -> None:
    """A fragment without noise is passed on as it came."""
    row = Fragment(Traced.read("p", "渔港的清晨从一声汽笛开始。"), level=2)
    assert quiet([row]) == ([row], [])
    assert quiet([row])[0][0] is row


@given(st.text(alphabet="渔港(yu)（）$10\\%×， ", max_size=24), st.integers(1, 2))
def test_both_laws_hold(text: str, times: int) -> None:
    """Whatever is taken away or rewritten, every character is in one place and every change is told."""
    quieted(text * times)


def test_a_figure_over_a_line_end_stays_as_it_is() -> None:
    """Its parts stand for distant stretches of the page; no one character can stand for all of them."""
    text = join([Traced.read("p", "增长$1"), Traced("5$", (Run(2, Span("p", 9, 11)),))])
    kept, decisions = quiet([Fragment(text)])
    assert kept[0].text.text == "增长$15$"
    assert decisions == []

"""Losses: an article's beginning is missed where the page shows it, in the company of its neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import LanguageModel
from pipeline.page.articles.breaks import (
    First,
    beginnings,
    begins_title,
    breaks_off,
    closes_unopened,
    elsewhere,
)
from pipeline.page.articles.losses import headless
from pipeline.page.clues import measure
from pipeline.values.model import Fragment
from pipeline.values.text import Traced

SHOWN = st.lists(
    st.tuples(st.one_of(st.none(), st.floats(-40, 40, allow_nan=False)), st.booleans()), max_size=8
)


def test_page_without_articles() -> None:
    """A page without articles has lost none."""
    assert headless([]) == []


def test_clear_ends_decide_alone() -> None:
    """A text that begins in mid-sentence has lost its head; one that begins well has not."""
    assert headless([(-8.0, False)]) == [True]
    assert headless([(4.0, False)]) == [False]


def test_undecided_beginning_is_whole() -> None:
    """Without evidence an article is whole: most are."""
    assert headless([(0.0, False)]) == [False]


def test_neighbours_decide_a_doubtful_beginning() -> None:
    """A doubtful beginning is a loss between two clear ones, and none between two whole articles."""
    assert headless([(-8.0, False), (-1.0, False), (-8.0, False)]) == [True, True, True]
    assert headless([(5.0, False), (-1.0, False), (5.0, False)]) == [False, False, False]


def test_lost_end_speaks_for_a_lost_beginning() -> None:
    """What breaks off below is likelier to be cut off above."""
    assert headless([(-2.0, False)]) == [False]
    assert headless([(-2.0, True)]) == [True]


def test_page_with_lost_ends_has_lost_beginnings() -> None:
    """Losses come together: a doubtful beginning is one on a page where other stories break off."""
    doubtful, whole, broken = (-2.0, False), (5.0, False), (5.0, True)
    assert not headless([doubtful, whole, whole, whole])[0]
    assert headless([doubtful, broken, whole, broken])[0]


@given(SHOWN)
def test_what_has_no_beginning_to_lose_never_lost_it(shown: list[tuple[float | None, bool]]) -> None:
    """A photo or a continuation never counts as cut off, and every article gets an answer."""
    answers = headless(shown)
    assert len(answers) == len(shown)
    assert not any(lost for lost, (begin, _) in zip(answers, shown, strict=True) if begin is None)


@given(SHOWN, st.data(), st.floats(0, 20))
def test_worse_beginning_never_makes_another_whole(
    shown: list[tuple[float | None, bool]], data: st.DataObject, less: float
) -> None:
    """Losses stand together: a worse beginning somewhere never turns a lost article into a whole one."""
    where = [n for n, (begin, _) in enumerate(shown) if begin is not None]
    if not where:
        return
    n = data.draw(st.sampled_from(where))
    begin, tailless = shown[n]
    worse = [*shown[:n], ((begin or 0.0) - less, tailless), *shown[n + 1 :]]
    assert all(after or not before for before, after in zip(headless(shown), headless(worse), strict=True))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_extreme_odds_do_no_harm(begins: list[float]) -> None:
    """However sure the language model is, and however long the page, there is an answer."""
    assert len(headless([(begin, True) for begin in begins])) == len(begins)


def test_row_that_is_cut_off() -> None:
    """Where two of a row are surely cut off, one between them may begin well and is cut off all the same."""
    sure, well = (-7.0, True), (3.0, False)
    assert headless([sure, well, sure, sure])[1]
    assert not headless([sure, well, well, well])[1]


PAGE = (
    "章莹颖失踪，警方寻找章莹颖。\n大学说章莹颖失踪。\n莹颖失踪后，大学发出通知。\n大学发出通知，警方调查。"
)


def test_page_tells_where_words_begin() -> None:
    """What always follows the same character elsewhere on the page does not begin a text; what often does may."""
    lost, whole = PAGE.split("\n")[2:]
    assert elsewhere(lost, PAGE) < -1
    assert elsewhere(whole, PAGE) > elsewhere(lost, PAGE)


def test_unseen_words_say_nothing() -> None:
    """Characters that stand nowhere else on the page are no evidence."""
    assert elsewhere("甲乙丙丁", "甲乙丙丁") == 0
    assert elsewhere("", "甲乙丙丁") == 0


MODEL = LanguageModel.load()


def test_story_says_in_full_what_its_headline_says() -> None:
    """A text may begin as a headline or one of its words begins; not with the middle of one."""
    assert begins_title("章莹颖失踪后，大学发出通知。", "美国警方搜索 章莹颖下落")
    assert begins_title("美國警方说，", "美国警方搜索")
    assert not begins_title("莹颖失踪后，大学发出通知。", "美国警方搜索 章莹颖下落")
    assert not begins_title("美", "美国警方搜索")
    assert not begins_title("大学发出通知。", "")


def test_closing_mark_begins_nothing_but_a_headline_read_again() -> None:
    """A text that begins with a closing mark has lost its beginning, unless the headline follows."""
    text = "】渔港灯火亮起来了！昨天下午，渔民们出海归来。"
    other, own = beginnings([First(text, 0.0, "新船下水"), First(text, 0.0, "渔港灯火亮起来了")], text)
    assert other < -5 < own


def test_rest_of_a_dateline_has_lost_its_beginning() -> None:
    """日电（记者 …） never begins a story: a place and a news agency stood before it."""
    rests = ("14日电（记者 王小明） 今天上午，渔港开港。", "日電 今天上午，漁港開港。")
    for text in (*rests, "月9日电 今天上午，渔港开港。", "讯（记者 王小明） 今天上午，渔港开港。"):
        assert beginnings([First(text, 0.0, "")], text)[0] < -5


def test_mark_that_nothing_opened_speaks_against_a_beginning() -> None:
    """What is quoted or named in brackets began before the text did."""
    told = "的渔民昨天下午把渔港的灯火点亮了。"
    rest, whole = beginnings([First("出海”" + told, 0.0, ""), First("出海" + told, 0.0, "")], told)
    assert rest < whole - 1


@pytest.mark.parametrize(
    "whole", ["一）渔港开港，灯火亮了。", "”渔港”开港，灯火亮了。", "“渔港”开港，灯火亮了。"]
)
def test_mark_that_closes_nothing_else(whole: str) -> None:
    """An item's bracket, straight marks that became one of a pair, and a pair say nothing about a beginning."""
    assert not closes_unopened(whole)


def test_list_of_things_done_begins_a_story() -> None:
    """对账、清点、领取 opens a report; a rest of a sentence rarely lists two things more."""
    text, less = "对账、清点、领取存单，昨天下午村里很热闹。", "对账、清点，昨天下午村里很热闹。"
    assert beginnings([First(text, 0.0, "")], text) > beginnings([First(less, 0.0, "")], less)


def lost_end(text: str, goes_on: bool = False) -> bool:
    """Whether a last paragraph has lost its end."""
    (clues,) = measure([Fragment(Traced.read("p", text))], MODEL)
    return breaks_off(text, clues, goes_on)


@pytest.mark.parametrize(
    "text", ["昨天下午，渔港的灯火一盏一盏亮了起来，渔民们把船开", "他们说，船要到明天早上才能回港，"]
)
def test_text_that_stops_in_a_sentence_has_lost_its_end(text: str) -> None:
    """What stops without a mark, or at a comma, goes on elsewhere."""
    assert lost_end(text)


@pytest.mark.parametrize(
    "text",
    [
        "昨天下午，渔港的灯火一盏一盏亮了起来。",
        "昨天下午，渔港的灯火一盏一盏亮了起来。■",
        "老渔民指着海面说：“船回来了，灯也亮了，今晚可以睡个好觉了”",
        "渔港夜色照亮渔民的归程",
        "渔港夜色照亮归程，",
    ],
)
def test_text_that_has_its_end(text: str) -> None:
    """A full stop ends a story, with an end mark or without; a quotation may; a lone clause is a kicker."""
    assert not lost_end(text)


def test_clause_that_goes_on_above_is_no_kicker() -> None:
    """A short last part of a paragraph that a column broke has lost its end."""
    assert lost_end("渔港夜色照亮渔民的归", goes_on=True)
    assert lost_end("渔民们的归", goes_on=True)
    assert not lost_end("王小明", goes_on=True)

"""Jump lines: taken off wherever newspapers print them, and never seen in mid-sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.page.jumps import detach, page_number
from pipeline.values.laws import visible
from pipeline.values.model import Fragment
from pipeline.values.text import Traced

BODY = "渔港的清晨从一声汽笛开始。"
BEFORE = [  # the mark of a continuation, and the page that it names
    ("（上接第一版）", "1"), ("(上接1版)", "1"), ("[上接第一版]", "1"), ("〔上接九版〕", "9"), ("（上接A3版）", "A3"),
    ("（紧接第1版）", "1"), ("（緊接第二版）", "2"), ("（上接第一版】", "1"), ("【上接第1版》", "1"), ("上接一版", "1"),
    ("（上接第十二版）", "12"), ("（上接01版）", "1"), ("（上接 1 版）", "1"), ("（上接第1段）", "1"),
    ("（接第一版）", "1"), ("（上接1版《渔港》）", "1"), ("（上接Ｂ２版）", "B2"), ("（上接第一面）", "1"),
    ("（文接A1版）", "A1"), ("◀上接1版", "1"), ("（上接1、2版）", "1"), ("（續第一版）", "1"), ("（上接第一板）", "1"),
]  # fmt: skip
AFTER = [  # the mark of a first half, and the page that it names
    ("（下转第四版）", "4"), ("(下轉第四版)", "4"), ("（转二版）", "2"), ("转二版", "2"), ("[下转第二版]", "2"),
    ("〔下接十三版〕", "13"), ("下转A4版", "A4"), ("（转三版", "3"), ("【下转2版】", "2"), ("（下转第二十一版）", "21"),
    ("（下转０３版）", "3"), ("（下转一面）", "1"), ("续见第4版", "4"), ("（续见4版）", "4"), ("下转A4版▶", "A4"),
    ("→A4", "A4"), ("▶▶第四版", "4"), ("（文轉A4）", "A4"), ("（下转四段）", "4"),
]  # fmt: skip
FALSE_FRIENDS = [
    "老人线上接单，线下送货。", "他马上接着说了下去。", "在此基础上接受了建议。", "他在会上接受采访。",
    "一下转了三圈。", "一般情况下转发即可。", "由他扭转二版的版面。", "上接天文，下接地理。",
    "他上接一位老人，下接一个孩子。", "路上接到编辑部的电话。",
    "由A3改成→A4", "从一版→二版", "纸张→A4", "继续见第四版", "（全文见第4版）", "（相关报道见第三版）",
    "（续一）", "上接一面墙，下接一条河。",
    "←A1高速路口", "（接受采访时）他笑了。", "编辑说（下转第四版）这几个字印错了。", "当下转型正当其时",
]  # fmt: skip


def detached(text: str) -> tuple[str, str | None, str | None, list[str]]:
    """What is left of a line, the pages it named, and what was dropped of it."""
    (row,), decisions = detach([Fragment(Traced.read("p", text))])
    assert all((d.action, d.reason) == ("dropped", "jump_line") for d in decisions)
    dropped = [text[span.start : span.end] for decision in decisions for span in decision.spans]
    return str(row.text), row.continued_from, row.continues_on, dropped


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("1", "1"), ("01", "1"), ("１２", "12"), ("一", "1"), ("九", "9"), ("十", "10"), ("十二", "12"), ("二十", "20"),
        ("二十一", "21"), ("一〇", "10"), ("〇三", "3"), ("一百零二", "102"), ("一百二十三", "123"), ("百二十", "120"),
        ("A3", "A3"), ("a3", "A3"), ("Ａ３", "A3"), ("A01", "A1"), ("Ｂ十二", "B12"), ("A 3", "A3"),
    ],
)  # fmt: skip
def test_page_number_is_in_arabic_digits(printed: str, number: str) -> None:
    """A page is named in Arabic digits without leading zeros, with its section's letter as a capital."""
    assert page_number(printed) == number


def test_page_number_of_a_whole_mark() -> None:
    """第一版 is page 1."""
    assert page_number("第一版") == "1"


@given(st.integers(1, 999))
def test_page_number_reads_chinese_numbers(number: int) -> None:
    """A number written in Chinese, with its tens and hundreds, is that number."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = digits[hundreds] + "百" if hundreds else ""
    written += digits[tens] + "十" if tens else "零" if hundreds and ones else ""
    assert page_number(written + (digits[ones] if ones else "")) == str(number)
    assert page_number("".join(digits[int(d)] for d in str(number))) == str(number)


@pytest.mark.parametrize(("mark", "page"), BEFORE)
def test_continuation_alone_on_a_line(mark: str, page: str) -> None:
    """A mark alone leaves an empty fragment that remembers its page, and no heading."""
    assert detached(mark) == ("", page, None, [mark])
    (row,), _ = detach([Fragment(Traced.read("p", mark), level=2)])
    assert row.level == 0


@pytest.mark.parametrize(("mark", "page"), [row for row in BEFORE if row[0] != "（上接第一版】"])
def test_continuation_at_the_head_of_a_paragraph(mark: str, page: str) -> None:
    """A mark that begins a paragraph is taken off, and no character of the paragraph with it."""
    assert detached(mark + BODY) == (BODY, page, None, [mark])


@pytest.mark.parametrize("mark", ["（上接第一版", "(上接第一版", "[上接1版"])
def test_continuation_that_lost_its_closing_bracket(mark: str) -> None:
    """Where the closing bracket was not read, the mark ends with its 版."""
    text = "2010年，" + BODY
    assert detached(mark + text) == (text, "1", None, [mark])


@pytest.mark.parametrize(("mark", "page"), AFTER)
def test_first_half_alone_on_a_line(mark: str, page: str) -> None:
    """A mark alone leaves an empty fragment that remembers the page to go to."""
    assert detached(mark) == ("", None, page, [mark])


@pytest.mark.parametrize(("mark", "page"), [row for row in AFTER if row[0] != "转二版"])
@pytest.mark.parametrize("between", ["", " "])
def test_first_half_at_the_end_of_a_paragraph(mark: str, page: str, between: str) -> None:
    """A mark that ends a paragraph is taken off, with or without a space before it."""
    assert detached(BODY + between + mark) == (BODY, None, page, [mark])


def test_both_marks_on_one_paragraph() -> None:
    """A middle part that comes from one page and goes to another names both."""
    assert detached(f"（上接第一版）{BODY}（下转第三版）") == (
        BODY,
        "1",
        "3",
        ["（上接第一版）", "（下转第三版）"],
    )


@pytest.mark.parametrize("mark", ["（上接第一版）", "〔上接九版〕", "（文接A1版）"])
def test_continuation_behind_its_headline(mark: str) -> None:
    """A mark behind a headline is taken off, and the headline stays one; behind a paragraph it is text."""
    (row,), _ = detach([Fragment(Traced.read("p", "渔港的早市开到夜里" + mark), level=2)])
    assert (str(row.text), row.level) == ("渔港的早市开到夜里", 2)
    assert row.continued_from in ("1", "9", "A1")
    assert detached(BODY + mark) == (BODY + mark, None, None, [])


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_are_text(text: str) -> None:
    """What only reads like a mark inside a sentence stays as it is."""
    assert detached(text) == (text, None, None, [])


@pytest.mark.parametrize(("text", "page"), [(BODY + "（下转第四版）。", "4"), (BODY + "▲下转第四版▲", "4")])
def test_mark_with_a_mark_beside_it(text: str, page: str) -> None:
    """A mark with a stop or an ornament beside it is still one."""
    assert detached(text)[2] == page


def test_fragment_without_a_mark_is_the_same() -> None:
    """A fragment that names no page is passed on as it came."""
    row = Fragment(Traced.read("p", BODY), level=2, run_in=3)
    assert detach([row]) == ([row], [])


def test_run_in_head_is_forgotten_with_a_mark() -> None:
    """The length of a run-in head is no longer told where a mark stood before it."""
    (row,), _ = detach([Fragment(Traced.read("p", "（上接1版）" + BODY), run_in=9)])
    assert row.run_in == 0


@given(
    st.sampled_from(["", " ", *(mark for mark, _ in BEFORE)]),
    st.text(alphabet="渔港上接下转第一版（）1。 ", max_size=12),
    st.sampled_from(["", " ", *(mark for mark, _ in AFTER)]),
)
def test_every_visible_character_is_text_or_mark(head: str, middle: str, tail: str) -> None:
    """What is left of a line and what was dropped of it are all of its visible characters, once."""
    text = head + middle + tail
    (row,), decisions = detach([Fragment(Traced.read("p", text))])
    spans = [*row.text.spans, *(span for decision in decisions for span in decision.spans)]
    counts = [sum(span.start <= at < span.end for span in spans) for at in range(len(text))]
    assert all(count == 1 for count, seen in zip(counts, visible(text), strict=True) if seen)

"""One glance at a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding import characters, quotation, remains, spacing, width
from pipeline.encoding.changes import Change
from pipeline.encoding.glance import BRACKET, GONE, ODD, PRIVATE, QUOTE, WIDE, Glance

PIECES = (
    *("今天召开会议", "，", "。", "“", "”", "abc", "3.5", "1:1", ",", "?!", "(", "（", ")", '"', "'"),
    *("１２", "％", "喜 迎 丰 收 年 ", "王　伟", " ", "　", "\n", "\t", "⼈", "e\u0301", "\u200b", "\u00a0"),
    *("锟斤拷", "\ufffd", "\ue000", "\U0001f600", "\U00020bb7", "é", "Ж", "烫"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=30)


@given(TEXTS)
def test_a_glance_never_sees_too_little(text: str) -> None:
    """Where it sees nothing for a step to do, that step does nothing."""
    glance = Glance(text)
    marks, brackets, digits = (width.changes(text, n == 0, n == 1, n == 2) for n in range(3))
    for seen, done in (
        (glance.holds(ODD), characters.changes(text)),
        (glance.letter_spaced, spacing.changes(text)),
        (glance.holds(QUOTE), quotation.quotation(text)),
        (glance.narrow, marks),
        (glance.holds(BRACKET), brackets),
        (glance.holds(WIDE), digits),
        (glance.holds(GONE), list(remains.lost(text))),
        (glance.holds(PRIVATE), list(remains.private_use(text))),
    ):
        assert seen or not done


@given(TEXTS)
def test_places_count_in_characters(text: str) -> None:
    """Characters beyond the basic plane are one each, as they are in the text."""
    assert len(Glance(text).units) == len(text)


def test_a_clean_page_of_either_script_needs_nothing() -> None:
    """Curly quotation marks, numbers and Latin words give no step a reason to look closer."""
    for text in ("他说：“明年3月，GDP增长3.5%。”", "他說：「明年3月，GDP增長3.5%。」歡迎來到銀行。"):
        glance = Glance(text)
        assert not glance.holds(ODD | GONE | PRIVATE | BRACKET | QUOTE | WIDE)
        assert not any((glance.narrow, glance.letter_spaced, glance.accented, glance.foreign))
        assert glance.utf8_as("gb18030") == glance.utf8_as("big5") == []


def test_utf8_read_as_gbk_is_seen_and_a_known_word_is_not() -> None:
    """幕府 of 鐮倉 and 澶淵 have the structure too; places where only they stand are judged by their pairs."""
    assert Glance("今天鎶ョ焊").utf8_as("gb18030") == [2]
    assert Glance("銀行與電線").utf8_as("gb18030") == []


def test_parts_of_the_width_table_can_be_asked_for_alone() -> None:
    """What is asked for together is the sum of the parts, in order."""
    text = "今年,(一)１２,他说:好"
    parts = [change for n in range(3) for change in width.changes(text, n == 0, n == 1, n == 2)]
    assert sorted(parts) == width.changes(text)
    assert width.changes(text)[0] == Change(2, 3, "，", width.WIDTH)

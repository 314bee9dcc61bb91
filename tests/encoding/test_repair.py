"""The repair of a page, and its ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding import repair
from pipeline.encoding.changes import Change, apply
from pipeline.values.model import Decision
from pipeline.values.settings import EncodingSettings
from pipeline.values.text import Span, Traced

SETTINGS = EncodingSettings()
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PIECES = (
    *("今天召开会议", "鎶ョ焊", "æ–°é—»", "ÖÐ¹ú", "いゅ穝籇", "鏍囬", "€", "?"),
    *("锟斤拷", "\ufffd", "\ue000", "⼈⺠", "e\u0301", "\u200b", "\x00", "\u00a0"),
    *(",", "。", "(", ")", '"', "１２", "3.5", "1:1", "abc", "\n", " ", "　", "喜 迎 丰 收 年 ", "\r\n"),
)


def replayed(text: str, decisions: list[Decision]) -> str:
    """The page's text after every change of the ledger."""
    changes = [
        Change(span.start, span.end, decision.after or "", decision.reason)
        for decision in decisions
        if decision.action != "flagged"
        for span in decision.spans
    ]
    assert all(
        text[c.start : c.end] == d.before for d in decisions if d.before for c in changes if c in d.spans
    )
    return apply(text, sorted(changes))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_replaying_the_ledger_over_the_page_gives_the_repaired_text(text: str) -> None:
    """The law of the audit: nothing is changed but what it says."""
    repaired, decisions = repair(Traced.read("page", text), SETTINGS)
    assert replayed(text, decisions) == repaired.text


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_visible_character_is_lost(text: str) -> None:
    """Each is in the span of the repaired text or in one that was dropped."""
    repaired, decisions = repair(Traced.read("page", text), SETTINGS)
    dropped = [span for decision in decisions if decision.action == "dropped" for span in decision.spans]
    held = {at for span in (*repaired.spans, *dropped) for at in range(span.start, span.end)}
    assert all(at in held for at, char in enumerate(text) if not char.isspace())


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_a_decision_says_stood_there_stood_there(text: str) -> None:
    """``before`` holds for every span of a decision."""
    _, decisions = repair(Traced.read("page", text), SETTINGS)
    for decision in decisions:
        if decision.before is not None:
            assert {text[span.start : span.end] for span in decision.spans} == {decision.before}


def test_equal_changes_are_one_decision_with_many_spans() -> None:
    """Three commas on a page are one line of the audit."""
    repaired, decisions = repair(Traced.read("p", "一,二,三,"), SETTINGS)
    assert repaired.text == "一，二，三，"
    assert decisions == [
        Decision(
            "encoding",
            "changed",
            "punctuation_width",
            (Span("p", 1, 2), Span("p", 3, 4), Span("p", 5, 6)),
            before=",",
            after="，",
        )
    ]


def test_mojibake_is_told_part_by_part_with_exact_spans() -> None:
    """Each part is a decision of its own, so that a later stage may drop one and keep the other."""
    repaired, decisions = repair(Traced.read("p", "看鍏充簬鎶ョ焊吧"), SETTINGS)
    assert [(d.reason, d.before, d.after) for d in decisions] == [
        ("mojibake", "鍏充簬", "关于"),
        ("mojibake", "鎶ョ焊", "报纸"),
    ]
    assert repaired.source(3, 5) == (Span("p", 4, 7),)


def test_invisible_characters_are_dropped_as_noise() -> None:
    """They count as visible for the law that nothing is lost, so their going is told."""
    repaired, decisions = repair(Traced.read("p", "新\u200b闻"), SETTINGS)
    assert repaired.text == "新闻"
    assert [(d.action, d.reason, d.spans) for d in decisions] == [("dropped", "noise", (Span("p", 1, 2),))]


def test_what_cannot_be_mended_is_flagged() -> None:
    """With its extent in the page, even behind text that was changed."""
    _, decisions = repair(Traced.read("p", "喜 迎 丰 收 年 锟斤拷和\ue000"), SETTINGS)
    flags = {d.reason: d.spans for d in decisions if d.action == "flagged"}
    assert flags == {"lost_characters": (Span("p", 10, 13),), "private_use": (Span("p", 14, 15),)}


def test_width_can_be_left_alone() -> None:
    """The setting turns the whole table off."""
    repaired, decisions = repair(Traced.read("p", "一,(二)"), EncodingSettings(punctuation_width=False))
    assert (repaired.text, decisions) == ("一,(二)", [])


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_repairing_twice_changes_nothing_more(path: Path) -> None:
    """A repaired page needs nothing."""
    once, _ = repair(Traced.read("p", path.read_text(encoding="utf-8")), SETTINGS)
    assert repair(Traced.read("p", once.text), SETTINGS) == (Traced.read("p", once.text), [])


def test_gaps_of_letter_spacing_are_told_one_by_one() -> None:
    """So that what follows may cut within a spaced line and every character still stands where it did."""
    repaired, decisions = repair(Traced.read("p", "热 烈 庆 祝 新 年"), SETTINGS)
    assert [(d.reason, d.before, d.after, len(d.spans)) for d in decisions] == [
        ("letter_spacing", " ", "", 5)
    ]
    assert repaired.source(3, 4) == (Span("p", 6, 7),)


def test_white_space_that_was_mojibake_is_dropped() -> None:
    """An indent belongs to no article: its bytes, read as letters, are told of."""
    indent = "\u3000".encode().decode("cp1252", "replace").replace(
        "\ufffd", "\x80"
    ) + "新闻记者".encode().decode("latin-1")
    repaired, decisions = repair(Traced.read("p", indent), SETTINGS)
    assert repaired.text == "\u3000新闻记者"
    assert next((d.action, d.before) for d in decisions) == ("dropped", indent[:3])
    assert repaired.strip().spans[0].start == 3


def test_as_many_characters_as_stood_there_are_told_one_by_one() -> None:
    """Each stands for its own, wherever the text is cut."""
    _, decisions = repair(Traced.read("p", "绫绘讳綋鐢熶骇浠讳綋鐢熶骇"), SETTINGS)
    changed = [(d.before, d.after) for d in decisions if d.before and d.after]
    assert any(len(before) == 1 for before, _ in changed)
    assert all(len(before) == 1 or len(before) != len(after) for before, after in changed)

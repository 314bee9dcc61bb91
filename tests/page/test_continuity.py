"""Continuity: what a column, a picture or a headline broke is linked again, end to beginning."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import BRIDGE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE

from pipeline.language import LanguageModel
from pipeline.page.clues import measure
from pipeline.page.continuity import links
from pipeline.page.strand import Strand, is_open
from pipeline.page.topics import Topics
from pipeline.values.model import Fragment, Link
from pipeline.values.text import Traced

MODEL = LanguageModel.load()
CAPTION = "渔民在码头卖鱼。赵长海 摄"
LEFT, RIGHT = HARBOUR[2][: HARBOUR[2].index("赶路")], HARBOUR[2][HARBOUR[2].index("赶路") :]

BROKEN = [half for text in (TEA[1], BRIDGE[1], TEA[2]) for half in (text[:21], text[21:])]
"""Three sentences that columns broke."""


def linked(*rows: str | tuple[str, str], fresh: int | None = None) -> list[Link]:
    """The links of a page; a row is running text, or a role and its text. Row ``fresh`` continues another page."""
    parts = [("body", row) if isinstance(row, str) else row for row in rows]
    roles, texts = [role for role, _ in parts], [text for _, text in parts]
    clues = measure([Fragment(Traced.read("p", text)) for text in texts], MODEL)
    headed = [False, *(role in ("title", "byline") for role in roles[:-1])]
    other = [n == fresh for n in range(len(texts))]
    return links(
        Strand(texts=texts, clues=clues, roles=roles, headed=headed, fresh=other, topics=Topics(texts)), MODEL
    ).links


def pairs(*rows: str | tuple[str, str]) -> list[tuple[int, int]]:
    """Which rows go on in which."""
    return [(link.left, link.right) for link in linked(*rows)]


@pytest.mark.parametrize("at", range(4, len(HARBOUR[2]) - 4, 3))
def test_break_anywhere_in_a_sentence_is_joined(at: int) -> None:
    """A paragraph broken at any character, in a word or between words, is linked to its rest right below."""
    left, right = HARBOUR[2][:at], HARBOUR[2][at:]
    assert pairs(HARBOUR[1], left, right, HARBOUR[3]) == [(1, 2)]


@pytest.mark.parametrize(
    "between",
    [
        [("caption", CAPTION)],
        [("caption", CAPTION), ("credit", "王小明 摄")],
        [("title", TEA_TITLE)],
        [("heading", "冷库建在码头边")],
    ],
    ids=["caption", "caption and credit", "title", "cross-head"],
)
def test_break_over_what_stands_between(between: list[tuple[str, str]]) -> None:
    """A sentence goes on below a picture, a headline or a cross-head, on a page whose columns break sentences."""
    found = pairs(HARBOUR[1], LEFT, *between, RIGHT, HARBOUR[3], *BROKEN)
    assert found[:1] == [(1, 2 + len(between))]


def test_whole_paragraphs_are_not_joined() -> None:
    """Paragraphs that end with a full stop go on in nothing."""
    assert pairs(*HARBOUR, ("title", TEA_TITLE), *TEA) == []


def test_lost_tail_stays_open() -> None:
    """A text that breaks off at the page's edge is not joined to a paragraph that begins well."""
    assert pairs(HARBOUR[0], LEFT, ("title", TEA_TITLE), ("byline", "李平"), TEA[0], TEA[1]) == []


def test_what_begins_as_a_story_does_is_the_headlines() -> None:
    """An open end above a headline goes on below it in the rest of a sentence, not in a beginning."""
    begins = "陈小鱼失踪两月，家人昨日再次呼吁知情者提供线索。"
    title = ("title", TEA_TITLE)
    assert pairs(HARBOUR[1], LEFT, title, RIGHT, HARBOUR[3]) == [(1, 3)]
    assert pairs(HARBOUR[1], LEFT, title, begins, HARBOUR[3]) == []


def test_dateline_continues_nothing() -> None:
    """What begins with a dateline begins a story, whatever stands open above it."""
    assert pairs(HARBOUR[0], LEFT, "本报讯（记者 李平）" + TEA[0]) == []


def test_continuation_of_another_page_continues_nothing_here() -> None:
    """What an own jump line says to be the continuation of another page is linked to nothing on this one."""
    assert linked(HARBOUR[1], LEFT, RIGHT, HARBOUR[3], fresh=2) == []


def test_characters_printed_twice_are_counted() -> None:
    """Characters that stand at both sides of a seam are one overlap."""
    (link,) = linked(HARBOUR[1], LEFT, LEFT[-4:] + RIGHT, HARBOUR[3])
    assert (link.left, link.right, link.overlap) == (1, 2, 4)


def test_reduplication_across_a_break_is_no_overlap() -> None:
    """A word that begins as the last one ended (一块 | 一块) was not printed twice."""
    at = BRIDGE[1].index("一块一块") + 2
    (link,) = linked(BRIDGE[0], BRIDGE[1][:at], BRIDGE[1][at:], BRIDGE[2])
    assert link.overlap == 0


@pytest.mark.parametrize(("opening", "closing"), ["“”", "「」"])
def test_quotation_broken_inside_is_joined(opening: str, closing: str) -> None:
    """A quotation goes on below the break, in either kind of marks."""
    quoted = (
        f"船老大说：{opening}今天风小，我们走得远，捞上来的都是大鱼，够卖三天。{closing}他一边过秤一边笑。"
    )
    at = quoted.index("走得远")
    assert pairs(HARBOUR[0], quoted[:at], quoted[at:], HARBOUR[3]) == [(1, 2)]


def test_two_breaks_cross_over() -> None:
    """Two sentences broken by one picture each find their own rest."""
    at = TEA[1].index("气就散了")
    rows = (LEFT, RIGHT, HARBOUR[3], ("title", TEA_TITLE), TEA[0], TEA[1][:at], TEA[1][at:], TEA[2])
    assert pairs(*rows) == [(0, 1), (5, 6)]


def test_evidence_adds_up_to_the_odds() -> None:
    """A link tells what spoke for it; the parts add up to its odds, and these give its score."""
    (link,) = linked(HARBOUR[1], LEFT, RIGHT, HARBOUR[3])
    assert sum(link.evidence.values()) == pytest.approx(link.odds, abs=0.05)
    assert 0.5 < link.score <= 1.0


def test_page_of_headlines_has_no_links() -> None:
    """Only running text is linked."""
    assert linked(("title", HARBOUR_TITLE), ("title", TEA_TITLE)) == []
    assert linked() == []
    assert linked(LEFT) == []


def test_open_is_what_has_no_stop() -> None:
    """A paragraph without a full stop at its end is open; a closing quotation mark after the stop is no matter."""
    shown = measure([Fragment(Traced.read("p", text)) for text in (LEFT, RIGHT, "他说：“走吧。”")], MODEL)
    assert [is_open(clues) for clues in shown] == [True, False, False]


PROSE = "".join((*HARBOUR, *TEA, *BRIDGE))


@given(st.sets(st.integers(1, len(PROSE) - 1), min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_each_end_and_each_beginning_is_used_once(edges: set[int], random: object) -> None:
    """However a page is torn and shuffled: no end goes on twice, no beginning is continued twice."""
    torn = [PROSE[a:b] for a, b in pairwise([0, *sorted(edges), len(PROSE)])]
    random.shuffle(torn)  # type: ignore[attr-defined]
    found = pairs(*torn)
    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found)
    assert all(left != right for left, right in found)
    assert all(not torn[left].endswith("。") for left, _ in found)


@pytest.mark.parametrize("at", [34, 44])
def test_cut_story_below_its_headline_continues_nothing(at: int) -> None:
    """An end and a beginning that are both lost do not make one sentence: below the headline stands another topic."""
    rest = TEA[1][at:]
    found = linked(*HARBOUR[:2], LEFT, ("title", TEA_TITLE), rest, *TEA[2:])
    assert not found


def test_headline_that_names_what_stands_below_keeps_it() -> None:
    """A headline parts a sentence that it has nothing to do with; what it speaks of itself is its own story."""
    assert linked(*HARBOUR[:2], LEFT, ("title", TEA_TITLE), RIGHT)
    assert not linked(*HARBOUR[:2], LEFT, ("title", "第二天一早就能送到城里"), RIGHT)


def test_page_that_loses_full_stops_joins_nothing() -> None:
    """Where no open end reads on, the page has lost its stops: its paragraphs stay apart."""
    whole = [*HARBOUR, *TEA, *BRIDGE]
    assert pairs(*(text.rstrip("。”") for text in whole)) == []


@pytest.mark.parametrize("up", [False, True], ids=["further down", "further up"])
def test_half_is_found_anywhere_on_a_page_whose_columns_are_apart(up: bool) -> None:
    """Where columns were put in another order, broken sentences find their rest over whole stories."""
    halves = [
        ("市农业局昨天说，今年全市粮食播种面积稳定在三百万亩以", "上，预计总产量达到二十亿斤。"),
        ("会议强调，要坚持以人民为中心的发展思", "想，着力解决群众的急难愁盼问题。"),
        ("昨天上午，几位老战士来到人民大会", "堂，参加了纪念活动。"),
        ("他告诉记者，这个村子的人均可支配收", "入去年已经超过三万元。"),
    ]
    firsts = [row for (first, _), whole in zip(halves, HARBOUR, strict=False) for row in (first, whole)]
    rests = [row for (_, rest), whole in zip(halves, TEA, strict=False) for row in (rest, whole)]
    rows = [*rests, *firsts] if up else [*firsts, *rests]
    assert {(rows[left], rows[right]) for left, right in pairs(*rows)} == set(halves)


def test_line_taken_for_a_cross_head_goes_on_where_its_end_is_printed_again() -> None:
    """A short first half is told from a cross-head by its last characters, which the next column repeats."""
    link, *_ = linked(HARBOUR[1], ("heading", LEFT[-12:]), LEFT[-4:] + RIGHT, HARBOUR[3], *BROKEN)
    assert (link.left, link.right, link.overlap) == (1, 2, 4)

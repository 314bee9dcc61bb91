"""Decisions by people: how they are read, what they answer, which of them no longer fit."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.decided import Verdicts, load
from pipeline.values.errors import UserError
from pipeline.values.model import Page
from pipeline.values.text import Span
from pipeline.values.verdicts import NOBODY, PageVerdicts, Verdict, digest

PAGE = Page("报/02", "春风吹进了小巷，老人们坐在门前晒太阳。\n\n" * 20)


def row(**changes: object) -> dict[str, object]:
    """A line of decisions.jsonl."""
    plain = {"doc": PAGE.doc, "sha256": digest(PAGE.text), "question": "cut", "start": 100, "end": 200}
    told = {"answer": "intruding_passage", "verdict": "reject", "by": "李", "at": "2026-11-22T07:00:00Z"}
    return {**plain, **told, **changes}


def verdicts(*rows: dict[str, object]) -> PageVerdicts:
    """The decisions as the chain gets them."""
    return Verdicts(map(Verdict.model_validate, rows)).for_page(PAGE)


def span(start: int, end: int) -> Span:
    """A stretch of the page."""
    return Span(PAGE.doc, start, end)


def test_rejected_cut_is_rejected_where_it_has_moved_a_little() -> None:
    """A rejected cut comes back though a new version would begin it a few characters later."""
    asked = verdicts(row())
    assert asked.of_cut(span(100, 200)).stays
    assert asked.of_cut(span(104, 203)).stays
    assert not asked.of_cut(span(180, 300)).stays


def test_rejecting_a_part_brings_the_whole_cut_back() -> None:
    """A cut of several paragraphs is rejected by rejecting one of them."""
    assert verdicts(row(start=120, end=140)).of_cut(span(100, 200)).stays


def test_accepted_cut_is_not_rejected_and_counts_as_obeyed() -> None:
    """Accepting a cut leaves it as it is and is no decision that does not fit."""
    asked = verdicts(row(verdict="accept"))
    wish = asked.of_cut(span(100, 200))
    assert not wish.stays
    assert [decision.evidence["by"] for decision in wish.told] == ["李"]
    assert [decision.reason for decision in asked.ledger(wish.told)] == ["decided_by_person"]


def test_role_is_that_of_the_same_stretch_only() -> None:
    """A role holds for the stretch it was given to, not for a longer one that contains it."""
    asked = verdicts(row(question="role", verdict="set", answer="caption"))
    assert (found := asked.of_role(span(101, 200)))
    assert found.answer == "caption"
    assert asked.of_role(span(0, 400)) is None


def test_later_decision_counts() -> None:
    """Of two decisions about one stretch the later line holds."""
    assert not verdicts(row(), row(verdict="accept")).of_cut(span(100, 200)).stays


def test_decision_that_no_stage_heard_has_no_place() -> None:
    """The ledger names each decision once: those that a stage obeyed, then those that nothing on the page is about."""
    asked = verdicts(row(), row(start=300, end=320))
    heard = asked.of_cut(span(100, 200)).told
    told = [(one.reason, one.spans) for one in asked.ledger([*heard, *heard])]
    assert told == [
        ("decided_by_person", (span(100, 200),)),
        ("decision_without_place", (span(300, 320),)),
    ]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=6), st.randoms())
def test_ledger_does_not_depend_on_the_order_of_questions(
    places: list[tuple[int, int]], random: object
) -> None:
    """Asking is pure: the ledger says the same in whatever order the stages asked."""
    asked = verdicts(*(row(start=start, end=start + size) for start, size in places))
    heard = [asked.of_cut(span(start, start + 30)).told for start in range(0, 360, 15)]
    told = list(asked.ledger(sum(heard, ())))
    random.shuffle(heard)  # type: ignore[attr-defined]
    assert list(asked.ledger(sum(heard, ()))) == told


def test_decision_on_another_text_is_not_obeyed() -> None:
    """A decision about a text that has changed since answers nothing and is told of."""
    asked = verdicts(row(sha256="0" * 64))
    assert not asked.of_cut(span(100, 200)).stays
    assert [decision.reason for decision in asked.ledger([])] == ["decision_without_place"]
    assert not asked


def test_page_without_decisions_answers_nothing() -> None:
    """Where nobody decided, every answer is no or unknown."""
    asked = Verdicts().for_page(PAGE)
    assert asked is NOBODY
    assert not asked.of_cut(span(0, 9)).stays
    assert asked.of_role(span(0, 9)) is asked.of_whole(span(0, 9)) is None
    assert not asked.verdicts


def test_file_is_read_with_blank_lines_and_a_mark(tmp_path: Path) -> None:
    """A byte-order mark and blank lines, as editors leave them, do no harm."""
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + orjson.dumps(row()) + b"\r\n\r\n" + orjson.dumps(row(start=3, end=9)))
    assert load(path).docs == {PAGE.doc}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"verdict": "maybe"}, "verdict: "),
        ({"start": 9, "end": 9}, "9:9 is no stretch"),
        ({"verdict": "set"}, "accepted or rejected"),
        ({"question": "role", "verdict": "reject", "answer": "body"}, "not rejected"),
        ({"question": "role", "verdict": "set", "answer": "poem"}, "'poem' is no role"),
        ({"sha256": "1"}, "sha256: "),
        ({"colour": "red"}, "colour: "),
    ],
)
def test_bad_line_is_named(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    """A line that is no decision is one clear error with its number."""
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, (row(), row(**changes)))))
    with pytest.raises(UserError, match=r"^line 2 of .* is no decision") as problem:
        load(path)
    assert told in str(problem.value)


def test_missing_file_is_told_of(tmp_path: Path) -> None:
    """A file that is not there is a mistake in what was asked."""
    with pytest.raises(UserError, match="cannot be read"):
        load(tmp_path / "none.jsonl")


def test_decision_answers_only_for_what_it_was_about() -> None:
    """A cut taken back as a jump line is none of a copy's; one without a reason answers for all."""
    asked = verdicts(row(answer="jump_line"))
    assert asked.of_cut(span(100, 200), "jump_line").stays
    assert not asked.of_cut(span(100, 200), "intruding_passage", "duplicate_passage").stays
    assert verdicts(row(answer="")).of_cut(span(100, 200), "jump_line").stays


def test_what_was_dropped_whole_stands_or_not() -> None:
    """Taken back it stands, accepted it does not; of a longer stretch that holds it nothing was said."""
    rejected = verdicts(row(answer="page_furniture")).of_whole(span(100, 200), "page_furniture")
    accepted = verdicts(row(answer="page_furniture", verdict="accept"))
    held = accepted.of_whole(span(101, 200), "page_furniture")
    assert rejected
    assert held
    assert (rejected.holds, held.holds) == (False, True)
    assert accepted.of_whole(span(0, 400), "page_furniture") is None


def test_later_boundary_counts_whatever_its_end() -> None:
    """An article begins at a character or not: of two boundaries there the later line holds."""
    one = row(question="boundary", start=70, end=80, verdict="set")
    other = row(question="boundary", start=70, end=90)
    assert [found.holds for found in verdicts(one, other).of("boundary")] == [False]
    assert [found.holds for found in verdicts(other, one).of("boundary")] == [True]


def test_decisions_about_some_pages_in_one_order() -> None:
    """Those of the pages asked for, by page and place, however the file had them."""
    rows = [row(doc="b"), row(doc="a", start=150), row(doc="a"), row(doc="c")]
    for order in (rows, rows[::-1]):
        found = Verdicts(map(Verdict.model_validate, order)).about({"a", "b", "x"})
        assert [(v.doc, v.start) for v in found] == [("a", 100), ("a", 150), ("b", 100)]
    assert not Verdicts()

"""Decisions by people: how they are read, what they answer, which of them no longer fit."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.errors import UserError
from pipeline.values.model import Page
from pipeline.values.text import Span
from pipeline.values.verdicts import NOBODY, PageVerdicts, Verdict, Verdicts, digest, load

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
    assert asked.rejects_cut(span(100, 200))
    assert asked.rejects_cut(span(104, 203))
    assert not asked.rejects_cut(span(180, 300))


def test_rejecting_a_part_brings_the_whole_cut_back() -> None:
    """A cut of several paragraphs is rejected by rejecting one of them."""
    assert verdicts(row(start=120, end=140)).rejects_cut(span(100, 200))


def test_accepted_cut_is_not_rejected_and_counts_as_obeyed() -> None:
    """Accepting a cut leaves it as it is and is no decision that does not fit."""
    asked = verdicts(row(verdict="accept"))
    assert not asked.rejects_cut(span(100, 200))
    assert [v.by for v in asked.obeyed()] == ["李"]
    assert asked.unused() == ()


def test_role_is_that_of_the_same_stretch_only() -> None:
    """A role holds for the stretch it was given to, not for a longer one that contains it."""
    asked = verdicts(row(question="role", verdict="set", answer="caption"))
    assert asked.role_of(span(101, 200)) == "caption"
    assert asked.role_of(span(0, 400)) is None


def test_join_and_boundary_hold_in_both_directions() -> None:
    """A join or boundary that is rejected is False, one accepted or set True, all others None."""
    asked = verdicts(
        row(question="join", start=30, end=10, verdict="set"),
        row(question="join", start=60, end=62),
        row(question="boundary", start=70, end=80, verdict="set"),
        row(question="boundary", start=90, end=95),
    )
    assert [asked.joined(30, 10), asked.joined(60, 62), asked.joined(62, 60)] == [True, False, None]
    assert [asked.starts_article(at) for at in (70, 90, 71)] == [True, False, None]
    assert asked.seams() == ((30, 10),)


def test_later_decision_counts() -> None:
    """Of two decisions about one stretch the later line holds."""
    assert not verdicts(row(), row(verdict="accept")).rejects_cut(span(100, 200))


def test_unused_are_those_never_asked_for() -> None:
    """A decision about a stretch that the chain never comes to no longer fits."""
    asked = verdicts(row(), row(start=300, end=320))
    asked.rejects_cut(span(100, 200))
    assert [(v.start, v.end) for v in asked.unused()] == [(300, 320)]


def test_decision_on_another_text_is_not_obeyed() -> None:
    """A decision about a text that has changed since answers nothing and is told of."""
    asked = verdicts(row(sha256="0" * 64))
    assert not asked.rejects_cut(span(100, 200))
    assert len(asked.unused()) == 1
    assert not asked


def test_page_without_decisions_answers_nothing() -> None:
    """Where nobody decided, every answer is no or unknown."""
    asked = Verdicts().for_page(PAGE)
    assert asked is NOBODY
    assert not asked.rejects_cut(span(0, 9))
    assert asked.role_of(span(0, 9)) is asked.joined(0, 9) is asked.starts_article(0) is None


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=6), st.randoms())
def test_answers_do_not_depend_on_what_was_asked_before(
    places: list[tuple[int, int]], random: object
) -> None:
    """Asking is pure: the answers are the same in any order."""
    rows = [row(start=start, end=start + size) for start, size in places]
    spans = [span(start, start + 30) for start in range(0, 360, 15)]
    first, second = verdicts(*rows), verdicts(*rows)
    answers = {s: first.rejects_cut(s) for s in spans}
    random.shuffle(spans)  # type: ignore[attr-defined]
    assert {s: second.rejects_cut(s) for s in spans} == answers
    assert first.unused() == second.unused()


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
    assert asked.rejects_cut(span(100, 200), "jump_line")
    assert not asked.rejects_cut(span(100, 200), "intruding_passage", "duplicate_passage")
    assert verdicts(row(answer="")).rejects_cut(span(100, 200), "jump_line")


def test_what_was_dropped_whole_stands_or_not() -> None:
    """Taken back it stands, accepted it does not; of a longer stretch that holds it nothing was said."""
    assert verdicts(row(answer="page_furniture")).stands(span(100, 200), "page_furniture") is True
    accepted = verdicts(row(answer="page_furniture", verdict="accept"))
    assert accepted.stands(span(101, 200), "page_furniture") is False
    assert accepted.stands(span(0, 400), "page_furniture") is None


def test_later_boundary_counts_whatever_its_end() -> None:
    """An article begins at a character or not: of two boundaries there the later line holds."""
    one = row(question="boundary", start=70, end=80, verdict="set")
    other = row(question="boundary", start=70, end=90)
    assert verdicts(one, other).starts_article(70) is False
    assert verdicts(other, one).starts_article(70) is True


def test_decisions_about_some_pages_in_one_order() -> None:
    """Those of the pages asked for, by page and place, however the file had them."""
    rows = [row(doc="b"), row(doc="a", start=150), row(doc="a"), row(doc="c")]
    for order in (rows, rows[::-1]):
        found = Verdicts(map(Verdict.model_validate, order)).about({"a", "b", "x"})
        assert [(v.doc, v.start) for v in found] == [("a", 100), ("a", 150), ("b", 100)]
    assert not Verdicts()

"""Traced text: nothing is lost, nothing is invented, whatever is done to it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.text import Edit, Run, Span, Traced, join

PAGES = st.text(alphabet="春风入巷，。“”#* \n\u3000𠮷A", max_size=30)


@st.composite
def cut_pages(draw: st.DrawFn) -> tuple[Traced, list[Traced]]:
    """A page and the pieces that it was cut into, in their order."""
    text = draw(PAGES)
    edges = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=6))})
    whole = Traced.read("p", text)
    return whole, [whole.cut(start, end) for start, end in pairwise(edges)]


@st.composite
def edited(draw: st.DrawFn) -> tuple[Traced, list[Edit], Traced]:
    """A page, edits of it in order, and what they make of it."""
    whole = Traced.read("p", draw(PAGES))
    edges = sorted(draw(st.sets(st.integers(0, len(whole)), max_size=8)))
    new = st.text(alphabet="新字。 ", max_size=4)
    edits = [Edit(start, end, draw(new)) for start, end in pairwise(edges) if draw(st.booleans())]
    return whole, edits, whole.edit(edits)


def offsets(spans: tuple[Span, ...]) -> list[int]:
    """Every source character that spans name, as often as they name it."""
    return [at for span in spans for at in range(span.start, span.end)]


def claimed(text: Traced) -> list[int]:
    """Every source character that a text's runs name, as often as they name it."""
    return offsets(tuple(run.source for run in text.runs))


@given(cut_pages())
def test_cut_apart_and_joined_again_is_the_same(page: tuple[Traced, list[Traced]]) -> None:
    """The first law: a page cut apart and joined again is the same string from the same characters."""
    whole, pieces = page
    again = join(pieces)
    assert again == whole
    assert claimed(again) == list(range(len(whole)))


@given(cut_pages(), st.randoms(use_true_random=False))
def test_any_order_names_every_character_once(page: tuple[Traced, list[Traced]], random: object) -> None:
    """Pieces put into another order still name each source character once, and each its own."""
    whole, pieces = page
    random.shuffle(pieces)  # type: ignore[attr-defined]
    mixed = join(pieces)
    assert sorted(claimed(mixed)) == list(range(len(whole)))
    assert "".join(str(whole)[at] for at in claimed(mixed)) == str(mixed)


@given(cut_pages(), st.sampled_from(["", " ", "\n", "\u3000\u3000"]))
def test_nothing_visible_is_without_a_source(page: tuple[Traced, list[Traced]], between: str) -> None:
    """The second law: what a join puts between pieces is white space, and only that names no source."""
    _, pieces = page
    text = join(pieces, between)
    for at, char in enumerate(text.text):
        if not char.isspace():
            assert text.source(at, at + 1)


@given(cut_pages(), st.data())
def test_every_character_names_its_own_place(page: tuple[Traced, list[Traced]], data: st.DataObject) -> None:
    """However often it is cut and joined, a character that was not rewritten names where it stood."""
    whole, pieces = page
    text = join(data.draw(st.permutations(pieces)), " ")
    start = data.draw(st.integers(0, len(text)))
    part = text.cut(start, data.draw(st.integers(start, len(text))))
    read = "".join(str(whole)[at] for at in claimed(part))
    assert read.replace(" ", "") == part.text.replace(" ", "")
    assert part.spans == text.source(start, start + len(part))


def is_gone(whole: Traced, edit: Edit) -> bool:
    """Whether an edit leaves nothing, or white space of what was visible."""
    return not edit.text or (not edit.text.strip() and bool(str(whole)[edit.start : edit.end].strip()))


def test_white_space_that_stands_for_visible_characters_has_no_source() -> None:
    """Whoever strips it must lose nothing: an indent that was read as ã€€ is dropped, not kept by a blank."""
    text = Traced.read("p", "ã€€新").edit([Edit(0, 3, "　"), Edit(3, 4, " 报")])
    assert str(text) == "　 报"
    assert text.source(0, 2) == ()
    assert text.strip().spans == (Span("p", 3, 4),)


@given(edited())
def test_edit_claims_every_character_once_or_removes_it(page: tuple[Traced, list[Edit], Traced]) -> None:
    """After edits each source character is named once; one that was replaced by nothing visible, no more."""
    whole, edits, after = page
    removed = {at for edit in edits if is_gone(whole, edit) for at in range(edit.start, edit.end)}
    assert claimed(after) == [at for at in range(len(whole)) if at not in removed]


@given(edited())
def test_edit_does_what_a_string_would(page: tuple[Traced, list[Edit], Traced]) -> None:
    """The new text is what the same replacements make of a plain string; run lengths add up to it."""
    whole, edits, after = page
    expected = str(whole)
    for start, end, text in reversed(edits):
        expected = expected[:start] + text + expected[end:]
    assert str(after) == expected
    assert sum(run.length for run in after.runs) == len(after)


@given(edited())
def test_edited_character_names_what_it_replaced(page: tuple[Traced, list[Edit], Traced]) -> None:
    """What an edit wrote names exactly the characters that it replaced."""
    whole, edits, after = page
    shift = 0
    for start, end, text in edits:
        at = start + shift
        if text:
            named = [] if is_gone(whole, Edit(start, end, text)) else list(range(start, end))
            assert offsets(after.source(at, at + len(text))) == named
        shift += len(text) - (end - start)


@given(edited(), st.data())
def test_edited_text_is_cut_without_loss(
    page: tuple[Traced, list[Edit], Traced], data: st.DataObject
) -> None:
    """A cut inside rewritten text loses no source and names none twice: it goes with the first part."""
    after = page[2]
    at = data.draw(st.integers(0, len(after)))
    assert claimed(after.cut(0, at)) + claimed(after.cut(at)) == claimed(after)
    assert str(after.cut(0, at)) + str(after.cut(at)) == str(after)


@given(PAGES)
def test_strip_is_that_of_strings(text: str) -> None:
    """Stripping takes the white space that Python takes, and no other character's source."""
    bare = Traced.read("p", text).strip()
    assert str(bare) == text.strip()
    assert len(claimed(bare)) == len(text.strip())


def test_one_letter_for_two_names_both() -> None:
    """A ligature that repair wrote for two characters points at both of them."""
    text = Traced.read("p", "a2 5b").edit([Edit(1, 4, "25")])
    assert str(text) == "a25b"
    assert text.source(1, 3) == (Span("p", 1, 4),)


def test_repair_of_repair_points_at_the_page() -> None:
    """A second edit of what a first one wrote still names the page's own characters."""
    text = Traced.read("p", "浜烘皯,").edit([Edit(0, 3, "人民")]).edit([Edit(2, 3, "，")])
    assert str(text) == "人民，"
    assert offsets(text.spans) == [0, 1, 2, 3]


def test_pieces_of_two_pages_keep_their_pages() -> None:
    """Joined across pages, a text names both; spans of different pages are never merged."""
    text = join([Traced.read("p", "上半"), Traced.read("q", "下半").cut(1)])
    assert text.spans == (Span("p", 0, 2), Span("q", 1, 2))


def test_neighbours_are_one_span() -> None:
    """Pieces that stood side by side are one span, those with a gap between are two."""
    page = Traced.read("p", "甲乙丙丁")
    assert join([page.cut(0, 1), page.cut(1, 2)]).spans == (Span("p", 0, 2),)
    assert (page.cut(0, 1) + page.cut(2, 3)).spans == (Span("p", 0, 1), Span("p", 2, 3))


def test_empty_text_has_no_source() -> None:
    """An empty page, cut or join is false, and names nothing."""
    for empty in (Traced.read("p", ""), Traced.read("p", "字").cut(1), join([], "\n"), Traced("", ())):
        assert not empty
        assert empty.spans == ()
    assert Traced.read("p", "字").cut(1, 0) == Traced("", ())


def test_white_space_between_has_an_empty_source() -> None:
    """A space between two pieces names the place after the first, and nothing there."""
    page = Traced.read("p", "甲乙")
    text = join([page.cut(0, 1), page.cut(1)], " ")
    assert str(text) == "甲 乙"
    assert text.runs[1] == Run(1, Span("p", 1, 1))
    assert text.spans == (Span("p", 0, 2),)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(1, 1, "插")],
        [Edit(2, 1, "反")],
        [Edit(0, 2, "甲"), Edit(1, 3, "乙")],
        [Edit(2, 3, "后"), Edit(0, 1, "先")],
    ],
    ids=["insertion", "backwards", "overlap", "order"],
)
def test_edit_that_would_invent_or_overlap_is_refused(edits: list[Edit]) -> None:
    """An edit that inserts what has no source, overlaps another or is out of order is an error."""
    with pytest.raises(ValueError, match="overlaps another, is out of order, or has no source"):
        Traced.read("p", "一二三四").edit(edits)


def test_visible_separator_is_refused() -> None:
    """Only white space may stand between pieces, for a visible character would have no source."""
    with pytest.raises(ValueError, match="would have no source"):
        join([Traced.read("p", "甲"), Traced.read("p", "乙")], "、")


def test_one_character_for_distant_places_is_refused() -> None:
    """One character cannot stand for two places that are not neighbours."""
    page = Traced.read("p", "甲中间乙")
    with pytest.raises(ValueError, match="several distant spans"):
        (page.cut(0, 1) + page.cut(3)).edit([Edit(0, 2, "丙")])


def test_characters_for_distant_places_name_them_all() -> None:
    """Where there are characters enough, each distant place keeps one that names it."""
    page = Traced.read("p", "甲中间乙丙")
    text = (page.cut(0, 1) + page.cut(3)).edit([Edit(0, 3, "丁戊")])
    assert offsets(text.spans) == [0, 3, 4]

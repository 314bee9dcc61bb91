"""The source page cut into stretches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.report.stretches import Mark, Owner, Places, cut

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12)


@given(st.text(max_size=70), SPANS, SPANS)
def test_nothing_is_lost_or_told_twice(
    text: str, owned: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> None:
    """The bits of all stretches are the page, whatever owners and marks overlap."""
    owners = [Owner(start, start + size, "kept", "body", n, 0) for n, (start, size) in enumerate(owned)]
    marks = [Mark(start, start + size, "changed", n) for n, (start, size) in enumerate(marked)]
    found = cut(text, len(text), owners, marks)
    assert "".join(bit.text for stretch in found for bit in stretch.bits) == text
    assert all(
        text[stretch.start : stretch.end] == "".join(b.text for b in stretch.bits) for stretch in found
    )


@given(SPANS)
def test_bits_name_the_marks_over_them(marked: list[tuple[int, int]]) -> None:
    """A character's bit names exactly the marks that hold it, as counting them one by one does."""
    text = "字" * 80
    marks = [Mark(start, start + size, "flagged", n) for n, (start, size) in enumerate(marked)]
    (stretch,) = cut(text, 80, [Owner(0, 80, "kept")], marks)
    at = 0
    for bit in stretch.bits:
        for offset in range(at, at + len(bit.text)):
            assert set(bit.entries) == {m.entry for m in marks if m.start <= offset < m.end}
        at += len(bit.text)


def test_stretches_over_a_span() -> None:
    """Those of a state are found wherever a span touches them, others not."""
    owners = [Owner(0, 4, "kept"), Owner(4, 6, "dropped"), Owner(8, 12, "kept")]
    places = Places(cut("字" * 14, 14, owners, []))
    assert [s.start for s in places.over(3, 9, "kept")] == [0, 8]
    assert [s.start for s in places.over(3, 9, "dropped")] == [4]
    assert places.over(6, 8, "kept") == []

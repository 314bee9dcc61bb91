"""Composition of changes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding.changes import Change, apply, compose


@st.composite
def changes_to(draw: st.DrawFn, text: str, reason: str) -> list[Change]:
    """Changes to a text, in order, none of which overlap."""
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return [Change(start, end, draw(st.text("中文ab", max_size=3)), reason) for start, end in pairs]


@given(st.data(), st.text("一二三xyz", max_size=20))
def test_composed_changes_do_what_both_lists_do(data: st.DataObject, text: str) -> None:
    """Applying the composition gives what applying one list after the other gives."""
    first = data.draw(changes_to(text, "first"))
    middle = apply(text, first)
    second = data.draw(changes_to(middle, "second"))
    composed = compose(middle, first, second)
    assert apply(text, composed) == apply(middle, second)
    assert all(one.end <= two.start for one, two in pairwise(composed))


def test_a_stretch_changed_twice_is_one_change_with_the_first_reason() -> None:
    """Mojibake that was mended and then widened says what stood in the page and what stands there now."""
    first = [Change(1, 4, "好,", "mojibake")]
    second = [Change(2, 3, "，", "width")]
    assert compose("你好,我", first, second) == [Change(1, 4, "好，", "mojibake")]

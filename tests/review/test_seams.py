"""Where in a block's text its pieces meet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.report.seams import rewritten, split

PIECES = st.lists(st.text(alphabet="春风小巷，。 \n*#a", max_size=8), min_size=1, max_size=5)


@given(PIECES, st.text(alphabet="春风 ", max_size=20))
def test_parts_are_the_block(pieces: list[str], block: str) -> None:
    """However little the pieces fit, the parts together are the block, one for each piece."""
    parts = split(block, pieces)
    assert "".join(parts) == block
    assert len(parts) == len(pieces)


def test_seam_is_found_though_marks_and_spaces_are_gone() -> None:
    """White space and Markdown marks that went at the seam do not shift it."""
    assert split("春风吹进小巷", ["**春风** ", "吹进\n小巷"]) == ["春风", "吹进小巷"]


def test_changes_count_as_what_stands_there_now() -> None:
    """A piece is read after its changes; one that grew or shrank does not shift the seam."""
    text = "春,风ﬁ小巷"
    changes = {1: (2, "，"), 3: (4, "fi")}
    assert rewritten(text, 0, 6, sorted(changes), changes) == "春，风fi小巷"
    assert rewritten(text, 2, 4, sorted(changes), changes) == "风fi"

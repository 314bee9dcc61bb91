"""Facts about folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import fold
from pipeline.language.folding import fold_all


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１９98年", "0000年"),
        ("ＡＢc", "aaa"),
        ("，；：？！（）", ",;:?!()"),
        ("「經濟」『發展』", "“经济”‘发展’"),
        ("〔上接一版］", "(上接一版)"),
        ("王　蓉 \n", "王蓉"),
        ("。、《》——…", "。、《》——…"),
    ],
)
def test_one_form_for_several(text: str, folded: str) -> None:
    """Widths, digits, letters, marks and scripts are folded; white space goes."""
    assert fold(text) == folded


@given(st.text() | st.text(st.characters(min_codepoint=0x3400, max_codepoint=0xFAFF)))
def test_folding_is_idempotent_and_never_longer(text: str) -> None:
    """Folded text stays as it is."""
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) <= len(text)


@given(
    st.lists(
        st.text(max_size=20) | st.text(st.sampled_from("国國 \u3000「Ａ9\x00𠮷"), max_size=8), max_size=5
    )
)
def test_texts_folded_together_are_folded_as_alone(texts: list[str]) -> None:
    """Whatever the texts hold, also the mark that stands between them."""
    assert fold_all(texts) == [fold(text) for text in texts]

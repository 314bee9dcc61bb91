"""Facts about folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import fold


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

"""Conversion of script."""

from __future__ import annotations

import sys

import pytest

from pipeline.encoding import script
from pipeline.encoding.changes import apply


def test_conversion_changes_only_the_characters_that_differ() -> None:
    """人 and 民 are the same in both scripts."""
    pytest.importorskip("opencc")
    found = script.changes("人民日报\n头发", "s2t")
    assert apply("人民日报\n头发", found) == "人民日報\n頭髮"
    assert [change.start for change in found] == [3, 5, 6]


def test_without_opencc_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which extra to install, or which setting to leave empty."""
    script._converter.cache_clear()
    monkeypatch.setitem(sys.modules, "opencc", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'jieban\[opencc\]', or leave script empty"):
        script.changes("报", "s2t")

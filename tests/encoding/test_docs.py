"""The page of documentation."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "encoding.md"


def test_every_example_of_the_documentation_holds() -> None:
    """They are run as doctests, word for word."""
    pytest.importorskip("opencc")
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (failed, tried > 25) == (0, True)

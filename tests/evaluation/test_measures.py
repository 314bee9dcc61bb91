"""The small judgements that the counts are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.measures import agree, flags
from pipeline.evaluation.outputs import Output, fold


def test_fold() -> None:
    """White space, Markdown's marks and the width of characters do not count."""
    assert fold("## **（一）** 第 1 项,\n") == fold("(一)第１项，") == "(一)第1项,"


@pytest.mark.parametrize(("length", "missing", "same"), [(31, 3, True), (31, 4, False), (30, 1, False)])
def test_agree_at_seams(length: int, missing: int, same: bool) -> None:
    """Three characters may differ in a paragraph of more than thirty, none in a shorter one."""
    gold = list(range(length))
    assert agree(gold[missing:], gold) is same


@given(st.permutations(range(40)))
def test_agree_on_order(found: list[int]) -> None:
    """Only one order of the same characters agrees."""
    gold = list(range(40))
    assert agree(found, gold) is (found == gold)


def test_flags() -> None:
    """A page as a number and as text is the same flag; what is unknown is none."""
    assert flags(7, 1, None, False) == flags(7, "1", False, None) == [(7, "from", "1")]


def test_width_is_no_change() -> None:
    """A `changed` line for width does not excuse a text that differs otherwise."""
    rows = [
        {"doc": "p", "action": "changed", "reason": reason, "start": start, "end": start + 1}
        for reason, start in (("punctuation_width", 3), ("mojibake", 9))
    ]
    assert Output.read([], rows).changed["p"] == {8, 9, 10}

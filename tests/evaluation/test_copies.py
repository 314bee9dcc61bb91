"""Passages that stand twice: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

from random import Random

import pytest
from samples import ONE, THREE, TWO, page_of, sample, texts

from pipeline.evaluation import copies
from pipeline.evaluation.drafts import print_page
from pipeline.evaluation.stories import story


@pytest.mark.parametrize("seed", range(8))
def test_intruder(seed: int) -> None:
    """An intruder stands in mid-sentence of one story and where it belongs in another."""
    page = page_of(sample(), story("别处的事", [THREE[::-1], TWO[::-1]], False))
    copies.intrude(page, Random(seed))
    gold = print_page(page)
    assert gold["removed"]
    assert texts(gold) == [ONE, TWO, THREE]
    assert texts(gold, 1) == [THREE[::-1], TWO[::-1]]
    for cut in gold["removed"]:
        intruder, twin = (gold["text"][slice(*cut[name])] for name in ("span", "twin"))
        assert intruder.endswith(twin[2:]) or intruder == twin


@pytest.mark.parametrize("seed", range(6))
def test_repeat(seed: int) -> None:
    """A paragraph read twice stays once in its article."""
    page = page_of(sample())
    copies.repeat(page, Random(seed))
    gold = print_page(page)
    assert len(gold["removed"]) == 1
    assert texts(gold) == [ONE, TWO, THREE]

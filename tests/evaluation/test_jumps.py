"""Jump lines and missing ends: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

import re
from random import Random

import pytest
from samples import ONE, THREE, TWO, printed, sample, texts

from pipeline.evaluation import heads, jumps


@pytest.mark.parametrize("seed", range(6))
def test_jump_lines(seed: int) -> None:
    """A continued story has its page in the gold and its jump line among the markers."""
    one = sample()
    jumps.continued(one, Random(seed), "3")
    jumps.continues(one, Random(seed), "4")
    gold = printed(one)
    assert (gold["articles"][0]["continued_from"], gold["articles"][0]["continues_on"]) == ("3", "4")
    first, last = (gold["text"][s:e] for s, e in gold["markers"])
    assert re.search("(上接|紧接)第?[三3]版", first)
    assert re.search("转第?[四4]版", last)
    assert texts(gold) == [ONE, TWO, THREE]


@pytest.mark.parametrize("seed", range(6))
def test_missing_ends(seed: int) -> None:
    """A lost head or tail is flagged, lies within a sentence, and is not in the text."""
    one = sample()
    jumps.headless(one, Random(seed))
    jumps.tailless(one, Random(seed))
    gold = printed(one)
    assert (gold["articles"][0]["truncated_head"], gold["articles"][0]["truncated_tail"]) == (True, True)
    first, _, last = texts(gold)
    assert ONE.endswith(first)
    assert len(first) < len(ONE)
    assert THREE.startswith(last)
    assert last[-1] not in "。！？"


@pytest.mark.parametrize("seed", range(8))
def test_lost_names(seed: int) -> None:
    """Names that went with the dateline that held them are on the page no more, and not in the gold."""
    one = sample()
    heads.byline_inside(one, Random(seed))
    named = one.byline
    jumps.headless(one, Random(seed))
    assert one.byline == [name for name in named if name in one.bodies()[0][1].text]

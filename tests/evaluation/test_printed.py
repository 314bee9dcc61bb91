"""Pages that come one printed line a line: no line is wider than its column, and the gold knows every paragraph."""

from __future__ import annotations

from itertools import repeat
from random import Random

import pytest
from samples import ONE, THREE, TWO, page_of, sample, texts

from pipeline.evaluation import copies, printed
from pipeline.evaluation.drafts import print_page
from pipeline.evaluation.printed import Setting, breaks
from pipeline.page.lines import broken_share


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("seed", range(6))
def test_printed_lines(seed: int) -> None:
    """A page of printed lines is known as one, and its paragraphs are whole but for a last mark that was lost."""
    page = page_of(sample())
    printed.printed_lines(page, Random(seed))
    gold = print_page(page)
    assert "\n\n" not in gold["text"]
    assert broken_share(gold["text"].split("\n")) > 0.25
    for found, wanted in zip(texts(gold), (ONE, TWO, THREE), strict=True):
        assert _bare(found) in (wanted, wanted[:-1])


def test_old_marks() -> None:
    """Newspapers of the 1930s print one mark for every stop."""
    page = page_of(sample())
    page.traditional = True
    seed = next(seed for seed in range(20) if printed.drawn(Random(seed), True).old)
    printed.printed_lines(page, Random(seed))
    text = print_page(page)["text"]
    assert "、" in text
    assert "，" not in text
    assert "。" not in text


def test_breaks() -> None:
    """A mark that may begin no line hangs, or pulls a character with it; figures take half the width."""
    text = "风和日丽，万里无云。"
    hangs, pulls, neither = (Setting(4, 0, hang, pull, False) for hang, pull in ((1, 0), (0, 1), (0, 0)))
    assert breaks(text, repeat(4.0), hangs) == [5]
    assert breaks(text, repeat(4.0), pulls) == [3, 7]
    assert breaks(text, repeat(4.0), neither) == [4, 8]
    assert breaks("一九2024年春天", repeat(4.0), neither) == [6]


def test_copies() -> None:
    """A copy in printed lines still names the stretch it repeats."""
    for seed in range(8):
        page = page_of(sample())
        copies.repeat(page, Random(seed))
        printed.printed_lines(page, Random(seed))
        gold = print_page(page)
        for cut in gold["removed"]:
            twin, copy = (_bare(gold["text"][slice(*cut[key])]) for key in ("twin", "span"))
            assert abs(len(twin) - len(copy)) <= 1
            assert sum(one == two for one, two in zip(twin, copy, strict=False)) > 0.9 * len(copy) - 1

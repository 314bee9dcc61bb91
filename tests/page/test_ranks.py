"""How a line stands among the lines that are set alike."""

from __future__ import annotations

from functools import partial

import numpy as np
from columns import columns_of
from prose import BRIDGE, BRIDGE_TITLE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE

from pipeline.page.learned.ranks import ranks

columns = partial(columns_of, ranks)
"""The columns of a page, by name."""


def test_longest_line_is_first_among_its_like() -> None:
    """Of three lines that are set alike the longest ranks highest, the shortest lowest; text has no rank."""
    found = columns("渔港修了冷库 渔民多了笑声", HARBOUR[0], "冷库", HARBOUR[1], "渔港的冷库", HARBOUR[2])
    assert found["rank of size 1.0"][[0, 2, 4]].tolist() == [1, 0, 0]
    assert found["rank of size 0.0"][[0, 2, 4]].tolist() == [0, 1, 0]
    assert found["rank of size 0.5"][1] == 1


def test_headline_inside_a_sentence() -> None:
    """Where the text above a line goes on below it, the line hears of it; between whole paragraphs it does not."""
    inside = columns(HARBOUR[1][:48], TEA_TITLE, HARBOUR[1][48:])
    assert inside["goes on over -8.0"][1] < 1
    between = columns(HARBOUR[0], TEA_TITLE, TEA[0])
    assert between["goes on over -8.0"][1] == 1


def test_lines_that_count() -> None:
    """一、 and 二、 count, and so do 1 and 2 whose dots were lost; a date and a lone number do not."""
    found = columns(
        "一、渔港醒得早", HARBOUR[0], "二、冷库建起来", HARBOUR[1], "3月的渔港", HARBOUR[2], "5合作社", TEA[0]
    )
    assert found["counts"].tolist() == [1, 0, 1, 0, 0, 0, 0, 0]
    assert columns("1渔港醒得早", HARBOUR[0], "2冷库建起来", HARBOUR[1])["counts"].tolist() == [1, 0, 1, 0]


def test_siblings_hear_the_same() -> None:
    """Lines near each other that are set alike, and as long, have the same means."""
    found = columns(HARBOUR_TITLE, *HARBOUR, BRIDGE_TITLE, *BRIDGE)
    means = np.stack([values for name, values in found.items() if name.startswith("siblings")])
    assert means[:, 0].tolist() == means[:, 1 + len(HARBOUR)].tolist()
    assert means[:, 0].any()


def test_text_that_begins_with_the_lines_first_word() -> None:
    """A line whose first word begins the text below it is named at once."""
    found = columns("渔港修冷库", "渔港今年修了冷库。" + HARBOUR[2], TEA_TITLE, *TEA)
    assert np.flatnonzero(found["named at once"]).tolist() == [0]

"""What a fragment is told of the page further away than its neighbours."""

from __future__ import annotations

from functools import partial

import numpy as np
from columns import columns_of
from prose import HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE

from pipeline.page.learned.reach import reach

columns = partial(columns_of, reach)
"""The columns of a page, by name."""


def test_names_are_told_of_from_afar() -> None:
    """A headline two lines above its byline hears of it, one that has none below it hears of none."""
    found = columns(HARBOUR_TITLE, "渔民换了吃法", "本报记者 王小明", *HARBOUR, TEA_TITLE, *TEA)
    assert found["names below away 2"][0] == found["names below away 1"][1] == 1
    assert found["names below away 12"][3 + len(HARBOUR)] == 1


def test_text_between_lines_is_measured_from_line_to_line() -> None:
    """Both lines of a headline stand above the same text, and the line that ends it below that."""
    found = columns(HARBOUR_TITLE, "渔民换了吃法", *HARBOUR, TEA_TITLE, *TEA)
    below = np.stack([values for name, values in found.items() if name.startswith("text below")])
    above = np.stack([values for name, values in found.items() if name.startswith("text above")])
    at = 2 + len(HARBOUR)
    assert below[:, 0].tolist() == below[:, 1].tolist() == above[:, at].tolist()
    assert below[0, at] == 0  # there is text below it
    assert above[0, 0] == 1  # and none above the first


def test_habit_of_the_page() -> None:
    """Where most headlines have a byline below, a line that has none is told of; where none has, it is not."""
    signed = [
        line for title in ("渔港修了冷库", "茶园添了茶舍") for line in (title, "本报记者 王小明", HARBOUR[1])
    ]
    found = columns(*signed, "渔港的冷库", HARBOUR[2])
    assert found["not opened, most are"][6] > 0.5
    assert found["opened"][0] == 1
    found = columns("渔港修了冷库", HARBOUR[1], "茶园添了茶舍", HARBOUR[2])
    assert found["not opened, most are"].tolist() == [0, 0, 0, 0]


def test_lines_built_alike() -> None:
    """Three lines as long as each other, set alike, know of two others."""
    found = columns("渔港醒得早", HARBOUR[1], "冷库建得快", HARBOUR[2], "渔民笑得多", HARBOUR[3])
    assert found["near, as long 2"][[0, 2, 4]].tolist() == [1, 1, 1]
    assert found["near, built alike 1"][0] == 1  # 渔…

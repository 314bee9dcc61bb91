"""Order: columns that were put one below another in another order are read in theirs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page.order import reading_order
from pipeline.values.model import Link


def order(roles: str, *links: tuple[int, int]) -> list[int]:
    """The order of a page; ``b`` is running text, ``t`` a headline. The first links are the surest."""
    names = [{"b": "body", "t": "title", "c": "caption"}[role] for role in roles]
    return reading_order(names, [Link(left, right, 0, 9.0 - n) for n, (left, right) in enumerate(links)])[0]


@pytest.mark.parametrize(
    ("roles", "links", "found"),
    [
        ("bbbb", [], [0, 1, 2, 3]),
        ("bbbb", [(0, 1)], [0, 1, 2, 3]),
        ("bbbb", [(0, 2)], [0, 2, 3, 1]),
        ("bbtbbb", [(0, 4), (1, 3)], [0, 4, 5, 1, 2, 3]),
        ("bbtbb", [(4, 1)], [0, 2, 3, 4, 1]),
        ("bctb", [(0, 3)], [0, 1, 2, 3]),
    ],
    ids=["whole", "right below", "skipped", "crossed", "up to the headline", "below a headline"],
)
def test_column_goes_where_its_sentence_goes_on(
    roles: str, links: list[tuple[int, int]], found: list[int]
) -> None:
    """The rest of a column follows the end that it goes on from, up to the next headline or broken end."""
    assert order(roles, *links) == found


def test_circle_is_broken_where_it_is_least_sure() -> None:
    """Of halves that would each have to stand before the other, the surer join holds."""
    kept = reading_order(["body"] * 4, [Link(0, 2, 0, 5.0), Link(3, 0, 0, 1.0)])[1]
    assert [(link.left, link.right) for link in kept] == [(0, 2)]


@given(st.lists(st.sampled_from(["body", "title", "caption"]), min_size=2, max_size=12), st.data())
@settings(deadline=None)
def test_all_fragments_stay_and_every_half_follows(roles: list[str], data: st.DataObject) -> None:
    """Whatever is joined: nothing is lost, and what goes on stands behind what it goes on from."""
    body = [n for n, role in enumerate(roles) if role == "body"]
    rights = data.draw(st.permutations(body))
    links = [
        Link(left, right, 0, float(n))
        for n, (left, right) in enumerate(zip(body, rights, strict=True))
        if left != right and data.draw(st.booleans())
    ]
    found, kept = reading_order(roles, links)
    assert sorted(found) == list(range(len(roles)))
    assert all(found.index(link.left) < found.index(link.right) for link in kept)

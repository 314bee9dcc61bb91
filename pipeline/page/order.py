"""Order: the text of a page as it is read, where columns were put one below another in another order.

A paragraph that goes on elsewhere on the page takes along the text behind its other half, up to the next headline or
broken end: the rest of that column. ``A1 B2 | B1 A2`` with A1 going on in A2 and B1 in B2 is read ``A1 A2 B1 B2``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.values.model import Link
from pipeline.values.vocabulary import HEADS


def reading_order(roles: Sequence[str], links: Sequence[Link]) -> tuple[list[int], list[Link]]:
    """Put the fragments of a page in the order in which they are read; give it with the links that it obeys.

    A link whose halves would then go round in a circle is left out, the least sure of the circle.

    >>> reading_order(["body"] * 4, [Link(0, 3, 0, 5.0)])[0]
    [0, 3, 1, 2]
    """
    body = [n for n, role in enumerate(roles) if role == "body"]
    below = dict(pairwise(body))
    far = {link.left: link for link in links if below.get(link.left) != link.right}
    if not far:
        return list(range(len(roles))), list(links)
    near = [link for link in links if link.left not in far]
    inside = {n for link in near for n in range(link.left + 1, link.right)}
    heads = [n for n, role in enumerate(roles) if role in HEADS and n not in inside]
    while True:
        order, circle = _walk(_columns(len(roles), heads, far), far)
        if circle is None:
            return order, sorted([*near, *far.values()], key=lambda link: link.left)
        del far[circle.left]


def _columns(count: int, heads: Sequence[int], far: Mapping[int, Link]) -> list[range]:
    """The fragments of a page in runs that stay together; ``heads`` are those that open a story."""
    rights = [link.right for link in far.values()]
    edges = {0, count, *rights, *(left + 1 for left in far)}
    edges.update(next((head for head in heads if head > right), count) for right in rights)
    ordered = sorted(edges)
    return [range(first, last) for first, last in pairwise(ordered)]


def _walk(columns: Sequence[range], far: Mapping[int, Link]) -> tuple[list[int], Link | None]:
    """The fragments column by column, each followed by the one that it goes on in; or a link of a circle."""
    starts = {column.start: column for column in columns}
    claimed = {link.right for link in far.values()}
    order: list[int] = []
    for column in columns:
        if column.start in claimed:
            continue
        here: range | None = column
        while here is not None:
            order += here
            link = far.get(here[-1])
            here = starts[link.right] if link else None
    left = set(range(columns[-1].stop)).difference(order)
    if not left:
        return order, None
    return [], min((link for link in far.values() if link.left in left), key=lambda link: link.odds)

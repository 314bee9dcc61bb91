"""A page that holds one story: a web page that was saved as Markdown, of which only the headline is marked.

Its cross-heads are lines without a mark, as headlines are on a page without Markdown. But a program that marks the
first headline of a page marks the others, too: of 49 real newspaper pages in Markdown none has its first line marked
and no other, of 1,192 saved web pages, each of one story, all have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.page.learned import Scene
from pipeline.values.model import Reading

_PROSE = 0.9
"""Share of the paragraphs that end with a stop: columns of print that were read by a machine break more of them."""
_HEADS = ("title", "kicker", "subtitle")


def is_single(scene: Scene, readings: Sequence[Reading]) -> bool:
    """Whether a page is one story by its marks: its first line is marked, no other is, and its paragraphs are whole.

    Signs of a newspaper page: a jump line, and between two paragraphs a dateline (本报讯), the names of writers, or the
    mark of a headline that was lost.
    """
    rows, shown, long = scene.fragments, scene.clues, scene.long
    if not rows or not rows[0].level or any(row.level or row.lost_heading for row in rows[1:]):
        return False
    if any(row.continued_from or row.continues_on for row in rows):
        return False
    if not long or sum(shown[n].ends for n in long) < _PROSE * len(long):
        return False
    inside = range(long[0], long[-1])
    signed = any(shown[n].signs or readings[n].role == "byline" for n in inside)
    return not signed and not any(shown[n + 1].opens for n in inside)


def as_one(readings: Sequence[Reading], said: Mapping[int, str]) -> list[Reading]:
    """Give the roles of a page that is one story: a headline below its first paragraph is a cross-head.

    Args:
        readings: of each fragment.
        said: roles that people gave, by fragment: they stay.

    >>> roles = "title", "title", "body", "title", "body"
    >>> [reading.role for reading in as_one([Reading(role, 1.0, begins=role == "title") for role in roles], {})]
    ['title', 'subtitle', 'body', 'heading', 'body']
    """
    found = list(readings[:1])
    below = False
    for n, reading in enumerate(readings[1:], 1):
        role = reading.role
        below |= role == "body"
        if role in _HEADS and below:
            role = "heading"
        elif role == "title" and reading.begins:
            role = "subtitle"
        found.append(reading if n in said else reading._replace(role=role))
    return found

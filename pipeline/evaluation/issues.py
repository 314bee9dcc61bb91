"""Issues of several pages, on which stories jump from the first page to another."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from pipeline.evaluation import heads, jumps, wording
from pipeline.evaluation.drafts import Draft, Line, Piece, Story
from pipeline.evaluation.mixture import OF_STORIES, SIZES, compose, damage
from pipeline.evaluation.stories import Shelf, story

UNSIGNED = tuple(step for step in OF_STORIES if step[2] not in (heads.byline_bare, heads.dateline))
"""Damages of a story's second half, which neither signs it again nor tells where it was written."""
OWN_JUMPS = ("jumps", "missing")
"""Kinds that an issue's jumping stories do not get from the mixture: their jumps are real."""


def make_issue(name: str, shelf: Shelf, kinds: Collection[str], pages: int) -> list[Draft]:
    """An issue of ``pages`` pages; one or two stories of the first page jump to each of the others.

    Its pages' ids are ``<name>/<page>``, each knows its newspaper, date and page, and bears a folio.

    Raises:
        ValueError: the shelf has too few articles left.
    """
    rng = shelf.rng
    known = {"newspaper": wording.paper(rng, shelf.traditional), "date": _date(rng)}
    stories = {page: [_whole(shelf, kinds) for _ in range(rng.randint(3, 5))] for page in range(1, pages + 1)}
    for page in range(2, pages + 1):
        for n in range(rng.randint(1, 2)):
            first, second = _halves(shelf, kinds, str(page), f"{name}/{page}/{n}")
            stories[1].insert(rng.randint(0, len(stories[1])), first)
            stories[page].insert(rng.randint(0, len(stories[page])), second)
    return [_page(name, page, rows, known, kinds, shelf) for page, rows in stories.items()]


def _page(
    name: str, page: int, stories: list[Story], known: dict[str, str], kinds: Collection[str], shelf: Shelf
) -> Draft:
    draft = compose(f"{name}/{page:02d}", stories, kinds, shelf)
    draft.known = {**known, "page": str(page)}
    year, month, day = (int(number) for number in known["date"].split("-"))
    folio = wording.script(f"{known['newspaper']} {year}年{month}月{day}日 第{page}版", shelf.traditional)
    draft.lines.insert(0, Line([Piece(folio)]))
    return draft


def _date(rng: Random) -> str:
    return f"{rng.randint(1998, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _whole(shelf: Shelf, kinds: Collection[str]) -> Story:
    one = story(*shelf.take(*shelf.rng.choice(SIZES)), shelf.traditional)
    damage(one, OF_STORIES, set(kinds) - {"jumps"}, shelf.rng)
    return one


def _halves(shelf: Shelf, kinds: Collection[str], page: str, jump: str) -> tuple[Story, Story]:
    """A long story as two: the break is between paragraphs, as in ten of ten real jumps."""
    rng = shelf.rng
    title, paragraphs = shelf.take(700, 1800)
    bodies = [n for n, text in enumerate(paragraphs) if len(text) > 22]
    at = rng.choice(bodies[1:]) if len(bodies) > 1 else 0
    if not at:
        return _halves(shelf, kinds, page, jump)
    kinds = set(kinds) - set(OWN_JUMPS)
    first = story(title, paragraphs[:at], shelf.traditional)
    damage(first, OF_STORIES, kinds, rng)
    jumps.continues(first, rng, page)
    second = story(_repeated(title, rng), paragraphs[at:], shelf.traditional)
    damage(second, UNSIGNED, kinds & {"columns", "cross_heads", "photos"}, rng)
    jumps.continued(second, rng, "1")
    if not second.title or not second.title.text:
        second.lines = [line for line in second.lines if line.pieces[0].part is not second.title]
        second.title = None
    first.jump = second.jump = jump
    return first, second


def _repeated(title: str, rng: Random) -> str:
    """Draw the part of the headline that the second half repeats: all of it, one of its clauses, or nothing."""
    clauses = [clause for clause in title.replace("：", " ").replace("，", " ").split() if len(clause) > 3]
    return rng.choice((title, title, rng.choice(clauses or [title]), ""))

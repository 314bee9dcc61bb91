"""The kinds of damage, how often each meets a page, and the order in which they are done."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from pipeline.evaluation import columns, copies, fillers, heads, jumps, noise
from pipeline.evaluation.drafts import Draft, Story
from pipeline.evaluation.stories import Shelf, story

SHARES = {
    "bylines": 0.8,
    "inline_bylines": 0.4,
    "headings": 0.93,
    "decks": 0.22,
    "doubled_titles": 0.05,
    "cross_heads": 0.35,
    "run_in_heads": 0.12,
    "jumps": 0.45,
    "missing": 0.45,
    "columns": 0.9,
    "interruptions": 0.4,
    "seams": 0.35,
    "intruders": 0.45,
    "repeats": 0.4,
    "photos": 0.5,
    "notices": 0.35,
    "briefs": 0.25,
    "furniture": 0.4,
    "half_width": 0.35,
    "noise": 0.3,
    "flat": 0.02,
}
"""Of a hundred mixed pages, how many have each kind of damage, in hundredths."""
KINDS = tuple(SHARES)


def draw(rng: Random) -> tuple[str, ...]:
    """The kinds of one mixed page."""
    return tuple(kind for kind, share in SHARES.items() if rng.random() < share)


def make(doc: str, shelf: Shelf, kinds: Collection[str], rng: Random, traditional: bool) -> Draft:
    """A page of 5 to 12 stories with the damages ``kinds``.

    Raises:
        ValueError: the shelf has too few articles left.
    """
    has = frozenset(kinds).__contains__
    stories = [_story(shelf, rng, traditional, kinds) for _ in range(rng.randint(4, 8))]
    stories += _fillers(shelf, rng, traditional, kinds)
    rng.shuffle(stories)
    draft = Draft(doc, stories, traditional=traditional, kinds=tuple(kinds))
    for one in stories:
        if has("columns") and one.kind == "article":
            columns.broken(one, rng, rng.choice((0.1, 0.25, 0.4)))
    if has("headings"):
        heads.marked_headlines(draft, rng)
    draft.lines = [line for one in stories for line in one.lines]
    _across(draft, kinds, rng)
    return draft


def _story(shelf: Shelf, rng: Random, traditional: bool, kinds: Collection[str]) -> Story:
    has = frozenset(kinds).__contains__
    one = story(*shelf.take(*rng.choice(((200, 500), (300, 700), (500, 1000), (500, 1000), (1500, 2600)))))
    _words(one, rng, traditional, kinds)
    if has("jumps") and rng.random() < 0.2:
        jumps.continued(one, rng, traditional)
    elif has("missing") and rng.random() < 0.2:
        jumps.headless(one, rng)
    if has("jumps") and rng.random() < 0.12:
        jumps.continues(one, rng, traditional)
    elif has("missing") and rng.random() < 0.2:
        jumps.tailless(one, rng)
    elif has("furniture") and rng.random() < 0.08:
        fillers.end_mark(one, rng, traditional)
    if has("photos") and rng.random() < 0.25:
        fillers.photo_within(one, rng, traditional)
    return one


def _words(one: Story, rng: Random, traditional: bool, kinds: Collection[str]) -> None:
    has = frozenset(kinds).__contains__
    if has("run_in_heads"):
        heads.run_in_heads(one, rng)
    if has("cross_heads") and rng.random() < 0.4:
        heads.cross_heads(one, rng)
    if has("inline_bylines") and rng.random() < 0.4:
        heads.byline_inside(one, rng, traditional)
    elif rng.random() < 0.1:
        heads.dateline(one, rng, traditional)
    if has("jumps") and rng.random() < 0.1:
        jumps.false_friend(one, rng)
    if has("doubled_titles"):
        heads.doubled(one, rng)
    elif has("decks") and rng.random() < 0.3:
        heads.split_headline(one, rng)
    if has("decks") and rng.random() < 0.3:
        heads.kicker(one, rng)
    if has("decks") and rng.random() < 0.3:
        heads.deck(one, rng)
    if not one.byline:
        _byline(one, rng, traditional, "mixed" if has("bylines") else "bare")


def _byline(one: Story, rng: Random, traditional: bool, form: str) -> None:
    way = rng.random()
    if way < 0.85:
        heads.byline_line(one, rng, traditional, "bare" if way < 0.35 else form)
    elif way < 0.88:
        heads.desk(one, rng)


def _fillers(shelf: Shelf, rng: Random, traditional: bool, kinds: Collection[str]) -> list[Story]:
    has = frozenset(kinds).__contains__
    found: list[Story] = []
    if has("photos"):
        found += [fillers.photo(shelf, rng, traditional) for _ in range(rng.randint(0, 2))]
        found += [fillers.photo_feature(shelf, rng, traditional)] if rng.random() < 0.25 else []
    if has("notices"):
        found.append(
            fillers.advertisement(rng, traditional)
            if rng.random() < 0.7
            else fillers.notice(rng, traditional)
        )
    if has("briefs"):
        found += [fillers.brief(shelf, rng) for _ in range(rng.randint(2, 4))]
    return found


def _across(draft: Draft, kinds: Collection[str], rng: Random) -> None:
    """The damages that cross the stories' bounds, and those of the whole page."""
    has = frozenset(kinds).__contains__
    if has("furniture"):
        for add in rng.sample((fillers.masthead, fillers.editors, fillers.rubric), rng.randint(1, 2)):
            add(draft, rng)
    if has("intruders"):
        copies.intrude(draft, rng)
    if has("repeats"):
        for _ in range(rng.randint(1, 2)):
            copies.repeat(draft, rng)
    if has("interruptions"):
        columns.interrupt(draft, rng)
    if has("seams"):
        columns.double_seams(draft, rng, 0.3)
    if has("half_width"):
        noise.half_width(draft, rng)
    if has("noise"):
        ways = (
            noise.ocr,
            noise.radicals,
            noise.letter_spaced,
            noise.english,
            noise.refusal,
            noise.empty_headings,
            noise.images,
        )
        for spoil in rng.sample(ways, rng.randint(1, 3)):
            spoil(draft, rng)
    if has("flat"):
        noise.flattened(draft, rng)

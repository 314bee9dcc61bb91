"""The kinds of damage, how often each meets a page, and the order in which they are done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from random import Random
from typing import TypeVar

from pipeline.evaluation import columns, copies, fillers, heads, jumps, lookalikes, noise, printed
from pipeline.evaluation.drafts import Draft, Story
from pipeline.evaluation.stories import Shelf, story

SHARES = {
    "bylines": 0.8,
    "inline_bylines": 0.4,
    "headings": 0.96,
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
ALONE = ("lost_stops", "inset", "echoes", "apart", "quoting", "alike", "tables", "printed_lines")
"""Kinds that real pages have and no mixed page: how often each meets a page that has it was counted on real pages, and
stands where the damage is done. Mixed pages stay as they are, so that their figures can be held against older ones."""
KINDS = (*SHARES, *ALONE)
ALWAYS = ""
"""The kind of damages that any page may have."""
SIZES = ((200, 500), (300, 700), (500, 1000), (500, 1000), (1500, 2600))
"""Least and most characters of a story; one in five is a report that fills a good part of the page."""

Target = TypeVar("Target", Story, Draft)
Step = tuple[str, float, Callable[[Target, Random], None]]

OF_STORIES: tuple[Step[Story], ...] = (
    ("run_in_heads", 1.0, heads.run_in_heads),
    ("cross_heads", 0.4, heads.cross_heads),
    ("inline_bylines", 0.4, heads.byline_inside),
    (ALWAYS, 0.1, heads.dateline),
    ("jumps", 0.1, jumps.false_friend),
    ("doubled_titles", 0.5, heads.doubled),
    ("decks", 0.3, heads.split_headline),
    ("decks", 0.3, heads.kicker),
    ("decks", 0.3, heads.deck),
    ("bylines", 0.5, heads.byline_formal),
    (ALWAYS, 0.72, heads.byline_bare),
    ("bylines", 0.2, heads.desk),
    ("jumps", 0.2, jumps.continued),
    ("missing", 0.2, jumps.headless),
    ("jumps", 0.12, jumps.continues),
    ("missing", 0.2, jumps.tailless),
    ("furniture", 0.08, fillers.end_mark),
    ("photos", 0.25, fillers.photo_within),
    ("quoting", 0.5, lookalikes.caption),
    ("quoting", 0.4, lookalikes.digest),
    ("tables", 0.4, fillers.table),
    ("columns", 1.0, columns.broken),
    ("inset", 0.6, columns.inset),
    ("lost_stops", 1.0, columns.lost_stops),
)
"""The damages of a story, in this order: the kind, how often, and the function that does it."""
OF_PAGES: tuple[Step[Draft], ...] = (
    ("alike", 1.0, lookalikes.notices),
    ("headings", 1.0, heads.marked_headlines),
    ("furniture", 0.5, fillers.masthead),
    ("furniture", 0.5, fillers.editors),
    ("furniture", 0.5, fillers.rubric),
    ("intruders", 1.0, copies.intrude),
    ("repeats", 1.0, copies.repeats),
    ("interruptions", 1.0, columns.interrupt),
    ("apart", 1.0, columns.apart),
    ("echoes", 1.0, copies.echoes),
    ("seams", 1.0, columns.double_seams),
    ("half_width", 1.0, noise.half_width),
    ("noise", 0.3, noise.ocr),
    ("noise", 0.3, noise.radicals),
    ("noise", 0.3, noise.letter_spaced),
    ("noise", 0.3, noise.english),
    ("noise", 0.3, noise.refusal),
    ("noise", 0.3, noise.empty_headings),
    ("noise", 0.3, noise.images),
    ("noise", 0.2, noise.latex),
    ("flat", 1.0, noise.flattened),
    ("printed_lines", 1.0, printed.printed_lines),
)
"""The damages of a page, after its stories were put in order."""
FILLERS: tuple[tuple[str, tuple[int, ...], Callable[[Shelf], Story]], ...] = (
    ("photos", (0, 1, 2), fillers.photo),
    ("photos", (0, 0, 0, 1), fillers.photo_feature),
    ("notices", (0, 1, 1), fillers.advertisement),
    ("notices", (0, 0, 1), fillers.notice),
    ("briefs", (2, 3, 4), fillers.brief),
)
"""The items between the stories, and how many of each."""


def draw(rng: Random) -> tuple[str, ...]:
    """The kinds of one mixed page."""
    return tuple(kind for kind, share in SHARES.items() if rng.random() < share)


def make(doc: str, shelf: Shelf, kinds: Collection[str]) -> Draft:
    """Make a page of 4 to 8 stories, with items between them and the damages ``kinds``.

    Raises:
        ValueError: the shelf has too few articles left.
    """
    rng = shelf.rng
    stories = [story(*shelf.take(*rng.choice(SIZES)), shelf.traditional) for _ in range(rng.randint(4, 8))]
    for one in stories:
        damage(one, OF_STORIES, kinds, rng)
    for kind, counts, filler in FILLERS:
        if kind in kinds:
            stories += [filler(shelf) for _ in range(rng.choice(counts))]
    rng.shuffle(stories)
    return compose(doc, stories, kinds, shelf)


def compose(doc: str, stories: list[Story], kinds: Collection[str], shelf: Shelf) -> Draft:
    """Put stories on a page, in this order, and do the damages of pages."""
    lines = [line for one in stories for line in one.lines]
    draft = Draft(doc, stories, lines, shelf.traditional, tuple(kinds))
    damage(draft, OF_PAGES, kinds, shelf.rng)
    return draft


def damage(target: Target, steps: Iterable[Step[Target]], kinds: Collection[str], rng: Random) -> None:
    """Do the steps of the kinds that are asked for, each as often as the table says."""
    for kind, chance, step in steps:
        if (kind == ALWAYS or kind in kinds) and rng.random() < chance:
            step(target, rng)

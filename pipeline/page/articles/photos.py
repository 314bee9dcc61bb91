"""Photos with their captions and credits, and the story that each goes with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language.rules import Group
from pipeline.page.articles.desk import Desk, Draft, Sheet

_ABOUT = 0.12
"""Share of a caption's bigrams, by weight, that an article must have for the photo to be its own."""
_NEWS, _ABOUT_NEWS = 45, 0.3
"""Characters from which on a caption tells a story of its own, and the share that an article must have of it then: of
332 captions of stories' photos on made pages one in a hundred is as long, of 112 of news photos, which share up to
.27 with the story above, all are."""
_LINE = 30
"""Characters of a caption too short to tell its subject; it goes with the story around it."""
_BELOW = 6
"""Paragraphs below a photo that may be of its story."""
_CREDITED = frozenset({Group.CREDITED_CAPTION, Group.CREDIT, Group.CREDIT_SOURCE})
_CAPTION = 260
"""Characters of the longest caption of a news photo; 99 % of those of 20 real pages are shorter."""


def begins_news(sheet: Sheet, at: int) -> bool:
    """Whether a caption that tells a story begins here, with its photographer on the line below."""
    long = sheet.role(at) == "caption" and sheet.clues[at].size >= _NEWS
    return long and sheet.role(at + 1) == "credit"


def peeled(desk: Desk, draft: Draft) -> int | None:
    """The last paragraph of a draft, taken off it if a byline below makes it the caption of a photo."""
    last = draft.running[-1] if len(draft.running) > 1 else -1
    alone = last not in desk.came_from and last not in desk.goes_to and desk.sheet.role(last) == "body"
    if draft.kind != "article" or not alone or desk.sheet.clues[last].size > _CAPTION:
        return None
    return draft.running.pop()


def place(desk: Desk, members: Sequence[int]) -> None:
    """Photos of the story that they speak of, or news photos of their own."""
    here = desk.here
    if here and desk.sheet.role(members[0]) == "credit" and (caption := peeled(desk, here)) is not None:
        here = desk.open("photo")
        desk.put(here, "aside", caption)
    alone = here is not None and here.kind != "article" and begins_news(desk.sheet, members[0])
    if here and not alone and not here.running and (here.heads or here.kind == "photo"):
        if here.kind != "article" or not _text_follows(desk, members[-1] + 1):
            here.kind = "photo"
        desk.put(here, "aside", *members)
    elif here and not alone and _only_lead(desk, here, members):
        desk.put(here, "aside", *members)
    elif alone or not (here and _feature(desk, here, members)):
        for group in _by_photo(desk.sheet, members):
            _photo(desk, group)


def _text_follows(desk: Desk, at: int) -> bool:
    """Whether the text of a headline, or its first cross-head, stands below the photo that is printed between."""
    return desk.sheet.role(at) in ("body", "heading") and at not in desk.came_from


def _photo(desk: Desk, group: Sequence[int]) -> None:
    here = desk.here
    signed = desk.sheet.role(group[-1] + 1) == "tail" and not _credited(desk.sheet, group)
    if here and here.running and not signed and _tells_of(desk.sheet, here, group):
        desk.put(here, "aside", *group)
        return
    other = None if signed else _other_story(desk, group)
    desk.put(other or desk.open("photo"), "aside", *group)
    if not signed:
        desk.here = here


def _other_story(desk: Desk, group: Sequence[int]) -> Draft | None:
    """Find the story above, not the last one, that a photo clearly speaks of."""
    stories = [draft for draft in desk.drafts if draft.kind == "article" and draft.running]
    told = [
        (desk.sheet.topics.covered(group[0], desk.sheet.only("body", draft.running) + draft.heads), n)
        for n, draft in enumerate(stories)
    ]
    about, n = max(told, default=(0.0, 0))
    return stories[n] if about > _ABOUT_NEWS else None


def _credited(sheet: Sheet, group: Sequence[int]) -> bool:
    """Whether a photo names its photographer, so that the byline below it is that of the story above."""
    return any(not _CREDITED.isdisjoint(sheet.clues[n].forms) for n in group)


def _tells_of(sheet: Sheet, draft: Draft, group: Sequence[int]) -> bool:
    """Whether a photo belongs to a story; below the names of its writers only one that clearly speaks of it."""
    story = sheet.only("body", draft.running) + draft.heads
    about = sheet.topics.covered(group[0], story + _text_below(sheet, group[-1] + 1))
    if draft.tails:
        return about > _ABOUT_NEWS
    short = sum(len(sheet.rows[n].text) for n in group) < _LINE
    return short or about > (_ABOUT if sheet.clues[group[0]].size < _NEWS else _ABOUT_NEWS)


def _text_below(sheet: Sheet, at: int) -> list[int]:
    """The running text that goes on below a photo, up to the next headline."""
    end = at
    while end < at + _BELOW and sheet.role(end) in ("body", "heading"):
        end += 1
    return sheet.only("body", range(at, end))


def _only_lead(desk: Desk, here: Draft, members: Sequence[int]) -> bool:
    """Whether photos stand below a headline and a lead and nothing else: a photo feature has them all."""
    lead = here.running[0] if len(here.running) == 1 and here.heads else None
    if lead is None or here.kind != "article" or len(desk.sheet.only("caption", members)) < 2:
        return False
    return (
        lead not in desk.goes_to and desk.sheet.clues[lead].ends and desk.sheet.clues[lead].size <= _CAPTION
    )


def _feature(desk: Desk, here: Draft, members: Sequence[int]) -> bool:
    """A photo feature below an article: its headline was read as a cross-head, its lead as a section."""
    sheet = desk.sheet
    if len(sheet.only("caption", members)) < 2 or len(here.running) < 3:
        return False
    head, lead = here.running[-2:]
    if sheet.role(head) != "heading":
        return False
    del here.running[-2:]
    draft = desk.open("photo")
    desk.put(draft, "heads", head)
    desk.put(draft, "running", lead)
    desk.put(draft, "aside", *members)
    return True


def _by_photo(sheet: Sheet, members: Sequence[int]) -> Iterator[list[int]]:
    """Captions with the credits and labels that go with them."""
    group: list[int] = []
    for n in members:
        if sheet.role(n) == "caption" and sheet.only("caption", group):
            yield group
            group = []
        group.append(n)
    if group:
        yield group

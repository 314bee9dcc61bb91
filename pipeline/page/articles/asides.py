"""What stands beside the stories: photos with captions and credits, advertisements, rubrics, late bylines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language import bylines, name_score
from pipeline.language.rules import Group
from pipeline.page.articles.desk import OTHER, Desk, Draft, Sheet
from pipeline.values.vocabulary import ASIDE

_ABOUT = 0.12
"""Share of a caption's bigrams, by weight, that an article must have for the photo to be its own."""
_NEWS, _ABOUT_NEWS = 45, 0.3
"""Characters from which on a caption tells a story of its own, and the share that an article must have of it then: of
332 captions of stories' photos on made pages one in a hundred is as long, of 112 of news photos, which share up to
.27 with the story above, all are."""
_LINE = 30
"""Characters of a caption too short to tell what it is about; it goes with the story around it."""
_BELOW = 6
"""Paragraphs below a photo that may be of its story."""
_CREDITED = frozenset({Group.CREDITED_CAPTION, Group.CREDIT, Group.CREDIT_SOURCE})
_CAPTION = 260
"""Characters of the longest caption of a news photo; 99 % of those of 20 real pages are shorter."""


def tail(desk: Desk, at: int) -> int:
    """A byline below its article; below the caption of a news photo it is the photographer's.

    One below a story that is signed already, with text about something else below it, is that text's; so is one
    below a headline that was printed inside a sentence.
    """
    draft = desk.here or desk.open()
    if at - 1 in draft.tails:  # two lines of one byline
        desk.put(draft, "tails", at)
        return at + 1
    if draft.kind == "article" and draft.heads and desk.awaits_text(draft):
        desk.put(draft, "heads", at)
        return at + 1
    signed = draft.tails or desk.sheet.only("byline", draft.heads) or _signed_inside(desk.sheet, draft)
    if signed and desk.leaves(at + 1, draft):
        desk.put(desk.open(), "heads", at)
        return at + 1
    if signed:
        draft = _second(desk, draft, at)
    desk.put(draft, "tails", at)
    return at + 1


def _second(desk: Desk, draft: Draft, at: int) -> Draft:
    """What the second byline of a story signs: a news photo right above it, or a story that lost its headline."""
    lost = _lost_headline(desk.sheet, draft)
    photo_above = not lost or draft.running[-1:] == [at - 1]
    if photo_above and (caption := _peeled(desk, draft)) is not None:
        photo = desk.open("photo")
        desk.put(photo, "aside", caption)
        return photo
    return _parted(desk, draft, lost) if lost else draft


def _lost_headline(sheet: Sheet, draft: Draft) -> int:
    """Where in a story that is signed at its head and its foot the headline of a second one stands; 0 for nowhere.

    It was taken for a cross-head, and the topic turns with it.
    """
    running = draft.running
    first = next((at for at, n in enumerate(running) if sheet.role(n) == "body"), len(running))
    heads = [at for at in range(first + 1, len(running)) if sheet.role(running[at]) == "heading"]
    turns = [(_cohesion(sheet, running, at), at) for at in heads]
    cohesion, at = min(turns, default=(OTHER, 0))
    return at if cohesion < OTHER else 0


def _parted(desk: Desk, draft: Draft, at: int) -> Draft:
    """The second of two stories."""
    head, *rest = draft.running[at:]
    del draft.running[at:]
    below = desk.open()
    desk.put(below, "heads", head)
    desk.put(below, "running", *rest)
    return below


def _cohesion(sheet: Sheet, running: Sequence[int], at: int) -> float:
    above, below = sheet.only("body", running[:at]), sheet.only("body", running[at:])
    return sheet.topics.cohesion(above[-3:], below[:3])


def _signed_inside(sheet: Sheet, draft: Draft) -> bool:
    """Whether the first paragraph of a story names its writers: 本报讯（记者 …）."""
    first = sheet.only("body", draft.running)[:1]
    return any(bylines.inside(str(sheet.rows[n].text), name_score) for n in first)


def aside(desk: Desk, at: int) -> int:
    """Captions, credits, labels and sponsors that stand together."""
    end = at
    while desk.sheet.role(end) in ASIDE or (end > at and _advert_title(desk.sheet, at, end)):
        if end > at and (_news_photo(desk.sheet, end) or _advert_below(desk.sheet, at, end)):
            break
        end += 1
    end = _above_rubrics(desk.sheet, at, end)
    members = range(at, end)
    if _is_advert(desk.sheet, members):
        _advert(desk, members)
    elif len(desk.sheet.only("label", members)) == len(members):
        _labels(desk, members)
    else:
        _photos(desk, members)
    return end


def _news_photo(sheet: Sheet, at: int) -> bool:
    """Whether a caption that tells a story begins here, with its photographer on the line below."""
    long = sheet.role(at) == "caption" and sheet.clues[at].size >= _NEWS
    return long and sheet.role(at + 1) == "credit"


def _advert_below(sheet: Sheet, at: int, n: int) -> bool:
    """Whether an advertisement begins below a news photo."""
    return _news_photo(sheet, at) and Group.ADVERT in sheet.clues[n].forms


def _above_rubrics(sheet: Sheet, at: int, end: int) -> int:
    """The end of a group without the rubrics of what stands below it."""
    first = end
    while (
        first > at and sheet.role(first - 1) == "label" and Group.ADVERT not in sheet.clues[first - 1].forms
    ):
        first -= 1
    headed = sheet.role(end) in ("title", "kicker", "byline")
    return first if headed and first > at else end


def _peeled(desk: Desk, draft: Draft) -> int | None:
    """The last paragraph of a draft, taken off it if a byline below makes it the caption of a photo."""
    last = draft.running[-1] if len(draft.running) > 1 else -1
    alone = last not in desk.came_from and last not in desk.goes_to and desk.sheet.role(last) == "body"
    if draft.kind != "article" or not alone or desk.sheet.clues[last].size > _CAPTION:
        return None
    return draft.running.pop()


def _advert_title(sheet: Sheet, at: int, n: int) -> bool:
    """Whether a title belongs to the advertisement around it; that of a notice (公告, 声明) begins another item."""
    if sheet.role(n) != "title" or Group.NOTICE in sheet.clues[n].forms:
        return False
    if sheet.only("title", range(at, n - 1)) and sheet.role(n - 1) != "title":
        return False  # the advertisement has its slogan, and who gives it stands below that
    below = n + 1
    while sheet.only("title", range(at, n)) and sheet.role(below) in ("title", "subtitle"):
        below += 1  # the advertisement has its slogan: these are lines of the next headline
    opens_story = sheet.role(below) in ("byline", "body", "jump", "subtitle")
    return _is_advert(sheet, range(at, n)) and not opens_story


def _is_advert(sheet: Sheet, members: Sequence[int]) -> bool:
    return any(sheet.role(n) == "sponsor" or Group.ADVERT in sheet.clues[n].forms for n in members)


def _advert(desk: Desk, members: Sequence[int]) -> None:
    """An advertisement: one item, with the headline right above it if that has no text of its own.

    Below the text of a notice (公告) stands who gives it.
    """
    here = desk.here
    if here and here.running and is_notice(desk.sheet, here) and _signs(desk.sheet, members):
        desk.put(here, "aside", *members)
        return
    bare = here if here and here.heads and not here.running and not here.aside else None
    draft = bare or desk.open("advertisement")
    draft.kind = "advertisement"
    for n in members:
        desk.put(draft, "heads" if desk.sheet.role(n) == "title" else "aside", n)
    desk.here = here if here is not draft else None


def is_notice(sheet: Sheet, draft: Draft) -> bool:
    """Whether a draft is headed as a public notice: 公告, 停电通知."""
    return any(Group.NOTICE in sheet.clues[n].forms for n in sheet.only("title", draft.heads))


def _signs(sheet: Sheet, members: Sequence[int]) -> bool:
    """Whether a group names an office or a date and nothing else, as below a notice."""
    return all(sheet.role(n) == "sponsor" for n in members)


def date(desk: Desk, at: int) -> int:
    """A date alone is page furniture, unless it stands below who signed a notice or a letter."""
    here, forms = desk.here, desk.sheet.clues[at].forms
    if here and Group.PAGE_LINE in forms and desk.sheet.role(at - 1) == "tail" and at - 1 in here.tails:
        desk.put(here, "running", at)
        return at + 1
    signed = here is not None and at - 1 in here.aside and is_notice(desk.sheet, here)
    if here and signed and Group.PAGE_LINE in forms:
        desk.put(here, "aside", at)
        return at + 1
    return desk.drop(at)


def _labels(desk: Desk, members: Sequence[int]) -> None:
    """A rubric over several articles is furniture; one over text without a headline is its label."""
    then = members[-1] + 1
    over_text = desk.sheet.role(then) == "body" and then not in desk.came_from
    if over_text or not desk.sheet.said.kept.isdisjoint(members):
        desk.put(desk.open(), "aside", *members)
        return
    if any(Group.HOST in desk.sheet.clues[n].forms for n in members):
        _drop_column(desk)
    unsure = [n for n in members if _may_be_text(desk.sheet, n)]
    for n in members:
        if n not in unsure:
            desk.drop(n)
    if unsure:
        desk.put(desk.open(), "aside", *unsure)


def _may_be_text(sheet: Sheet, n: int) -> bool:
    """Whether nothing proves that a line is a rubric: it is set like text, and has none of a rubric's words."""
    row = sheet.rows[n]
    return not (sheet.clues[n].forms or row.level or row.bold or sheet.role(n + 1) != "title")


def _drop_column(desk: Desk) -> None:
    """The name of a column above those who run it was read as a headline."""
    here = desk.here
    if here and here.heads == here.members:
        for n in here.heads:
            desk.drop(n)
        desk.drafts.remove(here)
        desk.here = None


def _photos(desk: Desk, members: Sequence[int]) -> None:
    """Photos of the story that they speak of, or news photos of their own."""
    here = desk.here
    if here and desk.sheet.role(members[0]) == "credit" and (caption := _peeled(desk, here)) is not None:
        here = desk.open("photo")
        desk.put(here, "aside", caption)
    alone = here is not None and here.kind != "article" and _news_photo(desk.sheet, members[0])
    if here and not alone and not here.running and (here.heads or here.kind == "photo"):
        if here.kind != "article" or not _text_follows(desk, members[-1] + 1):
            here.kind = "photo"
        desk.put(here, "aside", *members)
    elif alone or not (here and _feature(desk, here, members)):
        for group in _by_photo(desk.sheet, members):
            _photo(desk, group)


def _text_follows(desk: Desk, at: int) -> bool:
    """Whether the text of a headline stands below the photo that is printed between the two."""
    return desk.sheet.role(at) == "body" and at not in desk.came_from


def _photo(desk: Desk, group: Sequence[int]) -> None:
    here = desk.here
    signed = desk.sheet.role(group[-1] + 1) == "tail" and not _credited(desk.sheet, group)
    if here and here.running and not signed and _tells_of(desk.sheet, here, group):
        desk.put(here, "aside", *group)
        return
    desk.put(desk.open("photo"), "aside", *group)
    if not signed:
        desk.here = here


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
    return about > (_ABOUT if sheet.clues[group[0]].size < _NEWS else _ABOUT_NEWS) or (
        short and draft.kind != "photo"
    )


def _text_below(sheet: Sheet, at: int) -> list[int]:
    """The running text that goes on below a photo, up to the next headline."""
    end = at
    while end < at + _BELOW and sheet.role(end) in ("body", "heading"):
        end += 1
    return sheet.only("body", range(at, end))


def _feature(desk: Desk, here: Draft, members: Sequence[int]) -> bool:
    """A photo feature below an article: its headline was read as a cross-head, its lead as a section."""
    sheet = desk.sheet
    if len(sheet.only("caption", members)) < 2 or len(here.running) < 3:
        return False
    head, lead = here.running[-2:]
    closed = sheet.clues[lead].ends and head not in desk.came_from and lead not in desk.came_from
    if not closed or sheet.role(head) != "heading" or sheet.clues[lead].size > _CAPTION:
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

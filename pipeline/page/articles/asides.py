"""Lines beside the stories: photos with captions and credits, advertisements, notices, rubrics, dates."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.rules import Group
from pipeline.page.articles import photos
from pipeline.page.articles.desk import Desk, Draft, Sheet
from pipeline.values.vocabulary import ASIDE


def aside(desk: Desk, at: int) -> int:
    """Place a group of captions, credits, labels and sponsors; return the fragment behind it."""
    end = at
    while desk.sheet.role(end) in ASIDE or (end > at and _advert_title(desk.sheet, at, end)):
        if end > at and (photos.begins_news(desk.sheet, end) or _advert_below(desk.sheet, at, end)):
            break
        end += 1
    end = _above_rubrics(desk.sheet, at, end)
    members = range(at, end)
    if _is_advert(desk.sheet, members):
        _advert(desk, members)
    elif len(desk.sheet.only("label", members)) == len(members):
        _labels(desk, members)
    else:
        photos.place(desk, members)
    return end


def _advert_below(sheet: Sheet, at: int, n: int) -> bool:
    """Whether an advertisement begins below a news photo."""
    return photos.begins_news(sheet, at) and Group.ADVERT in sheet.clues[n].forms


def _above_rubrics(sheet: Sheet, at: int, end: int) -> int:
    """Give the end of a group without the rubrics of the story below it."""
    first = end
    while (
        first > at and sheet.role(first - 1) == "label" and Group.ADVERT not in sheet.clues[first - 1].forms
    ):
        first -= 1
    headed = sheet.role(end) in ("title", "kicker", "byline")
    return first if headed and first > at else end


def _advert_title(sheet: Sheet, at: int, n: int) -> bool:
    """Whether a title belongs to the advertisement around it; that of a notice (公告, 声明) begins another item."""
    if sheet.role(n) != "title" or Group.NOTICE in sheet.clues[n].forms:
        return False
    if sheet.only("title", range(at, n - 1)) and sheet.role(n - 1) != "title":
        return False  # the advertisement has its slogan, and who gives it stands below that
    opens_story = sheet.role(n + 1) in ("byline", "body", "jump", "subtitle")
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

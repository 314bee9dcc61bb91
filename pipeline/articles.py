"""Articles: fragments with roles and links become the articles of a page.

Walks down the page once. A headline opens an article; a linked fragment goes on in the article that it
continues, whatever stood between; captions, credits and advertisements between the columns go to the
article they speak of, or stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import bylines, losses
from pipeline.language import name_score
from pipeline.model import Article, Block, Clues, Decision, Fragment, Kind, Link, Reading, Role
from pipeline.text import Traced, join
from pipeline.topics import Topics

_HEAD = ("kicker", "title", "subtitle", "byline")
_ABOUT = 0.12
"""Share of a caption's bigrams, by weight, that an article must have for the photo to be its own."""
_CAPTION = 260
"""Characters of the longest caption of a news photo; 99 % of those of 20 real pages are shorter."""
_AHEAD = 12
"""Fragments below a bare headline in which a continuation's own headline is looked for."""
_NOTICE = re.compile(r"(?:公告|公示|启事|启示|通告|通知|声明|聲明|啟事|讣告|訃告|广告|招标|章程)\Z")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before its articles: fragments, what they show, what they are, what goes on in what."""

    rows: Sequence[Fragment]
    clues: Sequence[Clues]
    readings: Sequence[Reading]
    links: Sequence[Link]
    topics: Topics

    def role(self, n: int) -> str:
        """The role of fragment ``n``; empty beyond the page."""
        return self.readings[n].role if 0 <= n < len(self.readings) else ""


@dataclass(slots=True)
class Draft:
    """An article while the page is read: the fragments of each part, by number."""

    heads: list[int] = field(default_factory=list)
    running: list[int] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)
    tails: list[int] = field(default_factory=list)
    kind: Kind = "article"
    closed: bool = False

    @property
    def members(self) -> list[int]:
        """All fragments, in reading order."""
        return sorted(self.heads + self.running + self.aside + self.tails)


def assemble(sheet: Sheet) -> tuple[list[Article], list[Decision]]:
    """The articles of a page in reading order, and what belongs to none of them."""
    desk = _Desk(sheet)
    desk.read()
    drafts = sorted((draft for draft in desk.drafts if draft.members), key=lambda draft: draft.members[0])
    ends = [_Ends.of(sheet, draft) for draft in drafts]
    lost = losses.headless([(end.begin, end.tailless) for end in ends])
    articles = [_article(sheet, *row) for row in zip(drafts, ends, lost, strict=True)]
    articles = [article for article in articles if article.blocks]  # a jump line alone is no article
    return articles, [*desk.decisions, *_overlaps(sheet)]


class _Desk:
    """Where the fragments of a page are laid out into drafts."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.drafts: list[Draft] = []
        self.decisions: list[Decision] = []
        self.owner: dict[int, Draft] = {}
        self.came_from = {link.right: link for link in sheet.links}
        self.goes_to = {link.left: link for link in sheet.links}
        self.here: Draft | None = None
        self.pending: list[int] = []  # jump lines that stand alone, before what they continue

    def read(self) -> None:
        """Gives every fragment its place."""
        at, count = 0, len(self.sheet.rows)
        while at < count:
            role = self.sheet.role(at)
            at = {
                "furniture": self.furniture,
                "jump": self.jump,
                "label": self.aside,
                "sponsor": self.aside,
                "caption": self.aside,
                "credit": self.aside,
                "tail": self.tail,
            }.get(role, self.head if role in _HEAD else self.text)(at)

    def open(self, kind: Kind = "article") -> Draft:
        """A new draft, which what follows belongs to."""
        self.here = Draft(kind=kind)
        self.drafts.append(self.here)
        return self.here

    def put(self, draft: Draft, part: str, at: int) -> None:
        """Puts a fragment into a part of a draft."""
        getattr(draft, part).append(at)
        self.owner[at] = draft

    def furniture(self, at: int) -> int:
        row, reading = self.sheet.rows[at], self.sheet.readings[at]
        self.decisions.append(
            Decision(
                "articles",
                "dropped",
                "page_furniture",
                row.text.spans,
                score=reading.score,
                evidence=dict(reading.evidence),
            )
        )
        return at + 1

    def jump(self, at: int) -> int:
        """A jump line alone: 上接 belongs to what follows or to the headline above it, 下转 ends what stands above."""
        if self.sheet.rows[at].continues_on:
            if self.here:
                self.put(self.here, "running", at)
                self.here.closed = True
            return at + 1
        waiting = self.here is not None and self.here.heads and not self.here.running
        self.put(self.here if waiting and self.here else self.open(), "running", at)
        return at + 1

    def head(self, at: int) -> int:
        """A group of headline lines and bylines opens an article, unless it stands inside a broken sentence."""
        end = self.group(at)
        around = self.broken_over(at, end)
        if around is not None:
            return self.displaced(at, end, around)
        if (
            end < len(self.sheet.rows)
            and self.sheet.role(end) == "jump"
            and self.sheet.rows[end].continued_from
        ):
            pass
        if self.is_section(at, end):
            return self.text(at)
        draft = self.here if self.only_jump() else None
        draft = draft or self.open()
        for n in range(at, end):
            self.put(draft, "heads", n)
        return end

    def is_section(self, at: int, end: int) -> bool:
        """Whether a bare headline is a section's: the story, a continuation without one, has its own further down.

        A headline that stands inside a sentence of an untitled continuation (上接) can only be its own.
        """
        here = self.here
        if not here or here.heads or end != at + 1 or self.sheet.role(at) != "title":
            return False
        if not any(self.sheet.rows[n].continued_from for n in here.running):
            return False
        for n in range(end, min(end + _AHEAD, len(self.sheet.rows))):
            if self.sheet.role(n) in ("byline", "jump", "kicker") or self.sheet.rows[n].continued_from:
                return False
            link = self.came_from.get(n + 1)
            if self.sheet.role(n) == "title":
                return bool(link and link.left == n - 1)
        return False

    def only_jump(self) -> bool:
        """Whether the current article is so far nothing but a jump line, which a headline may follow."""
        return bool(
            self.here and not self.here.heads and self.here.running
            and all(not self.sheet.rows[n].text and self.sheet.rows[n].continued_from for n in self.here.running)
        )  # fmt: skip

    def group(self, at: int) -> int:
        """The end of the headline group that begins at a fragment."""
        order = {"kicker": 0, "title": 1, "subtitle": 2, "byline": 3}
        end, last = at + 1, order[self.sheet.role(at)]
        by_first = self.sheet.role(at) == "byline" and self.sheet.role(end) in _HEAD
        while end < len(self.sheet.rows):
            rank = order.get(self.sheet.role(end), -1)
            if rank < 0 or (rank < last and not by_first):
                break
            by_first, last, end = False, rank, end + 1
        return end

    def broken_over(self, at: int, end: int) -> Link | None:
        """The link that passes over a headline group and goes on right below it."""
        link = self.came_from.get(end)
        return link if link and link.left < at and link.left in self.owner else None

    def displaced(self, at: int, end: int, link: Link) -> int:
        """A headline inside a sentence: of that article if it has none, else of the next."""
        draft = self.owner[link.left]
        if draft.heads:
            then = next(
                (n for n in range(end + 1, len(self.sheet.rows)) if self.sheet.role(n) != "body"), None
            )
            own = self.sheet.topics.covered(at, draft.running)
            rest = [
                n
                for n in range(end + 1, min(len(self.sheet.rows), (then or end) + 4))
                if self.sheet.role(n) == "body"
            ]
            if rest and self.sheet.topics.covered(at, rest) > own:
                self.text(end)
                draft = self.open()
                for n in range(at, end):
                    self.put(draft, "heads", n)
                return end + 1
        part = "heads" if not draft.heads else "running"
        for n in range(at, end):
            self.put(draft, part, n)
        return end

    def text(self, at: int) -> int:
        """Running text goes on where its link leads, or in the current article."""
        row, link = self.sheet.rows[at], self.came_from.get(at)
        if link and link.left in self.owner:
            self.here = self.owner[link.left]
        elif row.continued_from:
            if not (self.here and self.here.heads and not self.here.running):
                self.open()
        elif self.here is None or self.here.closed or self.here.kind != "article" or self.begins(at):
            self.open()
        draft = self.here or self.open()
        self.put(draft, "running", at)
        draft.closed = bool(row.continues_on)
        return at + 1

    def begins(self, at: int) -> bool:
        """Whether an article without a headline begins here: below a headline that was lost."""
        sheet = self.sheet
        if sheet.role(at) != "body" or not self.here or not self.here.running:
            return False
        if self.here.tails:
            return True
        if not sheet.rows[at].lost_heading:
            return False
        above = [n for n in self.here.running if sheet.rows[n].text][-3:]
        below = [n for n in range(at, min(len(sheet.rows), at + 6)) if sheet.role(n) == "body"][:3]
        return sheet.clues[at].opens or sheet.topics.cohesion(above, below) < 0.04

    def tail(self, at: int) -> int:
        """A byline below its article; below the caption of a news photo it is the photographer's."""
        draft = self.here or self.open()
        signed = draft.tails or any(self.sheet.role(n) == "byline" for n in draft.heads)
        if signed and (caption := self.peeled(draft)) is not None:
            draft = self.open("photo")
            self.put(draft, "aside", caption)
        self.put(draft, "tails", at)
        return at + 1

    def peeled(self, draft: Draft) -> int | None:
        """The last paragraph of a draft, taken off it if a byline below makes it the caption of a photo."""
        last = draft.running[-1] if draft.running else -1
        alone = last not in self.came_from and last not in self.goes_to and self.sheet.role(last) == "body"
        if draft.kind != "article" or not alone or self.sheet.clues[last].size > _CAPTION:
            return None
        if len(draft.running) == 1:
            return None
        draft.running.remove(last)
        return last

    def aside(self, at: int) -> int:
        """Captions, credits, labels and sponsors that stand together."""
        end = at
        while self.sheet.role(end) in ("caption", "credit", "label", "sponsor") or (
            end > at and self.advert_title(at, end)
        ):
            end += 1
        members = list(range(at, end))
        if self.is_advert(members):
            self.advert(members)
        elif all(self.sheet.role(n) == "label" for n in members):
            self.labels(members)
        else:
            self.photos(members)
        return end

    def advert_title(self, at: int, n: int) -> bool:
        """Whether a title belongs to the advertisement around it."""
        return (
            self.sheet.role(n) == "title"
            and self.is_advert(range(at, n))
            and self.sheet.role(n + 1) not in ("byline", "body", "jump", "subtitle")
        )

    def is_advert(self, members: Sequence[int]) -> bool:
        return any(
            self.sheet.role(n) == "sponsor" or "public_advert" in self.sheet.clues[n].forms for n in members
        )

    def advert(self, members: Sequence[int]) -> None:
        here = self.here
        joins = here and here.heads and not here.running and here.kind != "article"
        bare = here and here.heads and not here.running and not here.aside
        if bare and here and self.sheet.role(members[0]) in ("sponsor", "caption", "label"):
            draft = here
            draft.kind = "advertisement"
        else:
            draft = here if joins and here else self.open("advertisement")
        for n in members:
            self.put(draft, "heads" if self.sheet.role(n) == "title" else "aside", n)
        draft.closed = True

    def labels(self, members: Sequence[int]) -> None:
        """A rubric over several articles is furniture; one over text without a headline is its label."""
        then = members[-1] + 1
        if self.sheet.role(then) == "body" and not self.came_from.get(then):
            draft = self.open()
            for n in members:
                self.put(draft, "aside", n)
            return
        for n in members:
            self.furniture(n)

    def photos(self, members: Sequence[int]) -> None:
        """Photos of the story that they speak of, or news photos of their own."""
        here = self.here
        if here and self.sheet.role(members[0]) == "credit" and (caption := self.peeled(here)) is not None:
            here = self.open("photo")
            self.put(here, "aside", caption)
        if here and not here.running and (here.heads or here.kind == "photo"):
            here.kind = "photo"
            for n in members:
                self.put(here, "aside", n)
            return
        if here and self.feature(here, members):
            return
        for group in _by_photo(self.sheet, members):
            draft = self.story_of(group)
            back = self.here
            if draft is None:
                draft = self.open("photo")
                if self.sheet.role(group[-1] + 1) != "tail":
                    self.here = back
            for n in group:
                self.put(draft, "aside", n)

    def feature(self, here: Draft, members: Sequence[int]) -> bool:
        """A photo feature below an article: its headline was read as a cross-head, its lead as a section."""
        if sum(self.sheet.role(n) == "caption" for n in members) < 2 or len(here.running) < 3:
            return False
        head, lead = here.running[-2:]
        closed = self.sheet.clues[lead].ends and head not in self.came_from and lead not in self.came_from
        if not closed or self.sheet.role(head) != "heading" or self.sheet.clues[lead].size > _CAPTION:
            return False
        del here.running[-2:]
        draft = self.open("photo")
        for n, part in ((head, "heads"), (lead, "running"), *((n, "aside") for n in members)):
            self.put(draft, part, n)
        return True

    def story_of(self, group: Sequence[int]) -> Draft | None:
        """The story that a photo belongs to."""
        here = self.here
        if here is None or not here.running:
            return None
        if self.sheet.role(group[-1] + 1) == "tail":
            return None
        body = [n for n in here.running if self.sheet.role(n) == "body"]
        text = "".join(str(self.sheet.rows[n].text) for n in group)
        about = self.sheet.topics.covered(group[0], body + here.heads)
        return here if about > _ABOUT or (len(text) < 30 and here.kind != "photo") else None


def _by_photo(sheet: Sheet, members: Sequence[int]) -> Iterator[list[int]]:
    """Captions with the credits and labels that go with them."""
    group: list[int] = []
    for n in members:
        if group and sheet.role(n) == "caption" and any(sheet.role(m) == "caption" for m in group):
            yield group
            group = []
        group.append(n)
    if group:
        yield group


def _overlaps(sheet: Sheet) -> Iterator[Decision]:
    """What was printed twice at a seam: dropped where it stands the second time."""
    for link in sheet.links:
        if link.overlap:
            left, right = sheet.rows[link.left].text, sheet.rows[link.right].text
            twin = left.source(len(left) - link.overlap, len(left))
            yield Decision(
                "articles", "dropped", "seam_overlap", right.source(0, link.overlap),
                twin=twin[-1] if twin else None, score=link.score, evidence=dict(link.evidence),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ends:
    """How the running text of an article begins and ends.

    Attributes:
        came, goes: the pages that its jump lines name.
        begin: log-odds that its first paragraph begins where it should; None for a continuation.
        tailless: whether its last paragraph breaks off.
    """

    came: str | None
    goes: str | None
    begin: float | None
    tailless: bool

    @classmethod
    def of(cls, sheet: Sheet, draft: Draft) -> _Ends:
        rows = [sheet.rows[n] for n in draft.members]
        body = [n for n in draft.running if sheet.role(n) == "body"]
        came = next((row.continued_from for row in rows if row.continued_from), None)
        goes = next((row.continues_on for row in rows if row.continues_on), None)
        return cls(
            came,
            goes,
            begin=sheet.clues[body[0]].begin if body and not came else None,
            tailless=bool(body) and not goes and _tailless(sheet, body[-1]),
        )


def _article(sheet: Sheet, draft: Draft, ends: _Ends, lost: bool) -> Article:
    running = [n for n in draft.running if sheet.rows[n].text]
    return Article(
        kind=_kind(sheet, draft, running),
        blocks=(*_heads(sheet, draft), *_running(sheet, running), *_aside(sheet, draft)),
        byline=_byline(sheet, draft, running),
        continued_from=ends.came,
        continues_on=ends.goes,
        missing_head=lost,
        missing_tail=ends.tailless,
    )


def _tailless(sheet: Sheet, last: int) -> bool:
    clues = sheet.clues[last]
    return not clues.ends and (clues.broken or clues.end < 0) and clues.size > 8


def _kind(sheet: Sheet, draft: Draft, running: Sequence[int]) -> Kind:
    if draft.kind != "article":
        return draft.kind
    captions = sum(sheet.role(n) == "caption" for n in draft.aside)
    if not running and captions:
        return "photo"
    if captions >= 2 and len(running) <= 1 and sum(sheet.clues[n].size for n in running) < 200:
        return "photo"
    titles = "".join(str(sheet.rows[n].text) for n in draft.heads if sheet.role(n) == "title")
    if _NOTICE.search(titles):
        return "notice"
    if not draft.heads and not running:
        return "fragment"
    return "article"


def _heads(sheet: Sheet, draft: Draft) -> Iterator[Block]:
    for role in ("kicker", "title", "subtitle", "byline"):
        parts = [sheet.rows[n].text for n in draft.heads if _as_head(sheet.role(n)) == role]
        if role == "byline":
            parts += [sheet.rows[n].text for n in draft.tails]
        if parts:
            yield Block(role, join(parts, " "))  # type: ignore[arg-type]


def _as_head(role: str) -> str:
    """A cross-head that stands where headlines stand is one."""
    return "title" if role == "heading" else role


def _running(sheet: Sheet, running: Sequence[int]) -> Iterator[Block]:
    """Headings and paragraphs, those that columns broke joined again."""
    goes = {link.left: link for link in sheet.links}
    came = {link.right for link in sheet.links}
    members = set(running)
    for n in running:
        if n in came and any(link.right == n and link.left in members for link in sheet.links):
            continue
        role: Role = "body" if sheet.role(n) == "body" else "heading"
        yield Block(role, _joined(sheet, n, goes))


def _joined(sheet: Sheet, n: int, goes: Mapping[int, Link]) -> Traced:
    text = sheet.rows[n].text
    while n in goes:
        link = goes[n]
        rest = sheet.rows[link.right].text.cut(link.overlap)
        between = (
            " "
            if text.text[-1:].isascii()
            and text.text[-1:].isalpha()
            and rest.text[:1].isascii()
            and rest.text[:1].isalpha()
            else ""
        )
        text = join((text, rest), between)
        n = link.right
    return text


def _aside(sheet: Sheet, draft: Draft) -> Iterator[Block]:
    for n in draft.aside:
        role = sheet.role(n)
        yield Block("caption" if role == "body" else role, sheet.rows[n].text)  # type: ignore[arg-type]


def _byline(sheet: Sheet, draft: Draft, running: Sequence[int]) -> tuple[str, ...]:
    """The people of an article: its byline, the dateline of its first paragraph, the photographers of a photo."""
    lines = [n for n in draft.heads if sheet.role(n) == "byline"] + draft.tails
    people = dict.fromkeys(name for n in lines for name in bylines.names(str(sheet.rows[n].text), name_score))
    if not people and running:
        body = [n for n in running if sheet.role(n) == "body"]
        for n in dict.fromkeys(body[:1] + body[-1:]):
            people.update(dict.fromkeys(bylines.inside(str(sheet.rows[n].text), name_score)))
    if not people and not running and sum(sheet.role(n) == "caption" for n in draft.aside) <= 1:
        for n in draft.aside:
            people.update(dict.fromkeys(bylines.credited(str(sheet.rows[n].text), sheet.role(n), name_score)))
    return tuple(people)

"""The desk: where the fragments of a page are laid out into drafts of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipeline.language import bylines, name_score
from pipeline.page.topics import Topics
from pipeline.values.model import Clues, Decision, Fragment, Link, Reading, Said
from pipeline.values.vocabulary import Kind

_STRANGE = 0.04
"""Cohesion below which text under a lost heading is another story: that of neighbours on made pages is .05
(median), within one story .17."""
_LINE = 44
"""Visible characters of the longest line of a column."""
OTHER = 0.1
"""The same where a headline that stands inside a sentence speaks for another story."""


@dataclass(frozen=True)
class Sheet:
    """A page before its articles: fragments, their clues, their roles, and the links between them.

    ``said`` holds the decisions of people about the fragments; ``loses`` tells that the page loses full stops.
    """

    rows: Sequence[Fragment]
    clues: Sequence[Clues]
    readings: Sequence[Reading]
    links: Sequence[Link]
    topics: Topics
    said: Said = field(default_factory=Said)
    loses: bool = False

    @cached_property
    def came_from(self) -> dict[int, Link]:
        """The links, by their right end."""
        return {link.right: link for link in self.links}

    @cached_property
    def goes_to(self) -> dict[int, Link]:
        """The links, by their left end."""
        return {link.left: link for link in self.links}

    def ordered(self, order: Sequence[int]) -> Sheet:
        """The sheet with its fragments in another order."""
        if list(order) == list(range(len(self.rows))):
            return self
        at = {n: new for new, n in enumerate(order)}
        said = Said(
            {at[n]: role for n, role in self.said.roles.items()},
            {(at[left], at[right]): held for (left, right), held in self.said.joins.items()},
            {at[n]: begins for n, begins in self.said.begins.items()},
            frozenset(at[n] for n in self.said.kept),
        )
        rows = [self.rows[n] for n in order]
        links = [link._replace(left=at[link.left], right=at[link.right]) for link in self.links]
        return Sheet(
            rows,
            [self.clues[n] for n in order],
            [self.readings[n] for n in order],
            sorted(links, key=lambda link: link.left),
            self.topics.ordered(order),
            said,
            self.loses,
        )

    def role(self, n: int) -> str:
        """The role of fragment ``n``; empty beyond the page."""
        return self.readings[n].role if 0 <= n < len(self.readings) else ""

    def only(self, role: str, members: Sequence[int]) -> list[int]:
        """Those of some fragments that have a role."""
        return [n for n in members if self.readings[n].role == role]


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


Part = Literal["heads", "running", "aside", "tails"]


class Desk:
    """The drafts of a page while it is read.

    Attributes:
        here: the draft that the next fragment belongs to, if nothing says otherwise.
        owner: the draft of each fragment that has one.
        came_from, goes_to: the links, by their right and their left end.
        strays: headlines that stand inside a sentence of another story.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.drafts: list[Draft] = []
        self.decisions: list[Decision] = []
        self.owner: dict[int, Draft] = {}
        self.came_from, self.goes_to = sheet.came_from, sheet.goes_to
        self.here: Draft | None = None
        self.strays: list[range] = []

    def open(self, kind: Kind = "article") -> Draft:
        """Open a new draft; the fragments that follow belong to it."""
        self.here = Draft(kind=kind)
        self.drafts.append(self.here)
        return self.here

    def put(self, draft: Draft, part: Part, *members: int) -> None:
        """Put fragments into a part of a draft."""
        getattr(draft, part).extend(members)
        for n in members:
            self.owner[n] = draft

    def drop(self, at: int) -> int:
        """Drop a fragment that belongs to no article."""
        row, reading = self.sheet.rows[at], self.sheet.readings[at]
        evidence: dict[str, float | str] = dict(reading.evidence)
        self.decisions.append(
            Decision(
                "articles",
                "dropped",
                "page_furniture",
                row.text.spans,
                score=reading.score,
                evidence=evidence,
            )
        )
        return at + 1

    def jump(self, at: int) -> int:
        """Place a jump line that stands alone: 上接 goes with the text below or a headline above, 下转 ends a story."""
        here = self.here
        if self.sheet.rows[at].continues_on:
            if here:
                self.put(here, "running", at)
                here.closed = True
            return at + 1
        draft = here if here and self._waits(here) else self.open()
        self.put(draft, "running", at)
        return at + 1

    def text(self, at: int) -> int:
        """Place running text where its link leads, or in the current article."""
        draft = self._draft_for(at)
        self.here = draft
        self.put(draft, "running", at)
        draft.closed = bool(self.sheet.rows[at].continues_on)
        return at + 1

    def _draft_for(self, at: int) -> Draft:
        here, link = self.here, self.came_from.get(at)
        if link and link.left in self.owner:
            return self.owner[link.left]
        begins = self.sheet.said.begins.get(at)
        if begins is not None:
            return self.open() if begins or here is None else here
        if self.sheet.rows[at].continued_from:
            return here if here and self._waits(here) else self.open()
        if here is None or here.closed or here.kind != "article" or self._begins(at, here):
            return self.open()
        return here

    def _waits(self, here: Draft) -> bool:
        """Whether the text that a jump line (上接) leads to may stand below: a headline alone, or a broken line.

        Such a line alone is no article: ``渔民把竹筐一只一只`` was read before the folio between it and its text.
        """
        clues = self.sheet.clues[here.running[0]] if len(here.running) == 1 else None
        line = clues is not None and 0 < clues.size <= _LINE and not clues.ends
        return not here.running if here.heads else line

    def _begins(self, at: int, here: Draft) -> bool:
        """Whether an article without a headline begins here.

        With a dateline that names its writers, below a byline, or where a headline was lost.
        """
        sheet = self.sheet
        if sheet.role(at) != "body" or self.awaits_text(here):
            return False
        signed = sheet.clues[at].opens and bylines.inside(str(sheet.rows[at].text), name_score)
        if sheet.clues[here.running[-1]].signs or (signed and sheet.only("body", here.running)):
            return True
        if here.tails or not sheet.rows[at].lost_heading:
            return bool(here.tails)
        return sheet.clues[at].opens or self.turns(at, here)

    def awaits_text(self, draft: Draft) -> bool:
        """Whether a draft has no running text yet: at most a jump line (上接) of its own."""
        return not any(self.sheet.rows[n].text for n in draft.running)

    def turns(self, at: int, here: Draft) -> bool:
        """Whether text about something else than a story's begins at a fragment."""
        above = [n for n in here.running if self.sheet.rows[n].text][-3:]
        return self.sheet.topics.cohesion(above, self._below(at)) < _STRANGE

    def leaves(self, at: int, here: Draft) -> bool:
        """Whether the text at a fragment is farther from a story than the story's last paragraph."""
        above = [n for n in here.running if self.sheet.rows[n].text][-4:]
        if self.sheet.role(at) != "body" or at in self.came_from or len(above) < 2:
            return False
        cohesion = self.sheet.topics.cohesion
        return cohesion(above[:-1], self._below(at)) < cohesion(above[:-1], above[-1:])

    def _below(self, at: int) -> list[int]:
        return self.sheet.only("body", range(at, min(len(self.sheet.rows), at + 6)))[:3]

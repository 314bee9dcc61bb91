"""A page as the decoder of roles sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from pipeline.language.rules import Group
from pipeline.page.topics import Topics, around
from pipeline.values.model import Clues, Fragment

_AROUND = 3
"""Paragraphs above and below a headline that are compared."""
_LEAD = 60
"""Characters of a story's first paragraph in which its headline's first word is looked for."""
_TOPIC = 0.75
"""How much of the topic's log-odds holds on real pages: by logistic regression to 245 headlines and cross-heads of 20
pages of a daily, labelled by hand."""

ROLES = (
    "title", "tail", "subtitle", "sponsor", "label", "kicker", "jump", "heading", "furniture", "credit",
    "caption", "byline", "body",
)  # fmt: skip
"""The roles of a fragment; of two that are just as likely, the former. ``tail`` is a byline below its article,
``jump`` a jump line that stands alone."""
AT = {role: n for n, role in enumerate(ROLES)}
"""Where each role stands in rows and columns of scores."""


def below_briefs(clues: Sequence[Clues]) -> list[bool]:
    """Which fragments stand in a column of briefs (简讯): below its rubric, above the next rubric or byline."""
    found, inside = [], False
    for clue in clues:
        if Group.RUBRIC in clue.forms or Group.BRIEFS in clue.forms:
            inside = Group.BRIEFS in clue.forms
        elif Group.BYLINE in clue.forms or Group.AUTHOR in clue.forms:
            inside = False
        found.append(inside)
    return found


COLUMN = 8
"""Characters of the longest rubric (栏头) that is known by the marked headline right below it."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a page does it; its headlines are set alike, and signed alike.

    Attributes:
        signed: share of headlines with a byline or dateline below.
        styles: how each of these is set (depth, bold), with their numbers.
        size: their mean length in characters; 0 without any.
        broken: share of long paragraphs that end in mid-sentence.
        sections: how many cross-heads the page has.
        ranked: how many of them are marked as of lower rank than its headlines.
        marked: whether its headlines are marked as such.
        closed: share of its stories that their writers sign at the end.
    """

    signed: float
    styles: Mapping[tuple[int, bool], int]
    size: float
    broken: float
    sections: int
    marked: bool
    closed: float = 0.0
    ranked: int = 0

    @property
    def unsigned(self) -> float:
        """Log-odds that a headline without byline or dateline is one, against a cross-head."""
        if not self.styles:  # nothing is signed here: marks and topics tell
            return 0.0 if self.marked else -0.7
        return max(-2.5, min(1.0, log((1.05 - self.signed) / (self.signed + 0.05))))

    def likeness(self, fragment: Fragment, clues: Clues) -> float:
        """Log-odds that a headline is set like this and as long, against a cross-head."""
        total = sum(self.styles.values())
        if total < 2:
            return 0.0
        share = (self.styles.get((fragment.level, fragment.bold), 0) + 0.5) / (total + 1.0)
        longer = max(-1.5, min(1.0, 0.12 * (clues.size - self.size + 4)))
        return max(-2.0, 0.7 * log(share / 0.4)) + longer


LONGEST_HALF = 40
"""Characters of the longest line that may be half of a paragraph, whose words are looked for below it."""
_NAMED = 0.1
"""Share of a short line's bigrams, by weight, in the paragraph below it: more than that have 21 of 59 first lines of
headlines on 480 made pages, and none of 206 rubrics there and on 15 real ones."""
GOES_ON = "：:，,、！!？?"
"""Last characters of a headline's line that goes on below; no rubric has them."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page before its roles.

    Attributes:
        fragments, clues: the page, one for one.
        lean: log-odds that a headline at each place opens an article rather than a section of one, by topic.
        marked: whether headlines are marked as such on this page, by Markdown.
        top: the heading depth of its headlines; 0 where none is marked.
        restated: whether the first word of each stands in the lead of the text below it.
        covered: the share of each line's bigrams, by weight, that the paragraph below has too; 0 for a paragraph.
        briefs: whether each stands below the rubric of a column of briefs.
        said: the roles that people gave, by fragment.
    """

    fragments: Sequence[Fragment]
    clues: Sequence[Clues]
    lean: Sequence[float]
    marked: bool
    top: int
    restated: Sequence[bool] = ()
    covered: Sequence[float] = ()
    briefs: Sequence[bool] = ()
    said: Mapping[int, str] = field(default_factory=dict)

    def told(self, n: int) -> bool:
        """Whether the text below a line as short as a rubric is about the line's words."""
        return self.clues[n].size <= COLUMN and self.covered[n] > _NAMED

    def alike(self, n: int) -> bool:
        """Whether a fragment and the next one are set alike."""
        one, two = self.fragments[n], self.fragments[n + 1]
        return one.level == two.level and one.bold == two.bold


def scene_of(
    rows: Sequence[Fragment],
    texts: Sequence[str],
    shown: Sequence[Clues],
    topics: Topics,
) -> Scene:
    """Measure a page for the decoder."""
    long = [n for n, clue in enumerate(shown) if clue.size > 40]
    levels = [fragment.level for fragment in rows if fragment.level]
    return Scene(
        rows,
        shown,
        [_lean(n, long, topics, texts[n]) if clue.size <= 60 else 0.0 for n, clue in enumerate(shown)],
        marked=len(levels) >= 2,
        top=min(levels, default=0),
        briefs=below_briefs(shown),
        restated=[clue.size <= 60 and _restated(n, long, texts) for n, clue in enumerate(shown)],
        covered=[_covered(n, clue, long, topics) for n, clue in enumerate(shown)],
    )


def _lean(n: int, long: Sequence[int], topics: Topics, text: str) -> float:
    above, below = around(n, long, _AROUND)
    in_two = 1.2 * (len(text) > 10 and (" " in text or "\u3000" in text))
    return _TOPIC * topics.opens(n, above, below) + in_two + 0.08 * (min(len(text), 25) - 14)


def _restated(n: int, long: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether a line's first word stands in the lead of the paragraph below it."""
    below = long[bisect_right(long, n) :][:1]
    return bool(below) and texts[n][:2] in texts[below[0]][:_LEAD]


def _covered(n: int, clue: Clues, long: Sequence[int], topics: Topics) -> float:
    """The share of a line's bigrams that the paragraph below it has too; 0 if it cannot be display type."""
    line = clue.size <= COLUMN or (clue.size <= LONGEST_HALF and not clue.ends)
    return topics.covered(n, long[bisect_right(long, n) :][:1]) if line else 0.0

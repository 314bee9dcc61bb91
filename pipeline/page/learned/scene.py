"""A page as the decoder of roles sees it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pipeline.language.openings import story_scores
from pipeline.language.rules import Group
from pipeline.page.learned.columns import Column
from pipeline.page.topics import Topics, around
from pipeline.values.model import Clues, Fragment

LINE = 44
"""Visible characters of the longest fragment that counts as a line of display type where columns are measured."""
LONG = 40
"""Visible characters above which a fragment counts as a paragraph that tells the topic of its story."""
_AROUND = 3
"""Paragraphs above and below a line that are compared."""
_LEAD = 60
"""Characters of a story's first paragraph in which its headline's first word is looked for."""
_BELOW = 4
"""Fragments below a line among which the first paragraph of its text is looked for."""


@dataclass(frozen=True)
class Scene:
    """A page before its roles.

    Attributes:
        fragments, clues, texts: the page, one for one.
        topics: the topics of the fragments.
        said: the roles that people gave, by fragment.
    """

    fragments: Sequence[Fragment]
    clues: Sequence[Clues]
    texts: Sequence[str]
    topics: Topics
    said: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fragments)

    def part(self, start: int, end: int) -> Scene:
        """Give some fragments in a row as a page of their own."""
        texts = self.texts[start:end]
        said = {n - start: role for n, role in self.said.items() if start <= n < end}
        return Scene(self.fragments[start:end], self.clues[start:end], texts, Topics(texts), said)

    @cached_property
    def size(self) -> Column:
        """Visible characters of each fragment."""
        return np.array([clue.size for clue in self.clues], np.float64)

    @cached_property
    def level(self) -> Column:
        """The depth of each heading mark; 0 for none."""
        return np.array([fragment.level for fragment in self.fragments], np.float64)

    @cached_property
    def bold(self) -> Column:
        """Whether each fragment is bold."""
        return np.array([fragment.bold for fragment in self.fragments], np.float64)

    @cached_property
    def ends(self) -> Column:
        """Whether each ends as a paragraph does."""
        return np.array([clue.ends for clue in self.clues], np.float64)

    @cached_property
    def opens(self) -> Column:
        """Whether each begins with a dateline."""
        return np.array([clue.opens for clue in self.clues], np.float64)

    @cached_property
    def signs(self) -> Column:
        """Whether each ends with the names of its writers."""
        return np.array([clue.signs for clue in self.clues], np.float64)

    @cached_property
    def goes_on(self) -> Column:
        """Log-odds that the fragment below continues each; -8 where it ends."""
        asked = np.clip([clue.goes_on for clue in self.clues], -6.0, 8.0)
        return np.where(self.ends > 0, -8.0, asked)

    @cached_property
    def marked(self) -> bool:
        """Whether headlines are marked as such on this page, by Markdown."""
        return int((self.level > 0).sum()) > 1

    @cached_property
    def style(self) -> Column:
        """A number for the way each fragment is set: its depth, and whether it is bold."""
        return self.level * 2 + self.bold

    @cached_property
    def long(self) -> list[int]:
        """The fragments that are long enough to tell the topic of their story."""
        return [n for n, clue in enumerate(self.clues) if clue.size > LONG]

    @cached_property
    def lines(self) -> list[int]:
        """The fragments that may be lines of display type."""
        return [n for n, clue in enumerate(self.clues) if clue.size <= LINE]

    @cached_property
    def below(self) -> dict[int, int]:
        """The first paragraph below each line, if one stands near."""
        found = {}
        for n in self.lines:
            at = bisect_right(self.long, n)
            if at < len(self.long) and self.long[at] - n <= _BELOW:
                found[n] = self.long[at]
        return found

    @cached_property
    def story(self) -> Column:
        """Log-odds that a story rather than a paragraph begins with each first paragraph below a line; 0 of others."""
        asked = sorted(set(self.below.values()))
        found = np.zeros(len(self))
        found[asked] = story_scores([self.texts[n] for n in asked])
        return found

    @cached_property
    def story_below(self) -> Column:
        """For each line the :attr:`story` of the paragraph below it; 0 where there is none."""
        found = np.zeros(len(self))
        found[list(self.below)] = self.story[list(self.below.values())]
        return found

    @cached_property
    def briefs(self) -> list[bool]:
        """Whether each stands in a column of briefs (简讯): below its rubric, above the next rubric or byline."""
        found, inside = [], False
        for clue in self.clues:
            if Group.RUBRIC in clue.forms or Group.BRIEFS in clue.forms:
                inside = Group.BRIEFS in clue.forms
            elif Group.BYLINE in clue.forms or Group.AUTHOR in clue.forms:
                inside = False
            found.append(inside)
        return found

    @cached_property
    def abouts(self) -> Column:
        """What :meth:`about` tells of each line, shape (fragments, 4); 0 of other fragments."""
        found = np.zeros((len(self), 4))
        for n in self.lines:
            found[n] = self.about(n)
        return found

    def about(self, n: int) -> tuple[float, float, float, bool]:
        """How a line stands between the texts above and below it.

        Returns:
            Log-odds that a new story begins, by topic; the share of its bigrams that the paragraph below has, and that
            the ones above have; whether its first word stands in the lead of the text below.
        """
        above, below = around(n, self.long, _AROUND)
        first, last = below[:1], self.long[: bisect_left(self.long, n)][-2:]
        restated = bool(first) and self.texts[n][:2] in self.texts[first[0]][:_LEAD]
        covered = self.topics.covered(n, first) if first else 0.0
        above_too = self.topics.covered(n, last) if last else 0.0
        return self.topics.opens(n, above, below), covered, above_too, restated

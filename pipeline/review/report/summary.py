"""What the overview tells: a line for each page, and how things are distributed over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pipeline.review.report import plots
from pipeline.review.report.ledger import BOUNDARY, CUT, FLAG, JOIN, QUESTIONS, ROLE
from pipeline.review.report.page import PageView
from pipeline.review.report.terms import term

LENGTHS = (0, 50, 100, 200, 400, 800, 1600, 3200)  # characters of an article's running text
ARTICLES = (0, 1, 2, 4, 8, 12, 16, 24)
SCORES = {"<.5": 0.5, ".5": 0.6, ".6": 0.7, ".7": 0.8, ".8": 0.9, ".9": 0.99, ".99": 1.01}  # upper ends
COLUMNS = (
    "file", "doc", "newspaper", "date", "page", "status", "doubt", "lowest",
    "articles", "joins", "cuts", "flags", "dropped", "changed", "characters", "reason",
)  # fmt: skip
"""The fields of a line of the table, in the order in which report.js reads them."""


@dataclass
class Summary:
    """What was seen of the pages; filled one page at a time, so that memory holds a line a page."""

    lines: list[tuple[Any, ...]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    scores: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in SCORES})

    def add(self, view: PageView, file: str) -> None:
        """Count a page in."""
        row = view.row
        self.lines.append(
            (
                file, row.doc, row.newspaper, row.date, row.page, row.status,
                round(view.doubt, 2), view.lowest,
                row.articles, view.seen[JOIN], view.seen[CUT], view.seen[FLAG],
                row.dropped, row.changed, row.characters or 0, row.reason,
            )
        )  # fmt: skip
        if row.status == "ok":
            self.articles.append(row.articles)
        self.lengths += [len(a.row.text) for a in view.articles if a.row.doc == row.doc and a.row.text]
        for entry in view.entries:
            self.answers[entry.question, entry.answer] += max(1, len(entry.spans)) if entry.after else 1
            if entry.score is not None and entry.question in (CUT, JOIN, ROLE):
                name = next((name for name, end in SCORES.items() if entry.score < end), ".99")
                self.scores[name][entry.question] += 1

    def merge(self, other: Summary) -> None:
        """Count in what was seen of the pages that come next."""
        self.lines += other.lines
        self.lengths += other.lengths
        self.articles += other.articles
        self.answers += other.answers
        for name, counts in other.scores.items():
            self.scores[name] += counts

    @property
    def doubtful_first(self) -> list[tuple[Any, ...]]:
        """The lines, quarantined pages first, then those with the most decisions likely to be wrong."""
        return sorted(self.lines, key=lambda line: (line[5] == "ok", -line[6], line[0]))

    @property
    def plots(self) -> Mapping[str, Markup]:
        """The distributions, by what they are called."""
        ordered = sorted(self.answers.items(), key=lambda item: (QUESTIONS.index(item[0][0]), -item[1]))
        kinds = {
            f"{term(answer).chinese} {term(answer).english}": (question, count)
            for (question, answer), count in ordered
            if question not in (ROLE, BOUNDARY)
        }
        stacks = {
            name: {kind: counts[kind] for kind in (CUT, JOIN, ROLE)} for name, counts in self.scores.items()
        }
        return {
            "Articles by length 篇幅 (characters)": plots.histogram(
                self.lengths, LENGTHS, "articles by length"
            ),
            "Pages by number of articles 每版篇数": plots.histogram(
                self.articles, ARTICLES, "articles a page"
            ),
            "Decisions by confidence 置信度": plots.stacked(stacks, "decisions by score"),
            "Decisions by kind 处理类别 (logarithmic)": plots.bars(kinds, "decisions by kind"),
        }

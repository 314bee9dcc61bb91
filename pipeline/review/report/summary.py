"""The overview: a line for each page, and how things are distributed over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pipeline.records import Story
from pipeline.review.report import plots
from pipeline.review.report.ledger import BOUNDARY, CUT, FLAG, JOIN, PERSON, QUESTIONS, ROLE, Entry
from pipeline.review.report.page import lowest

LENGTHS = (0, 50, 100, 200, 400, 800, 1600, 3200)  # characters of an article's running text
ARTICLES = (0, 1, 2, 4, 8, 12, 16, 24)
SCORES = {"<.5": 0.5, ".5": 0.6, ".6": 0.7, ".7": 0.8, ".8": 0.9, ".9": 0.99, ".99": 1.01}  # upper ends
COLUMNS = (
    "file", "doc", "newspaper", "date", "page", "status", "doubt", "lowest",
    "articles", "joins", "cuts", "flags", "dropped", "changed", "characters", "reason", "open", "drawn",
)  # fmt: skip
"""The fields of a line of the table, in the order in which overview.js reads them."""


@dataclass
class Seen:
    """The summary of a page, kept beside the report, so that a page that has not changed is not looked at again.

    Attributes:
        digest: of all that was told of the page then.
        line: its line of the table, without the last field.
        doubtful: how many decisions a person is to look at and can decide.
        lengths: of the articles that start on it.
        answers: how many decisions there are, by question and answer.
        scores: how many, by class of scores and question.
        doubts: how many are doubtful, by question and answer.
        drawn: a digest of all that its file was drawn from; empty: it was not.
    """

    digest: str
    line: list[Any]
    doubtful: int = 0
    lengths: list[int] = field(default_factory=list)
    answers: list[tuple[str, str, int]] = field(default_factory=list)
    scores: list[tuple[str, str, int]] = field(default_factory=list)
    doubts: list[tuple[str, str, int]] = field(default_factory=list)
    drawn: str = ""

    @property
    def file(self) -> str:
        """The name of its file."""
        return str(self.line[0])

    @property
    def doubt(self) -> float:
        """How many of its decisions are likely wrong; a quarantined page comes before all."""
        return float(self.line[6]) if self.line[5] == "ok" else float("inf")

    @property
    def reasons(self) -> str:
        """The answers of its cuts, flags and doubtful decisions, parted by blanks, for the search."""
        told = {answer for question, answer, _ in self.answers if question in (CUT, FLAG, PERSON)}
        return " ".join(sorted(told | {answer for _, answer, _ in self.doubts}))


def see(story: Story, file: str, digest: str, entries: Sequence[Entry]) -> Seen:
    """Look at a page and its decisions."""
    row = story.page
    count = Counter(entry.question for entry in entries)
    doubtful = sum(entry.doubtful and entry.disputable for entry in entries)
    answers: Counter[tuple[str, str]] = Counter()
    scores: Counter[tuple[str, str]] = Counter()
    doubts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        answers[entry.question, entry.answer] += max(1, len(entry.spans)) if entry.after else 1
        if entry.doubtful:
            doubts[entry.question, entry.answer] += 1
        if entry.score is not None and entry.question in (CUT, JOIN, ROLE):
            name = next((name for name, end in SCORES.items() if entry.score < end), ".99")
            scores[name, entry.question] += 1
    line = [
        file, row.doc, row.newspaper, row.date, row.page, row.status,
        round(sum(entry.doubt for entry in entries), 2), lowest(entries),
        row.articles, count[JOIN], count[CUT], count[FLAG],
        row.dropped, row.changed, row.characters or 0, row.reason, doubtful,
    ]  # fmt: skip
    lengths = [len(article.text) for article in story.articles if article.doc == row.doc and article.text]
    return Seen(digest, line, doubtful, lengths, _rows(answers), _rows(scores), _rows(doubts))


def _rows(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    return [(*key, count) for key, count in counts.items()]


class Summary:
    """The summaries of all pages."""

    def __init__(self, pages: Iterable[Seen]) -> None:
        self.pages = list(pages)

    @property
    def doubtful_first(self) -> list[list[Any]]:
        """The lines, quarantined pages first, then those with the most decisions likely to be wrong."""
        lines = [[*seen.line, int(bool(seen.drawn))] for seen in self.pages]
        return sorted(lines, key=lambda line: (line[5] == "ok", -line[6], line[1]))

    @property
    def doubtful(self) -> int:
        """How many decisions people are to look at."""
        return sum(seen.doubtful for seen in self.pages)

    @property
    def plots(self) -> dict[str, Markup]:
        """The distributions, by the words that they are called by."""
        lengths = [length for seen in self.pages for length in seen.lengths]
        articles = [seen.line[8] for seen in self.pages if seen.line[5] == "ok"]
        scores = _summed(seen.scores for seen in self.pages)
        stacks = {name: {kind: scores[name, kind] for kind in (CUT, JOIN, ROLE)} for name in SCORES}
        kinds = _summed(seen.answers for seen in self.pages)
        doubts = _summed(seen.doubts for seen in self.pages)
        return {
            "lengths": plots.histogram(lengths, LENGTHS, "lengths"),
            "articles": plots.histogram(articles, ARTICLES, "articles"),
            "scores": plots.stacked(stacks, "scores"),
            "kinds": plots.bars(_bars(kinds, ROLE, BOUNDARY), "kinds"),
            "doubts": plots.bars(_bars(doubts), "doubts"),
        }


def _summed(counts: Iterable[list[tuple[str, str, int]]]) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for rows in counts:
        for one, two, count in rows:
            total[one, two] += count
    return total


def _bars(counts: Counter[tuple[str, str]], *without: str) -> dict[str, tuple[str, int]]:
    """A bar for each answer, those of one question together."""
    ordered = sorted(counts.items(), key=lambda item: (QUESTIONS.index(item[0][0]), -item[1], item[0][1]))
    bars: dict[str, tuple[str, int]] = {}
    for (question, answer), count in ordered:
        if question not in without:
            before = bars.get(answer, (question, 0))
            bars[answer] = (before[0], before[1] + count)
    return bars

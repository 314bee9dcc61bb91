"""All that was decided about a page as one list."""

from __future__ import annotations

from pathlib import Path

from pipeline.records import Story
from pipeline.review.report import ledger
from pipeline.review.report.page import view
from pipeline.review.report.terms import EVIDENCE, TERMS
from pipeline.values.verdicts import ROLES
from tests.review.conftest import stories


def cleaned(output: Path) -> list[Story]:
    """The pages that were cleaned."""
    return [story for story in stories(output) if story.page.status == "ok"]


def test_every_decision_is_told_once(output: Path) -> None:
    """Each line of the audit and each role and join is one entry, but for flags that restate a low score."""
    for story in cleaned(output):
        flags = sum(row.reason.startswith("doubtful_") for row in story.audit)
        asked = sum(row.question in ("role", "join", "boundary") for row in story.evidence)
        found = [entry for entry in ledger.entries(story) if entry.question != "boundary"]
        assert len(found) == len(story.audit) - flags + asked
        assert [entry.number for entry in ledger.entries(story)] == list(range(len(ledger.entries(story))))


def test_each_article_begins_once(output: Path) -> None:
    """Every article that starts on a page has one boundary there."""
    for story in cleaned(output):
        begun = [entry for entry in ledger.entries(story) if entry.question == "boundary"]
        assert len(begun) == sum(article.doc == story.page.doc for article in story.articles)


def test_cuts_bring_their_evidence(output: Path) -> None:
    """A cut that the evidence tells of shows it, the heaviest first."""
    cuts = [e for story in cleaned(output) for e in ledger.entries(story) if e.answer == "intruding_passage"]
    assert cuts
    for entry in cuts:
        weights = [abs(value) for _, value in entry.evidence if isinstance(value, float)]
        assert weights == sorted(weights, reverse=True) != []


def test_every_kept_stretch_has_its_role(output: Path) -> None:
    """Each stretch of an article in the source shows the decision that gave it its role."""
    for story in cleaned(output):
        page = view(story)
        kept = [s for s in page.stretches if s.owner and s.owner.state == "kept"]
        told = [any(page.entries[n].question == "role" for n in s.entries) for s in kept]
        assert all(told)


def test_every_answer_of_the_output_has_its_terms(output: Path) -> None:
    """No code of the output is shown as it is: all have an English and a Chinese term."""
    answers = {entry.answer for story in cleaned(output) for entry in ledger.entries(story)}
    assert answers | set(ROLES) <= set(TERMS)


def test_evidence_of_roles_and_joins_is_explained(output: Path) -> None:
    """What speaks for or against a role or a join is said in words."""
    asked = [row for story in cleaned(output) for row in story.evidence if row.question in ("role", "join")]
    assert {name for row in asked for name in row.evidence} <= set(EVIDENCE)

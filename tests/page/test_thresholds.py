"""The score that a cut or a join must have is a setting."""

from __future__ import annotations

from conftest import ROOT

from pipeline.page.chain import clean_page
from pipeline.values.model import Cleaned, Page
from pipeline.values.settings import Settings

SEED = next((ROOT / "seeds").glob("001_*.txt"))


def clean(**sections: dict[str, float]) -> Cleaned:
    """A page with an intruder and many joins, under other settings."""
    return clean_page(Page("p", SEED.read_text("utf-8")), Settings.model_validate(sections))


def cuts(page: Cleaned, action: str) -> int:
    """How many passages were dropped, or flagged, as read twice."""
    return sum(one.action == action and one.stage == "splices" for one in page.decisions)


def joins(page: Cleaned) -> list[float]:
    """The scores of joins."""
    return [one.score for one in page.judgements if one.question == "join"]


def test_unsure_cuts_are_flagged() -> None:
    """Above the score of every cut none is made: each is flagged, and stays in an article."""
    made, kept = clean(), clean(splices={"least_score": 1.0})
    assert cuts(made, "dropped") > 0
    assert cuts(kept, "dropped") == 0
    assert cuts(kept, "flagged") >= cuts(made, "dropped")


def test_unsure_joins_are_not_made() -> None:
    """No join has a lower score than is asked for; those above are made as before."""
    some, sure = joins(clean()), joins(clean(joins={"least_score": 0.99}))
    assert min(some) < 0.99 <= min(sure)
    assert len(sure) == sum(score >= 0.99 for score in some)

"""Pages to make pages from: the seeds' own articles."""

from __future__ import annotations

import pytest
from answers import Row, golds

from pipeline.evaluation.gate import gold_articles
from pipeline.evaluation.pages import Library


@pytest.fixture(scope="session")
def seeds() -> list[Row]:
    """The gold of the five seeds."""
    return golds()


@pytest.fixture(scope="session")
def library(seeds: list[Row]) -> Library:
    """The articles of the seeds that are whole."""
    return Library(gold_articles(seeds))

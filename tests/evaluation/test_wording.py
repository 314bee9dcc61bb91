"""Words that newspapers print: each damage does what it says, and the gold knows of it."""

from __future__ import annotations

from random import Random

from pipeline.evaluation import wording


def test_scripts() -> None:
    """Phrases come in the page's script."""
    assert wording.script("本报记者", True) == "本報記者"
    assert wording.script("本报记者", False) == "本报记者"


def test_names() -> None:
    """Names are different from one another and two or three characters long."""
    found = wording.names(Random(5), traditional=True)
    assert len(set(found)) == len(found)
    assert all(len(name) in (2, 3) for name in found)

"""Floors hold what was reached: no figure falls below one, and none is lowered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answers import Row

from pipeline.evaluation.gate import below, gold_articles, main, measure, raised

FLOORS = Path(__file__).with_name("floors.json")


def test_floors_hold(seeds: list[Row]) -> None:
    """The chain reaches every floor on the seeds and on pages made from them."""
    chain = pytest.importorskip("pipeline.page.chain")
    from pipeline.values.settings import Settings

    figures = measure(seeds, lambda pages: [chain.clean_page(page, Settings()) for page in pages])
    assert below(figures, json.loads(FLOORS.read_text(encoding="utf-8"))) == []


def test_below() -> None:
    """A figure under its floor is named with both values; one on it is not."""
    floors = {"seeds": {"articles": 0.9, "order": 0.8}}
    assert below({"seeds": {"articles": 0.9, "order": 0.7}}, floors) == [
        "seeds order: 0.7000 is below the floor of 0.8000"
    ]


def test_raised() -> None:
    """Floors rise to three places, and stay where a figure did not move."""
    floors = {"seeds": {"articles": 0.9, "order": 0.8}}
    figures = {"seeds": {"articles": 0.9439, "order": 0.8004}, "made": {"order": 1.0}}
    assert raised(figures, floors) == {"seeds": {"articles": 0.943, "order": 0.8}, "made": {"order": 1.0}}


def test_never_lowered() -> None:
    """A figure below its floor is refused, and so is the whole file."""
    with pytest.raises(ValueError, match=r"no floor is lowered:\nseeds order: 0\.7000"):
        raised({"seeds": {"order": 0.7}}, {"seeds": {"order": 0.8}})


def test_command_fails_below(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with 1 and leaves the file as it was where a floor does not hold."""
    pytest.importorskip("pipeline.page.chain")
    floors = tmp_path / "floors.json"
    floors.write_text('{"seeds": {"order": 1.01}}', encoding="utf-8")
    gold = Path(__file__).parents[1] / "gold"
    assert main(["--gold", str(gold), "--floors", str(floors), "--raise"]) == 1
    assert floors.read_text(encoding="utf-8") == '{"seeds": {"order": 1.01}}'
    assert "is below the floor" in capsys.readouterr().err


def test_whole_articles_only(seeds: list[Row]) -> None:
    """Pages are made from the seeds' articles that are whole, with full-width punctuation."""
    found = gold_articles(seeds)
    assert len(found) == 25
    assert not any("," in text for row in found for text in row["paragraphs"])

"""Floors hold what was reached: no figure falls below one, and none is lowered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answers import Row

from pipeline.evaluation.gate import REAL, below, gold_articles, main, measure, measure_real, raised

FLOORS = Path(__file__).with_name("floors.json")
HERE = Path(__file__).parents[2] / REAL


def test_floors_hold(seeds: list[Row]) -> None:
    """The chain reaches every floor on the seeds and on pages made from them."""
    chain = pytest.importorskip("pipeline.page.chain")
    from pipeline.values.settings import Settings

    figures = measure(seeds, lambda pages: [chain.clean_page(page, Settings()) for page in pages])
    assert below(figures, json.loads(FLOORS.read_text(encoding="utf-8"))) == []


@pytest.mark.skipif(
    not HERE.is_dir(), reason=f"{REAL} is not here: the figures of real pages are not checked"
)
def test_real_floors_hold() -> None:
    """The chain reaches every floor on real pages, and loses no more characters than before."""
    chain = pytest.importorskip("pipeline.page.chain")
    from pipeline.values.settings import Settings

    figures = measure_real(HERE, lambda pages: [chain.clean_page(page, Settings()) for page in pages])
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert figures.keys() <= floors.keys()
    assert below(figures, floors) == []


def test_real_sets(tmp_path: Path, seeds: list[Row]) -> None:
    """Each folder of gold pages is a set; halves and lost characters count; without any folder there is no figure."""
    for name in ("gold", "gold_plain"):
        folder = tmp_path / "daily" / name
        folder.mkdir(parents=True)
        (folder / "p.json").write_text(json.dumps(seeds[0], ensure_ascii=False), encoding="utf-8")
    chain = pytest.importorskip("pipeline.page.chain")
    from pipeline.values.settings import Settings

    figures = measure_real(tmp_path, lambda pages: [chain.clean_page(page, Settings()) for page in pages])
    assert list(figures) == ["daily", "daily plain"]
    assert figures["daily"]["conservation"] == 1.0
    assert figures["daily"]["lost"] == 0
    assert measure_real(tmp_path / "nowhere", lambda _: []) == {}


def test_lost() -> None:
    """Lost characters have a ceiling, which only sinks."""
    floors = {"daily": {"lost": 5.0}}
    assert below({"daily": {"lost": 6.0}}, floors) == ["daily lost: 6.0000 is above the ceiling of 5"]
    assert raised({"daily": {"lost": 3.0}}, floors) == {"daily": {"lost": 3.0}}


def test_not_measured() -> None:
    """Floors of pages that are not here are neither asked for nor forgotten."""
    floors = {"daily": {"order": 0.8}}
    assert below({}, floors) == []
    assert raised({"seeds": {"order": 0.9}}, floors) == {"daily": {"order": 0.8}, "seeds": {"order": 0.9}}


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
    nowhere = str(tmp_path / "nowhere")
    assert main(["--gold", str(gold), "--real", nowhere, "--floors", str(floors), "--raise"]) == 1
    assert floors.read_text(encoding="utf-8") == '{"seeds": {"order": 1.01}}'
    told = capsys.readouterr().err
    assert "is below the floor" in told
    assert f"{nowhere} is not here" in told


def test_whole_articles_only(seeds: list[Row]) -> None:
    """Pages are made from the seeds' articles that are whole, with full-width punctuation."""
    found = gold_articles(seeds)
    assert len(found) == 25
    assert not any("," in text for row in found for text in row["paragraphs"])

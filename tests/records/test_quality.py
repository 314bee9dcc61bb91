"""Signals of quality tell Chinese from other text, clean text from misread, and add up over what is joined."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.language.writing import measure, share
from pipeline.page.chain import clean_page
from pipeline.records.build import ok
from pipeline.records.models import PageRow, QualityRow
from pipeline.records.quality import foreign, together
from pipeline.values.model import Page
from pipeline.values.settings import Settings

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("河湾新桥昨日通车，两岸居民过河。", "zh", "Hans"),
        ("河灣新橋昨日通車，兩岸居民過河。", "zh", "Hant"),
        ("上海天津北京", "zh", None),
        ("きのう新しい橋が開通した。", "ja", None),
        ("어제 새 다리가 개통되었다.", "ko", None),
        ("The new bridge was opened yesterday.", "und", None),
        ("2024 — 01", None, None),
    ],
)
def test_language_and_script(text: str, language: str | None, script: str | None) -> None:
    """A text's language and script are told by its letters."""
    found = share(measure(text), [(0, len(text))])
    assert (found.language, found.script) == (language, script)


def test_misreadings_are_estimated() -> None:
    """Of the seeds with a tenth of their characters misread, a tenth is estimated, give or take four points."""
    chance = random.Random(1)
    text = "\n".join(path.read_text("utf-8") for path in SEEDS)
    pool = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    known = set(pool)
    before = share(measure(text), [(0, len(text))]).ocr_error
    misread = "".join(
        chance.choice(pool) if char in known and chance.random() < 0.1 else char for char in text
    )
    after = share(measure(misread), [(0, len(text))]).ocr_error
    assert before is not None
    assert after is not None
    assert 0.06 < after - before < 0.14


def test_no_estimate_of_short_text() -> None:
    """A text too short to tell has no estimate."""
    assert share(measure("河湾新桥昨日通车。"), [(0, 9)]).ocr_error is None


def test_rows_have_signals() -> None:
    """A page's signals count its whole text, its articles' theirs; doubts and lost ends are counted."""
    text = SEEDS[0].read_text("utf-8")
    cleaned = clean_page(Page("a", text), Settings())
    row = PageRow.model_construct(doc="a", warnings=[])
    found = ok(row, cleaned)
    page = found.page.quality
    assert page is not None
    assert page.characters == len([c for c in text if not c.isspace() and c not in "#*"])
    parts = [article.quality for article in found.articles if article.quality]
    assert sum(part.characters for part in parts) < page.characters
    assert page.lost == sum(part.lost for part in parts)
    assert {article.language for article in found.articles} == {"zh"}


def test_foreign_pages_are_told_of() -> None:
    """A page that is not Chinese has a warning, in its row."""
    text = "The new bridge was opened yesterday morning. It is 1200 metres long.\n"
    found = ok(PageRow.model_construct(doc="a", warnings=[]), clean_page(Page("a", text), Settings()))
    assert found.page.warnings == ["it is not Chinese: 0% of its letters are Han characters (language und)"]
    assert foreign(QualityRow(100, 1.0, None, 0.0, 0, 0), "zh") is None


def test_signals_of_joined_halves_add_up() -> None:
    """Counts are added; shares are weighed by characters, those that are not known left out."""
    one, two = QualityRow(100, 1.0, None, 0.0, 1, 1), QualityRow(300, 0.8, 0.2, 0.4, 2, 0)
    assert together((one, two)) == QualityRow(400, 0.85, 0.2, 0.3, 3, 1)
    assert together((None, two)) == two

"""Pages that nobody would print: none is set aside for a defect of ours, and none loses a character."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from checked import fault_of
from mutations import MUTATIONS, mutated, parts

from pipeline.values.settings import Settings

SETTINGS = Settings()
SEEDS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
]
SHORT = 2500  # characters; the long run (tests/faults/fuzz.py) has pages of up to 150,000


@pytest.mark.parametrize("seed", range(24))
def test_mutated_pages_are_cleaned_without_loss(seed: int) -> None:
    """Whatever happened to a page, each of its characters is in one place."""
    dice = random.Random(seed)
    page = mutated(parts(SEEDS, dice)[:SHORT], dice)[: 2 * SHORT]
    assert fault_of(page, SETTINGS) is None


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_each_mutation_is_repeatable(mutation: object) -> None:
    """The same seed makes the same page: what the long run finds can be looked at."""
    assert callable(mutation)
    once, again = (mutation(SEEDS[0][:SHORT], random.Random(7)) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "page",
    [
        "增长$15\\%-$，其中$1\n5$是新的，$27\\\u202c%$。",
        "标题\n\nã€€ã€€¸Å\xa0Ã£â‚¬â‚¬正文鍙戝睍绫绘讳綋鐢熶骇浠。",
        "💪".encode().decode("latin-1").encode().decode("cp1252", "replace") + "\n中国加油",
        "习 近 平 主 席 密 集 出 席 会 议 并 讲 话 。\n习 近 平 主 席 密 集 出 席 会 议 并 讲 话 。",
        "（记者王\n（记者王\n（记者王伟）报道\n（记者王",
        "正文。" * 3 + "\0\x1b[0m\ufeff锟斤拷\u202e倒",
        "国" * 15_000,
        "（" * 15_000,
        "\n" * 15_000,
        "1" * 15_000 + "。",
        "男 " * 7_000,
    ],
    ids=range(11),
)
def test_pages_that_were_set_aside_once_are_cleaned(page: str) -> None:
    """Each kind of page that the laws once caught, and pages of one character."""
    assert fault_of(page, SETTINGS) is None

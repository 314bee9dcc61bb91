"""Fingerprints bring together all texts that share enough letters in a row, and no more than a few others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates.fold import Folded, fold
from pipeline.duplicates.shingles import keys
from pipeline.duplicates.winnow import (
    CROWD,
    REACH,
    SIZE,
    SURE,
    WINDOW,
    Filed,
    PrintFiles,
    agreeing,
    filed,
    fingerprints,
)

letters = st.text(st.sampled_from("天地玄黄宇宙洪荒"), max_size=60)


def pairs(batches: list[list[str]], pages: list[int] | None = None, least: int = SIZE) -> list[list[int]]:
    """The pairs of texts, by number, of some batches; each text stands on a page of its own."""
    texts = [text for batch in batches for text in batch]
    folded = fold(texts)
    with TemporaryDirectory() as folder:
        files = PrintFiles(Path(folder))
        for number, batch in enumerate(batches):
            made = fold(batch)
            prints, ends = filed(fingerprints(made))
            path = Path(folder) / f"{number}"
            path.write_bytes(b"before" + prints.tobytes())
            files.add(Filed(path, 6, ends), len(made.codes))
        found = files.pairs(lambda: folded, np.array(pages or range(len(texts))), least)
    return found.tolist()


def distinct(count: int, first: int = 0x4E00) -> str:
    """So many different characters."""
    return "".join(chr(first + n) for n in range(count))


@given(st.lists(letters, max_size=5))
def test_each_window_has_its_least(texts: list[str]) -> None:
    """Of every nine n-grams in a row within a text the least is a fingerprint: the definition, slowly."""
    folded = fold(texts)
    chosen = set(fingerprints(folded)["place"].tolist())
    expected = set()
    for text in range(len(folded)):
        low, high = folded.bounds[text : text + 2].tolist()
        grams = keys(folded.codes[low:high], SIZE).tolist()
        for start in range(max(0, len(grams) - WINDOW + 1)):
            window = grams[start : start + WINDOW]
            expected |= {low + start + n for n, gram in enumerate(window) if gram == min(window)}
    assert chosen == expected


@given(st.lists(letters, min_size=2, max_size=6), st.integers(1, 5))
def test_what_shares_enough_is_paired(texts: list[str], cut: int) -> None:
    """Texts that share 20 letters in a row are always paired, in one batch or two."""
    found = pairs([texts[:cut], texts[cut:]])
    grams = [{text[n : n + SURE] for n in range(len(text) - SURE + 1)} for text in texts]
    for two in range(len(texts)):
        for one in range(two):
            if grams[one] & grams[two]:
                assert [one, two] in found


def test_few_are_chosen() -> None:
    """One n-gram in five is a fingerprint."""
    random = np.random.default_rng(1)
    text = "".join(map(chr, random.integers(0x4E00, 0x9FA5, 20_000)))
    assert len(fingerprints(fold([text]))) / len(text) == pytest.approx(2 / (WINDOW + 1), rel=0.05)


def test_texts_of_one_page_are_left_to_the_page() -> None:
    """Neither texts of one page nor texts that are left out are paired."""
    text = distinct(40)
    assert pairs([[text, text, text, text]], pages=[0, 0, 1, -1]) == [[0, 2], [1, 2]]


def test_refrain_costs_a_pair_a_text() -> None:
    """Texts beyond a crowd are paired with the first alone."""
    many = [distinct(40)] * (CROWD + 4)
    assert pairs([many]) == [[0, n] for n in range(1, len(many))]


def test_set_phrase_brings_nothing_together() -> None:
    """Texts that share fewer letters than asked for are not worth an alignment."""
    phrase = distinct(SIZE + 4)
    texts = [phrase + distinct(30, 0x6000), phrase + distinct(30, 0x7000)]
    assert pairs([texts], least=22) == []


def shared(one: str, two: str, at: int) -> int:
    """Letters that agree around an n-gram that begins at one place of two texts."""
    folded: Folded = fold([one, two])
    sides = [(np.array([n]), folded.bounds[n : n + 1] + at) for n in (0, 1)]
    return int(agreeing(folded, sides[0], sides[1])[0])


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (lambda text: text, SIZE + 20 + REACH),
        (lambda text: f"{text[:35]}错{text[36:]}", SIZE + 20 + REACH - 1),
        (lambda text: f"{text[:35]}错{text[35:]}", SIZE + 20 + REACH - 1),
        (lambda text: f"{text[:35]}{text[36:]}", SIZE + 20 + REACH - 1),
        (lambda text: f"{text[:35]}错{text[36:40]}误{text[41:]}", SIZE + 20 + 3 + 4),
    ],
    ids=["equal", "misread", "inserted", "lost", "two errors"],
)
def test_one_error_on_a_side_is_passed(change: Callable[[str], str], least: int) -> None:
    """Letters agree on behind a first error, and no more behind a second; never beyond the reach."""
    text = distinct(70)
    assert shared(text, change(text), 20) == least

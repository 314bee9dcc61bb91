"""Folding."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates.fold import fold
from pipeline.language.folding import simplified

TEXTS = st.lists(
    st.text(st.characters() | st.sampled_from("中，。㎡Ⅳ１Ａaé□\ufffd"), max_size=30), max_size=5
)


def slowly(text: str) -> list[tuple[str, int]]:
    """Fold one character at a time: letters, and where each stood."""
    lost = [c in "\ufffd□" or 0xE000 <= ord(c) < 0xF900 for c in text]
    forms = [simplified(unicodedata.normalize("NFKC", c)).lower() for c in text]
    return [(x, at) for at, form in enumerate(forms) for x in form if x.isalnum() and not lost[at]]


@given(TEXTS)
def test_folds_as_character_by_character(texts: list[str]) -> None:
    """The table folds as normalising each character does, and every letter knows where it stood."""
    folded = fold(texts)
    for number, text in enumerate(texts):
        start, end = folded.bounds[number : number + 2].tolist()
        places = [folded.source(number, place) for place in range(start, end)]
        assert list(zip(folded.text(number), places, strict=True)) == slowly(text)


def test_readings_that_differ_in_width_and_punctuation_fold_alike() -> None:
    """Width, case, spacing and punctuation are folded away."""
    one, two = fold(["２０２６年，GDP增长 5.2%。", "2026年,gdp增长５．２％"]), fold(["2026年gdp增长52"])
    assert one.text(0) == one.text(1) == two.text(0)


def test_scripts_fold_alike() -> None:
    """A text and its printing in the other script are one; what was folded is the comparison's own."""
    folded = fold(["本報記者報導：臺灣的颱風", "本报记者报导：台湾的台风"])
    assert folded.text(0) == folded.text(1) == "本报记者报导台湾的台风"


def test_signs_that_stand_for_several_letters_are_spelt_out() -> None:
    """㎡ is m2, and both letters stand where it stood."""
    folded = fold(["约㎡大"])
    assert folded.text(0) == "约m2大"
    assert [folded.source(0, place) for place in range(4)] == [0, 1, 1, 2]


def test_lost_characters_are_counted() -> None:
    """Replacement characters, empty boxes and private characters are damage, not letters."""
    folded = fold(["好", "坏\ufffd□\ue000", ""])
    assert folded.damage.tolist() == [0, 3, 0]
    assert folded.text(1) == "坏"


def test_nothing_folds_to_nothing() -> None:
    """No texts, empty texts and lone surrogates are no error."""
    assert len(fold([])) == 0
    assert fold(["", "\ud800", "，"]).lengths.tolist() == [0, 0, 0]

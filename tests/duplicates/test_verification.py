"""Verification."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates import verification
from pipeline.duplicates.alignment import FAINT
from pipeline.duplicates.facts import judged
from pipeline.duplicates.fold import fold
from pipeline.duplicates.readings import only_misread
from pipeline.duplicates.shingles import similarity
from pipeline.duplicates.verification import Verifier, verify
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence

SETTINGS = DuplicateSettings()
TEXTS = st.lists(st.text("春夏秋冬梅兰竹菊", max_size=40), min_size=2, max_size=8)


def every_pair(count: int) -> np.ndarray:
    """All pairs of ``count`` texts."""
    return np.array([(a, b) for a in range(count) for b in range(a + 1, count)], dtype=np.int64)


@settings(max_examples=60)
@given(TEXTS)
def test_exact_as_comparing_sets(texts: list[str]) -> None:
    """Many pairs at once have the Jaccard and containment that each has by itself."""
    folded = fold(texts)
    found = verify(every_pair(len(texts)), folded, SETTINGS)
    for row, (a, b) in enumerate(found.pairs.tolist()):
        codes = [folded.codes[folded.bounds[n] : folded.bounds[n + 1]] for n in (a, b)]
        equal = bool(len(codes[0])) and np.array_equal(*codes)
        jaccard, containment = (1.0, 1.0) if equal else similarity(*codes, SETTINGS.shingle)
        if not equal and min(map(len, codes)) < SETTINGS.shingle:
            jaccard = containment = 0.0
        assert found.equal[row] == equal
        assert found.jaccard[row] == pytest.approx(jaccard)
        assert found.containment[row] == pytest.approx(containment)
        long = min(map(len, codes)) >= SETTINGS.shortest
        if equal or not long or jaccard < FAINT:
            assert found.alike[row] == equal


@settings(max_examples=60, deadline=None)
@given(st.text("春夏秋冬梅兰竹菊三四上下不", min_size=12, max_size=60), st.data())
def test_a_glance_says_what_a_close_look_says(text: str, data: st.DataObject) -> None:
    """Texts in which the glance sees nothing but misread letters have no other facts when looked at closely."""
    letters = list(text)
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=3)):
        letters[at] = data.draw(st.sampled_from("春夏秋冬囧淼三"))
    other = "".join(letters)
    if only_misread(text, other):
        assert not judged(text, other).differ


def test_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs compared a few at a time are compared as all together."""
    folded = fold([misread(sentence(n % 3), n) for n in range(12)])
    whole = verify(every_pair(12), folded, SETTINGS)
    monkeypatch.setattr(verification, "_CHUNK", 100)
    parts = verify(every_pair(12), folded, SETTINGS)
    assert np.array_equal(parts.jaccard, whole.jaccard)
    assert np.array_equal(parts.alike, whole.alike)


def test_letters_misread_close_together() -> None:
    """A short text of which every fifth letter was misread is found by the letters that agree in order."""
    text = sentence(1, 24)
    noisy = "".join("误" if place % 5 == 2 else letter for place, letter in enumerate(text))
    folded = fold([text, noisy, text[:12] + sentence(2, 12)])
    found = verify(np.array([[0, 1], [0, 2]]), folded, SETTINGS)
    assert FAINT <= found.jaccard.max() < SETTINGS.threshold
    assert found.alike.tolist() == [True, False]


def test_short_texts_match_only_if_equal() -> None:
    """Below the shortest length a single other letter parts two texts, and empty ones never match."""
    folded = fold(["各位委员同志们", "各位委员，同志们！", "各位委员们同志们", "", "。"])
    assert verify(np.array([[0, 1], [0, 2], [3, 4]]), folded, SETTINGS).alike.tolist() == [True, False, False]


def test_other_numbers_and_names_are_other_texts() -> None:
    """Two notices of one template are not one text, however alike they are."""
    template = "{}镇{}村今年种植{}{}亩，预计总产值可达{}万元，带动{}户农民增收，户均增收{}元以上。"
    folded = fold(
        [
            template.format("大洋", "东升", "水蜜桃", 320, 860, 145, 5900),
            template.format("新丰", "竹林", "大红薯", 415, 233, 268, 1700),
        ]
    )
    assert not verify(np.array([[0, 1]]), folded, DuplicateSettings(threshold=0.2)).alike[0]
    found = verify(
        np.array([[0, 1]]), fold([sentence(1, 90) + "三十六度", sentence(1, 90) + "三十八度"]), SETTINGS
    )
    assert (found.jaccard[0] > 0.9, found.alike[0], found.differs[0]) == (True, False, True)


def test_a_reading_with_many_single_errors_is_the_same_text() -> None:
    """A tenth of the letters misread leaves a paragraph the same."""
    text = sentence(3, 120)
    found = verify(np.array([[0, 1]]), fold([text, misread(text, 12)]), SETTINGS)
    assert found.jaccard[0] < 0.8
    assert found.alike[0]


def test_no_pairs_is_no_error() -> None:
    """Nothing to verify gives nothing."""
    assert len(verify(np.zeros((0, 2), dtype=np.int64), fold(["甲"]), SETTINGS).pairs) == 0


def test_verifier_remembers_in_either_order() -> None:
    """A pair asked for again, in any order, is answered in the order asked, and not compared again."""
    folded = fold([sentence(1), misread(sentence(1), 2), sentence(2)])
    check = Verifier(lambda pairs: verify(pairs, folded, SETTINGS))
    first = check(np.array([[0, 1], [1, 2]]))
    again = check(np.array([[2, 1], [1, 0], [0, 2]]))
    assert again.pairs.tolist() == [[2, 1], [1, 0], [0, 2]]
    assert again.alike.tolist() == [False, True, False]
    assert again.jaccard[1] == first.jaccard[0]
    assert len(check.known.pairs) == 3

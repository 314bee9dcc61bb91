"""Signatures."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates import signatures
from pipeline.duplicates.fold import fold
from pipeline.duplicates.shingles import hashes, similarity
from pipeline.duplicates.signatures import EMPTY, SCHEME, SEED, permutations, sign
from pipeline.values.settings import DuplicateSettings

SETTINGS = DuplicateSettings()
TEXT = st.text("天地玄黄宇宙洪荒日月盈昃，。", max_size=60)


def datasketch(text: str, given: DuplicateSettings = SETTINGS) -> MinHash:
    """The sketch that datasketch makes of the same n-gram hashes."""
    sketch = MinHash(given.permutations, seed=SEED, hashfunc=int, scheme=SCHEME)
    codes = fold([text]).codes
    if len(codes) >= given.shortest and len(grams := hashes(codes, given.shingle)):
        sketch.update_batch(grams.tolist())
    return sketch


@settings(max_examples=30)
@given(st.lists(TEXT, max_size=6), st.sampled_from([1, 2, 3, 5]), st.sampled_from([1, 16, 96, 128]))
def test_bit_identical_to_datasketch(texts: list[str], shingle: int, count: int) -> None:
    """Signatures of a batch are those that datasketch's affine32 makes of each text."""
    given = DuplicateSettings(shingle=shingle, permutations=count)
    signed = sign(texts, given)
    assert signed.shape == (len(texts), count)
    assert signed.dtype == np.uint32
    for row, text in zip(signed, texts, strict=True):
        assert row.tolist() == datasketch(text, given).hashvalues.tolist()


def test_permutations_stay_what_they_are() -> None:
    """A datasketch that draws other permutations is noticed: signatures that were kept would match no new ones."""
    a, b = permutations(128)
    assert (a[:3].tolist(), a[-1]) == ([3582191691, 4270784983, 1892572953], 348755713)
    assert (b[:3].tolist(), b[-1]) == ([214548472, 3287733501, 2301657549], 1195370327)
    assert np.array_equal(np.array([a, b]), MinHash(128, seed=SEED, scheme=SCHEME).permutations)


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of several blocks is signed as one block is."""
    texts = ["山高月小水落石出" * n for n in range(1, 40)]
    whole = sign(texts, SETTINGS)
    monkeypatch.setattr(signatures, "_BLOCK", 50)
    assert np.array_equal(sign(texts, SETTINGS), whole)


def test_short_texts_get_the_empty_sketch() -> None:
    """Texts below the shortest length are signed as datasketch signs nothing."""
    signed = sign(["", "，。", "只有十一个字不够长的", "这一段恰好有十二个字可签"], SETTINGS)
    assert (signed[:3] == EMPTY).all()
    assert not (signed[3] == EMPTY).any()


def test_datasketch_holds_and_searches_our_signatures() -> None:
    """LeanMinHash and MinHashLSH take the signatures as their own."""
    one = "去年全县粮食总产量达到三十万吨，比上年增长百分之五，农民人均收入继续提高。"
    two = one.replace("三十万", "三十方").replace("，", ",")
    sketches = [
        LeanMinHash(seed=SEED, hashvalues=row, scheme=SCHEME)
        for row in sign([one, two, "别" * 9 + one[::-1]], SETTINGS)
    ]
    exact = similarity(fold([one]).codes, fold([two]).codes, SETTINGS.shingle)[0]
    assert sketches[0].jaccard(sketches[1]) == pytest.approx(exact, abs=0.15)
    index = MinHashLSH(num_perm=SETTINGS.permutations, params=(24, 4))
    for key, sketch in enumerate(sketches[1:], start=1):
        index.insert(key, sketch)
    assert index.query(sketches[0]) == [1]

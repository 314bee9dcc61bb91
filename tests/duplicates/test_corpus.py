"""Duplicates of a whole corpus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.corpus import paragraphs
from pipeline.duplicates import Corpus, keyed, sketch, verify
from pipeline.duplicates.fold import fold
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence
from tests.duplicates.test_verification import every_pair

SETTINGS = DuplicateSettings()


def find(
    texts: list[str], folder: Path, batch: int = 100
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Copies and contained pairs of ``texts``, sketched ``batch`` at a time."""
    folder.mkdir(exist_ok=True)
    corpus = Corpus(folder, SETTINGS)
    for at in range(0, len(texts), batch):
        corpus.add(keyed(sketch(texts[at : at + batch], SETTINGS), SETTINGS))
    found, contained = corpus.find()
    return [tuple(p) for p in found.pairs.pairs.tolist()], [tuple(p) for p in contained.pairs.tolist()]


def test_finds_what_comparing_every_pair_finds(tmp_path: Path) -> None:
    """Of the pairs at Jaccard 0.8 and more at least 99 in 100 end in one cluster, and no drop is false."""
    texts = [paragraph.text for paragraph in paragraphs(400, seed=4)]
    found, _ = find(texts, tmp_path)
    exact = verify(every_pair(len(texts)), fold(texts), SETTINGS)
    alike = {tuple(pair) for pair in exact.pairs[exact.alike].tolist()}
    close = exact.pairs[exact.jaccard >= 0.8]
    copies = {copy for _, copy in found}
    assert len(close) > 40
    assert np.mean([bool({a, b} & copies) for a, b in close.tolist()]) >= 0.99
    assert all((min(pair), max(pair)) in alike for pair in found)


def test_batches_do_not_matter(tmp_path: Path) -> None:
    """However the corpus is cut into batches, the result is the same."""
    texts = [paragraph.text for paragraph in paragraphs(300, seed=5)] + ["", "短句", "短句。"]
    assert find(texts, tmp_path / "a", 7) == find(texts, tmp_path / "b", 1000)


def test_a_crowd_of_one_template_hides_no_copy(tmp_path: Path) -> None:
    """Where a thousand different notices share most of their words, each one's own copy is found."""
    one, two, three = sentence(1, 40), sentence(2, 40), sentence(3, 40)
    notices = [one + sentence(2 * n + 10, 15) + two + sentence(2 * n + 11, 15) + three for n in range(300)]
    texts = notices + [misread(notice, 2, seed) for seed, notice in enumerate(notices)]
    found, _ = find(texts, tmp_path)
    kept = {copy: original for original, copy in found}
    assert np.mean([kept.get(n + 300) == n or kept.get(n) == n + 300 for n in range(300)]) >= 0.99


def test_many_copies_of_one_notice_cost_some_pairs_each(tmp_path: Path) -> None:
    """Three thousand readings of one notice are one cluster."""
    notice = sentence(1, 80)
    texts = [misread(notice, n % 5, n) for n in range(3000)]
    found, _ = find(texts, tmp_path)
    assert len(found) == 2999
    assert len({kept for kept, _ in found}) == 1


def test_short_and_empty_texts(tmp_path: Path) -> None:
    """Empty texts match nothing; short ones match what they equal once folded, scripts too."""
    texts = ["", "。", "本报讯", "本報訊", "本报讯：", "本报记者", ""]
    assert find(texts, tmp_path) == ([(2, 3), (2, 4)], [])


def test_an_excerpt_is_contained(tmp_path: Path) -> None:
    """A candidate found within a longer text is contained in it, the longer one first, and no copy."""
    long = [sentence(n, 100) for n in range(20)]
    copies, contained = find([text[:42] for text in long] + long, tmp_path)
    assert copies == []
    assert contained  # about half are candidates: their Jaccard similarity is 0.4
    assert all(one == two + 20 for one, two in contained)


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    """An empty corpus has no duplicates."""
    assert find([], tmp_path) == ([], [])


def test_unreachable_recall_is_told(tmp_path: Path) -> None:
    """Too few permutations for the recall are refused at once."""
    with pytest.raises(ValueError, match="raise permutations"):
        Corpus(tmp_path, DuplicateSettings(permutations=2))

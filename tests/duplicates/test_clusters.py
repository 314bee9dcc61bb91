"""Clusters and the choice of what is kept."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates.clusters import REASONS, clusters, components
from pipeline.duplicates.fold import fold
from pipeline.duplicates.verification import Verified, Verifier, verify
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence
from tests.duplicates.test_verification import every_pair

SETTINGS = DuplicateSettings()


class Graph:
    """Alike are the pairs of a graph, whatever the texts."""

    def __init__(self, edges: set[tuple[int, int]]) -> None:
        self.edges = edges

    def __call__(self, pairs: np.ndarray) -> Verified:
        """Verify by looking up."""
        alike = np.array([(min(p), max(p)) in self.edges for p in pairs.tolist()], dtype=bool)
        value = np.where(alike, 0.9, 0.1)
        return Verified(pairs, value, value, np.zeros(len(pairs), dtype=bool), alike, ~alike)


def chosen(texts: list[str]) -> dict[int, tuple[int, str]]:
    """For each copy what is kept, and why."""
    folded = fold(texts)
    found = clusters(
        every_pair(len(texts)),
        folded.lengths,
        folded.damage,
        Verifier(lambda pairs: verify(pairs, folded, SETTINGS)),
    )
    return {
        copy: (kept, REASONS[reason])
        for (kept, copy), reason in zip(found.pairs.pairs.tolist(), found.reason, strict=True)
    }


@given(st.integers(2, 12), st.data())
def test_nothing_is_dropped_for_what_it_was_not_compared_with(count: int, data: st.DataObject) -> None:
    """Each copy is alike with what is kept, no kept text is a copy, and of two alike one at most is kept."""
    pairs = every_pair(count)
    edges = {tuple(pair) for pair in pairs.tolist() if data.draw(st.booleans())}
    lengths = np.array([data.draw(st.integers(20, 25)) for _ in range(count)])
    found = clusters(pairs, lengths, np.zeros(count, dtype=np.int64), Graph(edges))
    kept, copies = found.pairs.pairs[:, 0].tolist(), found.pairs.pairs[:, 1].tolist()
    assert all((min(pair), max(pair)) in edges for pair in found.pairs.pairs.tolist())
    assert not set(kept) & set(copies)
    assert len(copies) == len(set(copies))
    assert not any(a not in copies and b not in copies for a, b in edges)


def test_components_are_named_by_their_earliest() -> None:
    """A text alone is its own component; others have the number of the earliest."""
    assert components(np.array([[1, 4], [4, 2]]), 6).tolist() == [0, 1, 1, 3, 1, 5]


def test_the_complete_text_is_kept() -> None:
    """A text that lost its end gives way to one that did not, though it comes first."""
    text = sentence(1, 100)
    assert chosen([text[:80], text]) == {0: (1, "complete")}


def test_the_undamaged_text_is_kept() -> None:
    """Of two complete texts the one without replacement characters is kept."""
    text = sentence(1, 100)
    assert chosen([text[:50] + "\ufffd" + text[51:], text]) == {0: (1, "undamaged")}


def test_the_earliest_text_is_kept() -> None:
    """Of texts as good as one another the first is kept."""
    text = sentence(1, 100)
    assert chosen([sentence(2), text, misread(text, 2), text]) == {2: (1, "earliest"), 3: (1, "earliest")}


def test_a_chain_is_not_dropped_for_its_end() -> None:
    """Where one is like two and two like three, but one not like three, three is not dropped for one."""
    found = clusters(
        every_pair(3), np.array([50, 50, 50]), np.zeros(3, dtype=np.int64), Graph({(0, 1), (1, 2)})
    )
    assert found.pairs.pairs.tolist() == [[0, 1]]

"""Seeds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates.fold import fold
from pipeline.duplicates.seeds import MOST, SIZE, Seed, repeats
from pipeline.duplicates.shingles import keys, recurring
from tests.duplicates.made import sentence


def slowly(texts: list[str]) -> set[Seed]:
    """Maximal repeats that begin in two texts, by comparing every two places."""
    joined = "".join(texts)
    owner = [number for number, text in enumerate(texts) for _ in text]
    found = set()
    for a in range(len(joined)):
        for b in range(a + 1, len(joined)):
            length = 0
            while b + length < len(joined) and joined[a + length] == joined[b + length]:
                length += 1
            begins = not a or joined[a - 1] != joined[b - 1] or owner[a - 1] == owner[b - 1]
            if length >= SIZE and owner[a] != owner[b] and begins:
                found.add(Seed(a, b, length))
    return found


@settings(max_examples=40)
@given(
    st.integers(0, 100), st.lists(st.tuples(st.integers(0, 30), st.integers(8, 20)), min_size=2, max_size=3)
)
def test_repeats_are_those_of_comparing_every_two_places(seed: int, cuts: list[tuple[int, int]]) -> None:
    """Excerpts of one text, each in a text of its own, repeat where they overlap and nowhere else."""
    source = sentence(seed, 50)[:-1]
    texts = [source[at : at + length] + sentence(n + 900, 9)[:-1] for n, (at, length) in enumerate(cuts)]
    assert set(repeats(fold(texts))) == slowly(texts)


def test_what_repeats_within_one_text_is_no_seed() -> None:
    """A text that says everything twice has nothing to do with another."""
    assert repeats(fold([sentence(1) * 3, sentence(2)])) == []


def test_a_refrain_costs_a_seed_for_each_time() -> None:
    """What stands in a hundred texts is paired with its first place only."""
    texts = [chr(0xAC00 + n) * 3 + "各位委员同志们大家好" for n in range(100)]
    assert len(repeats(fold(texts))) == 99
    few = texts[:MOST]
    assert len(repeats(fold(few))) == MOST * (MOST - 1) // 2


def test_nothing_repeats_in_nothing() -> None:
    """Empty and short texts have no seeds."""
    assert repeats(fold([])) == repeats(fold(["", "短", "短"])) == []


def test_repeats_are_the_same_where_shingles_are_known() -> None:
    """Shorter n-grams that stand more than once tell where to look, and are no seeds themselves."""
    texts = [sentence(1), sentence(2) + sentence(1), sentence(2)[:10], "委员同志", "各位委员同志", "委员"]
    folded = fold(texts)
    for size in (2, 3, SIZE, SIZE + 1):
        assert repeats(folded, size, recurring(keys(folded.codes, size))) == repeats(folded)
    few = fold(["委员同志", "委员同"])
    assert repeats(few, 2, recurring(keys(few.codes, 2))) == []

"""Facts about the wording of headlines."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import fold
from pipeline.language.headlines import FILE, headline_scores


@cache
def shipped() -> tuple[dict[str, float], dict[str, float]]:
    """The header of the data file, and its weights."""
    with files("pipeline.language").joinpath(FILE).open("rb") as file, np.load(file) as data:
        header = json.loads(data["header"].tobytes())
        names = data["signs"].tobytes().decode().split("\n")
        return header, dict(zip(names, (data["weights"] / 32).tolist(), strict=True))


def weighed(folded: str, weights: dict[str, float]) -> float:
    """The weights of a line's signs, each counted once, over the square root of its length."""
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    ends = ("^" + folded[:1], "^" + folded[:2], folded[-1:] + "$", folded[-2:] + "$")
    known = [weights[sign] for sign in dict.fromkeys((*folded, *pairs, *ends)) if sign in weights]
    return sum(known) / sqrt(max(1, len(folded)))


@given(st.lists(st.text(max_size=12) | st.text("我市召开经济工作会议^$的了，。1a", max_size=30), max_size=5))
def test_many_lines_are_scored_as_the_weights_say(texts: list[str]) -> None:
    """The sums over all lines at once are those over each line's signs, to the last bit."""
    header, weights = shipped()
    plain = [header["slope"] * weighed(fold(text), weights) + header["intercept"] for text in texts]
    assert headline_scores(texts) == pytest.approx(plain, abs=0)


def test_a_headline_reads_like_one() -> None:
    """And a piece of a sentence does not."""
    headline, piece = headline_scores(["我市召开经济工作会议", "的情况下，他们还是把这件事"])
    assert headline > 0 > piece

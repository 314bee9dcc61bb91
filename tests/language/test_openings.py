"""Openings: the network tells a beginning from the rest of a broken sentence, by the first characters alone."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.folding import fold
from pipeline.language.openings import SEEN, logits, network, opening_scores

WHOLE = "昨天下午，市政府召开新闻发布会，通报今年前三季度的工作，并回答了记者提问。"


def opening_score(text: str) -> float:
    """The score of one text, asked alone."""
    (score,) = opening_scores([text])
    return score


@pytest.mark.parametrize(
    "broken",
    ["府召开新闻发布会，通报今年前三季度的工作。", "的工作会议召开，各县区负责人参加了会议。", WHOLE[7:]],
)
def test_rest_of_a_sentence_is_no_beginning(broken: str) -> None:
    """A text that says when and who first begins a story rather than the rest of a sentence does, by far."""
    assert opening_score(WHOLE) > opening_score(broken) + 3


@pytest.mark.parametrize(
    "whole", ["发展改革委昨日发布通知。", "新闻发言人昨日表示，新路将于下月通车。", "昨天下午，新路通车。"]
)
def test_half_a_word_is_no_beginning(whole: str) -> None:
    """The network knows words: what is left of one is far worse than the whole."""
    assert opening_score(whole) > opening_score(whole[1:]) + 4


def test_traditional_is_read_as_simplified() -> None:
    """The script of a text makes no difference, nor do width and white space."""
    assert opening_score("昨日下午,政府 召開發布會。") == opening_score("昨日下午，政府召开发布会。")


@given(st.text(max_size=60))
def test_any_text_has_a_score(text: str) -> None:
    """Whatever stands there, there is an answer."""
    assert isfinite(opening_score(text))


@given(st.lists(st.text(alphabet="的了在是和政府昨天市民，。", max_size=40), max_size=5))
def test_texts_are_scored_together_as_each_alone(texts: list[str]) -> None:
    """To the last bit: an answer hangs on its text alone."""
    assert opening_scores(texts) == [opening_score(text) for text in texts]


@given(st.text(alphabet="的了在是和政府昨天市民，。", min_size=SEEN, max_size=40), st.text(max_size=20))
def test_what_stands_further_on_makes_no_difference(text: str, more: str) -> None:
    """Only the first characters are looked at."""
    assert opening_score(text) == opening_score(text + more)


def test_answers_are_those_of_the_convolutions() -> None:
    """Three neighbours at a time gives what convolutions of step 1, 3 and 9 give at the first character."""
    net, text = network(), fold(WHOLE)[:SEEN]
    ids = [int(net.rows[ord(char)]) for char in text] + [0] * (SEEN + 1 - len(text))
    pairs = [(one * 7919 + other * 104729) % len(net.pairs) for one, other in pairwise(ids)]
    layer = {
        n: np.concatenate((net.chars[ids[n]] * net.scales[0], net.pairs[pairs[n]] * net.scales[1]))
        for n in range(SEEN)
    }
    firsts = []
    for step, (weights, bias) in zip((1, 3, 9), net.layers[:3], strict=True):
        layer = {
            n: np.maximum(
                np.concatenate([layer[n], layer[n + step], layer[n + 2 * step]]) @ weights + bias, 0
            )
            for n in layer
            if n + 2 * step in layer
        }
        firsts.append(layer[0])
    (hidden, bias), (out, last) = net.layers[3:]
    slow = np.maximum(np.concatenate(firsts) @ hidden + bias, 0) @ out + last
    np.testing.assert_allclose(logits(net, [text])[0], slow, rtol=1e-3, atol=1e-3)

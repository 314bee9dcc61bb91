"""Excerpts have exact ends, each stretch is copied once, and what is one passage has one number."""

from __future__ import annotations

import numpy as np

from pipeline.duplicates.excerpts import excerpts, once, passages
from pipeline.duplicates.fold import fold
from pipeline.duplicates.passages import Match
from pipeline.values.settings import DuplicateSettings

SENTENCE = "三千余名志愿者在河堤两岸种下柳树槐树和银杏共一万二千株"
FIRST = f"本市昨日举行植树活动{SENTENCE}预计五年后成林"
SECOND = f"回顾过去的一年{SENTENCE}仍然让人难忘"


def found(*texts: str) -> list[Match]:
    """The excerpts of the first two texts."""
    return excerpts(np.array([[0, 1]]), fold(texts), DuplicateSettings())


def row(a: int, a_start: int, a_end: int, b: int, b_start: int, b_end: int) -> Match:
    return Match("passage", a, a_start, a_end, b, b_start, b_end, 1.0, 1.0)


def test_ends_are_exact() -> None:
    """A sentence inside two texts is found from its first letter to its last."""
    [one] = found(FIRST, SECOND)
    assert one.kind == "passage"
    assert FIRST[one.a_start : one.a_end] == SECOND[one.b_start : one.b_end] == SENTENCE


def test_short_agreement_is_no_excerpt() -> None:
    """What is shorter than a sentence is a set phrase."""
    assert found(f"本市昨日{SENTENCE[:20]}", f"回顾过去{SENTENCE[:20]}") == []


def test_contained_text_is_the_copy() -> None:
    """A text that stands whole in another copies it, whichever comes first."""
    long = FIRST + "县图书馆新馆将于下月开放藏书四十万册设少儿阅览地方文献和盲人阅览等六个区周一闭馆"
    for texts in ((SENTENCE, long), (long, SENTENCE)):
        [one] = found(*texts)
        assert one.kind == "contained"
        assert (texts[one.b], texts[one.a]) == (SENTENCE, long)
        assert long[one.a_start : one.a_end] == SENTENCE


def test_stretch_is_copied_once() -> None:
    """Of several texts that a stretch may be copied from, the one that shares most counts, then the earliest."""
    rows = [
        row(0, 0, 30, 3, 0, 30),
        row(1, 5, 45, 3, 0, 40),
        row(2, 0, 40, 3, 0, 40),
        row(0, 50, 80, 3, 60, 90),
    ]
    assert once(rows) == [rows[1], rows[3]]


def test_passages_are_connected() -> None:
    """Excerpts are one passage where they overlap on either side, over any number of steps."""
    rows = [
        row(0, 0, 30, 1, 10, 40),
        row(1, 12, 42, 2, 0, 30),
        row(0, 50, 80, 2, 50, 80),
        row(2, 2, 32, 3, 5, 35),
    ]
    assert passages(rows).tolist() == [0, 0, 2, 0]
    assert passages([]).tolist() == []

"""What no repair can mend."""

from __future__ import annotations

import pytest

from pipeline.encoding.remains import lost, private_use


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("前锟斤拷锟斤拷后", ["锟斤拷锟斤拷"]),
        ("锟斤拷ISO锟街凤拷转", ["锟斤拷", "锟街凤拷"]),
        ("坏\ufffd\ufffd了", ["\ufffd\ufffd"]),
        ("烫烫烫屯屯屯汤", ["烫烫烫屯屯屯"]),
        ("水很烫，拷贝驻屯，赵锟来了，三斤", []),
    ],
)
def test_lost_characters_are_found_with_their_extent(text: str, stretches: list[str]) -> None:
    """And ordinary words with the same characters are not."""
    assert [text[start:end] for start, end in lost(text)] == stretches


def test_private_use_characters_are_found_in_stretches() -> None:
    """Neighbours are one stretch."""
    assert list(private_use("技\ue000\ue001术\uf8ff")) == [(1, 3), (4, 5)]

"""EUC-TW and ISO-2022-CN."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding.cns import character, decode_euc_tw, decode_iso2022_cn


def test_the_two_planes_hold_every_ideograph_of_big5_once() -> None:
    """13,061 ideographs; the first level of Big5 is among them but for a variant (彞 for 彝)."""
    cells = [character(plane, row, column) for plane in (1, 2) for row in range(94) for column in range(94)]
    ideographs = [char for char in cells if "\u4e00" <= char <= "\u9fff"]
    assert len(ideographs) == len(set(ideographs)) == 13_061
    level_1 = [
        bytes((lead, trail))
        for lead in range(0xA4, 0xC6)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    assert {pair.decode("big5") for pair in level_1} - set(ideographs) == {"彝"}


def test_known_cells() -> None:
    """一 is the first ideograph of plane 1, 乂 of plane 2 (CNS 11643)."""
    assert character(1, 0x44 - 0x21, 0) == "一"
    assert character(2, 0, 0) == "乂"
    assert decode_euc_tw(b"\xc4\xa1\x8e\xa2\xa1\xa1 A\x8e\xa3\xa1\xa1") == "一乂 A\ufffd"


def test_iso2022_cn_switches_between_its_sets() -> None:
    """GB2312, then plane 1 by shift out, plane 2 by single shift (RFC 1922)."""
    data = b"\x1b$)A\x0e=;;;\x0f abc \x1b$)G\x0eD!\x0f\x1b$*H\x1bN!!"
    assert decode_iso2022_cn(data) == "交换 abc 一乂"


@given(st.binary(max_size=60))
def test_decoding_never_raises(data: bytes) -> None:
    """Whatever the bytes are."""
    decode_euc_tw(data)
    decode_iso2022_cn(data)

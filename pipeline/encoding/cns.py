"""EUC-TW and the Taiwanese half of ISO-2022-CN, which Python has no codecs for.

Planes 1 and 2 of CNS 11643 hold the characters of Big5 in nearly the order of Big5, so a table of runs maps
the one onto the other (first given by Lunde, *CJKV Information Processing*; made here by comparing glibc's
EUC-TW with Python's big5 cell by cell). Higher planes hold rare variants only and are read as U+FFFD.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

# (first cell of CNS plane 1, first cell of Big5, how many); a cell is counted in rows of 94 and of 157.
_PLANE_1 = (
    "0,0,5 6,6,15 21,23,2 24,22,1 29,29,44 73,74,1 74,73,1 75,75,22 98,98,1 100,100,27 127,128,1 128,127,1 "
    "129,129,19 148,149,1 149,148,1 150,150,4 155,21,1 156,158,2 158,158,76 282,234,29 312,264,1 314,266,142 "
    "470,6101,20 490,5892,10 571,5905,1 578,5908,1 583,5909,1 3290,471,1412 4702,1884,424 5126,1883,1 "
    "5127,2308,1876 7003,4571,1 7004,4184,387 7391,4572,525 7916,5286,1 7917,5097,105 8023,5203,83 "
    "8106,5287,84 8190,5517,1 8191,5371,54 8245,5426,1 8246,5425,1 8247,5427,90 8337,5518,354"
)
_PLANE_2 = (
    "0,6280,10 10,6291,33 43,6372,1 44,6324,48 92,6373,46 138,6586,1 139,6419,167 306,6587,1840 2146,9074,1 "
    "2147,8428,108 2255,8537,537 2792,8427,1 2793,9075,100 2893,8536,1 2894,9175,399 3293,9575,1637 "
    "4930,11761,1 "
    "4931,11212,146 5077,11899,1 5078,11358,287 5365,12508,1 5366,11645,116 5482,11762,137 5619,11900,104 "
    "5723,12425,1 5724,12004,222 5946,12227,198 6144,12426,82 6226,12509,86 6312,12226,1 6313,12595,8 "
    "6321,12604,153 6474,12758,56 6530,13114,1 6531,12814,113 6644,12603,1 6645,12927,142 6787,12757,1 "
    "6788,13069,45 6833,13115,71 6904,13380,1 6905,13186,194 7099,13381,490 7589,13914,1 7590,13871,43 "
    "7633,13915,1 7634,13917,11 7645,13916,1 7646,13928,4"
)
_NOT_IN_BIG5 = {(1, 5): "・", (1, 23): "︲", (1, 154): "‖", (1, 8022): "彞"}
_EUC = re.compile(rb"\x8e([\xa1-\xb0])([\xa1-\xfe])([\xa1-\xfe])|([\xa1-\xfe])([\xa1-\xfe])")


@cache
def _runs(plane: int) -> list[tuple[int, int, int]]:
    rows = {1: _PLANE_1, 2: _PLANE_2}.get(plane, "")
    return [(int(a), int(b), int(n)) for a, b, n in (row.split(",") for row in rows.split())]


@cache
def character(plane: int, row: int, column: int) -> str:
    """Give the character of a cell of CNS 11643 (``row``, ``column``: 0 to 93), U+FFFD where none is known.

    >>> character(1, 35, 0)
    '一'
    """
    cell = row * 94 + column
    if (plane, cell) in _NOT_IN_BIG5:
        return _NOT_IN_BIG5[plane, cell]
    runs = _runs(plane)
    at = bisect_right(runs, (cell, 1 << 30, 0)) - 1
    if at < 0 or cell >= runs[at][0] + runs[at][2]:
        return "\ufffd"
    lead, trail = divmod(runs[at][1] + cell - runs[at][0], 157)
    pair = bytes((0xA1 + lead, trail + (0x40 if trail < 63 else 0x62)))
    try:
        return pair.decode("big5")
    except UnicodeDecodeError:
        return pair.decode("cp950", "replace")


def decode_euc_tw(data: bytes) -> str:
    """Decode EUC-TW; bytes of no character come out as U+FFFD, one each.

    >>> decode_euc_tw(bytes([0xC4, 0xA1])) == character(1, 35, 0)
    True
    """
    parts: list[str] = []
    at = 0
    for match in _EUC.finditer(data):
        parts.append(data[at : match.start()].decode("ascii", "replace"))
        plane, *wide = match.group(1, 2, 3) if match.group(1) else (b"\xa1", match.group(4), match.group(5))
        parts.append(character(plane[0] - 0xA0, wide[0][0] - 0xA1, wide[1][0] - 0xA1))
        at = match.end()
    parts.append(data[at:].decode("ascii", "replace"))
    return "".join(parts)


_DESIGNATIONS = {b"$)A": 0, b"$)G": 1, b"$)E": 0, b"$*H": 2}  # 0 is GB2312
_ISO_2022 = re.compile(rb"\x1b(\$\)[AGE]|\$\*H)|\x1bN(..)|(\x0e)|(\x0f)|([^\x1b\x0e\x0f]+)|.", re.DOTALL)


def decode_iso2022_cn(data: bytes) -> str:
    r"""Decode ISO-2022-CN (RFC 1922): GB2312 and planes 1 and 2 of CNS 11643.

    >>> decode_iso2022_cn(b"\x1b$)A\x0eVPND\x0f 2026")
    '中文 2026'
    """
    parts: list[str] = []
    plane, shifted = 0, False
    for match in _ISO_2022.finditer(data):
        designation, single_shift, out, back, run = match.groups()
        if designation:
            plane = plane if designation == b"$*H" else _DESIGNATIONS[designation]
        elif single_shift:
            parts.append(_cells(single_shift, 2))
        elif out or back:
            shifted = bool(out)
        elif run:
            parts.append(_shifted(run, plane) if shifted else run.decode("ascii", "replace"))
    return "".join(parts)


def _shifted(run: bytes, plane: int) -> str:
    return "".join(
        _cells(piece, plane) if piece[0] > 0x20 else piece.decode("ascii")
        for piece in re.findall(rb"[\x21-\x7e]{2}|[\x00-\xff]", run)
    )


def _cells(pair: bytes, plane: int) -> str:
    if len(pair) < 2:
        return "\ufffd"
    if plane == 0:
        return bytes(byte | 0x80 for byte in pair).decode("gb2312", "replace")
    return character(plane, pair[0] - 0x21, pair[1] - 0x21)

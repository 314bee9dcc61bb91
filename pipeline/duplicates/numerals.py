"""Numbers in whatever numerals they are printed: 三十六, 36, 3.6万, 二〇一六."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VALUES = {digit: value for value, digit in enumerate("0123456789")}
_VALUES |= dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True))
_VALUES |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
_MYRIADS = {"万": 10**4, "亿": 10**8}

NUMERALS = frozenset((*_VALUES, *_TENS, *_MYRIADS))
"""Characters of numbers; the texts are folded, so there are no full-width digits."""

RUN = re.compile(f"(?![千百万亿仟佰]+(?![{''.join(sorted(NUMERALS))}]))[{''.join(sorted(NUMERALS))}]+")
"""A number; 千家万户 and 亿元 say none."""
_DASH = re.compile("(?<=[0-9])一+|一+(?=[0-9])|一一+")


def values(text: str) -> list[int]:
    """The numbers of a folded text, in order.

    >>> values("2016年5月二十三日上午8时")
    [2016, 5, 23, 8]

    Beside an Arabic digit, or doubled, 一 is a dash that was misread; dashes are folded away.
    """
    return [value(run) for run in RUN.findall(_DASH.sub("", text))]


def value(run: str) -> int:
    """The number that a run of numerals writes.

    >>> [value(run) for run in ("36", "三十六", "二〇一六", "3万5千", "十", "廿三")]
    [36, 36, 2016, 35000, 10, 23]
    """
    whole = part = 0
    digits = ""
    for sign in run:
        if sign in _VALUES:
            digits += str(_VALUES[sign])
            continue
        number = int(digits) if digits else 0
        digits = ""
        if sign in _MYRIADS:
            whole += (part + number or 1) * _MYRIADS[sign]
            part = 0
        else:
            part += (number or 1) * _TENS[sign]
    return whole + part + (int(digits) if digits else 0)


def differ(left: str, right: str, first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether a number is put for another: 8 for 9, not 15时 for 下午3点 or 2016年3月 for 3月.

    Args:
        left: letters that stand in one text.
        right: those that stand for them in another.
        first: the numbers of ``left``.
        second: those of ``right``.

    >>> differ("8", "9", [8], [9]), differ("2016年3", "3", [2016, 3], [3])
    (True, False)
    """
    if not first or not second or _within(first, second) or _within(second, first):
        return False
    short, long = sorted((left, right), key=len)
    if long.isdecimal() and long[1:] == short and short[0] == "0":
        return False  # 2022 and 022
    if len(first) == len(second):
        return not all(map(_digit_lost, first, second))
    ends = left[-1] in NUMERALS and right[-1] in NUMERALS and first[-1] != second[-1]
    begins = left[0] in NUMERALS and right[0] in NUMERALS and first[0] != second[0]
    return ends or begins


def _digit_lost(one: int, two: int) -> bool:
    """Whether two numbers are the same, or a reading has lost a digit of one of three or more: 4195 and 415."""
    less, more = sorted((one, two))
    return less == more or (
        more > 99
        and more != 10 * less
        and len(str(more)) == len(str(less)) + 1
        and _within(list(map(int, str(less))), list(map(int, str(more))))
    )


def _within(few: Sequence[int], many: Sequence[int]) -> bool:
    """Whether the numbers stand among the others, in their order."""
    rest = iter(many)
    return all(number in rest for number in few)

"""Letter-spaced text: a space between all characters of a headline or a line is type setting, not writing.

Only words that the model of written Chinese knows are closed up: 热 烈 庆 祝 新 年 is, and the columns of a table
(男 男 女 男 男, 一 二 三 四 五, 优 良 中 差 优) stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.encoding import likeness
from pipeline.encoding.changes import Change

REASON: Final = "letter_spacing"
_FEWEST = 5  # characters; fewer are a name, two names or a signature (王 伟, 王 伟 李 明, 编 者 按)
# Bits that a character is likelier after the one before it than anywhere, in the mean. 19 of 23 letter-spaced headlines
# have more; of 24 rows of tables those that count through a series have, and those that say the same over and over.
_WORDS = 1.7
_DIFFERENT = 0.7  # of the characters; 一 九 九 八 年 一 月 has 5 of 7
_SERIES = tuple(
    map(
        frozenset,
        (
            "〇零一二三四五六七八九十百日",
            "甲乙丙丁戊己庚辛壬癸",
            "子丑寅卯辰巳午未申酉戌亥",
            "东南西北中東",
            "春夏秋冬",
        ),
    )
)
_OF_SERIES = 0.75  # of the characters
# Single Chinese characters, all parted by the same one or two spaces; a number or a mark may touch the ends.
_SPACED = re.compile(
    r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?P<gap>[ \u3000]{1,2})[\u3400-\u9fff]"
    rf"(?:(?P=gap)[\u3400-\u9fff，。、：；！？“”《》]){{{_FEWEST - 2},}}(?![\u3400-\u9fff])"
)
_TWO_APART = re.compile(r"[ \u3000](?<=[\u3400-\u9fff].)[ \u3000]?[\u3400-\u9fff]")


def changes(text: str) -> list[Change]:
    """Take away each gap within spaced words.

    >>> [change[:3] for change in changes("热 烈 庆 祝 新 年")][:2]
    [(1, 2, ''), (3, 4, '')]
    """
    found: list[Change] = []
    end = 0
    for near in _TWO_APART.finditer(text):
        match = _SPACED.match(text, near.start() - 1) if near.start() > end else None
        if match:
            end = match.end()
            if _is_words(match.group()[:: 1 + len(match["gap"])]):
                found += _closed_up(match)
    return found


def _is_words(text: str) -> bool:
    """Whether characters, closed up, are words."""
    different = set(text)
    if len(different) < _DIFFERENT * len(text):
        return False
    if any(sum(char in series for char in text) >= _OF_SERIES * len(text) for series in _SERIES):
        return False
    points = likeness.codes(text)
    alone, after = likeness.table()[points][1:], likeness.costs(points)[1:]
    return bool(float((alone - after).mean()) >= _WORDS)


def _closed_up(match: re.Match[str]) -> Iterator[Change]:
    gap = len(match["gap"])
    for at in range(match.start() + 1, match.end() - 1, 1 + gap):
        yield Change(at, at + gap, "", REASON)

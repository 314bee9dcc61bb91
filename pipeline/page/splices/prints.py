"""Prints: whether two alike texts are readings of one print, or two texts that tell different things.

Readings of one print differ in single misread letters, which make no word with what stands beside them. Two notices of
one form differ in a number, a name, a negation, and read well both: those are two texts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.language import LanguageModel, name_score

_NEGATIONS = frozenset("不未无無没沒非勿莫")
_FIGURES = frozenset("〇零一二三四五六七八九十百千万萬亿億两兩")
_OPPOSITE = """上下 左右 东西 東西 南北 男女 进出 進出 买卖 買賣 升降 增减 增減 涨跌 漲跌 开关 開關 胜负 勝負 前后 前後
内外 內外 大小 高低 多少 早晚 新旧 新舊 长短 長短 正负 正負 正副 甲乙 乙丙 甲丙 父母 子女 夫妻 兄弟 公母 晴雨 晴阴 阴雨
冷热 春秋 春夏 夏秋 秋冬 可不 能不 会不 應不 应不 已未 有无 有未 是不 准不 予不"""
_OPPOSITES = frozenset(map(frozenset, _OPPOSITE.split()))
_LOOKALIKE = """己已巳 未末 日曰 人入八 大太犬 土士 干千于 木本 天夫 田由甲申 四西 兔免 今令 了丁 刀力 白自 王玉 乌鸟
戊戌戍成 侯候 折拆 拔拨 准淮 冶治 历厉 贝见 间问 目且 收牧 晴睛 坡波 包句 句旬 奏秦 崇祟 遣遗 微徵 失矢 住往 佳住"""
_LOOKALIKES = _LOOKALIKE.split()
"""Letters that engines take for one another."""
_MOST = 0.1
"""Share of letters that two readings differ in at most: where 3 % are misread in each they differ in 6 %."""
_ODD, _CAP, _ALIKE = 2.2, 4.0, 2.0
"""Log-odds by which the one of two letters must read worse to speak for a misreading; what counts of them at most, so
that one letter alone decides nothing; and what letters that look alike speak for it. Of 262 letters misread on made
pages the mean is 4, of 25 other names, offices and places 1.8."""
_PARTICLES = frozenset("的了是在着也就之于")
"""What no name, number or fact is made of: where one stands for another letter, that was misread."""
_LETTERS = 2
"""Letters in a row that may be misread; more are other words."""
_CERTAIN, _EACH = 2.0, 0.5
"""Log-odds that one letter alone must earn, and that several may lack, each: two notices of one form that differ in
letters only, 恒通 and 恒丰, lack 1.5 for each."""
_RARE = 1.5
"""What a negation or a figure takes from them."""


class _Edit(NamedTuple):
    """What stands at one place of two texts instead of each other."""

    at: int
    one: str
    there: int
    two: str


def same_print(one: str, two: str, model: LanguageModel, prose: bool = False) -> bool:
    """Whether two alike texts are readings of one print.

    ``楼高8层。`` and ``楼高9层。`` are two texts; ``市政府召开会议`` and ``市政府召开会仪`` are two readings of one. In
    ``prose`` a paragraph is not printed again for the sake of a letter, so that any letter may be misread that is no
    figure, name, negation or opposite; in notices and lists it must read badly.
    """
    if one == two:
        return True
    first, second = _letters(one), _letters(two)
    edits = list(_edits(first, second))
    if sum(max(len(edit.one), len(edit.two)) for edit in edits) > _MOST * max(len(first), len(second)) + 1:
        return False
    if any(_tells_otherwise(edit) or _names(first, second, edit) for edit in edits):
        return False
    if prose or not edits:
        return True
    odds = [_misread(first, second, edit, model) for edit in edits]
    return odds[0] >= _CERTAIN if len(odds) == 1 else sum(odds) >= -_EACH * len(odds)


def looks_same(one: str, two: str) -> bool:
    """Whether two texts differ in letters that look alike at most: 含3%时，干 and 含3%时，于."""
    return all(_alike(edit) for edit in _edits(_letters(one), _letters(two)))


def _alike(edit: _Edit) -> bool:
    return bool(edit.one and edit.two) and any(
        edit.one in group and edit.two in group for group in _LOOKALIKES
    )


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    """Its letters and digits, folded; kept, for what stands many times on a page is asked about many times."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def _edits(one: str, two: str) -> Iterator[_Edit]:
    """Where two texts differ; places with one letter between them are one place."""
    found: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(one, two):
        a, a_end, b, b_end = op.src_start, op.src_end, op.dest_start, op.dest_end
        if op.tag == "equal":
            continue
        moved = a_end - a != b_end - b
        if found and moved and a - found[-1][1] <= 1:  # 予以 and 不予: one letter comes, one goes
            a, _, b, _ = found.pop()
        found.append((a, a_end, b, b_end))
    yield from (_Edit(a, one[a:a_end], b, two[b:b_end]) for a, a_end, b, b_end in found)


def _tells_otherwise(edit: _Edit) -> bool:
    """Whether one of two stretches has a figure, a negation, an opposite or a word that the other has not."""
    one, two = edit.one, edit.two
    if any(map(str.isdigit, one + two)) or max(len(one), len(two)) > _LETTERS:
        return True
    if len(one) != len(two):
        return len(one + two) > 1 or one + two in _NEGATIONS or one + two in _FIGURES
    if len(one) > 1 and _PARTICLES.isdisjoint(one + two):
        return True
    pairs = [frozenset(pair) for pair in zip(one, two, strict=True)]
    return any(pair in _OPPOSITES or pair <= _FIGURES for pair in pairs)


def _names(first: str, second: str, edit: _Edit) -> bool:
    """Whether a letter that differs is part of a name in both texts."""
    return _PARTICLES.isdisjoint(edit.one + edit.two) and any(
        len(name) == size and name_score(name) > 0 and name_score(other) > 0
        for back in (0, 1, 2)
        for size in (2, 3)
        if back < size and back <= min(edit.at, edit.there)
        for name, other in [(first[edit.at - back :][:size], second[edit.there - back :][:size])]
    )


def _misread(first: str, second: str, edit: _Edit, model: LanguageModel) -> float:
    """Log-odds that a letter was misread: by how much the one reads worse than the other where it stands."""
    if _alike(edit):
        return _ALIKE
    if not _PARTICLES.isdisjoint(edit.one + edit.two):
        return _ALIKE
    odd = 0.0
    if len(edit.one) == len(edit.two):
        odd = min(_CAP, abs(_reads(first, edit.at, model) - _reads(second, edit.there, model)))
    return odd - _ODD - _RARE * ({edit.one, edit.two} & (_NEGATIONS | _FIGURES) != set())


def _reads(text: str, at: int, model: LanguageModel) -> float:
    """How well a letter reads on from what stands before it, and what stands after it from the letter."""
    return sum(max(-6.0, min(8.0, model.join(text[:n], text[n:]))) for n in (at, at + 1) if 0 < n < len(text))

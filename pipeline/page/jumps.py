"""Jump lines (接版): 上接 at the head of a continuation, 下转 at the foot of a first half."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.language.rules import JUMPS, Group, Hit, hits
from pipeline.values.model import Decision, Fragment
from pipeline.values.text import Span, Traced, hull
from pipeline.values.verdicts import NOBODY

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def page_number(printed: str) -> str:
    """The page as the records name it: ``第一版`` is ``1``, ``Ａ３`` is ``A3``, ``十二`` is ``12``."""
    printed = unicodedata.normalize("NFKC", re.sub(r"\s|第|[版面段]\Z", "", printed))
    letter, number = re.fullmatch(r"([A-Za-z]?)(.*)", printed, re.DOTALL).groups()  # type: ignore[union-attr]
    if number.isdecimal():
        return letter.upper() + str(int(number))
    if "十" in number or "百" in number:
        return letter.upper() + str(_count(number))
    digits = "".join(str(_DIGITS.get(char, char)) for char in number)
    return letter.upper() + (str(int(digits)) if digits.isdecimal() else digits)


def _count(number: str) -> int:
    """A number with its tens and hundreds written out: ``一百二十三``."""
    hundreds, hundred, rest = number.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    found = _DIGITS.get(ones[-1:], 0)  # 百零二 has a nought before its ones
    found += 10 * _DIGITS.get(tens, 1) if ten else 0
    return found + (100 * _DIGITS.get(hundreds, 1) if hundred else 0)


def detach(
    fragments: Sequence[Fragment], rejects: Callable[[Span], bool] = NOBODY.rejects_cut
) -> tuple[list[Fragment], list[Decision]]:
    """Takes the jump lines off the fragments; each is dropped with its reason.

    ``rejects`` tells of a stretch whether a person says that it is none.
    """
    detached, decisions = [], []
    for fragment, found in zip(fragments, hits(JUMPS, [row.text.text for row in fragments]), strict=True):
        bare, dropped = _detach(fragment, found, rejects) if found else (fragment, [])
        detached.append(bare)
        decisions += dropped
    return detached, decisions


def _detach(
    fragment: Fragment, found: Sequence[Hit], rejects: Callable[[Span], bool]
) -> tuple[Fragment, list[Decision]]:
    text, decisions = fragment.text, []
    begin, end, came, goes = 0, len(text), None, None
    mark = _mark(text, found, Group.JUMP_FROM)
    if mark and not rejects(hull(mark.spans)):
        came = mark.page
        begin, end = (
            (0, mark.start) if text.text[: mark.start].strip() else (mark.end, end)
        )  # behind a headline, or at the head
        decisions.append(_drop(mark, "here"))
    mark = _mark(text, found, Group.JUMP_TO)
    if mark and begin <= mark.start < end and not rejects(hull(mark.spans)):
        goes, end = mark.page, mark.start
        decisions.append(_drop(mark, "away"))
    if not decisions:
        return fragment, []
    rest = text.cut(begin, end).strip()
    level = fragment.level if rest else 0
    bare = fragment._replace(text=rest, level=level, run_in=0, continued_from=came, continues_on=goes)
    return bare, decisions


class _Mark(NamedTuple):
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]
    page: str


def _mark(text: Traced, found: Sequence[Hit], group: Group) -> _Mark | None:
    """The mark of a text: of all forms that it has, the one that takes its brackets and arrows along."""
    of_group = [hit for hit in found if hit.rule.group is group]
    if not of_group:
        return None
    hit = max(of_group, key=lambda hit: hit.end - hit.start)
    words = hit.match[0].strip()
    start = hit.start + hit.match[0].index(words)
    end = start + len(words)
    page = next(value for value in hit.match.groupdict().values() if value)
    return _Mark(start, end, words, text.source(start, end), page_number(page))


def _drop(mark: _Mark, leads: str) -> Decision:
    """``leads`` tells whether the mark leads here (上接) or away (下转)."""
    evidence: dict[str, float | str] = {"mark": mark.text, "leads": leads}
    return Decision("jumps", "dropped", "jump_line", mark.spans, score=1.0, evidence=evidence)

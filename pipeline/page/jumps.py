"""Jump lines (接版): 上接 at the head of a continuation, 下转 at the foot of a first half."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.language.rules import JUMPS, Group, Hit, hits
from pipeline.values.model import Decision, Fragment
from pipeline.values.text import Span, Traced, hull
from pipeline.values.verdicts import NOBODY, PageVerdicts

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def page_number(printed: str) -> str:
    """Name a page as the records do.

    >>> [page_number(printed) for printed in ("第一版", "Ａ３", "十二")]
    ['1', 'A3', '12']
    """
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
    fragments: Sequence[Fragment], said: PageVerdicts = NOBODY
) -> tuple[list[Fragment], list[Decision]]:
    """Take the jump lines off the fragments, unless a person says that one is none; each is dropped with its reason.

    >>> (row,), (decision,) = detach([Fragment(Traced.read("p", "取得进展。（下转第四版）"))])
    >>> str(row.text), row.continues_on, decision.reason
    ('取得进展。', '4', 'jump_line')
    """
    detached, decisions = [], []
    for fragment, found in zip(fragments, hits(JUMPS, [row.text.text for row in fragments]), strict=True):
        bare, dropped = _detach(fragment, found, said) if found else (fragment, [])
        detached.append(bare)
        decisions += dropped
    return detached, decisions


def _detach(fragment: Fragment, found: Sequence[Hit], said: PageVerdicts) -> tuple[Fragment, list[Decision]]:
    text = fragment.text
    begin, end, came, goes = 0, len(text), None, None
    mark, decisions = _wanted(text, found, Group.JUMP_FROM, said)
    if mark:
        came = mark.page
        begin, end = (
            (0, mark.start) if text.text[: mark.start].strip() else (mark.end, end)
        )  # behind a headline, or at the head
    mark, told = _wanted(text, found, Group.JUMP_TO, said, begin, end)
    decisions += told
    if mark:
        goes, end = mark.page, mark.start
    if came is goes is None:
        return fragment, decisions
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


def _wanted(
    text: Traced,
    found: Sequence[Hit],
    group: Group,
    said: PageVerdicts,
    begin: int = 0,
    end: int | None = None,
) -> tuple[_Mark | None, list[Decision]]:
    """Find the mark of a group between two places that no person took back, and its entries in the ledger."""
    mark = _mark(text, found, group)
    if not mark or not begin <= mark.start < (len(text) if end is None else end):
        return None, []
    wish = said.of_cut(hull(mark.spans), "jump_line")
    return (None, [*wish.told]) if wish.stays else (mark, [_drop(mark, group), *wish.told])


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


def _drop(mark: _Mark, group: Group) -> Decision:
    """Drop a mark; it leads here (上接) or away (下转)."""
    leads = "here" if group is Group.JUMP_FROM else "away"
    evidence: dict[str, float | str] = {"mark": mark.text, "leads": leads}
    return Decision("jumps", "dropped", "jump_line", mark.spans, score=1.0, evidence=evidence)

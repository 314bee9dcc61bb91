"""Proof: a passage that stands twice is cut only where nothing but damage can have put it there.

Newspapers say things twice: a digest and a caption quote the story, sister stories share a dateline, a speech has its
refrain. Nothing true is cut for that. Two things prove damage:

- the engine read a paragraph ``twice``: the copy stands right below its original, is a reading of the same print, and
  both end together;
- the passage stands ``inside`` a sentence of another story, which breaks off above it and reads on below it, and the
  passage itself is cut off where no clause ends, or the language says that it cannot belong there.

A second reading of the same print without either proof is only suspected: it stays, and is flagged with its twin.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.duplicates.readings import points_differ, same_print
from pipeline.language import LanguageModel
from pipeline.language.bylines import opens_story
from pipeline.language.rules import LINES, Group, hits
from pipeline.page.splices.places import Page, Place, Weight, stretches

Finding = Literal["twice", "inside", "suspected", "like"]
"""Two proofs; the same print without a proof; and no more than a likeness."""

_STOPS = "。！？!?…”’」』）)》"
_COMMAS = "，,、；;"
_NOTICE = re.compile(
    "[公通]告|公示|声明|聲明|[启啟]事|遗失|遺失|作废|作廢|[招投]标|[招投]標|招聘|招租|拍卖|拍賣|注销|註銷|清算|债权|債權|认领|認領"
    "|捡拾|讣|訃|特此|贺电|賀電|唁电|此致|敬礼|开奖|開獎|净值|淨值|气温|氣溫|停[电水電]|检修|首末班|批发|鸣谢|鳴謝|[电電][话話]|逾期"
    "|[一二三四五六七八九十]等奖"
)
"""Words of notices, lists and telegrams, which differ in little."""
_ABOVE = 6
"""Fragments above a text among which its headline is looked for."""
_OPENING = "“‘「『《（(〈【"
_BULLETS = "■●◆▲□★·•○◇▶►—"
"""First characters of a digest's lines, a list's entries and refrains."""
_SOLID = 4
"""A copy is compared with its twin from so many equal letters in a row on; fewer agree by chance."""
_NEAR = 4
"""Fragments between two readings of one paragraph at most: none, or lines of another column."""
_SHORTEST = 30
"""Letters of the shortest paragraph that is taken for read twice: shorter ones are refrains and set lines."""
_LINE = 20
"""Letters of a line above that may be the first half of a broken sentence; shorter ones are headlines."""
_STUB = 3
"""Characters before a place that may have been invented at its seam."""
_LEAST = 4
"""Letters of a sentence before the passage that breaks it, at least."""
_TURN = 2
"""Letters that stand both at the end of a passage and before it: a phrase that the sentence says again by itself."""
_LONG = 40
"""Letters of a long passage."""
_LONG_GAIN, _SENTENCES_GAIN, _GAIN, _ROWS_GAIN = -1.5, 0.3, 2.0, 5.0
"""Log-odds by which cutting must mend the page: a long passage over several sentences that is cut off inside a clause;
a short one; one within a sentence, or of whole clauses inside a line; one of whole lines. Set on 300 made
pages and 70 clean front pages, with an earlier form of these rules; not checked on others."""
_LINES_GAIN = -4.0
"""The same for several paragraphs of another story, which the two halves of one sentence stand around."""
_READS_ON = 0.5
"""Log-odds by which a sentence reads on without whole clauses inside it."""


class _Edges(NamedTuple):
    """Where a copy begins and ends in its twin.

    Attributes:
        over, under: letters of the repeated passage that the copy lacks at its head and at its tail.
        before, after: letters that its twin has before and after it.
        head, tail: whether it is cut off inside a clause of its twin, at its head, at its tail.
    """

    over: int
    under: int
    before: int
    after: int
    head: bool
    tail: bool


def found(
    page: Page, place: Place, twin: Place, weight: Weight, whole: bool, model: LanguageModel
) -> Finding:
    """The proof, if there is one, that the copy at ``place`` does not belong there.

    Args:
        page: the page.
        place: the copy, as it was found.
        twin: the passage that it repeats.
        weight: by how much cutting the copy mends the page.
        whole: whether the copy is made of whole paragraphs.
        model: judges single letters that the two differ in.
    """
    copy, kept = _said(page, place), _said(page, twin)
    edges, both = _edges(page, copy, kept, twin)
    if (
        both is None
        or not same_print(*both, model, _is_prose(page, place, copy))
        or points_differ(copy, kept)
    ):
        return "like"
    if any(_is_set_off(page, one) or _is_entry(page, one) for one in (place, twin)):
        return "suspected"
    if whole and _read_twice(page, place, twin, copy, kept, edges):
        rest = _letters(kept)[edges.over :]
        same = same_print(copy, rest[: len(rest) - edges.under], model, _is_prose(page, place, copy))
        return "twice" if same else "suspected"
    inside = _is_inside(page, place, weight, copy, kept, edges) and same_print(*both, model)
    return "inside" if inside else "suspected"


def _is_prose(page: Page, place: Place, copy: str) -> bool:
    """Whether a copy is long, and no notice or entry of a list, of which the next may differ in a letter only."""
    above = page.texts[max(0, place.first - _ABOVE) : place.first]
    heads = [text for text in above if len(text) <= _LINE]
    return len(_letters(copy)) >= _LONG and not any(map(_NOTICE.search, (copy, *heads)))


def _said(page: Page, place: Place) -> str:
    return "\n".join(text for _, text in stretches(page.texts, place)).strip()


def _is_set_off(page: Page, place: Place) -> bool:
    """Whether a place is a caption, which repeats its story: ``图为`` and the first sentence of the story."""
    text = page.texts[place.last]
    if len(page.texts[place.first][: place.start].strip()) > _STUB or text[place.end :].strip():
        return False
    below = page.texts[place.last + 1] if place.last + 1 < len(page.texts) else ""
    found = hits(LINES, [below, text])
    return any(hit.rule.group in _CREDITED for found_in in found for hit in found_in)


def _is_entry(page: Page, place: Place) -> bool:
    """Whether a place is an entry of a digest or list: ``■ `` and the first sentence of a story."""
    start = page.texts[place.first][: place.start].strip()
    return len(start) <= _STUB and page.texts[place.first].lstrip()[:1] in _BULLETS


_CREDITED = {Group.CREDIT, Group.CREDITED_CAPTION, Group.CREDIT_SOURCE, Group.CAPTION, Group.JOB}


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _edges(page: Page, copy: str, kept: str, twin: Place) -> tuple[_Edges, tuple[str, str] | None]:
    """How a copy lies in its twin, and their common passage as each has it; None if that is short."""
    one, two = _letters(copy), _letters(kept)
    ops = [
        op
        for op in Levenshtein.opcodes(one, two)
        if op.tag == "equal" and op.src_end - op.src_start >= _SOLID
    ]
    if not ops:
        return _Edges(0, 0, 0, 0, False, False), None
    a, a_end, b, b_end = ops[0].src_start, ops[-1].src_end, ops[0].dest_start, ops[-1].dest_end
    ahead, behind = min(a, b), min(len(one) - a_end, len(two) - b_end)
    before, after = b - ahead, len(two) - b_end - behind
    left = page.texts[twin.first][: twin.start] if not before else _cut(kept, before)[0]
    right = page.texts[twin.last][twin.end :] if not after else _cut(kept, len(two) - after)[1]
    edges = _Edges(
        before,
        after,
        before + len(_letters(page.texts[twin.first][: twin.start])),
        after + len(_letters(page.texts[twin.last][twin.end :])),
        left.rstrip()[-1:].isalnum() and (bool(before) or kept[:1].isalnum()),
        right.lstrip()[:1].isalnum() and (bool(after) or kept[-1:].isalnum()),
    )
    return edges, (one[a:a_end], two[b:b_end])


def _cut(text: str, letters: int) -> tuple[str, str]:
    """A text before and after so many of its letters."""
    at = 0
    while letters and at < len(text):
        letters -= text[at].isalnum()
        at += 1
    return text[:at], text[at:]


def _read_twice(page: Page, place: Place, twin: Place, copy: str, kept: str, edges: _Edges) -> bool:
    """Whether a paragraph is another reading of a whole one, or of the part of one that stands right above it."""
    size, apart = len(_letters(copy)), max(place.first - twin.last, twin.first - place.last)
    if apart < 1 or size < _SHORTEST or _letters(page.texts[place.last][place.end :]):
        return False
    if (copy[-1:] in _STOPS) != (kept[-1:] in _STOPS) or _signed_apart(page, place, twin):
        return False
    long = size >= _LONG and any(mark in copy[:-2] for mark in "。！？")
    if edges.after:
        return long and not edges.before and apart == 1 and place.first > twin.first
    if not edges.before:
        return apart <= _NEAR or (
            long and _letters(copy) != _letters(kept)
        )  # far off, wire copy is printed again
    return apart <= _NEAR and (edges.head or _left(page, twin, kept, edges)[-1:] in _COMMAS)


def _signed_apart(page: Page, place: Place, twin: Place) -> bool:
    """Whether two equal texts stand above signatures of their own: each was meant."""
    one, other = _line(page, place.last + 1), _line(page, twin.last + 1)
    return one != other and all(0 < len(line) <= _LINE and line[-1] not in _STOPS for line in (one, other))


def _line(page: Page, n: int) -> str:
    return page.texts[n].strip() if 0 <= n < len(page.texts) else ""


def _left(page: Page, twin: Place, kept: str, edges: _Edges) -> str:
    """The text of the twin before the repeated passage."""
    whole = page.texts[twin.first][: twin.start] + kept
    return _cut(whole, edges.before)[0] + _signs(_cut(whole, edges.before)[1])


def _signs(text: str) -> str:
    """The signs that a text begins with."""
    size = next((n for n, char in enumerate(text) if char.isalnum()), len(text))
    return text[:size].rstrip()


def _is_inside(page: Page, place: Place, weight: Weight, copy: str, kept: str, edges: _Edges) -> bool:
    """Whether a place breaks a sentence that reads on without it, and reads on badly with it."""
    left, right, sure = _host(page, weight.place)
    goes_on = (right[:1].isalnum() or right[:1] in _OPENING) and not opens_story(right)
    if (
        not goes_on
        or not _clauses(copy)
        or len(_letters(left)) < _LEAST
        or _turns(left, right, _said(page, weight.place))
    ):
        return False
    ragged = edges.head or edges.tail
    least = _least(copy) if sure else _GAIN
    if left[-1:] in _COMMAS:
        return ragged and weight.gain >= min(_GAIN, least + 1.0)
    reads_on = weight.evidence["without_it"] >= _READS_ON
    if ragged or (reads_on and place.last > place.first and copy[-1:].isalnum()):
        return left[-1:].isalnum() and weight.gain >= least
    if sure and left[-1:].isalnum() and _same_lines(copy, kept) and len(_letters(copy)) >= _LONG:
        return weight.gain >= _LINES_GAIN
    alone = _fills_lines(page, place)
    return sure and left[-1:].isalnum() and reads_on and weight.gain >= (_ROWS_GAIN if alone else _GAIN)


def _same_lines(copy: str, kept: str) -> bool:
    """Whether several fragments end alike in both places: whole paragraphs of another story, and no digest of one."""
    one, two = copy.split("\n"), kept.split("\n")
    return len(one) == len(two) > 1 and all(a[-1:] == b[-1:] for a, b in zip(one[:-1], two, strict=False))


def _least(copy: str) -> float:
    """By how much cutting a passage that is cut off inside a clause must mend the page."""
    if not any(mark in copy[1:-1] for mark in "。！？\n"):
        return _GAIN
    return _LONG_GAIN if len(_letters(copy)) >= _LONG else _SENTENCES_GAIN


def _fills_lines(page: Page, place: Place) -> bool:
    """Whether a place is made of whole lines."""
    return not (page.texts[place.first][: place.start].strip() or page.texts[place.last][place.end :].strip())


def _host(page: Page, place: Place) -> tuple[str, str, bool]:
    """The sentence before a place and after it, and whether both are surely running text, no lines of display type."""
    left, right, sure = page.texts[place.first][: place.start], page.texts[place.last][place.end :], True
    if len(left) <= _STUB and place.first:
        above = page.texts[place.first - 1].rstrip()
        left, sure = above + left, _runs_on(above)
    if not right.strip() and place.last + 1 < len(page.texts):
        right = page.texts[place.last + 1]
        sure = sure and _runs_on(right)
    return left.rstrip(), right.lstrip(), sure


def _runs_on(text: str) -> bool:
    """Whether a fragment is running text: long, or of more than one clause."""
    return len(text) >= _LONG or _clauses(text)


def _clauses(text: str) -> bool:
    """Whether a text has more than one clause, as lines of display type rarely have."""
    return any(mark in text for mark in "，。,")


def _turns(left: str, right: str, copy: str) -> bool:
    """Whether the sentence says the end of the passage just before it, or its beginning just after it."""
    one, before, after = _letters(copy), _letters(left[-40:]), _letters(right[:40])
    return one[-_TURN:] == before[-_TURN:] or one[:_TURN] == after[:_TURN]

"""Printed lines: a page that comes one printed line a line becomes paragraphs again.

Tesseract, PaddleOCR and keyed editions write a line for each line of print, 7 to 30 characters each. Such a page is
known by its lines: most are as wide as their column and end in mid-sentence. Its lines are put together where
indents, short last lines, marks and words say that one paragraph goes on; headlines and bylines keep their lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.language import LanguageModel
from pipeline.page.lines.measure import WIDEST, widths
from pipeline.page.lines.seams import look, odds
from pipeline.values.model import Fragment
from pipeline.values.text import Traced, join

FEWEST = 8
"""Lines that a page must have to be told by its lines."""
_NO_MARK = 8
"""Kind of an ending that is no mark."""
_MOST = 6.0
"""Log-odds that are told of a fragment at most."""


def broken_share(texts: Sequence[str]) -> float:
    """The share of a page's characters that stand in lines as wide as their column that end without any mark.

    >>> broken_share(["春眠不觉晓处", "处闻啼鸟夜来", "风雨声花落知", "多少。"] * 4) > 0.5
    True
    >>> broken_share(["今天天气很好，大家都出门去了。" * 8] * 20)
    0.0
    """
    wide = widths(texts)
    narrow = wide <= WIDEST
    if (
        len(texts) < FEWEST or wide[narrow].sum() < wide.sum() / 2
    ):  # as nearly all pages: no need to look closer
        return 0.0
    seen = look(texts)
    return float(wide[seen.full & (seen.ending == _NO_MARK)].sum() / wide.sum())


def put_together(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The paragraphs of a page whose fragments are its printed lines.

    Each tells by :attr:`~pipeline.values.model.Fragment.begins` and ``ends`` whether its lines begin and end where a
    paragraph does.
    """
    texts = [fragment.text.text for fragment in fragments]
    found = odds(texts, LanguageModel.load().adapted(texts))
    usual = sorted(fragment.gap for fragment in fragments)[len(fragments) // 2]
    held = [
        odd > 0
        and below.gap <= usual
        and not (
            above.level or below.level or below.image or below.lost_heading or above.table or below.table
        )
        for odd, above, below in zip(found.joins.tolist(), fragments, fragments[1:], strict=False)
    ]
    begins = [0.0, *found.begins.clip(-_MOST, _MOST).tolist()]
    ends = [*found.ends.clip(-_MOST, _MOST).tolist(), 0.0]
    starts = np.flatnonzero(np.array([False, *held]) == 0).tolist()
    return [
        _paragraph(fragments[first:last])._replace(begins=begins[first], ends=ends[last - 1])
        for first, last in zip(starts, [*starts[1:], len(fragments)], strict=True)
    ]


def _paragraph(lines: Sequence[Fragment]) -> Fragment:
    """Lines as one fragment; between Latin words stands a space."""
    words: list[list[Traced]] = [[]]  # joined at once: one after the other, 10,000 lines take 14 s
    end = ""
    for line in lines:
        if _latin(end) and _latin(line.text.text[:1]):
            words.append([])
        words[-1].append(line.text)
        end = line.text.text[-1:] or end
    return lines[0]._replace(text=join(map(join, words), " "))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()

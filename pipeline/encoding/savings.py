"""What speaks for another reading of double bytes: the bits that it saves, and what no page prints together."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.encoding import likeness
from pipeline.encoding.exchange import costs


class Evidence(NamedTuple):
    """The evidence that a stretch was read wrongly.

    Attributes:
        gain: bits that its letters save: ideographs, kana, Greek, Cyrillic. Marks, Bopomofo, symbols and characters
            of private use save nothing, however rare they are: ﹝花﹞ and ㄅㄆㄇ stay.
        letters: how many different ones there are.
        ideographs: how many of those are ideographs.
        strange: bits of a letter as it stands there, in the mean.
        fluent: bits of a character as it would be, in the mean.
        together: bits that all characters save, those of other kinds too.
        mixed: whether kinds of characters stand together that no page prints together.
    """

    gain: float
    letters: int
    ideographs: int
    strange: float
    fluent: float
    together: float
    mixed: bool


_ODD = re.compile(r"[\u0370-\u04ff\u2500-\u25ff\u3200-\u33ff\ue000-\uf8ff\ufe30-\ufe4f]")
_KANA, _BOPOMOFO = re.compile(r"[\u3041-\u30fe]"), re.compile(r"[\u3105-\u312f]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


def is_mixed(text: str) -> bool:
    r"""Whether ideographs stand with their neighbours in a code table: private use, Greek, Cyrillic, boxes, units.

    Kana alone may be Japanese, Bopomofo alone a reading of the words; both together are neither.

    Example:
        >>> is_mixed("瓣ㄈび跋"), is_mixed("瓣\ue4c6跋"), is_mixed("日本の新聞")
        (True, True, False)
    """
    odd = _ODD.search(text) or (_KANA.search(text) and _BOPOMOFO.search(text))
    return bool(odd and _IDEOGRAPH.search(text))


def evidence(before: str, after: str) -> Evidence:
    """Give the evidence for ``after``. Characters that stand there twice (嘔嘔啞啞) are evidence once.

    >>> found = evidence("陔恓暮氪", "新闻记者")
    >>> found.ideographs, found.gain > 26
    (4, True)
    """
    pairs = dict(zip(before, after, strict=True))
    points = likeness.codes("".join(pairs))
    first, second = costs(points), costs(likeness.codes("".join(pairs.values())))
    ideographs = (points >= 0x3400) & (points < 0xA000)
    letters = ideographs | (points >= 0x3041) & (points < 0x30FF) | (points >= 0x370) & (points < 0x500)
    no_ascii = points >= 0x80
    read = second[no_ascii]
    return Evidence(
        gain=float((first - second)[letters].sum()),
        letters=int(letters.sum()),
        ideographs=int(ideographs.sum()),
        strange=float(first[letters].mean()) if letters.any() else 0.0,
        fluent=float(read.mean()) if len(read) else 0.0,
        together=float((first - second)[no_ascii].sum()),
        mixed=is_mixed(before),
    )

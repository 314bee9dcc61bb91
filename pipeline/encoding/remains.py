"""Damage that no repair can mend: flagged with its extent, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LOST: Final = "lost_characters"
PRIVATE: Final = "private_use"
# U+FFFD, twice, is the bytes EF BF BD EF BF BD, which GBK reads as 锟斤拷; between two of them one or two
# characters may be left over. Memory that was never written (CC, CD) is 烫烫 and 屯屯.
_GONE = "锟斤拷|锟[\u4e00-\u9fff]{1,3}拷|锟斤|斤拷|锟(?=\ufffd)|(?<=\ufffd)斤?拷"
_LOST = re.compile(f"(?:\ufffd|{_GONE}|烫{{3,}}|屯{{3,}})(?:\ufffd|{_GONE}|锟|烫{{2,}}|屯{{2,}})*")
NEAR = re.compile("[\ufffd锟斤拷烫屯]")  # a class is searched for fast
_FONTS = "\ue000-\uf8ff\U000f0000-\U0010fffd"
PRIVATE_USE = re.compile(f"[{_FONTS}]")
_PRIVATE = re.compile(f"[{_FONTS}]+")


def lost(text: str) -> Iterator[tuple[int, int]]:
    """Find the remains of characters that are gone for good.

    >>> list(lost("渔港\ufffd\ufffd开市"))
    [(2, 4)]
    """
    end = 0
    for near in NEAR.finditer(text):
        match = _LOST.match(text, near.start()) if near.start() >= end else None
        if match:
            end = match.end()
            yield match.span()


def private_use(text: str) -> Iterator[tuple[int, int]]:
    """Find characters whose meaning only one font knew.

    >>> list(private_use("渔" + chr(0xE000)))
    [(1, 2)]
    """
    yield from (match.span() for match in _PRIVATE.finditer(text))

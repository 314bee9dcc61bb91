"""Western words that were read in a wrong encoding (dâ€™accord, BublÃ©): the task of ftfy.

ftfy is asked about words between Chinese characters, after our own repair, and only for its plan: its
other fixes would spoil Chinese punctuation. A plan is followed where it is one wrong reading of UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import ftfy

from pipeline.encoding.changes import Change
from pipeline.encoding.structure import decoded

REASON: Final = "mojibake"
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    restore_byte_a0=False,
    replace_lossy_sequences=False,
    decode_inconsistent_utf8=False,
    uncurl_quotes=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    normalization=None,
)
_BETWEEN = re.compile("[^\\n\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
_CHINESE_MARKS = "“”‘’—…·"  # which stand beside a Western word, and within its mojibake
# An accented letter first: × and ÷ are signs that Chinese pages print, alone and beside a quotation mark.
_STRANGE = re.compile("[\xc0-\xd6\xd8-\xf6\xf8-\u04ff][\x80-\u2bff]")
_WESTERN = re.compile("[\x00-\u024f\u0370-\u04ff\u1e00-\u22ff]*")  # allowed results: no ɰ, no Hebrew of ×“
_READ_AS = {"latin-1": "cp1252", "sloppy-windows-1252": "cp1252"}  # told apart by no character that matters


def changes(text: str) -> list[Change]:
    """Give the changes that mend Western words, in order.

    >>> changes("在BublÃ©的歌声中")
    [Change(start=5, end=7, text='é', reason='mojibake')]
    """
    found: list[Change] = []
    end = -1
    for near in _STRANGE.finditer(text):
        if near.start() > end:
            start = text.rfind("\n", 0, near.start()) + 1
            end = text.find("\n", near.start())
            end = len(text) if end < 0 else end
            for match in _BETWEEN.finditer(text, start, end):
                found += _mended(match)
    return found


def _mended(match: re.Match[str]) -> list[Change]:
    """Find words between Chinese characters, with their marks or without them."""
    run = match.group()
    if not _STRANGE.search(run):
        return []
    inner = run.strip(_CHINESE_MARKS)
    return list(_planned(run, match.start())) or list(_planned(inner, match.start() + run.index(inner)))


def _planned(run: str, start: int) -> Iterator[Change]:
    fixed, plan = ftfy.fix_encoding_and_explain(run, _CONFIG)
    if not plan or [step.action for step in plan] != ["encode", "decode"]:
        return
    codec = plan[0].parameter
    parts = decoded(run, _READ_AS.get(codec, codec))
    if (
        plan[1].parameter == "utf-8"
        and _WESTERN.fullmatch(fixed)
        and "".join(part.text for part in parts) == fixed
    ):
        for part in parts:
            if run[part.start : part.end] != part.text:
                yield Change(start + part.start, start + part.end, part.text, REASON)

"""Noise of extraction: what a text layer or a model adds to a page and no reader ever saw.

Headlines that fake bold type printed twice, pinyin in brackets after each character, figures set as
formulas. What is certain is undone and told of; the rest is left to the flags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Decision, Fragment
from pipeline.text import Edit, Traced, join

_HEADLINE = 80
"""Longest headline that is looked at for doubling, in characters, both copies together."""
_DOUBLED = re.compile(r"(.{3,}?)[ \u3000]*\1", re.DOTALL)
_STUTTER = re.compile(r"(?:(\S)\1){4,}", re.DOTALL)
_STOPS = re.compile(r"[。；].")
_LETTERS = "a-zA-ZāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])[（(][{_LETTERS}]{{1,6}}[)）]")
_PINYIN_RUN = re.compile(rf"(?:[\u3400-\u9fff][（(][{_LETTERS}]{{1,6}}[)）]){{3}}")
_SET = r"(?:[\d\s.,:/+\-~×%]|\\(?:times|sim|[%,; ])){0,40}?"
_FORMULA = re.compile(rf"\$({_SET}\d{_SET})\$(?!\s*\d)")  # $5-$10 is a sum of money
_COMMAND = re.compile(r"\\(?:times|%|,|;| |sim)|\s+")
_WRITTEN = {r"\times": "×", r"\%": "%", r"\sim": "~"}


def quiet(fragments: Sequence[Fragment]) -> tuple[list[Fragment], list[Decision]]:
    """The fragments without what extraction added, and the ledger of it."""
    kept, decisions = [], []
    for fragment in fragments:
        text = fragment.text
        for stage in (_once, _without_pinyin, _plain_figures):
            text, found = stage(text)
            decisions += found
        kept.append(fragment if text is fragment.text else replace(fragment, text=text))
    return kept, decisions


def _once(text: Traced) -> tuple[Traced, list[Decision]]:
    """A headline printed twice, whole or letter by letter, is read once."""
    if len(text) > _HEADLINE or len(text) < 6 or _STOPS.search(text.text):
        return text, []
    if hit := _DOUBLED.fullmatch(text.text):
        first = len(hit[1])
        return text.cut(0, first), [_dropped(text, first, len(text), "doubled")]
    if len(text) % 2 == 0 and _STUTTER.fullmatch(text.text):
        parts = [text.cut(at, at + 1) for at in range(0, len(text), 2)]
        spans = tuple(span for at in range(1, len(text), 2) for span in text.source(at, at + 1))
        return join(parts), [
            Decision("noise", "dropped", "noise", spans, score=1.0, evidence={"form": "doubled"})
        ]
    return text, []


def _without_pinyin(text: Traced) -> tuple[Traced, list[Decision]]:
    if not _PINYIN_RUN.search(text.text):
        return text, []
    hits = list(_PINYIN.finditer(text.text))
    decisions = [_dropped(text, hit.start(), hit.end(), "pinyin") for hit in hits]
    return text.edit([Edit(hit.start(), hit.end(), "") for hit in hits]), decisions


def _plain_figures(text: Traced) -> tuple[Traced, list[Decision]]:
    """Figures set as formulas (``$2 0 1 0$``), as they were printed."""
    if "$" not in text.text:
        return text, []
    edits = list(_figures(text.text))
    decisions = [
        Decision(
            "noise", "changed", "latex", text.source(edit.start, edit.end),
            before=text.text[edit.start : edit.end], after=edit.text, score=1.0,
        )
        for edit in edits
    ]  # fmt: skip
    return text.edit(edits), decisions


def _figures(text: str) -> Iterator[Edit]:
    for hit in _FORMULA.finditer(text):
        yield Edit(hit.start(), hit.end(), _COMMAND.sub(lambda found: _WRITTEN.get(found[0], ""), hit[1]))


def _dropped(text: Traced, start: int, end: int, form: str) -> Decision:
    return Decision("noise", "dropped", "noise", text.source(start, end), score=1.0, evidence={"form": form})

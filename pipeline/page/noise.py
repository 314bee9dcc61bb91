"""Noise of extraction: characters that a text layer or a model adds to a page, and no reader ever saw.

Headlines that fake bold type printed twice, pinyin in brackets after each character, figures set as
formulas. Certain noise is undone and told of; the rest is left to the flags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import ne

from pipeline.values.model import Decision, Fragment
from pipeline.values.text import Edit, Span, Traced, hull, join
from pipeline.values.verdicts import NOBODY, PageVerdicts

_HEADLINE = 80
"""Longest headline that is looked at for doubling, in characters, both copies together."""
_DOUBLED = re.compile(r"(.{3,}?(?<![！!…])|.{8,}?)[ \u3000]*\1", re.DOTALL)
_SHORTEST, _MISREAD = 10, 8
"""Characters of the shortest headline that may be doubled with errors, and how many of them stand for one error."""
_STUTTER = re.compile(r"(?:(\S)\1){5,}", re.DOTALL)
_STOPS = re.compile(r"[。；].")
_LETTERS = "a-zA-ZāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])[（(][{_LETTERS}]{{1,6}}[)）]")
_FEWEST = 3
"""Characters in a row with pinyin in brackets."""
_PINYIN_RUN = re.compile(rf"(?:[\u3400-\u9fff][（(][{_LETTERS}]{{1,6}}[)）]){{{_FEWEST}}}")
_SET = r"(?:[\d\s.,:/+\-~×%]|\\(?:times|sim|[%,; ])){0,40}?"
_FORMULA = re.compile(rf"\$({_SET}\d{_SET})\$(?!\s*\d)")  # $5-$10 is a sum of money
_COMMAND = re.compile(r"\\(?:times|%|,|;| |sim)|\s+")
_WRITTEN = {r"\times": "×", r"\%": "%", r"\sim": "~"}


def quiet(
    fragments: Sequence[Fragment], said: PageVerdicts = NOBODY
) -> tuple[list[Fragment], list[Decision]]:
    """Take the noise of extraction off the fragments, unless a person wants it kept, and say so in the ledger.

    >>> rows = [Fragment(Traced.read("p", text)) for text in ("渔港开市渔港开市", "共$2 0 1 0$人")]
    >>> kept, decisions = quiet(rows)
    >>> [str(row.text) for row in kept], [decision.reason for decision in decisions]
    (['渔港开市', '共2010人'], ['noise', 'latex'])
    """
    kept, decisions = [], []
    for fragment in fragments:
        text = fragment.text
        for stage in _stages(text.text):
            text, found = stage(text, said)
            decisions += found
        kept.append(fragment if text is fragment.text else fragment._replace(text=text))
    return kept, decisions


_Stage = Callable[[Traced, PageVerdicts], tuple[Traced, list[Decision]]]


def _stages(text: str) -> Iterator[_Stage]:
    """Give the repairs of a text whose characters call for them."""
    if 6 <= len(text) <= _HEADLINE and (text[0] in text[3:] or text[0] == text[1]):
        yield _once
    if text.count("(") + text.count("（") >= _FEWEST:
        yield _without_pinyin
    if "$" in text:
        yield _plain_figures


def _once(text: Traced, said: PageVerdicts) -> tuple[Traced, list[Decision]]:
    """A headline printed twice, whole or letter by letter, is read once."""
    if _STOPS.search(text.text):
        return text, []
    if text.text[0] in text.text[3:] and (hit := _DOUBLED.fullmatch(text.text)):
        once, spans = text.cut(0, len(hit[1])), text.source(len(hit[1]), len(text))
    elif half := _half(text.text):
        once, spans = text.cut(0, half), text.source(half, len(text))
    elif len(text) % 2 == 0 and _STUTTER.fullmatch(text.text):
        once = join(text.cut(at, at + 1) for at in range(0, len(text), 2))
        spans = tuple(span for at in range(1, len(text), 2) for span in text.source(at, at + 1))
    else:
        return text, []
    wish = said.of_cut(hull(spans), "noise")
    return (text, [*wish.told]) if wish.stays else (once, [_dropped(spans, "doubled"), *wish.told])


def _half(text: str) -> int:
    """Where a headline begins anew that was read twice, with some letters read otherwise; 0 where it does not."""
    half = len(text) // 2
    if half < _SHORTEST or text[:2] != text[-half:][:2]:
        return 0
    others = sum(map(ne, text[:half], text[-half:]))
    return half if others * _MISREAD <= half and not text[half : len(text) - half].strip() else 0


def _without_pinyin(text: Traced, said: PageVerdicts) -> tuple[Traced, list[Decision]]:
    if not _PINYIN_RUN.search(text.text):
        return text, []
    places = {hit.span(): text.source(*hit.span()) for hit in _PINYIN.finditer(text.text)}
    wishes = {place: said.of_cut(hull(spans), "noise") for place, spans in places.items()}
    gone = [place for place, wish in wishes.items() if not wish.stays]
    bare = text.edit([Edit(*place, "") for place in gone])
    told = [decision for wish in wishes.values() for decision in wish.told]
    return bare, [*(_dropped(places[place], "pinyin") for place in gone), *told]


def _plain_figures(text: Traced, _: PageVerdicts) -> tuple[Traced, list[Decision]]:
    """Set figures as they were printed: ``$2 0 1 0$`` → ``2010``; not over a line end or a mended stretch."""
    edits = [edit for edit in _figures(text.text) if text.is_verbatim(edit.start, edit.end)]
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


def _dropped(spans: tuple[Span, ...], form: str) -> Decision:
    return Decision("noise", "dropped", "noise", spans, score=1.0, evidence={"form": form})

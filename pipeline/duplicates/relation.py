"""How two articles are related: decided by their folded texts alone, so that nothing else in a corpus can change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.duplicates.common import Passage, common
from pipeline.duplicates.facts import facts
from pipeline.values.settings import DuplicateSettings
from pipeline.values.vocabulary import Relation as Kind

Span = tuple[tuple[int, int], tuple[int, int]]


class Relation(NamedTuple):
    """The relation of one text to another.

    Attributes:
        kind: ``"same"`` (letter for letter), ``"edited"`` (one text, changed), ``"contains"`` and ``"contained_in"``
            (one stands in the other, which says much more), ``"shares"`` (a passage of both), ``"formula"`` (one mould,
            other facts).
        share_a, share_b: letters of each that the other has, too.
        spans: the passages that agree, in the letters of both.
    """

    kind: Kind
    share_a: float
    share_b: float
    spans: tuple[Span, ...]

    @property
    def repeats(self) -> bool:
        """Whether one of the two is a copy of the other."""
        return self.kind in ("same", "edited")


def relation(one: str, two: str, settings: DuplicateSettings) -> Relation | None:
    """How two folded texts are related; None: they are not.

    >>> relation("三千名志愿者在河堤种下柳树一万株", "三千名志愿者在河堤种下柳树一万株", DuplicateSettings()).kind
    'same'
    """
    if one == two:
        return Relation("same", 1.0, 1.0, (((0, len(one)), (0, len(two))),)) if one else None
    passages = common(one, two)
    letters = sum(passage.letters for passage in passages)
    if not letters:
        return None
    shares = letters / len(one), letters / len(two)
    kind = _kind(one, two, passages, settings)
    spans = tuple((passage.a, passage.b) for passage in passages)
    return Relation(kind, *shares, spans) if kind else None


def _kind(one: str, two: str, passages: Sequence[Passage], settings: DuplicateSettings) -> Kind | None:
    sizes = [max(len(text) - _GRAM + 1, 1) for text in (one, two)]
    most = sum(passage.letters for passage in passages)
    if most >= min(settings.edited, settings.contains) * min(sizes):  # of others facts need not be asked
        found = facts(one, two, passages)
        grams = sum(runs(passages, _MISREAD if found.noisy else 1))
        if grams / (sum(sizes) - grams) >= settings.edited:
            return "edited" if found.one_text else "formula"
        if grams / min(sizes) >= settings.contains:
            if found.often:
                return "formula"
            return "contains" if len(one) >= len(two) else "contained_in"
    longest = max(passage.letters for passage in passages)
    return "shares" if longest >= settings.sentence else None


_GRAM = 5  # letters of the n-grams that likeness is told in, as deduplicators have it


_MISREAD = 4
"""Where letters are misread all over, several in a row are, too, and no more end a run than single ones do."""


def runs(passages: Sequence[Passage], errors: int) -> Iterator[int]:
    """The n-grams of each run of letters that agree, which so many ``errors`` in a row do not end.

    >>> list(runs(common("三千名志愿者在河堤种下柳树一万株", "三千名志愿者在河堤种下抑树一万株"), 0))
    [7, 0]
    """
    for passage in passages:
        length = 0
        for block, after in zip(passage.blocks, [*passage.blocks[1:], None], strict=True):
            length += block.length
            if after is None or max(after.a - block.a, after.b - block.b) - block.length > errors:
                yield max(length - _GRAM + 1, 0)
                length = 0

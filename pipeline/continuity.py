"""Continuity: which fragment of running text goes on in which.

Columns, boxes and pages break paragraphs. A fragment that ends in mid-sentence is linked to the one that
goes on from there, wherever on the page it stands: the links of a page are the assignment of ends to
beginnings with the highest sum of log-odds, in which every end and every beginning is used once, or not
at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from pipeline.arrays import assignment
from pipeline.language import LanguageModel
from pipeline.model import Clues, Link

_CERTAIN = 100.0
"""Log-odds of what a person decided: more than all evidence together."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A page's fragments as continuity sees them.

    Attributes:
        texts, clues, roles: one for each fragment.
        headed: whether a fragment is the first of an article that has a headline right above it.
        fresh: whether a fragment continues another page, and so nothing on this one.
        said: the joins that people made or took back.
    """

    texts: Sequence[str]
    clues: Sequence[Clues]
    roles: Sequence[str]
    headed: Sequence[bool]
    fresh: Sequence[bool]
    said: Mapping[tuple[int, int], bool] = field(default_factory=dict)


def links(strand: Strand, model: LanguageModel) -> list[Link]:
    """The links between a page's fragments, by their left end."""
    body = [n for n, role in enumerate(strand.roles) if role == "body"]
    rank = {n: at for at, n in enumerate(body)}
    near = [
        _seam(strand, model, left, right, rank[right] - rank[left]) for left, right in _near(strand, body)
    ]
    near = [seam for seam in near if sum(seam.evidence.values()) + _MOST_WORDS > 0]
    said = [pair for pair, held in strand.said.items() if held and rank.keys() >= set(pair)]
    told = [_seam(strand, model, left, right, rank[right] - rank[left]) for left, right in said]
    _add_words(strand, model, [*near, *told])
    found = [_link(seam) for seam in near if _odds(seam) > 0] + [_certain(_link(seam)) for seam in told]
    return sorted(_assigned(found), key=lambda link: link.left)


def _near(strand: Strand, body: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The ends that are open, each with the beginnings that it may go on in; what people said stands apart.

    Left out are those further off that no word could join, unless something may have been printed twice.
    """
    begins = {n: _open_start(strand.clues[n].begin) + _ELSEWHERE + _MOST_WORDS for n in body}
    for at, left in enumerate(body):
        if not is_open(strand.clues[left]):
            continue
        text = strand.texts[left]
        least = -_open_end(strand.clues[left]) - _prose(strand.clues[left], text)
        end = text[-_LONGEST_OVERLAP:]
        for right in body[at + 1 : at + 1 + _FAR]:
            hopeless = begins[right] < least and right != body[at + 1] and strand.texts[right][:1] not in end
            if not (hopeless or strand.fresh[right] or (left, right) in strand.said):
                yield left, right


def _assigned(found: Sequence[Link]) -> Iterator[Link]:
    """Of links that share an end or a beginning, those with the highest sum; a fragment may stay open.

    Links are solved in the groups that hang together, so that time grows with their number, not its cube.
    """
    for group in _groups(found):
        lefts, rights = (sorted({getattr(link, side) for link in group}) for side in ("left", "right"))
        odds = np.zeros((len(lefts), len(rights)))  # 0 where none was found: the fragment stays open
        pairs = {(lefts.index(link.left), rights.index(link.right)): link for link in group}
        for place, link in pairs.items():
            odds[place] = link.odds
        rows, columns = assignment(odds)
        yield from (
            pairs[pair] for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in pairs
        )


def _groups(found: Sequence[Link]) -> list[list[Link]]:
    groups: dict[tuple[str, int], list[Link]] = {}
    for link in found:
        ends = ("left", link.left), ("right", link.right)
        small, large = sorted((groups.get(end, []) for end in ends), key=len)
        moved = [link] if small is large else [link, *small]
        large += moved
        for one in moved:
            groups["left", one.left] = groups["right", one.right] = large
    return list({id(group): group for group in groups.values()}.values())


_FAR = 12
"""Paragraphs between a break and its continuation that are looked at: a column of a broadsheet has fewer."""


def is_open(clues: Clues) -> bool:
    """Whether a fragment ends in mid-sentence."""
    return not clues.ends


class _Seam(NamedTuple):
    """An end and a beginning: the characters printed twice, and what speaks for a link, by name."""

    left: int
    right: int
    overlap: int
    evidence: dict[str, float]


def _seam(strand: Strand, model: LanguageModel, left: int, right: int, steps: int) -> _Seam:
    """All but the words across it."""
    one, two = strand.clues[left], strand.clues[right]
    overlap = _overlap(strand.texts[left], strand.texts[right], model)
    begin = model.starts(strand.texts[right][overlap:]) if overlap else two.begin
    evidence = {
        "open_end": _open_end(one),
        "open_start": _open_start(begin),
        "prose": _prose(one, strand.texts[left]),
        "words": 0.0,
        "place": _place(strand, left, right, steps),
        "overlap": 0.5 * min(overlap, 4),
        "dateline": -4.0 * two.opens,
    }
    return _Seam(left, right, overlap, evidence)


def _open_end(clues: Clues) -> float:
    return 1.5 if clues.broken else 0.6 if clues.end < 0 else -0.3


def _open_start(begin: float) -> float:
    return -0.3 * max(-6.0, min(6.0, begin))


def _prose(clues: Clues, text: str) -> float:
    return 1.3 if clues.commas + clues.stops and not text.endswith(_CLOSED) else -0.5


def _add_words(strand: Strand, model: LanguageModel, seams: Sequence[_Seam]) -> None:
    odds = model.joins(
        [(strand.texts[seam.left], strand.texts[seam.right][seam.overlap :]) for seam in seams]
    )
    for seam, words in zip(seams, odds, strict=True):
        seam.evidence["words"] = 0.45 * max(-4.0, min(8.0, words))


def _odds(seam: _Seam) -> float:
    return sum(seam.evidence.values())


def _link(seam: _Seam) -> Link:
    told = {name: round(value, 2) for name, value in seam.evidence.items() if value}
    return Link(seam.left, seam.right, seam.overlap, _odds(seam), told)


def _certain(link: Link) -> Link:
    """A link that a person made."""
    return replace(link, odds=_CERTAIN, evidence={**link.evidence, "person": _CERTAIN})


def _place(strand: Strand, left: int, right: int, steps: int) -> float:
    """Log-odds of a continuation by where it stands.

    Fitted by logistic regression, with the weights in :func:`_seam`, to 29,000 pairs of 160 made pages: what
    goes on stands right below in 85 of 100 breaks, below a caption or a headline in the rest, elsewhere in 37
    of 13,000 pairs.
    """
    between = strand.roles[left + 1 : right]
    if steps > 1:
        return _ELSEWHERE - 2.0 * strand.headed[right]
    if "byline" in between:
        return -6.0
    if any(role in _HEADS for role in between):
        return -1.6
    return 1.5 if between else 0.2


_ELSEWHERE = -6.2
"""Log-odds of what does not stand right below."""
_MOST_WORDS = 3.6
"""Log-odds that the words across a seam can add at most."""
_CLOSED = ("）", ")", "”", "」", "』", "》")
"""A fragment with one of these at its end may be whole, though it has no full stop."""
_HEADS = ("title", "kicker", "subtitle", "heading")


_LONGEST_OVERLAP = 24


def _overlap(left: str, right: str, model: LanguageModel) -> int:
    """How many characters were printed twice at the seam."""
    end = left[-_LONGEST_OVERLAP:]
    at = end.find(right[:1])
    while at >= 0 and not (right.startswith(end[at:]) and len(end) - at < len(right)):
        at = end.find(right[:1], at + 1)
    size = len(end) - at if at >= 0 else 0
    if size >= 3 or (size and model.join(left, right[size:]) > model.join(left, right) + 1.0):
        return size
    return 0

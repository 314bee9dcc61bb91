"""Finds which rules match which texts of a page: most rules need characters that most texts lack."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.rules.groups import Group
from pipeline.language.rules.loading import Rule, rules

_Search = Callable[[str], "re.Match[str] | None"]
_Bits = NDArray[np.uint64]
_WORD = 64
"""Bits of a number: each holds the needs of so many rules."""


class Hit(NamedTuple):
    """A rule that matches a text, from ``start`` to ``end`` in characters."""

    rule: Rule
    match: re.Match[str]
    start: int
    end: int


def hits(groups: tuple[Group, ...], texts: Sequence[str]) -> list[list[Hit]]:
    """Find the rules of some groups that each text matches, in their order.

    Which texts each rule is tried on is asked for all at once.

    >>> [[hit.match["page"] for hit in found][:1] for found in hits((Group.JUMP_TO,), ["（下转第四版）", "正文"])]
    [['四'], []]
    """
    found: list[list[Hit]] = [[] for _ in texts]
    tried = _tried(groups)
    for which, n in zip(*(each.tolist() for each in _worth_trying(groups, texts).nonzero()), strict=True):
        rule, gate, pattern = tried[which]
        text = texts[n]
        seen = text[-rule.tail :] if rule.tail else text
        if (gate is None or gate(seen)) and (match := pattern(seen)):
            before = len(text) - len(seen)
            found[n].append(Hit(rule, match, before + match.start(), before + match.end()))
    return found


def matches(groups: tuple[Group, ...], text: str) -> Iterator[Hit]:
    """Find the rules of some groups that one text matches, in their order: for a few texts, or a few rules.

    >>> next(matches((Group.JUMP_TO,), "（下转第四版）")).match["page"]
    '四'
    """
    for rule, gate, pattern in _tried(groups):
        seen = text[-rule.tail :] if rule.tail else text
        if rule.limit and len(text) > rule.limit:
            continue
        if (gate is None or gate(seen)) and (match := pattern(seen)):
            before = len(text) - len(seen)
            yield Hit(rule, match, before + match.start(), before + match.end())


def finder(pattern: re.Pattern[str]) -> _Search:
    r"""Give the search for a pattern: one that begins with ``\A`` is matched, for a search would try every place.

    >>> finder(re.compile(r"\A版"))("第一版") is None
    True
    """
    bare = re.sub(r"\\.|\[\]?(?:\\.|[^\]])*\]", "", pattern.pattern.replace(r"\A", "^"))
    while "(" in bare:
        bare = re.sub(r"\([^()]*\)", "", bare)
    return pattern.match if all(one.startswith("^") for one in bare.split("|")) else pattern.search


def _worth_trying(groups: tuple[Group, ...], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each of the rules may match each of n texts, shape (rules, n): by its length and its characters."""
    enough, words, bits, limits = _needs(groups)
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    sizes = np.fromiter(map(len, texts), np.intp, len(texts))
    starts = (sizes + 1).cumsum() - sizes - 1
    held = np.bitwise_or.reduceat(enough.take(codes, axis=1, mode="clip"), starts, axis=1)
    worth: NDArray[np.bool_] = (held[words] & bits != 0) & (sizes <= limits)
    return worth


@cache
def _tried(groups: tuple[Group, ...]) -> tuple[tuple[Rule, _Search | None, _Search], ...]:
    """Give the rules, each with the searches that are made for it in each text."""
    return tuple(
        (rule, rule.gate.search if rule.gate else None, finder(rule.pattern)) for rule in rules(*groups)
    )


@cache
def _needs(groups: tuple[Group, ...]) -> tuple[_Bits, NDArray[np.intp], _Bits, NDArray[np.intp]]:
    """Give the characters that the rules need, a bit for each rule.

    Returns:
        Which rules each character of the basic plane is enough for, shape (words, 0x10000), its last one for all
        others; the word and, shape (rules, 1), the bit of each rule; how long a text it is tried on, shape (rules, 1).
    """
    asked = rules(*groups)
    words, places = np.divmod(np.arange(len(asked)), _WORD)
    bits = np.uint64(1) << places.astype(np.uint64)
    enough = np.zeros((words[-1] + 1, 0x10000), dtype=np.uint64)
    for word, bit, rule in zip(words, bits, asked, strict=True):
        enough[word, list(map(ord, rule.needs)) or slice(None)] |= bit
    limits = np.array([rule.limit or sys.maxsize for rule in asked])
    return enough, words, bits[:, np.newaxis], limits[:, np.newaxis]

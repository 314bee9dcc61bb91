"""Stories that the reading of a page has cut in pieces, and the pages that have them whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pipeline.corpus.repeats.stories import Stories
from pipeline.duplicates.relation import Relation
from pipeline.values.settings import DuplicateSettings
from pipeline.values.vocabulary import Relation as Kind

SPLIT = 0.75
"""Share of an article's letters that articles of one other page must have together to be pieces of it."""

Pair = tuple[int, int]

Found = dict[Pair, Relation]
"""Relations of pairs of unique texts, by the number of the first article that has each."""


def put_together(
    found: Found, groups: Sequence[Sequence[int]], stories: Stories, settings: DuplicateSettings
) -> None:
    """See to articles of one page that together have another page's article.

    Those that stand in it are edited copies of it; those that have other text, too, contain it.

    Args:
        found: changed in place.
        groups: the articles that have each text.
        stories: all articles.
        settings: thresholds of a part of another article.
    """
    lengths = stories.lengths
    for whole, parts in sorted(_pieces(found, groups, stories)):
        covered = np.zeros(int(lengths[whole]), dtype=bool)
        for part in parts:
            for low, high in _spans(found, whole, part):
                covered[low:high] = True
        if covered.mean() >= SPLIT:
            for part in parts:
                pair = min(whole, part), max(whole, part)
                found[pair] = found[pair]._replace(kind=_kind(found[pair], whole, part, settings.contains))


def _pieces(
    found: Mapping[Pair, Relation], groups: Sequence[Sequence[int]], stories: Stories
) -> Iterator[tuple[int, list[int]]]:
    """A text, and two or more others of one page that it is not on, all of which share something with it."""
    docs = {group[0]: {stories.table[number].doc for number in group} for group in groups}
    pieces: dict[tuple[int, str], list[int]] = defaultdict(list)
    for pair, known in found.items():
        if known.kind not in ("same", "formula"):
            for whole, part in (pair, pair[::-1]):
                for doc in docs[part] - docs[whole]:
                    pieces[whole, doc].append(part)
    return ((whole, sorted(parts)) for (whole, _), parts in pieces.items() if len(parts) > 1)


def _kind(known: Relation, whole: int, part: int, least: float) -> Kind:
    """The relation of a piece to the whole that the pieces make together."""
    of_part, of_whole = (known.share_b, known.share_a) if part > whole else (known.share_a, known.share_b)
    if known.kind != "shares":
        return "edited" if of_part >= least else known.kind
    if of_whole < 1 - SPLIT:  # the others have it without this one
        return known.kind
    return "contains" if part < whole else "contained_in"


def _spans(found: Mapping[Pair, Relation], whole: int, part: int) -> Iterator[tuple[int, int]]:
    side = 0 if whole < part else 1
    return (span[side] for span in found[min(whole, part), max(whole, part)].spans)

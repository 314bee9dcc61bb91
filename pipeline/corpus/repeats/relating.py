"""Which articles repeat which, and how: each candidate pair compared, copies of one page's pieces put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from pipeline.corpus.repeats.pieces import Found, put_together
from pipeline.corpus.repeats.stories import Letters, Lines, Stories, Story, gather
from pipeline.corpus.repeats.versions import Version, versions
from pipeline.duplicates.bands import Pairs, both
from pipeline.duplicates.counting import ARTICLES, READINGS, pairs
from pipeline.duplicates.relation import Relation, relation
from pipeline.records import RelationRow
from pipeline.records import relation as relation_row
from pipeline.values.memory import Memory
from pipeline.values.settings import DuplicateSettings
from pipeline.values.spread import Spread, here, shares

TASK = 64
"""Pairs of a task that compares them: a fifth of a second of work."""

PRINTED = 8
"""Up to so many printings that are the same letter for letter, each is related with each; of more, with the first."""


class Related(NamedTuple):
    """A row of ``relations.jsonl``, of articles by number; spans are of their texts."""

    a: int
    b: int
    relation: Relation
    cluster: str


class Relations(NamedTuple):
    """The relations between the articles of a run.

    Attributes:
        stories: the articles that were compared.
        rows: in order of both articles.
        versions: the clusters of printings of one text.
    """

    stories: Sequence[Story] = ()
    rows: Sequence[Related] = ()
    versions: Sequence[Version] = ()

    @property
    def records(self) -> Iterator[RelationRow]:
        """The relations as rows."""
        for a, b, known, cluster in self.rows:
            ids = self.stories[a].id, self.stories[b].id
            shares_ = known.share_a, known.share_b
            yield relation_row(*ids, known.kind, shares_, known.spans, cluster or None)

    @property
    def repeated(self) -> dict[str, str]:
        """Which article repeats which, by id."""
        return self._by_id(version.kept for version in self.versions)

    @property
    def held(self) -> dict[str, str]:
        """Which articles may be dropped, by id, each with one that stays and has all that it says."""
        return self._by_id(version.held for version in self.versions)

    def _by_id(self, numbered: Iterable[Mapping[int, int]]) -> dict[str, str]:
        return {self.stories[one].id: self.stories[two].id for some in numbered for one, two in some.items()}


def relate(
    lines: Lines,
    parts: int,
    settings: DuplicateSettings,
    scratch: Path,
    spread: Spread = here,
    memory: Memory | None = None,
) -> Relations:
    """Compare the articles of a run with one another.

    Args:
        lines: gives the lines of ``articles.jsonl`` of a part.
        parts: how many there are.
        settings: thresholds of the relations.
        scratch: a folder for files, which all machines of a cluster see.
        spread: runs a function over values, here or on a cluster.
        memory: of an earlier comparison.
    """
    with TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        stories = Stories(folder)
        for gathered in spread(partial(gather, lines, folder, settings), range(parts)):
            stories.add(gathered)
        stories.close()
        groups = stories.unique()
        live = np.zeros(len(stories.table), dtype=bool)
        live[[group[0] for group in groups]] = True
        bounds = np.concatenate(([0], np.cumsum(stories.lengths)))
        likely = both(
            pairs(stories.prints, bounds, live, ARTICLES, folder, spread),
            pairs(stories.short, bounds, live, READINGS, folder, spread),
        )
        comparing = _Comparing(settings, folder, spread, memory or Memory())
        found = dict(comparing.compared(likely, stories.table))
        put_together(found, groups, stories, settings)
        without_boilerplate(found, settings.boilerplate)
        letters = Letters(folder)
        known = versions(groups, found, stories, letters, settings)
        rows = list(_rows(found, groups, known, letters))
    return Relations(stories.table, rows, known)


class _Comparing(NamedTuple):
    """How pairs of texts are compared."""

    settings: DuplicateSettings
    folder: Path
    spread: Spread
    memory: Memory

    def compared(self, likely: Pairs, table: Sequence[Story]) -> Iterator[tuple[tuple[int, int], Relation]]:
        """The pairs that are related."""
        keys = [b"%d %d" % (table[one].digest, table[two].digest) for one, two in likely.tolist()]
        found = self.memory.recall("relation", keys, list(likely), self._new)
        return (
            ((int(one), int(two)), known) for (one, two), known in zip(likely, found, strict=True) if known
        )

    def _new(self, pairs_: list[Pairs]) -> Iterator[Relation | None]:
        step = partial(_relations, self.folder, self.settings)
        lots = shares(np.array(pairs_, dtype=np.int64).reshape(-1, 2), TASK)
        return (one for some in self.spread(step, lots) for one in some)


def _relations(folder: Path, settings: DuplicateSettings, some: Pairs) -> list[Relation | None]:
    letters = Letters(folder)
    return [relation(letters.text(one), letters.text(two), settings) for one, two in some.tolist()]


def without_boilerplate(found: Found, least: int) -> None:
    """Let no passage link articles that stands in ``least`` texts which are else unrelated.

    A pair that differs on both sides may be two stories with one notice: it is, where so many other such pairs share
    the same passage.
    """
    doubtful: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for (one, two), known in found.items():
        if known.kind == "edited" and max(known.share_a, known.share_b) < _ONE_SIDE:
            doubtful[one].append((two, _stretch(known, 0)))
            doubtful[two].append((one, _stretch(known, 1)))
    for one, others in sorted(doubtful.items()):
        for two, span in others:
            around = sum(_overlap(span, other) for _, other in others)
            pair = min(one, two), max(one, two)
            if around >= least - 1 and found[pair].kind == "edited":
                found[pair] = found[pair]._replace(kind="shares")


_ONE_SIDE = 0.8
"""Where one text has so much of the other's letters, the rest was added or cut on one side."""


def _stretch(known: Relation, side: int) -> tuple[int, int]:
    return min(span[side][0] for span in known.spans), max(span[side][1] for span in known.spans)


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return 2 * shared >= max(one[1] - one[0], two[1] - two[0])


def _rows(
    found: Found, groups: Sequence[Sequence[int]], known: Sequence[Version], letters: Letters
) -> Iterator[Related]:
    """Relations of articles: of texts that were printed several times, of all printings or of the first ones."""
    cluster = {number: version.name for version in known for number in version.members}
    members = {group[0]: group for group in groups}
    every: list[Related] = []
    for group in groups:
        first = letters.text(group[0]) if len(group) > 1 else ""
        same = Relation("same", 1.0, 1.0, (((0, len(first)), (0, len(first))),))
        every += [Related(one, two, same, cluster[group[0]]) for one, two in _each(group, group)]
    for (one, two), relation_ in found.items():
        for a, b in _each(members[one], members[two]):
            turned = relation_ if (a in members[one]) else turn(relation_)
            every.append(Related(a, b, turned, cluster.get(a, "") if turned.repeats else ""))
    for row in sorted(every, key=lambda row: (row.a, row.b)):
        yield row._replace(relation=_placed(row, letters))


def _each(one: Sequence[int], two: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Pairs of two texts' printings, the earlier first."""
    few = len(one) <= PRINTED and len(two) <= PRINTED
    pairs_ = (
        {(min(a, b), max(a, b)) for a in one for b in two}
        if few
        else {(min(one[0], b), max(one[0], b)) for b in two} | {(min(a, two[0]), max(a, two[0])) for a in one}
    )
    return ((a, b) for a, b in pairs_ if a != b)


def turn(known: Relation) -> Relation:
    """The relation of the second to the first."""
    kind = {"contains": "contained_in", "contained_in": "contains"}.get(known.kind, known.kind)
    return Relation(kind, known.share_b, known.share_a, tuple((b, a) for a, b in known.spans))  # type: ignore[arg-type]


def _placed(row: Related, letters: Letters) -> Relation:
    a = letters.spans(row.a, [span[0] for span in row.relation.spans])
    b = letters.spans(row.b, [span[1] for span in row.relation.spans])
    return row.relation._replace(spans=tuple(zip(a, b, strict=True)))

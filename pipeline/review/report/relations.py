"""Articles that repeat one another: printings of one text side by side, other pairs, and which paper reprints which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from markupsafe import Markup
from rapidfuzz.distance import Levenshtein

from pipeline.review.report import reprints
from pipeline.review.report.copies import LONGEST, MOST

PAIRS = 2000
"""Pairs that are no printings of one text, at most, that are shown: those that share most."""

_FRAME = 200  # characters that a printing or a pair takes in a file beside its text

Row = Mapping[str, Any]


class Told(NamedTuple):
    """An article as the view names it; ``doc`` is empty where it was left out as a copy.

    Attributes:
        text: its running text, the first :data:`LONGEST` characters.
    """

    id: str
    doc: str = ""
    title: str | None = None
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    duplicate_of: str | None = None
    text: str = ""


class Part(NamedTuple):
    """Characters of a printing: ``same`` as in the kept one, ``new`` here, or ``gone``, which only the kept one has."""

    text: str
    of: Literal["same", "new", "gone"]


class Witness(NamedTuple):
    """A printing, held against the kept one; ``differ`` characters are others, more or fewer."""

    article: Told
    kept: bool
    parts: list[Part]
    differ: int


class Pair(NamedTuple):
    """Two articles of which one has something of the other."""

    kind: str
    a: Told
    b: Told
    share_a: float
    share_b: float

    @property
    def papers(self) -> list[str]:
        """Whose they are."""
        return _papers((self.a, self.b))

    @property
    def kinds(self) -> list[str]:
        """The kinds of relation between them."""
        return [self.kind]

    @property
    def size(self) -> int:
        """Characters that it takes in a file."""
        return _FRAME


@dataclass(frozen=True)
class Group:
    """Printings of one text, in order of time.

    Attributes:
        more: printings that are not shown.
        line: the printings on a line of time.
    """

    name: str
    witnesses: list[Witness]
    kinds: list[str]
    papers: list[str]
    more: int
    line: Markup

    @property
    def size(self) -> int:
        """Characters that it takes in a file."""
        return sum(_FRAME + sum(len(part.text) + 30 for part in one.parts) for one in self.witnesses)


class Relations(NamedTuple):
    """All that the view shows.

    Attributes:
        groups: those with the earliest first printing first.
        pairs: those that share most first.
        more: pairs that are not shown.
        papers: whose articles they are, in order.
        network: which paper reprints which; empty where none does.
    """

    groups: list[Group]
    pairs: list[Pair]
    more: int
    papers: list[str]
    network: Markup


def read(rows: Iterable[Row], articles: Iterable[Row]) -> Relations:
    """Make the view of the rows of ``relations.jsonl`` and ``articles.jsonl``."""
    members: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    others: list[Row] = []
    for row in rows:
        if row["cluster"]:
            members[row["cluster"]] |= {row["a"], row["b"]}
            kinds[row["cluster"]].add(row["relation"])
        else:
            others.append(row)
    others.sort(key=lambda row: (-max(row["share_a"], row["share_b"]), row["a"], row["b"]))
    wanted = set[str]().union(*members.values(), *((row["a"], row["b"]) for row in others[:PAIRS]))
    known = {row["id"]: _told(row) for row in articles if row["id"] in wanted}
    printings = [sorted((known.get(one, Told(one)) for one in ids), key=_time) for ids in members.values()]
    groups = [_group(name, told, sorted(kinds[name])) for name, told in zip(members, printings, strict=True)]
    groups.sort(key=lambda group: (_time(group.witnesses[0].article), group.name))
    pairs = [_pair(row, known) for row in others[:PAIRS]]
    papers = {paper for group in groups for paper in group.papers} | {
        p for pair in pairs for p in pair.papers
    }
    network = reprints.network(passed_on(printings))
    return Relations(groups, pairs, len(others) - len(pairs), sorted(papers), network)


def _told(row: Row) -> Told:
    return Told(**{name: row[name] for name in Told._fields if name != "text"}, text=row["text"][:LONGEST])


def _time(article: Told) -> tuple[str, str, str, str]:
    return article.date or "9999", article.newspaper or "", (article.page or "").rjust(8), article.id


def _papers(articles: Iterable[Told]) -> list[str]:
    return sorted({article.newspaper for article in articles if article.newspaper})


def _group(name: str, articles: Sequence[Told], kinds: list[str]) -> Group:
    kept = next((one for one in articles if one.doc and not one.duplicate_of), articles[0])
    shown = articles[:MOST]
    witnesses = [_witness(one, kept) for one in shown]
    line = reprints.timeline([(one.date, one.id == kept.id) for one in shown])
    return Group(name, witnesses, kinds, _papers(articles), len(articles) - len(shown), line)


def _witness(article: Told, kept: Told) -> Witness:
    if not article.doc or article.id == kept.id:
        return Witness(article, article.id == kept.id, [Part(article.text, "same")], 0)
    parts: list[Part] = []
    differ = 0
    for code in Levenshtein.opcodes(kept.text, article.text):
        before = kept.text[code.src_start : code.src_end]
        now = article.text[code.dest_start : code.dest_end]
        if code.tag == "equal":
            parts.append(Part(now, "same"))
            continue
        differ += max(len(before), len(now))
        parts += [part for part in (Part(before, "gone"), Part(now, "new")) if part.text]
    return Witness(article, False, parts, differ)


def _pair(row: Row, known: Mapping[str, Told]) -> Pair:
    a, b = (known.get(row[side], Told(row[side])) for side in ("a", "b"))
    return Pair(row["relation"], a, b, row["share_a"], row["share_b"])


def passed_on(printings: Iterable[Sequence[Told]]) -> Counter[tuple[str, str]]:
    """Count how often a paper reprinted an article of another: (first, later) and the count.

    >>> passed_on([[Told("1", newspaper="甲报"), Told("2", newspaper="乙报"), Told("3", newspaper="甲报")]])
    Counter({('甲报', '乙报'): 1})
    """
    found: Counter[tuple[str, str]] = Counter()
    for articles in printings:
        first = next((one.newspaper for one in articles if one.newspaper), None)
        if first:
            later = {one.newspaper for one in articles if one.newspaper} - {first}
            found.update((first, str(paper)) for paper in sorted(filter(None, later)))
    return found

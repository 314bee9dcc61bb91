"""The clusters of an output: articles that print one text, in order of time, as ``relations.jsonl`` tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from pipeline.values.errors import UserError


class Witness(NamedTuple):
    """An article of a cluster."""

    id: str
    doc: str
    title: str | None
    newspaper: str | None
    date: str | None
    page: str | None
    duplicate_of: str | None
    dropped: bool


class Cluster(NamedTuple):
    """Printings of one text, the first one first."""

    name: str
    witnesses: list[Witness]


def read(output: Path) -> Iterator[Cluster]:
    """The clusters of an output, those with the earliest first printing first.

    Raises:
        UserError: it holds no output.
    """
    members: dict[str, set[str]] = defaultdict(set)
    try:
        with (output / "relations.jsonl").open("rb") as lines:
            for line in lines:
                row = orjson.loads(line)
                if row["cluster"]:
                    members[row["cluster"]] |= {row["a"], row["b"]}
        wanted = set[str]().union(*members.values())
        known = _known(output / "articles.jsonl", wanted)
    except FileNotFoundError as problem:
        raise UserError(f"{output} holds no output of jieban run: {problem.filename} is not there") from None
    clusters = [
        Cluster(name, sorted((known.get(one) or _dropped(one) for one in ids), key=_time))
        for name, ids in members.items()
    ]
    yield from sorted(clusters, key=lambda cluster: (_time(cluster.witnesses[0]), cluster.name))


def _known(articles: Path, wanted: set[str]) -> dict[str, Witness]:
    found = {}
    with articles.open("rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            if row["id"] in wanted:
                of = {name: row[name] for name in Witness._fields if name != "dropped"}
                found[row["id"]] = Witness(**of, dropped=False)
    return found


def _dropped(name: str) -> Witness:
    return Witness(name, "", None, None, None, None, None, dropped=True)


def _time(witness: Witness) -> tuple[str, str, str, str]:
    page = (witness.page or "").rjust(8)
    return witness.date or "9999", witness.newspaper or "", page, witness.id

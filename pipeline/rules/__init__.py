"""Forms of the newspaper page, as data: what a jump line, a byline or a folio looks like.

Each TOML file beside this module holds rules: a regular expression, the roles it speaks for, and
examples that must and must not match (``tests/test_rules.py`` runs them all). ``{NAME}`` in a pattern
stands for an entry of ``macros.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_MACRO = re.compile(r"\{([A-Z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A form, searched for where its pattern is anchored.

    Attributes:
        name: unique within its file; named in the evidence of what it decided.
        pattern: what matches.
        roles: log-odds that it adds to a role, by role.
        limit: longest text, in characters, that it is tried on; 0 for any.
        tail: characters at the end of a text that it looks at; 0 for all.
        gate: what every text that matches has, and what is found or missed quickly: searched for first.
        yes, no: texts that match, and texts that must not.
    """

    name: str
    pattern: re.Pattern[str]
    roles: Mapping[str, float]
    limit: int
    tail: int
    gate: re.Pattern[str] | None
    yes: tuple[str, ...]
    no: tuple[str, ...]


def finder(pattern: re.Pattern[str]) -> _Search:
    r"""How to search for a pattern: one that begins with ``\A`` is matched, for a search would try every place."""
    bare = re.sub(r"\\.|\[\]?(?:\\.|[^\]])*\]", "", pattern.pattern.replace(r"\A", "^"))
    while "(" in bare:
        bare = re.sub(r"\([^()]*\)", "", bare)
    return pattern.match if all(one.startswith("^") for one in bare.split("|")) else pattern.search


def expand(pattern: str) -> str:
    """The pattern with its macros written out. Raises ``KeyError`` for a macro that is not defined."""
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda hit: macros()[hit[1]], pattern)
    return pattern


@cache
def macros() -> Mapping[str, str]:
    """Names that patterns share."""
    return {key: str(value) for key, value in _read("macros").items()}


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of ``<name>.toml``, in their order."""
    return tuple(
        Rule(
            name=row["name"],
            pattern=re.compile(expand(row["pattern"])),
            roles=row.get("roles", {}),
            limit=row.get("limit", 0),
            tail=row.get("tail", 0),
            gate=re.compile(expand(row["gate"])) if "gate" in row else None,
            yes=tuple(row["yes"]),
            no=tuple(row.get("no", ())),
        )
        for row in _read(name)["rule"]
    )


def forms(name: str, text: str) -> list[Rule]:
    """The rules of ``<name>.toml`` that a text matches, in their order."""
    found = []
    for entry, tail, gate, pattern in _within(name, min(len(text), _LONGEST)):
        seen = text[-tail:] if tail else text
        if (gate is None or gate(seen)) and pattern(seen):
            found.append(entry)
    return found


_LONGEST = 400
"""Characters; above all limits."""


_Search = Callable[[str], "re.Match[str] | None"]


@cache
def _within(name: str, size: int) -> tuple[tuple[Rule, int, _Search | None, _Search], ...]:
    """The rules that are tried on a text of that length, and what is asked of them for each."""
    return tuple(
        (entry, entry.tail, entry.gate.search if entry.gate else None, finder(entry.pattern))
        for entry in rules(name)
        if not entry.limit or size <= entry.limit
    )


@cache
def rule(name: str, which: str) -> re.Pattern[str]:
    """The pattern of one rule of a file."""
    return next(entry.pattern for entry in rules(name) if entry.name == which)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))

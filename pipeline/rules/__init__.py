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

from pipeline.rules.edges import edge

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
    wanted = _for_size(name, min(len(text), _LONGEST)) & _for_edge(name, text[:1], False)
    for entry, tail, gate, pattern in _among(name, wanted & _for_edge(name, text[-1:], True)):
        seen = text[-tail:] if tail else text
        if (gate is None or gate(seen)) and pattern(seen):
            found.append(entry)
    return found


_LONGEST = 400
"""Characters; above all limits."""


_Search = Callable[[str], "re.Match[str] | None"]


# The rules that may match, as bits of a number, rule n as bit n.


@cache
def _for_size(name: str, size: int) -> int:
    """Those that are tried on a text of that length."""
    return sum(1 << n for n, entry in enumerate(rules(name)) if not entry.limit or size <= entry.limit)


@cache
def _for_edge(name: str, char: str, last: bool) -> int:
    """Those that match texts with that first or last character."""
    return sum(1 << n for n, may in enumerate(_edges(name, last)) if may is None or may.match(char))


@cache
def _edges(name: str, last: bool) -> tuple[re.Pattern[str] | None, ...]:
    """What texts that each rule matches begin or end with."""
    return tuple(edge(rule.pattern, last) if last or not rule.tail else None for rule in rules(name))


@cache
def _among(name: str, wanted: int) -> tuple[tuple[Rule, int, _Search | None, _Search], ...]:
    """Those rules, and what is asked of each."""
    return tuple(
        (entry, entry.tail, entry.gate.search if entry.gate else None, finder(entry.pattern))
        for n, entry in enumerate(rules(name))
        if wanted >> n & 1
    )


@cache
def rule(name: str, which: str) -> re.Pattern[str]:
    """The pattern of one rule of a file."""
    return next(entry.pattern for entry in rules(name) if entry.name == which)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))

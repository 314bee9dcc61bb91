"""Forms of the newspaper page, as data: what a jump line, a byline or a folio looks like.

Each TOML file beside this module holds rules: a regular expression, the roles it speaks for, and
examples that must and must not match (``tests/test_rules.py`` runs them all). ``{NAME}`` in a pattern
stands for an entry of ``macros.toml``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        needs: characters of which every text that matches has one; empty where that says nothing.
        gate: what every text that matches has, and what is found or missed quickly: searched for first.
        yes, no: texts that match, and texts that must not.
    """

    name: str
    pattern: re.Pattern[str]
    roles: Mapping[str, float]
    limit: int
    tail: int
    needs: str
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
            needs=row.get("needs", ""),
            gate=re.compile(expand(row["gate"])) if "gate" in row else None,
            yes=tuple(row["yes"]),
            no=tuple(row.get("no", ())),
        )
        for row in _read(name)["rule"]
    )


def forms(name: str, texts: Sequence[str]) -> list[list[Rule]]:
    """The rules of ``<name>.toml`` that each of some texts matches, in their order.

    Most rules need characters that most lines do not have: which texts each is tried on is asked for all at once.
    """
    found: list[list[Rule]] = [[] for _ in texts]
    tried = _tried(name)
    for which, n in zip(*(each.tolist() for each in _worth_trying(name, texts).nonzero()), strict=True):
        entry, tail, gate, pattern = tried[which]
        seen = texts[n][-tail:] if tail else texts[n]
        if (gate is None or gate(seen)) and pattern(seen):
            found[n].append(entry)
    return found


def _worth_trying(name: str, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each of the rules may match each of n texts, shape (rules, n): by its length and its characters."""
    enough, bits, limits = _needs(name)
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    sizes = np.fromiter(map(len, texts), np.intp, len(texts))
    starts = (sizes + 1).cumsum() - sizes - 1
    held = np.bitwise_or.reduceat(enough.take(codes, mode="clip"), starts)
    worth: NDArray[np.bool_] = (held & bits != 0) & (sizes <= limits)
    return worth


_Search = Callable[[str], "re.Match[str] | None"]
_Bits = NDArray[np.uint64]


@cache
def _tried(name: str) -> tuple[tuple[Rule, int, _Search | None, _Search], ...]:
    """The rules, and what is asked of them for each text."""
    return tuple(
        (entry, entry.tail, entry.gate.search if entry.gate else None, finder(entry.pattern))
        for entry in rules(name)
    )


@cache
def _needs(name: str) -> tuple[_Bits, _Bits, NDArray[np.intp]]:
    """What the rules need, a bit for each of up to 64 rules.

    Returns:
        Which rules each character of the basic plane is enough for, shape (0x10000,), its last one for all others;
        the bit of each rule, shape (rules, 1); how long a text it is tried on, shape (rules, 1).
    """
    bits = np.uint64(1) << np.arange(len(rules(name)), dtype=np.uint64)
    enough = np.zeros(0x10000, dtype=np.uint64)
    for bit, entry in zip(bits, rules(name), strict=True):
        enough[list(map(ord, entry.needs)) or slice(None)] |= bit
    limits = np.array([entry.limit or sys.maxsize for entry in rules(name)])
    return enough, bits[:, np.newaxis], limits[:, np.newaxis]


@cache
def rule(name: str, which: str) -> re.Pattern[str]:
    """The pattern of one rule of a file."""
    return next(entry.pattern for entry in rules(name) if entry.name == which)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))

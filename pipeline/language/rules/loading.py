"""Reads the rules: every TOML file beside this module, checked once, with errors that name file and rule."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import inf
from typing import Any

from pipeline.language.rules.groups import GIVES, Group
from pipeline.values.errors import UserError

_MACRO = re.compile(r"\{([A-Z_]+)\}")
_MACROS = "macros.toml"
_KEYS = {"name", "group", "pattern", "limit", "tail", "needs", "gate", "least", "yes", "no"}
_MUST = ("name", "group", "pattern", "yes")


class RuleError(UserError):
    """A rule cannot be used. The message names the file, the rule, the cause and the remedy."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A form, searched for where its pattern is anchored.

    Attributes:
        name: unique; for people and for tests, no code asks for it.
        group: its purpose.
        pattern: the form.
        limit: longest text, in characters, that it is tried on; 0 for any.
        tail: characters at the end of a text that it looks at; 0 for all.
        needs: characters of which every text that matches has one; empty where that says nothing.
        gate: a part of every text that matches, which is found or missed quickly: searched for first.
        least: log-odds by which each of its people must look like a name; without it none is asked.
        yes: texts that match, each with the names or the page that it gives, or with nothing.
        no: texts that must not match.
    """

    name: str
    group: Group
    pattern: re.Pattern[str]
    limit: int
    tail: int
    needs: str
    gate: re.Pattern[str] | None
    least: float
    yes: Mapping[str, str]
    no: tuple[str, ...]


def rules(*groups: Group) -> tuple[Rule, ...]:
    """Give the rules of some groups, in the order of the files and in the files' order; of all groups if none is named.

    Raises:
        RuleError: a file holds something that is no rule.

    >>> {rule.group for rule in rules(Group.DATELINE)} == {Group.DATELINE}
    True
    """
    return tuple(rule for rule in _shipped() if not groups or rule.group in groups)


@cache
def _shipped() -> tuple[Rule, ...]:
    return load(files(__package__))


def load(folder: Traversable) -> tuple[Rule, ...]:
    """Read the rules of all TOML files of a folder.

    Raises:
        RuleError: a rule lacks something, has something that is not known, or a group has no rule.

    >>> load(files(__package__)) == rules()
    True
    """
    found: dict[str, Rule] = {}
    known = _macros(folder)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    for file in (name for name in names if name != _MACROS):
        for rule in _of_file(folder, file, known):
            if rule.name in found:
                raise RuleError(f"{file}: there is a second rule {rule.name!r}; give it another name")
            found[rule.name] = rule
    empty = [group for group in Group if all(rule.group is not group for rule in found.values())]
    if empty:
        raise RuleError(
            f"no rule is of the group {empty[0].value!r}, which the code asks for; give it one, or drop the group from"
            " groups.py"
        )
    return tuple(found.values())


def _of_file(folder: Traversable, file: str, known: Mapping[str, str]) -> Iterator[Rule]:
    table = _read(folder, file)
    if set(table) != {"rule"}:
        odd = sorted(set(table) - {"rule"}) or ["nothing"]
        raise RuleError(f"{file}: holds {odd[0]!r}; a file of rules holds [[rule]] tables only")
    for number, row in enumerate(table["rule"], 1):
        yield _rule(file, number, row, known)


def _rule(file: str, number: int, row: Mapping[str, Any], known: Mapping[str, str]) -> Rule:
    where = f"{file}: rule {row.get('name', number)!r}"
    for key in _MUST:
        if not row.get(key):
            raise RuleError(f"{where} has no {key!r}; give it one")
    if odd := sorted(set(row) - _KEYS):
        raise RuleError(f"{where} has {odd[0]!r}; it can have {', '.join(sorted(_KEYS))}")
    if row["group"] not in list(Group):
        groups = ", ".join(Group)
        raise RuleError(
            f"{where} is of the group {row['group']!r}, which no code asks for; groups are {groups}"
        )
    group, pattern = Group(row["group"]), _compiled(where, row["pattern"], known)
    if (part := GIVES.get(group)) and part not in pattern.groupindex:
        raise RuleError(f"{where}: its pattern does not say what the {part} is; write it as (?P<{part}>…)")
    return Rule(
        name=row["name"],
        group=group,
        pattern=pattern,
        limit=row.get("limit", 0),
        tail=row.get("tail", 0),
        needs=row.get("needs", ""),
        gate=_compiled(where, row["gate"], known) if "gate" in row else None,
        least=row.get("least", -inf),
        yes=row["yes"] if isinstance(row["yes"], dict) else dict.fromkeys(row["yes"], ""),
        no=tuple(row.get("no", ())),
    )


def _compiled(where: str, pattern: str, known: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(_expanded(pattern, known))
    except KeyError as problem:
        raise RuleError(f"{where} uses the macro {problem}, which {_MACROS} does not define") from None
    except re.error as problem:
        raise RuleError(f"{where} has a pattern that is none: {problem}") from None


def expand(pattern: str) -> str:
    """Write out the macros of a pattern. Raises ``KeyError`` for a macro that is not defined.

    >>> "{" in expand("{HAN}")
    False
    """
    return _expanded(pattern, _shipped_macros())


def _expanded(pattern: str, known: Mapping[str, str]) -> str:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda hit: known[hit[1]], pattern)
    return pattern


@cache
def _shipped_macros() -> Mapping[str, str]:
    return _macros(files(__package__))


def _macros(folder: Traversable) -> Mapping[str, str]:
    """Names that patterns share."""
    return {key: str(value) for key, value in _read(folder, _MACROS).items()}


def _read(folder: Traversable, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(folder.joinpath(file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(f"{file}: is no TOML: {problem}") from None

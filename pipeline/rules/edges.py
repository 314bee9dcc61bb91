r"""What a text can begin or end with that a pattern matches, read off the pattern.

Most texts of a page begin or end with a character that most patterns rule out. The standard library parses a pattern
into items; those that may take the first character behind ``\A``, or the last before ``\Z``, are its edge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

_parse = import_module("re._parser").parse
_ANCHORS = {False: "AT_BEGINNING_STRING", True: "AT_END_STRING"}
_NOTHING = {"ASSERT", "ASSERT_NOT"}  # they look, and take no character
_CATEGORIES = {
    "DIGIT": r"\d",
    "NOT_DIGIT": r"\D",
    "SPACE": r"\s",
    "NOT_SPACE": r"\S",
    "WORD": r"\w",
    "NOT_WORD": r"\W",
}


class _AnyError(Exception):
    """Any character may stand there."""


class _Edge(NamedTuple):
    """What some items take at their edge.

    Attributes:
        classes: patterns of one character that may stand there.
        open: whether they can match without taking any.
        anchored: whether the text begins (or ends) at them.
    """

    classes: tuple[str, ...]
    open: bool
    anchored: bool


def edge(pattern: re.Pattern[str], last: bool) -> re.Pattern[str] | None:
    """A pattern of all characters that a matching text can begin with, or end with; None where that is any."""
    if pattern.flags & re.IGNORECASE:
        return None
    try:
        found = _of(list(_parse(pattern.pattern)), last, False)
    except _AnyError:
        return None
    return None if found.open else re.compile("|".join(dict.fromkeys(found.classes)))


def _of(items: Sequence[Any], last: bool, anchored: bool) -> _Edge:
    classes: tuple[str, ...] = ()
    for item in reversed(items) if last else items:
        one = _of_item(str(item[0]), item[1], last, anchored)
        classes, anchored = classes + one.classes, one.anchored
        if not one.open:
            return _Edge(classes, False, anchored)
    return _Edge(classes, True, anchored)


def _of_item(kind: str, value: Any, last: bool, anchored: bool) -> _Edge:
    if kind == "AT":
        return _Edge((), True, anchored or str(value) == _ANCHORS[last])
    if kind in _NOTHING:
        return _Edge((), True, anchored)
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        one = _of(list(value[2]), last, anchored)
        return one if value[0] else _Edge(one.classes, True, anchored)
    if kind == "SUBPATTERN" and not value[1]:  # sets no flags
        return _of(list(value[3]), last, anchored)
    if kind == "BRANCH":
        ways = [_of(list(way), last, anchored) for way in value[1]]
        classes = tuple(one for way in ways for one in way.classes)
        return _Edge(classes, any(way.open for way in ways), all(way.anchored for way in ways if way.open))
    if not anchored:
        raise _AnyError
    return _Edge((_class(kind, value),), False, True)


def _class(kind: str, value: Any) -> str:
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "NOT_LITERAL":
        return f"[^{re.escape(chr(value))}]"
    if kind == "IN":
        return "[" + "".join(_member(str(kind), value) for kind, value in value) + "]"
    raise _AnyError


def _member(kind: str, value: Any) -> str:
    if kind == "NEGATE":
        return "^"
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE":
        return "-".join(re.escape(chr(end)) for end in value)
    return _CATEGORIES[str(value).removeprefix("CATEGORY_")]

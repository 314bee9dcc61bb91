"""YAML between two lines of ``---`` at the head of a Markdown page: metadata, no text of the page."""

from __future__ import annotations

import re
from typing import Any

import yaml

_FRONT = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?:(?<=\n)|\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_LARGEST = 1 << 16
"""Code points of the longest front matter."""


class _Loader(yaml.SafeLoader):
    """Reads plain values; dates stay the strings that they are."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> tuple[int, dict[str, Any], str | None]:
    r"""Give the length of the front matter in characters, its metadata, and its mistakes.

    Example:
        >>> read("---\ndate: 2024-01-02\n---\n正文。")
        (25, {'date': '2024-01-02'}, None)
        >>> read("正文。")
        (0, {}, None)
    """
    hit = _FRONT.match(text[:_LARGEST]) if text.startswith(("---", "\ufeff---")) else None
    if not hit:
        return 0, {}, None
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(hit["yaml"], yaml.SafeLoader)):
            return 0, {}, "its front matter has aliases (*name), which are not followed; it is read as text"
        value = yaml.load(hit["yaml"], _Loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return 0, {}, None  # a rule, some text and a rule
    if not isinstance(value, dict):
        return 0, {}, None
    return hit.end(), {str(key): item for key, item in value.items()}, None

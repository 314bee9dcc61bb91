"""The words of the report in English and Chinese: put into templates, and given to the scripts that switch them."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from markupsafe import Markup

from pipeline.review.report.terms import EVIDENCE, TERMS

CODE, TOLD = "c.", "e."
"""The prefixes of keys: of the output's codes, and of words about a piece of evidence."""


@cache
def words() -> dict[str, tuple[str, str]]:
    """All words by key, as (English, Chinese).

    >>> words()["overview"]
    ('Overview', '总览')
    >>> words()["c.jump_line"]
    ('jump line', '接版')
    """
    own = tomllib.loads(files("pipeline.review.report").joinpath("words.toml").read_text(encoding="utf-8"))
    return {
        **{key: (english, chinese) for key, (english, chinese) in own.items()},
        **{CODE + code: (term.english, term.chinese) for code, term in TERMS.items()},
        **{TOLD + name: (term.english, term.chinese) for name, term in EVIDENCE.items()},
    }


@lru_cache(4096)
def said(key: str, /, **values: object) -> str:
    """A word in English, with its values filled in.

    >>> said("n_cuts", n=3)
    '3 cuts'
    """
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), words()[key][0])


@lru_cache(4096)
def text(key: str, /, **values: object) -> Markup:
    """A word as an element that the scripts switch; nothing else may stand in it.

    >>> text("n_cuts", n=3)
    Markup('<span data-w="n_cuts" data-v="{&#34;n&#34;: 3}">3 cuts</span>')
    """
    filled = Markup(' data-v="{}"').format(json.dumps(values, ensure_ascii=False)) if values else Markup("")
    return Markup('<span data-w="{}"{}>{}</span>').format(key, filled, said(key, **values))


@lru_cache(4096)
def attribute(name: str, key: str, /, **values: object) -> Markup:
    """A word as an attribute that the scripts switch.

    >>> attribute("title", "overview")
    Markup('title="Overview" data-w-title="overview"')
    """
    filled = Markup(' data-v="{}"').format(json.dumps(values, ensure_ascii=False)) if values else Markup("")
    return Markup('{}="{}" data-w-{}="{}"{}').format(name, said(key, **values), name, key, filled)


def switched(key: str) -> tuple[Markup, str]:
    """A word for an element of its own: the attribute that lets scripts switch it, and the word in English."""
    if key not in words():
        return Markup(""), key.removeprefix(CODE).replace("_", " ")
    return Markup(' data-w="{}"').format(key), words()[key][0]


@cache
def code(name: str) -> Markup:
    """A code of the output as an element that the scripts switch; one without words stands for itself."""
    return (
        text(CODE + name)
        if CODE + name in words()
        else Markup("<span>{}</span>").format(name.replace("_", " "))
    )


@cache
def code_tag(name: str) -> Markup:
    """A code as the attribute ``data-tag``, which the style shows."""
    if CODE + name not in words():
        return Markup('data-tag="{}"').format(name.replace("_", " "))
    return attribute("data-tag", CODE + name)


@cache
def catalog() -> Markup:
    """All words as JSON that may stand in a script element."""
    return Markup(json.dumps(words(), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


@cache
def named(name: str) -> Markup:
    """The short name of a piece of evidence; one without words stands for itself."""
    known = f"n_{name}" in words()
    return text(f"n_{name}") if known else Markup("<span>{}</span>").format(name.replace("_", " "))


@cache
def told(name: str) -> Markup:
    """Say which quantity a piece of evidence measures, as a title; nothing where that is not known."""
    return attribute("title", TOLD + name) if name in EVIDENCE else Markup("")

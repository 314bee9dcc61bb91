"""A chain in a few lines, for tests of what stands around the chain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.page import chain
from pipeline.values.model import Article, Block, Cleaned, Page
from pipeline.values.settings import Settings
from pipeline.values.text import Traced
from pipeline.values.verdicts import NOBODY, PageVerdicts


def plain_page(page: Page, settings: Settings, verdicts: PageVerdicts = NOBODY) -> Cleaned:  # noqa: ARG001
    """A chain that keeps all: each block between blank lines is an article, its first line the title."""
    articles, at = [], 0
    for block in page.text.split("\n\n"):
        whole = Traced.read(page.doc, page.text).cut(at, at + len(block))
        at += len(block) + 2
        head = len(block.partition("\n")[0])
        parts = [Block("title", whole.cut(0, head).strip()), Block("body", whole.cut(head).strip())]
        if blocks := tuple(part for part in parts if part.text):
            articles.append(Article("article", blocks))
    return Cleaned(page, tuple(articles), ())


def replace_chain(function: Callable[..., Cleaned], monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    """Let a function of a page, settings and decisions stand for the chain, whole or step by step."""
    put = monkeypatch.setattr if monkeypatch else setattr
    put(chain, "clean_page", function)
    put(chain, "mend", lambda page, _: chain.Mended(Traced.read(page.doc, page.text), ()))
    put(chain, "detect", lambda *_: chain.Parted([], (), ()))
    put(chain, "segment", lambda page, _, __, *more: function(page, *more))

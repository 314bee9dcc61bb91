# ruff: noqa: F403, F405 (the names are those of jieban.cleaning)
r"""Clean newspaper pages from Python.

>>> import jieban
>>> page = jieban.clean("# 新馆下月开放\n\n本报记者 李明\n\n县图书馆新馆将于下月开放，藏书四十万册。")
>>> [article.title for article in page.articles]
['新馆下月开放']
>>> page.articles[0].byline
['李明']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jieban.beside  # noqa: F401 (it sees to it that our pipeline is found)

if TYPE_CHECKING:
    from jieban.cleaning import *

__all__ = [
    "Article",
    "Block",
    "Decision",
    "Page",
    "PageError",
    "Report",
    "RunError",
    "Settings",
    "UserError",
    "__version__",
    "clean",
    "clean_corpus",
]


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for: all together take half a second, and the command needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'jieban' has no attribute {name!r}")
    from jieban import cleaning

    return getattr(cleaning, name)

"""The columns of features that small pages show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from prose import page

from pipeline.page.chain import scene
from pipeline.page.learned import Scene
from pipeline.page.learned.columns import Columns
from pipeline.values.model import Page
from pipeline.values.settings import Settings


def columns_of(of: Callable[[Scene, Columns], None], *lines: str) -> dict[str, np.ndarray]:
    """The columns of a page that ``of`` adds, by name."""
    seen = scene(Page("p", page(*lines)), Settings())
    found = Columns()
    of(seen, found)
    assert len(seen) == len(lines)
    return dict(zip(found.names, found.matrix().T, strict=True))

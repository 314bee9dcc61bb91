"""Let our package ``pipeline`` and a team's own ``pipeline.py`` live side by side, as ``pkgutil`` lets packages do.

The modules of ours that are imported as ``pipeline.…`` are then looked for in our folder, whatever else ``pipeline``
is; the team's module stays what it is. Only names that a team's own package ``pipeline`` has as well are lost to us.
To import this module is enough.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

OURS = str(Path(__file__).resolve().parent.parent / "pipeline")


def find_ours() -> None:
    """See to it that ``pipeline.tasks`` and all else of ours is found."""
    module = sys.modules.get("pipeline")
    if module is not None:
        _extend(module)
        return
    spec = find_spec("pipeline")
    if spec is None or spec.loader is None or not spec.origin or Path(spec.origin).parent == Path(OURS):
        return
    module = module_from_spec(spec)
    _extend(module)  # first, for it may import the tasks
    sys.modules["pipeline"] = module
    spec.loader.exec_module(module)


def _extend(module: ModuleType) -> None:
    paths = list(getattr(module, "__path__", []))
    if OURS not in paths:
        module.__path__ = [*paths, OURS]


find_ours()

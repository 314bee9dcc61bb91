"""Let our package ``pipeline`` and a team's own ``pipeline.py`` live side by side, as ``pkgutil`` lets packages do.

Modules of ours that are imported as ``pipeline.…`` are looked for in our folder, too, whatever else ``pipeline`` is;
the team's module stays what it is, and runs when it, or one of ours, is imported. Only names that a team's own package
``pipeline`` has as well are lost to us. To import this module is enough.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

NAME = "pipeline"
OURS = str(Path(__file__).resolve().parent.parent / NAME)


class _Beside(MetaPathFinder):
    """Finds ``pipeline`` as all others do, and adds our folder to where its modules are looked for."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As the protocol has it."""
        if name != NAME:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        found = (finder.find_spec(name, path, target) for finder in others)
        spec = next(filter(None, found), None)
        if spec is not None:
            spec.submodule_search_locations = _with_ours(spec.submodule_search_locations)
        return spec


def _with_ours(paths: Sequence[str] | None) -> list[str]:
    found = list(paths or [])
    return found if OURS in map(_real, found) else [*found, OURS]


def _real(path: str) -> str:
    return str(Path(path).resolve())


def find_ours() -> None:
    """See to it that ``pipeline.tasks`` and all else of ours is found."""
    module = sys.modules.get(NAME)
    if module is not None:
        module.__path__ = _with_ours(getattr(module, "__path__", None))
    elif not any(isinstance(finder, _Beside) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Beside())


def take_ours() -> None:
    """Let ``pipeline`` be ours, whoever else's comes first: for the command, which imports nothing of a team's."""
    module = sys.modules.get(NAME)
    if module is not None and OURS in map(_real, getattr(module, "__path__", [])):
        return
    spec = spec_from_file_location(NAME, f"{OURS}/__init__.py", submodule_search_locations=[OURS])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


find_ours()

"""Examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import jieban
import pipeline


def modules() -> list[str]:
    """Every module whose docstrings may hold an example."""
    return [
        package.__name__ if info is None else info.name
        for package in (jieban, pipeline)
        for info in (None, *pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
        if info is None or not info.name.endswith("__main__")
    ]


def examples(module: ModuleType) -> int:
    """How many examples a module holds."""
    return sum(len(test.examples) for test in doctest.DocTestFinder().find(module))


@pytest.mark.parametrize("name", modules())
def test_examples(name: str) -> None:
    """Each example gives what stands below it."""
    try:
        module = importlib.import_module(name)
    except ImportError as problem:
        pytest.skip(f"{name} needs what is not installed: {problem}")
    if examples(module):
        assert doctest.testmod(module).failed == 0

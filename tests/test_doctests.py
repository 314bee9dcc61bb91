"""Examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from enum import Enum
from types import FunctionType, ModuleType

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


@pytest.mark.parametrize("package", ["pipeline.encoding", "pipeline.language"])
def test_every_public_function_has_an_example(package: str) -> None:
    """Of the packages that others may use by themselves; a method counts as a function."""
    path = importlib.import_module(package).__path__
    bare = []
    for info in pkgutil.walk_packages(path, f"{package}."):
        module = importlib.import_module(info.name)
        own = [found for found in vars(module).values() if getattr(found, "__module__", "") == info.name]
        if info.name == "pipeline.encoding.data.build":  # a program that writes tables
            continue
        tried = doctest.DocTestFinder(exclude_empty=False).find(module)
        named = {test.name.removeprefix(f"{info.name}."): test.examples for test in tried}
        functions = {found.__name__ for found in own if inspect.isroutine(found)}
        functions |= {
            f"{found.__name__}.{name}"
            for found in own
            if inspect.isclass(found) and not issubclass(found, Enum | BaseException)
            for name, member in vars(found).items()
            if isinstance(member, FunctionType | classmethod)
        }
        bare += [
            f"{info.name}.{name}"
            for name in functions
            if not any(part.startswith("_") for part in name.split(".")) and not named.get(name)
        ]
    assert bare == []


def test_every_public_function_of_duplicates_has_an_example() -> None:
    """Each function shows what goes in and what comes out; a class may show it once for all its methods."""
    bare = []
    path = importlib.import_module("pipeline.duplicates").__path__
    for info in pkgutil.walk_packages(path, "pipeline.duplicates."):
        module = importlib.import_module(info.name)
        tried = doctest.DocTestFinder(exclude_empty=False).find(module)
        named = {test.name.removeprefix(f"{info.name}."): bool(test.examples) for test in tried}
        for name, found in vars(module).items():
            if inspect.isroutine(found) and found.__module__ == info.name and not name.startswith("_"):
                bare += [] if named.get(name) else [f"{info.name}.{name}"]
    assert bare == []

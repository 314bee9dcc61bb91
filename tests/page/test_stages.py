"""Stages: each module of a page's room is used by the chain, and gives reasons that the output has words for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pipeline.page
from pipeline.values.vocabulary import REASONS

ROOM = Path(next(iter(pipeline.page.__path__)))


def imported(module: str) -> Iterator[str]:
    """The modules of the package that a module imports."""
    spec = find_spec(module)
    assert spec
    assert spec.origin
    for node in ast.walk(ast.parse(Path(spec.origin).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def reached(module: str) -> set[str]:
    """The modules of the room that a module uses, itself or through others."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        one = waiting.pop()
        if one not in seen and one.startswith(pipeline.page.__name__) and _is_module(one):
            seen.add(one)
            waiting += imported(one)
    return seen


def _is_module(name: str) -> bool:
    path = ROOM.joinpath(*name.split(".")[2:])
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_every_stage_is_in_the_chain() -> None:
    """A module of pipeline/page that the chain does not use, itself or through a stage, does nothing."""
    stages = {f"pipeline.page.{path.stem}" for path in ROOM.glob("[!_]*") if path.suffix in (".py", "")}
    assert stages <= reached("pipeline.page.chain")


def test_stages_give_known_reasons() -> None:
    """A reason that a stage writes out is one of the vocabulary's, which has its words in both languages."""
    given = {
        str(node.args[2].value)
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decision"
        if len(node.args) > 2 and isinstance(node.args[2], ast.Constant)
    }
    assert {"jump_line", "page_furniture", "seam_overlap"} <= given <= set(REASONS)

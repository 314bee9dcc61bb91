"""Imports run one way: shell, engines, chain, stages, values, text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "pipeline"

# From the bottom to the top: a module imports from its own layer and from those below.
LAYERS: list[set[str]] = [
    {"text", "errors", "spread", "arrays"},
    {"model", "settings"},
    {"rules", "language", "laws", "archives", "people", "flags", "noise", "losses"},
    {"encoding", "duplicates", "layout", "jumps", "clues", "topics", "bylines", "headlines", "wishes"},
    {"inventory", "files"},
    {"records", "reading", "roles", "folio", "continuity", "splices"},
    {"articles", "issues", "repeats"},
    {"chain", "batches"},
    {"cleaning"},
    {"parts"},
    {"corpus", "unfit"},
    {"engines", "report", "evaluation"},
    {"config", "tasks", "runs", "display", "explain", "cli", "__main__"},
]
RANK = {name: n for n, names in enumerate(LAYERS) for name in names}


def imports(path: Path) -> set[str]:
    """The top-level modules of the package that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("pipeline."))
        elif isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            found.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline."):
            found.add(str(node.module).split(".")[1])
    return found & set(RANK)


def rooms() -> list[tuple[str, Path]]:
    """Every file of the package, with the room that it stands in."""
    files = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
    return [(path.relative_to(ROOT).parts[0].removesuffix(".py"), path) for path in files]


@pytest.mark.parametrize("room", sorted({room for room, _ in rooms()}))
def test_room_has_a_layer(room: str) -> None:
    """Every module of the package has its place among the layers."""
    assert room in RANK


@pytest.mark.parametrize(("room", "path"), rooms(), ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_imports_run_one_way(room: str, path: Path) -> None:
    """No module imports from a layer above its own."""
    above = {name for name in imports(path) if name != room and RANK[name] > RANK.get(room, -1)}
    assert not above

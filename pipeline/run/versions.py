"""The versions that a result hangs on: of the code and its data, and of libraries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("datasketch", "ftfy", "numpy", "opencc", "rapidfuzz")  # whose version can change a result

SHELL = ("__main__.py", "cli", "evaluation", "export", "review", "tasks")  # whose code cannot

HOME = Path(__file__).parent.parent  # a team's own pipeline.py may have the name of our package


@cache
def code_version() -> str:
    """A digest of the code and data that can change a result, and of the libraries' versions."""
    digest = blake2b(digest_size=16)
    for name, content in sorted(_code(HOME, "")):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    for name, number in library_versions().items():
        digest.update(f"{name}\0{number}\0".encode())
    return digest.hexdigest()


def _code(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.name.startswith(("__pycache__", ".")) or prefix + item.name in SHELL:
            continue
        if item.is_dir():
            yield from _code(item, f"{prefix}{item.name}/")
        else:
            yield prefix + item.name, item.read_bytes()


def library_versions() -> dict[str, str]:
    """The libraries whose version can change a result, as far as they are installed."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except ImportError:
            continue
    return found

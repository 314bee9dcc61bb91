"""The values that a step leaves for the next one, in a file of the work folder.

They are pickled, in a twentieth of the time that JSON takes; only classes of values may stand in such a file, so that
reading one runs nobody's code, wherever the folder comes from.
"""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any
from uuid import uuid4

import zstandard

from pipeline.run.files import naming
from pipeline.values.errors import RunError

LEVEL = 1
_VALUES = ("pipeline.values.", "pipeline.records.", "pipeline.corpus.", "pipeline.duplicates.")
_OTHERS = {
    ("pipeline.run.steps.pages", "Fixed"),
    ("pipeline.page.chain", "Mended"),
    ("pipeline.page.chain", "Parted"),
    ("pipeline.run.join", "Copies"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("collections", "Counter"),
    ("collections", "defaultdict"),
    ("builtins", "list"),
    ("builtins", "dict"),
}


class _Reader(pickle.Unpickler):
    """Makes values, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """A class that may stand in a state.

        Raises:
            UnpicklingError: it is of another kind.
        """
        found = super().find_class(module, name) if _may_be(module, name) else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no value")
        return found


def _may_be(module: str, name: str) -> bool:
    return module.startswith(_VALUES) or (module, name) in _OTHERS


def write(path: Path, value: Any, scratch: Path) -> None:
    """Write a state. It appears whole or not at all; it is not synced, for it can be made again."""
    unfinished = scratch / f"{path.name}.{uuid4().hex}"
    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    try:
        with naming(unfinished):
            unfinished.write_bytes(packer.compress(pickle.dumps(value, protocol=5)))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read(path: Path) -> Any:
    """Read a state.

    Raises:
        RunError: it is damaged. It is removed, so that the next run makes it again.
    """
    try:
        return _Reader(io.BytesIO(zstandard.ZstdDecompressor().decompress(path.read_bytes()))).load()
    except FileNotFoundError:
        raise
    except (OSError, zstandard.ZstdError, pickle.UnpicklingError, EOFError, ValueError) as problem:
        path.unlink(missing_ok=True)
        raise RunError(
            f"{path.name} of the work folder was damaged ({problem}); run again to carry on"
        ) from None

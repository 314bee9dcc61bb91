"""Faults of the disk, injected: the Nth write, sync, rename or open below a folder fails, as on a full disk."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

OPERATIONS = ("open", "write", "fsync", "rename", "mkdir")
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}


class Faults:
    """Counts operations of one kind below a folder, and lets one of them fail.

    Args:
        root: the folder.
        operation: one of :data:`OPERATIONS`.
        number: of the one that fails, counted from 1; 0: none does.
        error: its errno.
        short: whether half of what is written arrives before a write fails.
    """

    def __init__(self, root: Path, operation: str, number: int, error: int, short: bool = False) -> None:
        self.root, self.operation, self.number = str(root.resolve()), operation, number
        self.error, self.short = error, short
        self.count = 0
        self.failed = False

    def met(self, operation: str, path: object) -> bool:
        """Whether this operation fails: it is the one, or comes after the one."""
        if operation != self.operation or not self._is_below(path):
            return False
        self.count += 1
        self.failed = self.failed or self.count == self.number
        return self.failed

    def _is_below(self, path: object) -> bool:
        if isinstance(path, int):
            try:
                path = Path(f"/proc/self/fd/{path}").readlink()
            except OSError:
                return False
        return isinstance(path, (str, os.PathLike)) and os.path.abspath(path).startswith(self.root)  # noqa: PTH100

    def check(self, operation: str, path: object) -> None:
        """Fail if this operation is the one.

        Raises:
            OSError: it is.
        """
        if self.met(operation, path):
            name = None if isinstance(path, int) else os.fspath(path)  # type: ignore[call-overload]
            raise OSError(self.error, os.strerror(self.error), *([name] if name else []))

    def install(self) -> None:
        """Let the functions of this process fail; for a process that ends soon."""
        self._wrap(os, "fsync", "fsync")
        for name in ("rename", "replace"):
            self._wrap(os, name, "rename")
        self._wrap(os, "mkdir", "mkdir")
        opened = io.open
        faults = self

        def open_(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
            if not set(mode) & set("wxa+"):
                return opened(file, mode, *args, **more)
            faults.check("open", file)
            if "b" not in mode or more.get("opener"):
                return opened(file, mode, *args, **more)
            return io.BufferedWriter(_File(faults, file, mode.replace("b", "")))

        builtins.open = io.open = open_

    def _wrap(self, module: Any, name: str, operation: str) -> None:
        before: Callable[..., Any] = getattr(module, name)

        def wrapped(path: Any, *args: Any, **more: Any) -> Any:
            self.check(operation, path)
            return before(path, *args, **more)

        setattr(module, name, wrapped)


class _File(io.FileIO):
    """A file whose writes may fail."""

    def __init__(self, faults: Faults, path: Any, mode: str) -> None:
        super().__init__(path, mode)
        self._faults = faults

    def write(self, data: Any) -> int:
        if self._faults.met("write", os.fspath(self.name) if not isinstance(self.name, int) else self.name):
            half = bytes(data)[: len(data) // 2]
            if self._faults.short and half:
                return super().write(half)
            raise OSError(self._faults.error, os.strerror(self._faults.error))
        return super().write(data)

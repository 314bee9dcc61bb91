"""Files of lines, compressed or not, read as a stream whose memory does not grow with the file."""

from __future__ import annotations

import io
import os
import stat
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import zstandard

CHUNK = 4096  # compressed bytes at a time: zstd unpacks four bytes into 128 KiB at most, so 128 MiB at worst
DAMAGE = (EOFError, zlib.error, zstandard.ZstdError)


class Unpacker(Protocol):
    """The interface that zlib and zstandard share."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def _gzip() -> Unpacker:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _zstd() -> Unpacker:
    return zstandard.ZstdDecompressor().decompressobj()


UNPACKERS: dict[str, Callable[[], Unpacker]] = {".gz": _gzip, ".zst": _zstd}


def open_regular(path: Path) -> io.BufferedReader:
    """Open a file for reading; what is no regular file is not opened, nor waited for.

    Raises:
        OSError: the file is not there, cannot be read, or is no regular file.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is no regular file")
    return open(handle, "rb")  # noqa: PTH123 — a descriptor, not a path


def open_lines(path: Path) -> io.BufferedReader:
    """The uncompressed bytes of ``.jsonl``, ``.jsonl.gz`` or ``.jsonl.zst``.

    What is read raises one of :data:`DAMAGE` where an archive is damaged or ends too early.
    """
    raw = open_regular(path)
    make = UNPACKERS.get(path.suffix.lower())
    return io.BufferedReader(Unpacked(raw, make), 1 << 16) if make else raw


class Unpacked(io.RawIOBase):
    """The content of an archive of one or more members, one after the other."""

    def __init__(self, raw: io.BufferedReader, make: Callable[[], Unpacker]) -> None:
        self._raw, self._make = raw, make
        self._unpacker: Unpacker | None = None
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            unpacked = self._next()
            if unpacked is None:
                return 0
            self._ready = memoryview(unpacked)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _next(self) -> bytes | None:
        """What the next chunk holds; None at the end of the file."""
        packed = self._packed or self._raw.read(CHUNK)
        self._packed = b""
        if not packed:
            if self._unpacker:
                raise EOFError("it ends too early")
            return None
        if self._unpacker is None:
            packed = packed.lstrip(b"\0")  # padding between the members, as tape tools write it
            if not packed:
                return b""
            self._unpacker = self._make()
        unpacked = self._unpacker.decompress(packed)
        if self._unpacker.eof:
            self._packed, self._unpacker = self._unpacker.unused_data, None
        return unpacked

"""Files, packed or not and in a zip or not, read as streams whose memory does not grow with the file."""

from __future__ import annotations

import bz2
import io
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple, Protocol

import zstandard

CHUNK = 4096  # compressed bytes at a time: zstd unpacks four bytes into 128 KiB at most, so 128 MiB at worst
FREE = 1 << 20  # bytes that any archive may unpack to: so few do no harm


class BeyondBoundError(Exception):
    """A file holds more than the settings allow; the message says which, and how to allow it."""


DAMAGE = (BeyondBoundError, EOFError, zlib.error, zstandard.ZstdError, lzma.LZMAError, zipfile.BadZipFile)
_XZ_MEMORY = 256 << 20  # bytes that a file of xz may ask for; its highest preset takes 65 MiB


class Unpacker(Protocol):
    """The interface that zlib, bz2, lzma and zstandard share."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def _gzip() -> Unpacker:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _zstd() -> Unpacker:
    return zstandard.ZstdDecompressor().decompressobj()


def _xz() -> Unpacker:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


UNPACKERS: dict[str, Callable[[], Unpacker]] = {
    ".gz": _gzip,
    ".bz2": bz2.BZ2Decompressor,
    ".xz": _xz,
    ".zst": _zstd,
}


def suffixes(path: str) -> tuple[str, str]:
    """The suffix of a file's content and that of its packing, in small letters; empty for none.

    Example:
        >>> suffixes("jxrb/02.TXT.gz"), suffixes("02.html"), suffixes("scans.gz")
        (('.txt', '.gz'), ('.html', ''), ('', '.gz'))
    """
    *_, content, packing = ("", "", *PurePosixPath(path.lower()).suffixes)
    return (content, packing) if packing in UNPACKERS else (packing, "")


def open_regular(path: Path) -> io.BufferedReader:
    """Open a file for reading; one that is not regular is not opened, nor waited for.

    Raises:
        OSError: the file is not there, cannot be read, or is no regular file.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is no regular file")
    return open(handle, "rb")  # noqa: PTH123 — a descriptor, not a path


def open_member(path: Path, member: str) -> io.BufferedReader:
    """Open a file inside a zip.

    Raises:
        OSError: it is not there, needs a password, or is packed in a way that Python does not know.
        zipfile.BadZipFile: the zip is damaged.
    """
    try:
        return io.BufferedReader(open_zip(path).open(member))  # type: ignore[arg-type]  # it has readinto
    except (RuntimeError, NotImplementedError, KeyError) as problem:
        raise OSError(0, str(problem)) from None


def open_zip(path: Path) -> zipfile.ZipFile:
    """A zip, opened once by each process as long as it stays the same: its list of files may be long."""
    state = path.stat()
    return _zip(path, state.st_size, state.st_mtime_ns, os.getpid())


@lru_cache(maxsize=2)
def _zip(path: Path, *_: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def unpack(raw: IO[bytes], packing: str) -> io.BufferedReader:
    """The unpacked bytes of a stream that is packed as a suffix says.

    Reading raises one of :data:`DAMAGE` where the file is damaged or ends too early.
    """
    return io.BufferedReader(Unpacked(raw, UNPACKERS[packing]), 1 << 16)


class Bounds(NamedTuple):
    """How much may come out of an archive.

    Attributes:
        size: in bytes.
        ratio: how many times the archive's own size.
    """

    size: int
    ratio: int

    def most(self, packed: int) -> int:
        """The bytes that an archive of so many may hold.

        Example:
            >>> Bounds(size=1 << 30, ratio=250).most(packed=1 << 20) >> 20
            250
        """
        return min(self.size, max(FREE, self.ratio * packed))

    def problem(self, packed: int) -> str:
        """Say why nothing more is read of an archive of so many bytes, and the remedy."""
        if self.size <= max(FREE, self.ratio * packed):
            return f"it unpacks to more than {self.size} bytes; raise largest_archive in [input] of luigi.cfg"
        return (
            f"it unpacks to more than {self.ratio} times its size, as no newspaper does; "
            "if it is right, raise archive_ratio in [input] of luigi.cfg"
        )


class Bounded(io.RawIOBase):
    """A stream that raises :class:`BeyondBoundError` where it gives more bytes than it may.

    Args:
        stream: the unpacked bytes.
        packed: the size of the archive, in bytes.
        bounds: how much may come out of it.
    """

    def __init__(self, stream: IO[bytes], packed: int, bounds: Bounds) -> None:
        self._stream, self._packed, self._bounds = stream, packed, bounds
        self._left = bounds.most(packed)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # What lies within the bound is given whole, so that all who read it see the same.
        if not self._left and self._stream.read(1):
            raise BeyondBoundError(self._bounds.problem(self._packed))
        size = int(self._stream.readinto(buffer[: self._left]))  # type: ignore[attr-defined]
        self._left -= size
        return size


class Unpacked(io.RawIOBase):
    """The content of an archive of one or more members, one after the other."""

    def __init__(self, raw: IO[bytes], make: Callable[[], Unpacker]) -> None:
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
        """Unpack the next chunk; None at the end of the file."""
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
        try:
            unpacked = self._unpacker.decompress(packed)
        except OSError as problem:  # so says bz2
            raise EOFError(str(problem)) from None
        if self._unpacker.eof:
            self._packed, self._unpacker = self._unpacker.unused_data, None
        return unpacked

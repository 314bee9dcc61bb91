"""Compressed lines come out as they went in, damage is told of, and nothing waits for a pipe."""

from __future__ import annotations

import gzip
import os
from io import BufferedReader
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.run.archives import DAMAGE, UNPACKERS, Unpacked, open_regular, unpack

PACK = {".gz": lambda data: gzip.compress(data, mtime=0), ".zst": zstandard.ZstdCompressor().compress}


def packed(folder: Path, suffix: str, *members: bytes) -> Path:
    path = folder / f"pages.jsonl{suffix}"
    path.write_bytes(b"".join(PACK[suffix](member) for member in members))
    return path


def opened(path: Path) -> BufferedReader:
    """The unpacked bytes of a file."""
    return unpack(open_regular(path), path.suffix)


@pytest.mark.parametrize("suffix", sorted(PACK))
def test_members_one_after_the_other(tmp_path: Path, suffix: str) -> None:
    """An archive of several members, one of them empty, holds the content of all."""
    with opened(packed(tmp_path, suffix, b"one\n", b"", b"two\n" * 9000)) as lines:
        assert lines.read() == b"one\n" + b"two\n" * 9000


@pytest.mark.parametrize("suffix", sorted(PACK))
def test_truncated_archive_is_damage(tmp_path: Path, suffix: str) -> None:
    """An archive that ends too early gives the lines before the end, then raises."""
    path = packed(tmp_path, suffix, b"".join(b"%d\n" % n for n in range(100_000)))
    path.write_bytes(path.read_bytes()[:-100])
    with opened(path) as lines:
        assert lines.readline() == b"0\n"
        with pytest.raises(DAMAGE):
            lines.read()


@pytest.mark.parametrize("suffix", sorted(PACK))
def test_garbage_is_damage(tmp_path: Path, suffix: str) -> None:
    """What is no archive raises; so does garbage behind one."""
    path = packed(tmp_path, suffix, b"line\n")
    path.write_bytes(path.read_bytes() + b"garbage behind it")
    with opened(path) as lines, pytest.raises(DAMAGE):
        lines.read()


def test_padding_between_members_is_skipped(tmp_path: Path) -> None:
    """Zero bytes behind a gzip member are no damage."""
    path = packed(tmp_path, ".gz", b"line\n")
    path.write_bytes(path.read_bytes() + b"\0" * 5000)
    with opened(path) as lines:
        assert lines.read() == b"line\n"


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to raises at once."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        open_regular(tmp_path / "pipe")


@given(st.lists(st.binary(max_size=300), max_size=5), st.sampled_from(sorted(PACK)), st.integers(1, 50))
def test_any_content_survives(members: list[bytes], suffix: str, step: int) -> None:
    """However small the steps in which it is read, an archive gives what was put in."""

    class Steps:
        def __init__(self, data: bytes) -> None:
            self.data = data

        def read(self, _: int) -> bytes:
            taken, self.data = self.data[:step], self.data[step:]
            return taken

        def close(self) -> None:
            pass

    source = Steps(b"".join(PACK[suffix](member) for member in members))
    with Unpacked(source, UNPACKERS[suffix]) as unpacked:  # type: ignore[arg-type]
        assert unpacked.readall() == b"".join(members)

"""The digests by which files are told to be, to the byte, as they were written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import orjson

from pipeline import records
from pipeline.records import Manifest

MANIFEST = "manifest.json"
SUMS = "sha256.json"
"""The digests of a part's files, written last."""


def read_manifest(output: Path) -> Manifest | None:
    """The manifest of an output folder whose files are all there, as long as it says; else None."""
    try:
        manifest = records.load(Manifest, (output / MANIFEST).read_bytes())
        whole = all((output / name).stat().st_size == row.bytes for name, row in manifest.files.items())
    except (OSError, ValueError):
        return None
    return manifest if whole else None


def is_whole(part: Path) -> bool:
    """Tell whether every file of a part is, to the byte, as it was written."""
    try:
        sums = orjson.loads((part / SUMS).read_bytes())
        here = {file.name for file in part.iterdir()} - {SUMS}
        return here == sums.keys() and all(sha256_of(part / name) == told for name, told in sums.items())
    except (OSError, ValueError, AttributeError):
        return False


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def add_sums(folder: Path) -> None:
    sums = {file.name: sha256_of(file) for file in sorted(folder.iterdir())}
    (folder / SUMS).write_bytes(orjson.dumps(sums, option=orjson.OPT_INDENT_2))

"""Pages and outputs elsewhere: ``s3://bucket/pages``, ``gs://…``, ``https://…``, by fsspec.

A run works on files of this machine. So pages are mirrored into a folder of the cache, only those that are new or
changed; the output is written beside them, where the next run finds its parts, and what has changed is uploaded, the
manifest last.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.run.files import WORK, sha256_of
from pipeline.run.join import MANIFEST
from pipeline.values.errors import RunError, UserError

_URL = re.compile(r"[a-z][a-z0-9+.-]+://")
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "http": "http", "https": "http"}
"""The extra of jieban that a protocol needs, by its name."""


def is_url(place: str) -> bool:
    """Tell a URL from a path.

    Example:
        >>> is_url("s3://bucket/pages"), is_url("pages")
        (True, False)
    """
    return bool(_URL.match(place))


@contextmanager
def staged(source: str, output: str) -> Iterator[tuple[Path, Path]]:
    """Give a path for each of two places, and take the output to its URL at the end, however the run ended.

    Raises:
        UserError: the protocol is unknown, what it needs is not installed, or nothing is there.
        RunError: the other side fails.
    """
    here = _mirrored(source) if is_url(source) else Path(source)
    if not is_url(output):
        yield here, Path(output)
        return
    files, root = _opened(output)
    folder = _cache(output)
    (folder / "output").mkdir(parents=True, exist_ok=True)
    yield here, folder / "output"
    _upload(files, root, folder)


def _cache(url: str) -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "jieban" / blake2b(url.rstrip("/").encode(), digest_size=8).hexdigest()


def _opened(url: str) -> tuple[Any, str]:
    """Give the file system of a URL, and the path there."""
    protocol = url.partition("://")[0]
    extra = EXTRAS.get(protocol)
    try:
        files, root = import_module("fsspec.core").url_to_fs(url)
    except ImportError:
        remedy = f"install it with: pip install 'jieban[{extra}]'" if extra else "install its fsspec package"
        raise UserError(f"{url} needs what is not installed; {remedy}") from None
    except ValueError as problem:
        raise UserError(f"{url} cannot be read: {problem}") from None
    return files, root.rstrip("/")


def _mirrored(url: str) -> Path:
    """Download what is new or changed, remove what is gone, and give the folder, or the file."""
    files, root = _opened(url)
    folder = _cache(url) / "input"
    try:
        found = files.find(root, detail=True)
        if not found:
            raise UserError(f"nothing is at {url}; name a folder of pages, or a file")
        single = set(found) == {root}
        names = {root.rpartition("/")[2] if single else path[len(root) + 1 :]: path for path in found}
        wanted = {name: _mark(found[path]) for name, path in names.items()}
        known = _read(folder.parent / "input.json")
        for name, mark in wanted.items():
            if ".." in name.split("/"):
                raise UserError(f"{url} holds the name {name}, which leads out of the folder")
            if known.get(name) != mark or not (folder / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                files.get_file(names[name], str(folder / f"{name}.part"))
                (folder / f"{name}.part").replace(folder / name)
    except OSError as problem:
        raise RunError(f"{url} cannot be read: {problem}") from None
    for path in list(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    (folder.parent / "input.json").write_text(json.dumps(wanted), encoding="utf-8")
    return folder / next(iter(wanted)) if single else folder


def _mark(told: Mapping[str, Any]) -> str:
    """Give what changes when a file does, as its system tells it."""
    return " ".join(
        str(told.get(key, "")) for key in ("ETag", "etag", "mtime", "LastModified", "updated", "size")
    )


def _upload(files: Any, root: str, folder: Path) -> None:
    """Upload the files of the output that have changed since the last time, the manifest last."""
    output = folder / "output"
    known = _read(folder / "output.json")
    paths = sorted(path for path in output.rglob("*") if path.is_file() and WORK not in path.parts)
    done: dict[str, str] = {}
    try:
        for path in sorted(paths, key=lambda path: path == output / MANIFEST):
            name = path.relative_to(output).as_posix()
            done[name] = sha256_of(path)
            if known.get(name) != done[name]:
                files.put_file(str(path), f"{root}/{name}")
        for name in known.keys() - done.keys():
            if files.exists(f"{root}/{name}"):
                files.rm_file(f"{root}/{name}")
    except OSError as problem:
        raise RunError(f"{root} cannot be written: {problem}; run again to carry on") from None
    (folder / "output.json").write_text(json.dumps(done), encoding="utf-8")


def _read(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}

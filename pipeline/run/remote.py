"""Pages and outputs elsewhere: ``s3://bucket/pages``, ``gs://…``, ``https://…``, by fsspec.

A run works on files of this machine. So pages are mirrored into a folder of the cache, only those that are new or
changed; the output is written beside them, where the next run finds its parts, and its files that have changed are
uploaded, the manifest last.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline.run.days import WHOLE, Day
from pipeline.run.files import WORK
from pipeline.run.sums import MANIFEST, sha256_of
from pipeline.values.errors import RunError, UserError

_URL = re.compile(r"[a-z][a-z0-9+.-]+://")
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "http": "http", "https": "http"}
"""The extra of jieban that a protocol needs, by its name."""
_VERSIONS = ("ETag", "etag", "mtime", "LastModified", "updated")
"""The signs that a file has changed, as file systems call them."""

Place = str | Path
"""A URL, or a path of this machine."""


def is_url(place: Place) -> bool:
    """Tell a URL from a path.

    Example:
        >>> is_url("s3://bucket/pages"), is_url("pages"), is_url(Path("pages"))
        (True, False, False)
    """
    return isinstance(place, str) and bool(_URL.match(place))


def below(place: Place, name: str) -> Place:
    """A place below another.

    Example:
        >>> below("s3://bucket/out/", "days/2026-01-20")
        's3://bucket/out/days/2026-01-20'
    """
    return f"{place.rstrip('/')}/{name}" if isinstance(place, str) and is_url(place) else Path(place) / name


def input_of(place: Place, day: Day = WHOLE) -> Path:
    """The path of an input on this machine: of a URL the mirror, a folder even of a single file."""
    return _cache(str(place), day) / "input" if is_url(place) else Path(place)


def output_of(place: Place) -> Path:
    """The path of an output on this machine."""
    return _cache(str(place), WHOLE) / "output" if is_url(place) else Path(place)


@contextmanager
def staged(source: Place, output: Place) -> Iterator[tuple[Path, Path]]:
    """Give a path for each of two places, and take the output to its URL at the end, however the run ended.

    Raises:
        UserError: the protocol is unknown, what it needs is not installed, nothing is there, or one lies in the other.
        RunError: the other side fails.
    """
    check_apart(source, output)
    if is_url(source):
        mirror(str(source))
    if is_url(output):
        _opened(str(output))  # before any work: that its package is there
    yield input_of(source), output_of(output)
    if is_url(output):
        upload(str(output))


def check_apart(source: Place, output: Place) -> None:
    """See to it that no run reads what it wrote to a URL.

    Raises:
        UserError: the URLs lie one in the other.
    """
    one, two = (f"{place}".rstrip("/") + "/" for place in (source, output))
    if is_url(source) and is_url(output) and (one.startswith(two) or two.startswith(one)):
        raise UserError(
            f"the output {output} and the input {source} lie one in the other; name another output"
        )


def is_there(url: str, day: Day = WHOLE) -> bool:
    """Whether any file is at a URL."""
    return bool(_listed(url, day))


def is_mirrored(url: str, day: Day = WHOLE) -> bool:
    """Whether the mirror holds the files that are at a URL now, and there are any; nothing is downloaded."""
    wanted = {name: _mark(told) for name, (_, told) in _listed(url, day).items()}
    return bool(wanted) and _read(_cache(url, day) / "input.json") == wanted


def mirror(url: str, day: Day = WHOLE) -> None:
    """Download the files that are new or changed, and remove those that are gone.

    Raises:
        UserError: nothing is there.
        RunError: the other side fails.
    """
    files, _ = _opened(url)
    listed = _listed(url, day)
    if not listed:
        raise UserError(f"nothing is at {url}; name a folder of pages, or a file")
    home = _cache(url, day)
    folder, known = home / "input", _read(home / "input.json")
    wanted = {name: _mark(told) for name, (_, told) in listed.items()}
    try:
        for name, (path, told) in listed.items():
            if ".." in name.split("/"):
                raise UserError(f"{url} holds the name {name}, which leads out of the folder")
            told_apart = any(told.get(key) for key in _VERSIONS)
            if known.get(name) != wanted[name] or not told_apart or not (folder / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                files.get_file(path, str(folder / f"{name}.part"))
                (folder / f"{name}.part").replace(folder / name)
    except OSError as problem:
        raise RunError(f"{url} cannot be read: {problem}") from None
    for found in list(folder.rglob("*")):
        if found.is_file() and found.relative_to(folder).as_posix() not in wanted:
            found.unlink()
    (home / "input.json").write_text(json.dumps(wanted), encoding="utf-8")


def upload(url: str) -> None:
    """Upload the files of the output that are not there as they are here, and remove those that are gone.

    Raises:
        RunError: the other side fails.
    """
    files, root = _opened(url)
    output, record = output_of(url), _cache(url, WHOLE) / "output.json"
    known, there = _read(record), _sizes(url)
    paths = sorted(path for path in output.rglob("*") if path.is_file() and WORK not in path.parts)
    done: dict[str, str] = {}
    try:
        for path in sorted(paths, key=lambda path: path == output / MANIFEST):
            name = path.relative_to(output).as_posix()
            done[name] = sha256_of(path)
            if known.get(name) != done[name] or there.get(name) != path.stat().st_size:
                files.put_file(str(path), f"{root}/{name}")
        for name in known.keys() - done.keys():
            if name in there:
                files.rm_file(f"{root}/{name}")
    except OSError as problem:
        raise RunError(f"{url} cannot be written: {problem}; run again to carry on") from None
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(done), encoding="utf-8")


def is_uploaded(url: str, names: Collection[str]) -> bool:
    """Whether some files of the output are at the URL as they are here, as far as sizes and the last upload tell."""
    output, known, there = output_of(url), _read(_cache(url, WHOLE) / "output.json"), _sizes(url)
    return all(
        (output / name).is_file()
        and there.get(name) == (output / name).stat().st_size
        and known.get(name) == sha256_of(output / name)
        for name in names
    )


def _sizes(url: str) -> dict[str, int]:
    return {name: told.get("size", -1) for name, (_, told) in _listed(url, WHOLE).items()}


def _listed(url: str, day: Day) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """The files at a URL by their names below it, each with its path there and all that is told of it.

    Raises:
        RunError: the other side fails.
    """
    files, root = _opened(url)
    try:
        files.invalidate_cache()  # else a second run of this process would see what the first one saw
        roots = files.glob(f"{root}/{day.pattern}") if day else [root]
        found = {path: told for top in roots for path, told in files.find(top, detail=True).items()}
        if found.keys() == {root}:
            return {root.rpartition("/")[2]: (root, found[root] or files.info(root))}
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise RunError(f"{url} cannot be read: {problem}") from None
    said = unquote if url.startswith("http") else str
    return {said(path[len(root) + 1 :]): (path, told) for path, told in found.items()}


def _cache(url: str, day: Day) -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = "\0".join((url.rstrip("/"), *(day if day else ())))
    return home / "jieban" / blake2b(name.encode(), digest_size=8).hexdigest()


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


def _mark(told: Mapping[str, Any]) -> str:
    """Give a text that changes when a file does, of what its system tells."""
    return " ".join(str(told.get(key, "")) for key in (*_VERSIONS, "size"))


def _read(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}

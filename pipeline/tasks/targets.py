"""The files of an output as Luigi's targets, on this machine or at a URL."""

from __future__ import annotations

from typing import IO, Any

import luigi

from pipeline.run.remote import Place, below, is_url


def target(place: Place, name: str) -> luigi.Target:
    """A file of an output: Luigi's own target of its kind, where there is one."""
    path = str(below(place, name))
    if not is_url(path):
        return luigi.LocalTarget(path, format=luigi.format.UTF8)
    if path.startswith("s3://") and _has_boto3():
        from luigi.contrib.s3 import S3Target

        return S3Target(path, format=luigi.format.UTF8)
    return UrlTarget(path)


def _has_boto3() -> bool:
    try:
        import boto3  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        return False
    return True


class UrlTarget(luigi.Target):
    """A file at a URL that Luigi has no target for, read and written by fsspec."""

    def __init__(self, path: str) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether it is there."""
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]

        files, path = url_to_fs(self.path)
        files.invalidate_cache()
        return bool(files.exists(path))

    def open(self, mode: str = "r") -> IO[Any]:
        """Open it as text in UTF-8."""
        import fsspec  # type: ignore[import-untyped]

        opened: IO[Any] = fsspec.open(self.path, mode, encoding="utf-8").open()
        return opened

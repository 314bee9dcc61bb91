"""Files written so that a kill at any moment leaves none half done."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

from pipeline.run.sums import add_sums, is_whole
from pipeline.values.errors import UserError

WORK = ".jieban"
"""The folder below the output where finished batches are kept for the next run."""
OWNER = "owner"
"""The marker in it: without this file nothing in an output folder is ours."""
_MADE_BY = b"made by jieban; it may remove what it wrote here\n"


class Workplace:
    """The work folder of an output folder: finished parts of its steps, unfinished files, and the lock."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.root = output / WORK
        self.parts = self.root / "parts"
        self.plans = self.root / "plans"
        self.steps = self.root / "steps"  # the mark of each step, and its results for the whole corpus
        self.fixed = self.root / "fixed"  # batches with their encoding fixed, until they are parts
        self.parted = self.root / "parted"  # those whose splices are detected as well
        self.scratch = self.root / "scratch"

    @property
    def owner(self) -> Path:
        """The marker that says that the output folder is ours."""
        return self.root / OWNER

    def claim(self, names: Collection[str]) -> None:
        """Make the output folder ours before anything else is written there.

        Args:
            names: the files and folders that a run writes below the output.

        Raises:
            UserError: something of that name is there and not ours, is a link, or a folder in the place of a file.
        """
        for name in (WORK, *names):
            if (self.output / name).is_symlink():
                raise UserError(
                    f"{self.output / name} is a link, and what it leads to may be somebody else's; "
                    "remove the link, or name another folder with --output"
                )
        for name in (name for name in names if "." in name and (self.output / name).is_dir()):
            raise UserError(
                f"{self.output / name} is a folder, and a run writes a file of that name; move it away, and run again"
            )
        if self.owner.is_file() or self._is_bare():
            return
        taken = [name for name in (WORK, *names) if (self.output / name).exists()]
        if taken:
            raise UserError(
                f"{self.output} holds {taken[0]}, which no run of this version wrote; "
                "move it away, or name another folder with --output"
            )

    def _is_bare(self) -> bool:
        """Whether a run was killed before it wrote its marker: there are empty folders of ours, and nothing else."""
        kept = [path for path in self.output.glob(f"{WORK}/**/*") if path.is_symlink() or not path.is_dir()]
        others = [path for path in self.output.glob(f"{WORK}/*") if path not in self._folders]
        return self.root.is_dir() and not kept and not others

    def prepare(self) -> None:
        """Make the folders and the marker, which comes first.

        Raises:
            UserError: the output folder cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.owner.exists():
                self.owner.write_bytes(_MADE_BY)
            for folder in self._folders:
                folder.mkdir(exist_ok=True)
            with tempfile.TemporaryFile(dir=self.scratch):
                pass
        except OSError as problem:
            raise UserError(
                f"the output folder {self.output} cannot be written ({problem.strerror}); "
                "name another with --output"
            ) from None

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.parts, self.plans, self.steps, self.fixed, self.parted, self.scratch

    def tidy(self) -> None:
        """Remove files that killed runs left half done: none of them has a final name."""
        with suppress(
            FileNotFoundError
        ):  # a killed run's children may still publish: first take it from them
            self.scratch.rename(self.root / f"swept.{uuid4().hex}")
        reports = [path for path in self.output.glob(".report-*") if _is_unfinished(path)]
        for left in (*self.root.glob("swept.*"), *reports):
            shutil.rmtree(left, ignore_errors=True)
        self.scratch.mkdir(parents=True, exist_ok=True)

    def sweep(self) -> bool:
        """Remove files that killed runs left half done, and parts that saw a passing trouble of the input.

        Returns:
            Whether there were such parts, so that all that was made of them is out of date.
        """
        self.tidy()
        unsettled = [mark.parent for mark in self.parts.glob(f"*/{UNSETTLED}")]
        passing = [path for folder in (self.fixed, self.parted) for path in folder.glob(f"*.{UNSETTLED}")]
        for path in (*unsettled, *passing):
            _remove(path)
        return bool(unsettled or passing)

    def damaged(self, names: Iterable[str]) -> list[str]:
        """Remove those of some parts whose files have changed since they were written, so that they are computed again.

        Returns:
            Their names, in the order given.
        """
        found = [name for name in names if (self.parts / name).exists() and not is_whole(self.parts / name)]
        for name in found:
            _remove(self.parts / name)
        return found

    def keep_only(self, names: set[str]) -> None:
        """Remove parts and plans that are not among ``names``, and steps' files that have become a part."""
        for part in self.parts.iterdir():
            if part.name not in names:
                _remove(part)
        for state in (*self.fixed.iterdir(), *self.parted.iterdir()):
            _remove(state)
        for plan in self.plans.iterdir():
            if plan.stem not in names:
                plan.unlink()


UNSETTLED = "unsettled"  # the mark of a part or a state whose input changed or vanished while it was read


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the disk that names no file, as those of writing and syncing do, name this one.

    Raises:
        OSError: raised inside.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno is None or problem.filename is not None:
            raise
        raise OSError(problem.errno, problem.strerror, str(path)) from problem


@contextmanager
def replacing(target: Path, scratch: Path) -> Iterator[IO[bytes]]:
    """A file that appears under the name ``target`` whole, synced to disk, or not at all."""
    with written(target.name, scratch) as handle:
        yield handle
    publish({target: Path(handle.name)})


@contextmanager
def written(name: str, scratch: Path) -> Iterator[IO[bytes]]:
    """A file for :func:`publish`, under a name of its own in ``scratch``: synced to disk, or gone."""
    path = scratch / f"{name}.{uuid4().hex}"
    try:
        with naming(path), path.open("xb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def publish(files: Mapping[Path, Path]) -> None:
    """Let files that :func:`written` made appear under their names."""
    for target, path in files.items():
        try:
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)
    for folder in {target.parent for target in files}:
        _sync(folder)


@contextmanager
def publishing(target: Path, scratch: Path) -> Iterator[Path]:
    """A folder that appears under the name ``target`` with all its files, or not at all.

    Where ``target`` is there already, it stays: folders of one name have one content.
    """
    unfinished = scratch / f"{target.name}.{uuid4().hex}"
    unfinished.mkdir()
    try:
        with naming(unfinished):
            yield unfinished
            add_sums(unfinished)
        for file in unfinished.iterdir():
            _sync(file)
        try:
            unfinished.rename(target)
        except OSError:
            if not target.exists():
                raise
        _sync(target.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _is_unfinished(path: Path) -> bool:
    """Whether a folder is one that a report was being made in, and no one else's."""
    return path.is_dir() and not path.is_symlink() and {one.name for one in path.iterdir()} <= {"new", "old"}


def _remove(path: Path) -> None:
    """Remove a file or a folder of ours; of a link the link, never its target."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        with naming(path):
            os.fsync(handle)
    finally:
        os.close(handle)

"""Files appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline.run.files import UNSETTLED, Workplace, publishing, replacing
from pipeline.values.errors import UserError


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """A prepared output folder."""
    workplace = Workplace(tmp_path / "out")
    workplace.prepare()
    return workplace


def test_file_appears_whole(workplace: Workplace) -> None:
    """Until it is finished, the old file stands under the name."""
    target = workplace.output / "a"
    target.write_bytes(b"old")
    with replacing(target, workplace.scratch) as handle:
        handle.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert not any(workplace.scratch.iterdir())


def test_failed_file_leaves_the_old(workplace: Workplace) -> None:
    """A failure leaves the old file, and nothing beside it."""
    target = workplace.output / "a"
    target.write_bytes(b"old")
    with pytest.raises(TypeError), replacing(target, workplace.scratch) as handle:
        handle.write("no bytes")  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert not any(workplace.scratch.iterdir())


def test_folder_appears_whole(workplace: Workplace) -> None:
    """A folder appears with all its files, and one that is there already stays."""
    target = workplace.parts / "a"
    for content in ("first", "second"):
        with publishing(target, workplace.scratch) as folder:
            (folder / "x").write_text(content)
            assert target.exists() is (content == "second")
    assert (target / "x").read_text() == "first"
    assert not any(workplace.scratch.iterdir())


def test_file_has_the_modes_of_any_other(workplace: Workplace) -> None:
    """What is written can be read by whom the umask lets read."""
    old = os.umask(0o022)
    try:
        with replacing(workplace.output / "a", workplace.scratch):
            pass
    finally:
        os.umask(old)
    assert (workplace.output / "a").stat().st_mode & 0o777 == 0o644


def test_output_that_cannot_be_made_is_a_mistake(tmp_path: Path) -> None:
    """A file where the output folder should be is told of with the remedy."""
    (tmp_path / "out").write_text("")
    with pytest.raises(UserError, match=r"cannot be written .*; name another with --output"):
        Workplace(tmp_path / "out").prepare()


def test_sweep_removes_what_is_half_done_or_unsettled(workplace: Workplace) -> None:
    """Unfinished files go, and parts whose input changed under them; finished parts stay."""
    (workplace.scratch / "half").write_text("")
    for name in ("settled", "other"):
        (workplace.parts / name).mkdir()
    (workplace.parts / "other" / UNSETTLED).touch()
    assert workplace.sweep()
    assert not any(workplace.scratch.iterdir())
    assert [part.name for part in workplace.parts.iterdir()] == ["settled"]
    assert not workplace.sweep()


@pytest.mark.parametrize("folder", ["fixed", "parted"])
def test_sweep_removes_states_of_changing_pages(workplace: Workplace, folder: str) -> None:
    """What a killed run left of pages that changed under it goes, too; the rest is taken up again."""
    for name in ("a", f"b.{UNSETTLED}"):
        (getattr(workplace, folder) / name).touch()
    assert workplace.sweep()
    assert [path.name for path in getattr(workplace, folder).iterdir()] == ["a"]


def test_sweep_leaves_nothing_to_publish(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child of a killed run, amid its work, cannot publish a folder that the next run has begun to remove."""
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)  # as if it had come no further
    child = publishing(workplace.parts / "a", workplace.scratch)
    (child.__enter__() / "rows").write_text("x")
    workplace.sweep()
    with pytest.raises(FileNotFoundError):
        child.__exit__(None, None, None)
    assert not (workplace.parts / "a").exists()


def test_stale_parts_and_plans_are_removed(workplace: Workplace) -> None:
    """Only what the plan names is kept."""
    for name in ("kept", "stale"):
        (workplace.parts / name).mkdir()
        (workplace.plans / f"{name}.json").write_text("")
    workplace.keep_only({"kept"})
    assert [path.stem for path in (*workplace.parts.iterdir(), *workplace.plans.iterdir())] == [
        "kept",
        "kept",
    ]

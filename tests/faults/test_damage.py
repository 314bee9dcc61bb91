"""Damage to what a run wrote is found, and mended or told of; files of others are never touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write
from running import OTHER, STORY, contents, run

from pipeline import cli
from pipeline.run.files import OWNER, WORK, Workplace
from pipeline.run.results import written_names
from pipeline.run.sums import SUMS
from pipeline.run.verify import verify
from pipeline.values.errors import UserError

pytestmark = pytest.mark.usefixtures("plain_chain")


def cut(path: Path) -> None:
    """Lose the second half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Lose all bytes of a file."""
    path.write_bytes(b"")


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = (
        bytes(byte ^ 1 for byte in data[len(data) // 2 :][:1]) + data[len(data) // 2 + 1 :]
    )
    path.write_bytes(data)


def swap(path: Path) -> None:
    """Put the bytes of another file in the place of a file."""
    other = sorted(one for one in path.parent.iterdir() if one.is_file() and one != path)[0]
    path.write_bytes(other.read_bytes() + b"\n")


def age(path: Path) -> None:
    """Let another version have written a file."""
    path.write_bytes(path.read_bytes().replace(b'"', b"'") + b" ")


DAMAGE = [cut, empty, flip, swap, age, Path.unlink]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two pages."""
    return write(tmp_path / "in", {"a.txt": f"植树\n{STORY}", "b.txt": f"新馆\n{OTHER}"})


@pytest.fixture
def output(source: Path, tmp_path: Path) -> Path:
    """What a run makes of them."""
    assert run(source, tmp_path / "out").done
    return tmp_path / "out"


def files_of_parts(output: Path) -> list[Path]:
    """Every file of every part, and the digests of each."""
    return sorted(Workplace(output).parts.glob("*/*"))


@pytest.mark.parametrize("harm", DAMAGE)
def test_damaged_part_is_computed_again(source: Path, output: Path, harm: Callable[[Path], None]) -> None:
    """Whatever happens to a file of a part, a run that needs the part gives what a fresh run gives."""
    before = contents(output)
    for number in range(len(files_of_parts(output))):
        harm(files_of_parts(output)[number])
        (output / "manifest.json").unlink()
        assert run(source, output).done
        assert contents(output) == before


@pytest.mark.parametrize("harm", DAMAGE)
def test_damaged_output_is_written_again(source: Path, output: Path, harm: Callable[[Path], None]) -> None:
    """A file of the output that is lost or damaged is whole after the next run."""
    before = contents(output)
    for name in sorted({*before, "run.json"}):
        harm(output / name)
        assert run(source, output).done
        assert contents(output) == before
        assert (output / "run.json").exists()


@pytest.mark.parametrize("name", ["articles.jsonl", "manifest.json", "run.json"])
def test_folder_in_the_place_of_a_file_is_told_of(source: Path, output: Path, name: str) -> None:
    """It may be somebody's: nothing is removed, and one line names it."""
    (output / name).unlink()
    (output / name).mkdir()
    (output / name / "mine.txt").write_text("theirs")
    with pytest.raises(UserError, match=name):
        run(source, output)
    assert (output / name / "mine.txt").read_text() == "theirs"


@pytest.mark.parametrize("way", ["folder", "link", "nothing"])
def test_part_that_is_no_folder_of_files_is_computed_again(
    source: Path, output: Path, tmp_path: Path, way: str
) -> None:
    """A folder or a link in the place of a file of a part, or no part at all: a run gives what a fresh run gives."""
    before = contents(output)
    theirs = write(tmp_path / "theirs", {"mine.txt": "theirs"})
    for number in range(len(files_of_parts(output))):
        path = files_of_parts(output)[number]
        (output / "manifest.json").unlink()
        path.unlink()
        if way == "folder":
            path.mkdir()
        elif way == "link":
            path.symlink_to(theirs / "mine.txt")
        else:
            shutil.rmtree(path.parent)
        assert run(source, output).done
        assert contents(output) == before
        assert (theirs / "mine.txt").read_text() == "theirs"


def test_lost_report_is_written_again(source: Path, output: Path) -> None:
    """Where the report is not there, the next run writes it, though nothing else is to be done."""
    shutil.rmtree(output / "report")
    assert run(source, output).done
    assert (output / "report" / "index.html").exists()


@pytest.mark.parametrize("name", [WORK, *written_names()])
def test_files_of_others_stay(source: Path, tmp_path: Path, name: str) -> None:
    """Where something of a name that a run writes is there and not ours, nothing is written or removed."""
    theirs = write(tmp_path / "out", {f"{name}/mine.txt" if "." not in name[1:] else name: "theirs"})
    with pytest.raises(UserError, match="which no run of this version wrote"):
        run(source, theirs)
    assert [path.read_text() for path in theirs.rglob("*") if path.is_file()] == ["theirs"]


@pytest.mark.parametrize("name", [WORK, "articles.jsonl", "schema"])
def test_nothing_is_removed_through_a_link(source: Path, output: Path, tmp_path: Path, name: str) -> None:
    """A link in the place of a folder or file of ours is refused, and what it leads to stays."""
    theirs = write(tmp_path / "theirs", {"mine.txt": "theirs"})
    (output / name).rename(tmp_path / "away")
    (output / name).symlink_to(theirs)
    with pytest.raises(UserError, match="is a link"):
        run(source, output)
    assert (theirs / "mine.txt").read_text() == "theirs"


def test_output_is_ours_by_its_marker(output: Path) -> None:
    """A run leaves a marker, and each part the digests of its files."""
    assert (output / WORK / OWNER).is_file()
    assert all((part / SUMS).is_file() for part in Workplace(output).parts.iterdir())


def test_verify_finds_nothing_on_a_whole_output(output: Path) -> None:
    """An output as it was written has no fault."""
    assert verify(output) == []


@pytest.mark.parametrize("harm", DAMAGE)
def test_verify_names_the_damaged_file(output: Path, harm: Callable[[Path], None]) -> None:
    """Each damaged file is named."""
    harm(output / "articles.jsonl")
    assert verify(output) == ["articles.jsonl is lost or is not what the manifest says"]


def test_verify_needs_an_output(tmp_path: Path) -> None:
    """A folder without a finished output is told of."""
    with pytest.raises(UserError, match="no finished output"):
        verify(tmp_path)


def test_verify_knows_whose_report_it_is(
    source: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report that is lost, damaged, or made of another output is told of, and the next run draws it again."""
    assert cli.main(["verify", str(output)]) == 0
    report = output / "report"
    state = (report / "state.json").read_text()
    for harm in (
        lambda: (report / "state.json").write_text(state.replace('"fingerprint":"', '"fingerprint":"x')),
        lambda: (report / "state.json").write_text("{"),
        lambda: (report / "index.html").unlink(),
    ):
        harm()
        assert cli.main(["verify", str(output)]) == 1
        assert "the next run draws it again" in capsys.readouterr().err
        assert run(source, output).done
        assert cli.main(["verify", str(output)]) == 0


def test_verify_tells_of_a_lost_plan_and_of_a_damaged_part(output: Path) -> None:
    """Without the texts of the pages nothing can be said of their characters, and that is said."""
    flip(files_of_parts(output)[0])
    assert "damaged; the next run computes it again" in verify(output)[0]
    for plan in Workplace(output).plans.iterdir():
        plan.unlink()
    assert "the plan of the run is lost" in verify(output)[0]

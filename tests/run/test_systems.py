"""Other systems than Linux, as far as they can be simulated: macOS runs, Windows is told of in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write
from processes import python
from running import OTHER, STORY, contents

MACOS = """
import multiprocessing, os, sys
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    del os.sched_getaffinity
    sys.modules["fcntl"] = None
    from pathlib import Path
    from pipeline.cli import main
    from pipeline.review.journal import Journal
    code = main(["run", "in", "--output", sys.argv[1], "--workers", "2", "--quiet"])
    Journal(Path(sys.argv[1], "decisions.jsonl")).take([])  # what the report writes when somebody decides
    sys.exit(code)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pages, and a script that runs as on another system."""
    pages = {"in/a.txt": f"植树\n{STORY}", "in/b/b.txt": f"又植树\n{STORY}", "in/c.txt": f"馆\n{OTHER}"}
    return write(tmp_path, {**pages, "macos.py": MACOS})


def run(folder: Path, *arguments: str) -> None:
    """The script, which must succeed."""
    done = python(folder, "-W", "ignore", "macos.py", *arguments)
    assert done.returncode == 0, done.stderr


def test_macos(folder: Path) -> None:
    """Without sched_getaffinity and fcntl, with processes that are spawned or forked: the same bytes."""
    for way in ("spawn", "fork"):
        run(folder, way)
    assert contents(folder / "spawn") == contents(folder / "fork")
    assert contents(folder / "fork")


def test_windows_is_told_of(folder: Path) -> None:
    """On Windows the command ends with one line and code 2."""
    code = "import sys, pipeline.cli; sys.platform = 'win32'; sys.exit(pipeline.cli.main(['run', 'in']))"
    done = python(folder, "-c", code)
    assert done.returncode == 2
    assert (
        done.stderr
        == "jieban: Windows is not supported; use the Windows Subsystem for Linux, or the container\n"
    )

"""An output folder has one run at a time; whoever only looks is in nobody's way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import orjson
import pytest
from processes import until

from pipeline.run.files import Workplace
from pipeline.run.locking import HOLDER, OutputBusyError, held, is_busy

HOLD = """
import pathlib, sys, time
from pipeline.run.files import Workplace
from pipeline.run.locking import held
with held(Workplace(pathlib.Path(sys.argv[1]))):
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """A prepared output folder."""
    workplace = Workplace(tmp_path / "out")
    workplace.prepare()
    return workplace


def hold(workplace: Workplace, seconds: float) -> list[str]:
    """A command that holds a folder for some seconds."""
    return [sys.executable, "-c", HOLD, str(workplace.output), str(seconds)]


def test_second_run_is_refused(workplace: Workplace) -> None:
    """While one process holds an output folder, another is refused; afterwards it is not."""
    with held(workplace):
        refused = subprocess.run(hold(workplace, 0), capture_output=True, text=True, check=False)
    assert OutputBusyError.__name__ in refused.stderr
    assert subprocess.run(hold(workplace, 0), check=False).returncode == 0


def test_a_run_may_take_its_own_lock_again(workplace: Workplace) -> None:
    """A step inside a run that holds the folder takes it without waiting, and does not give it back."""
    with held(workplace):
        with held(workplace):
            pass
        assert subprocess.run(hold(workplace, 0), capture_output=True, check=False).returncode != 0


def test_child_does_not_hold_the_lock(workplace: Workplace) -> None:
    """A child that outlives a killed run keeps nobody out."""
    context = multiprocessing.get_context("fork")
    started = context.Event()
    with held(workplace):
        child = context.Process(target=_live_on, args=(started,))
        child.start()
        started.wait()
    with held(workplace):
        child.kill()
        child.join()


def _live_on(started: Event) -> None:
    started.set()
    time.sleep(30)


def test_looking_tells_of_a_run_and_writes_nothing(workplace: Workplace) -> None:
    """A folder is busy while another process holds it, killed or not; looking changes no file."""
    assert not is_busy(workplace)
    run = subprocess.Popen(hold(workplace, 600))
    until((workplace.root / HOLDER).exists)
    before = sorted((path, path.stat().st_mtime_ns) for path in workplace.root.rglob("*"))
    assert is_busy(workplace)
    with (
        pytest.raises(OutputBusyError, match=r"another run is writing to .*out; wait until it ends"),
        held(workplace),
    ):
        pass
    assert sorted((path, path.stat().st_mtime_ns) for path in workplace.root.rglob("*")) == before
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert (workplace.root / HOLDER).exists()
    assert not is_busy(workplace)


def test_note_of_a_machine_that_cannot_be_asked(workplace: Workplace) -> None:
    """A note that another machine left behind is no lock: the lock itself is asked."""
    (workplace.root / HOLDER).write_bytes(orjson.dumps({"host": "elsewhere", "pid": 1}))
    assert not is_busy(workplace)
    (workplace.root / HOLDER).write_bytes(b"{")
    assert not is_busy(workplace)

"""SIGINT and SIGTERM end a run and all its processes with one line and a code of its own; the next run carries on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write
from processes import until
from running import contents

from pipeline.cli.ending import descendants
from pipeline.run.files import WORK, Workplace

ROOT = Path(__file__).parents[2]
HELD = f"""
import itertools, sys, time
from pathlib import Path
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from pipeline import cli
from pipeline.run import planning
from plain import plain_page, replace_chain
cleaned = itertools.count()
def held(page, *more):
    while page.doc and next(cleaned) >= 3 and not Path('go').exists():
        time.sleep(0.02)
    return plain_page(page, *more)
replace_chain(held)
planning.ONE_IN = 1
sys.exit(cli.main(['run', 'in', '--output', 'out', '--quiet', '--workers', *sys.argv[1:]]))
"""


def started(folder: Path, workers: int, *options: str) -> subprocess.Popen[bytes]:
    """A run of some workers over forty batches of one page; each worker waits behind its third for the file ``go``."""
    write(folder / "in", {f"{n:02}.txt": f"标题{n}\n正文第{n}段。" for n in range(40)})
    (folder / "held.py").write_text(HELD)
    return subprocess.Popen(
        [sys.executable, "held.py", str(workers), *options],
        cwd=folder,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ends_well(process: subprocess.Popen[bytes]) -> bool:
    """Whether a run ends with 0 and says nothing."""
    _, told = process.communicate()
    return (process.returncode, told) == (0, b"")


def is_running(process: int) -> bool:
    """Whether a process is there, and no zombie."""
    try:
        return b") Z" not in Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return False


@pytest.fixture(params=[1, 2])
def held(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A run that waits amid its work."""
    process = started(tmp_path, request.param)
    until(lambda: len(list(Workplace(tmp_path / "out").parts.glob("*"))) >= 3 * request.param)
    yield process
    (tmp_path / "go").touch()  # what outlives the run ends by itself
    if process.poll() is None:
        process.communicate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_all_processes_with_one_line(
    held: subprocess.Popen[bytes], number: signal.Signals
) -> None:
    """None of the run's processes is left, stderr holds one line, and the code tells the signal."""
    others = descendants(held.pid)
    held.send_signal(number)
    _, told = held.communicate()
    assert held.returncode == 128 + number
    assert told.decode().count("\n") == 1
    assert "the next run carries on" in told.decode()
    until(lambda: not any(map(is_running, others)))


def test_next_run_gives_what_an_undisturbed_run_gives(tmp_path: Path) -> None:
    """After Ctrl-C, which every process of the terminal gets, the next run finishes the work to the same bytes."""
    process = started(tmp_path, 2)
    until(lambda: len(list(Workplace(tmp_path / "out").parts.glob("*"))) >= 6)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert (process.returncode, told.decode().count("\n")) == (130, 1)
    (tmp_path / "go").touch()
    assert ends_well(started(tmp_path, 2))
    carried_on = contents(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "before")
    assert ends_well(started(tmp_path, 1))
    assert carried_on == contents(tmp_path / "out")


def test_luigid_that_dies_amid_a_run_is_told_of_in_one_line(tmp_path: Path) -> None:
    """No traceback: one line says what is kept and what to do, and the next run finishes the work without a luigid."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    code = "from luigi.cmdline import luigid; luigid()"
    place = ["--address", "127.0.0.1", "--port", port]
    command = [sys.executable, "-c", code, *place, "--state-path", str(tmp_path / "luigid.pickle")]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(int(port)))
        process = started(tmp_path, 1, "--scheduler-host", "127.0.0.1", "--scheduler-port", port)
        until(lambda: any((tmp_path / "out" / WORK / "fixed").glob("*")))
    finally:
        server.kill()
        server.wait()
    (tmp_path / "go").touch()
    _, told = process.communicate()
    assert process.returncode == 1
    assert told.decode().splitlines() == [
        "jieban: luigid does not answer any more; what was finished is kept: start it, and run again"
    ]
    assert ends_well(started(tmp_path, 1))


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0

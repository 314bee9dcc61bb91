"""How tests start processes: Python as somebody else starts it, and servers on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 3600  # seconds after which a process hangs, however slow the machine
LUIGID = "from luigi.cmdline import luigid; luigid()"


def python(
    folder: Path, *command: object, before: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Python in a folder, until it ends; jieban is installed, and no configuration is named.

    Args:
        folder: where it is started.
        command: its arguments.
        before: a folder whose modules come before those of jieban.
        environment: more of it.
    """
    inherited = {key: value for key, value in os.environ.items() if key != "LUIGI_CONFIG_PATH"}
    inherited["PYTHONPATH"] = os.pathsep.join(map(str, filter(None, (before, ROOT))))
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=folder,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def server(folder: Path, code: str, *arguments: str) -> Iterator[int]:
    """A server on loopback, in Python, that is told its port in place of ``PORT``; it ends with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        code,
        *(word.replace("PORT", str(port)) for word in arguments),
    ]
    log = (folder / "server.log").open("wb")
    with log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:

        def answers() -> bool:
            assert process.poll() is None, (folder / "server.log").read_text()
            with socket.socket() as asked:
                return asked.connect_ex(("127.0.0.1", port)) == 0

        try:
            until(answers)
            yield port
        finally:
            process.terminate()


def luigid(folder: Path) -> AbstractContextManager[int]:
    """A real luigid; its port."""
    return server(
        folder,
        LUIGID,
        "--address",
        "127.0.0.1",
        "--port",
        "PORT",
        "--state-path",
        str(folder / "luigid.pickle"),
    )


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that must happen, however slow the machine; after an hour it has not."""
    for _ in range(72_000):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("what was waited for did not happen within an hour")

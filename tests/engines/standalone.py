"""A real Spark cluster on loopback: a standalone master and one worker, from the pip package."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from processes import until

FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # right for small tests, never for real work


@dataclass(frozen=True)
class Cluster:
    """A running cluster."""

    master: str
    worker: int  # its process

    def executors(self) -> list[int]:
        """The processes that the worker has started."""
        children = Path(f"/proc/{self.worker}/task").glob("*/children")
        return [int(pid) for file in children for pid in file.read_text().split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A master and a worker with two cores, for as long as the context lasts."""
    master, web = f"spark://127.0.0.1:{free_port()}", ("--webui-port", str(free_port()))
    host, _, port = master.removeprefix("spark://").partition(":")
    place = ("--host", host)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", FAST_START)
        patch.setenv("SPARK_LOCAL_IP", host)
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_WORKER_DIR", str(folder))
        started = [_start("master.Master", folder, *place, "--port", port, *web)]
        _wait_for(host, int(port))
        started += [_start("worker.Worker", folder, *place, "--cores", "2", "--memory", "1g", *web, master)]
        try:
            yield Cluster(master, started[1].pid)
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def _start(daemon: str, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{daemon}", *arguments]
    with (folder / f"{daemon}.log").open("wb") as log:
        environment = {**os.environ, "SPARK_HOME": str(home)}
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)


def _wait_for(host: str, port: int) -> None:
    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((host, port)) == 0

    until(answers)

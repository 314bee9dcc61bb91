"""Apache Spark: the values spread over the executors of a cluster, or over the processors of this machine.

Executors run the same functions on the same files: jieban must be installed on every machine, and the input and
the output folder must lie at the same path on all of them.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pipeline.run.versions import HOME
from pipeline.values.errors import UserError

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 5.0  # seconds for a master to answer; Spark itself would try for a minute
QUIET = {
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.maxResultSize": "0",  # what is collected, pairs of numbers, the driver holds in any case
}
OURS = {"spark.executorEnv.PYTHONPATH": str(HOME.parent), "spark.executorEnv.PYTHONSAFEPATH": "1"}
"""A team may have a ``pipeline.py`` of its own on its path, or where it starts the run: ours comes first."""
LOOPBACK = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}


class Spark:
    """A cluster's engine; it starts with the first value, and ends with :meth:`close`.

    Args:
        master: as Spark names it: ``local[*,4]`` (this machine, four tries a task), ``spark://host:7077``, …

    Raises:
        UserError: pyspark or Java is missing, or no master answers.
    """

    name: ClassVar[str] = "spark"
    splits: ClassVar[bool] = False

    def __init__(self, master: str = "") -> None:
        self._master = master or "local[*,4]"
        self._context: Any = None
        _check_installed()
        _check_answers(self._master)

    def map(self, function: Callable[[T], R], values: Sequence[T]) -> Iterator[R]:
        """The function's result for each value, each a task of Spark's: tried again where a worker dies."""
        if not values:
            return iter(())
        spread = self._started().parallelize(values, len(values))
        return iter(spread.map(function).collect())

    def close(self) -> None:
        """End the application; the engine may start another."""
        if self._context is not None:
            self._context.stop()
            self._context = None

    def _started(self) -> Any:
        if self._context is None:
            self._context = _context(self._master)
        return self._context


def _check_installed() -> None:
    if find_spec("pyspark") is None:
        raise UserError("the engine spark needs pyspark; install it with: pip install 'jieban[spark]'")
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(str(Path(home, "bin", "java")) if home else "java"):
        raise UserError(
            "the engine spark needs Java 17 or later; install it, or set JAVA_HOME to where it is"
        )


def _check_answers(master: str) -> None:
    """Of a standalone cluster's masters, one must answer."""
    if not master.startswith("spark://"):
        return
    problem = "it names no host and port"
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), PATIENCE).close()
        except (OSError, ValueError, OverflowError) as trouble:
            problem = getattr(trouble, "strerror", None) or problem
        else:
            return
    raise UserError(f"no Spark master answers at {master} ({problem}); check --master, or start the master")


def _context(master: str) -> Any:
    """A Spark application whose Python is this one."""
    from pyspark import SparkConf, SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else any python3 of the path
    properties = QUIET | OURS
    if _is_here(master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # else Spark listens to the network
        properties |= LOOPBACK
    settings = SparkConf().setMaster(master).setAppName("jieban").setAll(list(properties.items()))
    try:
        return SparkContext.getOrCreate(settings)
    except Exception as problem:
        *_, reason = str(problem).strip().splitlines() or [type(problem).__name__]
        raise UserError(f"Spark does not start with the master {master}: {reason.strip()}") from None


def _is_here(master: str) -> bool:
    return master.startswith("local") or all(
        place.rpartition(":")[0] in ("127.0.0.1", "localhost")
        for place in master.removeprefix("spark://").split(",")
    )

"""What holds of any engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import Barrier, Value, active_children
from pathlib import Path

import pytest
from engines.standalone import Cluster
from processes import until

from pipeline.run.engines import Engine
from pipeline.run.engines.local import AHEAD, Local
from pipeline.run.engines.spark import Spark
from pipeline.values.errors import RunError


@pytest.fixture(scope="module", params=["local", "workers", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine, that of this machine with one process and with two; Spark on a cluster of its own."""
    if request.param == "spark":
        made: Engine = Spark(request.getfixturevalue("cluster").master)
    else:
        made = Local(workers=1 if request.param == "local" else 2)
    with closing(made):
        yield made


def test_results_come_in_the_order_of_the_values(engine: Engine) -> None:
    """An engine gives one result for each value, in their order; of no value, none."""
    assert list(engine.map(abs, [-3, 1, -2])) == [3, 1, 2]
    assert list(engine.map(abs, [])) == []


def test_each_value_is_computed_by_the_function(engine: Engine) -> None:
    """What a function closes over goes with it."""
    summand = 40
    assert list(engine.map(lambda value: value + summand, range(5))) == [40, 41, 42, 43, 44]


def test_failure_comes_through(engine: Engine) -> None:
    """A defect in the function ends the run; it is not passed over."""
    with pytest.raises(Exception, match="division by zero"):
        list(engine.map(lambda value: 1 / value, [1, 0]))


def test_engine_starts_again(engine: Engine) -> None:
    """After it was closed, an engine may be used again, and closed twice."""
    engine.close()
    engine.close()
    assert list(engine.map(abs, [-1])) == [1]


@pytest.mark.spark
def test_killed_worker_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """A value whose worker process is killed is computed again by another."""

    def deadly(value: int) -> int:
        mark = tmp_path / str(value)
        if value == 2 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return value * value

    with closing(Spark(cluster.master)) as engine:
        assert list(engine.map(deadly, range(4))) == list(Local().map(lambda value: value * value, range(4)))
    assert (tmp_path / "2").exists()


def test_workers_share_the_values() -> None:
    """Values are computed in other processes, several at a time."""
    met = Barrier(2)  # nobody passes alone
    found = set(Local(workers=2).map(lambda _: (met.wait(), os.getpid())[1], range(2)))
    assert len(found) == 2
    assert os.getpid() not in found


def test_dead_worker_ends_the_run() -> None:
    """A process that is killed, as the system does when memory runs out, is told of; nobody waits for it."""
    with pytest.raises(RunError, match="a process died"):
        list(
            Local(workers=2).map(lambda value: os.kill(os.getpid(), signal.SIGKILL) if value else 0, range(4))
        )


def test_failure_tells_where_it_was() -> None:
    """An exception of a worker process says in which line of the function it was raised."""
    with pytest.raises(ZeroDivisionError) as caught:
        list(Local(workers=2).map(lambda value: 1 // value, [1, 0]))
    assert "1 // value" in "".join(caught.value.__notes__)


def test_memory_holds_few_results() -> None:
    """Nothing is computed far ahead of what was asked for."""
    begun = Value("i", 0)

    def count(_: int) -> None:
        with begun.get_lock():
            begun.value += 1

    results = Local(workers=2).map(count, range(1000))
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert begun.value <= 2 * AHEAD + 1


def test_workers_begin_at_once(tmp_path: Path) -> None:
    """Processes work while this one does something else; if it never asks for the results, they end."""
    results = Local(workers=2).map(lambda value: (tmp_path / str(value)).touch(), range(2))
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    children = {child.pid for child in active_children()}
    del results
    assert children
    until(lambda: not children & {child.pid for child in active_children()})


def test_one_map_may_begin_while_another_runs() -> None:
    """The processes of the first end though those of the second, forked later, still wait for their values."""
    engine = Local(workers=2)
    first, second = engine.map(abs, range(4)), engine.map(abs, range(10))
    assert [*first, *second] == [*range(4), *range(10)]


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """Where the parent is killed, its processes end by themselves."""
    pids = tmp_path / "pids"
    program = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from pipeline.run.engines.local import Local\n"
        "def work(value):\n"
        f"    with Path({str(pids)!r}).open('a') as file: file.write(f'{{os.getpid()}}\\n')\n"
        "    time.sleep(0.2)\n"
        "list(Local(workers=2).map(work, range(100)))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        while not pids.exists() or len(set(pids.read_text().split())) < 2:
            time.sleep(0.01)
        parent.kill()
    workers = {int(pid) for pid in pids.read_text().split()}
    until(lambda: not any(Path(f"/proc/{pid}").exists() and _runs(pid) for pid in workers))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

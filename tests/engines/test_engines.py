"""What holds of any engine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from engines.standalone import Cluster

from pipeline.engines import ENGINES, Engine
from pipeline.engines.local import Local
from pipeline.engines.spark import Spark


@pytest.fixture(scope="module", params=["local", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine; Spark on a cluster of its own."""
    master = request.getfixturevalue("cluster").master if request.param == "spark" else ""
    with closing(ENGINES[request.param](master)) as made:
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

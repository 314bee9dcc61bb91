"""One cluster for all tests of the engines."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from shutil import which

import pytest
from engines.standalone import Cluster, running


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A real cluster on loopback."""
    if find_spec("pyspark") is None or which("java") is None:
        pytest.skip("needs Java and the extra jieban[spark]")
    with running(tmp_path_factory.mktemp("spark")) as started:
        yield started

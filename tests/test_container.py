"""The container's files are in order."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))

from check_container import problems, steps

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def test_files_are_in_order() -> None:
    """The image is slim, not root's, and lacks nothing that it copies; the pages are mounted read-only."""
    assert problems(DOCKERFILE, COMPOSE) == []
    assert all("slim" in rest for name, rest in steps(DOCKERFILE) if name == "FROM")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("USER jieban", "USER root", "runs as root"),
        ("python:3.13-slim-bookworm", "python", "names no version"),
        ("COPY jieban jieban", "COPY jiebam jieban", "jiebam is not there"),
        ("--no-cache-dir", "", "leaves its cache"),
        (":/pages:ro", ":/pages", "may write to the pages"),
        ("127.0.0.1:8082", "8082", "open to the network"),
    ],
)
def test_what_is_wrong_is_found(old: str, new: str, told: str) -> None:
    """Each rule finds what breaks it."""
    found = problems(DOCKERFILE.replace(old, new), COMPOSE.replace(old, new))
    assert any(told in line for line in found)

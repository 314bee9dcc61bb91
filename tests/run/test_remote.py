"""Pages and outputs in S3, on a real server on loopback; without the extra, one line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import write
from processes import python, server
from running import OTHER, STORY, contents

from pipeline.run import remote

SERVER = "from moto.server import main; import sys; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
PUT = """
import sys, fsspec
files = fsspec.filesystem("s3")
if not files.exists("bucket"):
    files.mkdir("bucket")
files.put(sys.argv[1] + "/", "bucket/pages/", recursive=True)
"""
GET = """
import sys, fsspec
fsspec.filesystem("s3").get("bucket/out/", sys.argv[1] + "/", recursive=True)
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Python, as one who has the keys of an S3 on loopback."""
    if find_spec("moto") is None or find_spec("flask") is None or find_spec("s3fs") is None:
        pytest.skip("needs moto's server and s3fs")
    with server(tmp_path, SERVER, "PORT") as port:
        keys = {
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        yield lambda *command: python(tmp_path, "-W", "ignore", *command, **keys)


def test_s3_in_and_out(run: Run, tmp_path: Path) -> None:
    """What is cleaned in S3 is what is cleaned here, to the byte; pages that are added later are taken in."""
    pages = write(tmp_path / "pages", {"jxrb/2026-01-20/01.txt": f"植树\n{STORY}", "b.txt": f"馆\n{OTHER}"})
    clean = (
        "-m",
        "pipeline",
        "run",
        "s3://bucket/pages",
        "--output",
        "s3://bucket/out",
        "--workers",
        1,
        "--quiet",
    )
    for n, more in enumerate(({}, {"c.txt": "新的一页\n正文。"})):
        write(pages, more)
        assert run("-c", PUT, pages).returncode == 0
        done = run(*clean)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert run("-c", GET, tmp_path / f"got{n}").returncode == 0
        here = run("-m", "pipeline", "run", "pages", "--output", "here", "--workers", 1, "--quiet")
        assert here.returncode == 0
        got, expected = contents(tmp_path / f"got{n}"), contents(tmp_path / "here")
        assert {name: data for name, data in got.items() if "report/" not in name} == expected
    missing = run("-m", "pipeline", "run", "s3://bucket/nothing", "--output", "out")
    assert missing.returncode == 2
    assert missing.stderr == "jieban: nothing is at s3://bucket/nothing; name a folder of pages, or a file\n"


def test_without_the_extra(run: Run) -> None:
    """Where s3fs is not installed one line says how to install it."""
    code = "import sys; sys.modules['s3fs'] = None; from pipeline.cli import main; sys.exit(main(['run', 's3://b/p']))"
    done = run("-c", code)
    assert done.returncode == 2
    assert (
        done.stderr
        == "jieban: s3://b/p needs what is not installed; install it with: pip install 'jieban[s3]'\n"
    )


def test_url_or_path() -> None:
    """A URL has a protocol; a path has none, whatever else it holds."""
    assert [
        remote.is_url(place) for place in ("s3://b/p", "https://h/p.zip", "a/b", "C:/pages", "s3:/b")
    ] == [*(True, True, False, False, False)]

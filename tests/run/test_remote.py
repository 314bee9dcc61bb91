"""Pages and outputs in S3, on a real server on loopback; without the extra, one line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import write
from processes import python, server
from running import OTHER, STORY, contents

from pipeline.run import remote
from pipeline.tasks.targets import UrlTarget, target

SERVER = "from moto.server import main; import sys; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
WEB = """
import sys
from http.server import SimpleHTTPRequestHandler, test
test(SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind="127.0.0.1")
"""
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
TASKS = """
import json, sys, fsspec, jieban, luigi
from jieban.tasks import CleanCorpus, CleanDay, CleanIssue, SegmentArticles

def build(task):
    return luigi.build([task], local_scheduler=True, workers=2, log_level="CRITICAL")  # processes of their own

class Titles(luigi.Task):
    def requires(self):
        return CORPUS
    def output(self):
        return luigi.LocalTarget("titles.txt")
    def run(self):
        with self.input()["articles"].open() as lines, self.output().open("w") as file:
            file.write("".join(json.loads(line)["title"] for line in lines))

S3 = fsspec.filesystem("s3")
def seen(task):
    return [task.complete(), build(task), task.complete()]

CORPUS = CleanCorpus(input_path="s3://bucket/pages", output_path="s3://bucket/out")
told = {"new": seen(CORPUS), "below": seen(Titles())}
told["nothing new"] = [CORPUS.complete(), SegmentArticles(**CORPUS.param_kwargs).complete()]
told["target"] = type(CORPUS.output()["articles"]).__module__
S3.pipe("bucket/pages/c.txt", "# 新页\\n\\n正文在此。".encode())
told["added"] = seen(CORPUS)
S3.rm("bucket/out/audit.jsonl")
told["lost"] = [*seen(CORPUS), S3.exists("bucket/out/audit.jsonl")]
days = {"input_path": "s3://bucket/pages", "output_path": "s3://bucket/by/", "folder": "{newspaper}/{date}"}
told["day"] = seen(CleanDay(date=luigi.DateParameter().parse("2026-01-20"), **days))
told["issue"] = seen(CleanIssue(date=luigi.DateParameter().parse("2026-01-20"), newspaper="jxrb", **days))
told["missing"] = seen(CleanCorpus(input_path="s3://bucket/nothing", output_path="s3://bucket/more"))
report = jieban.clean_corpus("s3://bucket/pages", "s3://bucket/api", workers=1)
same = len({S3.cat(f"bucket/{name}/articles.jsonl") for name in ("api", "out")}) == 1
told["api"] = [report.done, report.manifest.counts.pages, same]
told["files"] = sorted(name for name in S3.find("bucket/by") if name.endswith(("manifest.json", "index.html")))
told["pages"] = S3.cat("bucket/by/days/2026-01-20/pages.jsonl").decode().count('"newspaper":"jxrb"')
print(json.dumps(told))
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


def test_tasks_take_urls(run: Run, tmp_path: Path) -> None:
    """Luigi's tasks and clean_corpus read and write S3; who asks looks there, and sees what was added or lost."""
    pages = {"jxrb/2026-01-20/01.txt": f"植树\n{STORY}", "jxrb/2026-01-21/01.txt": f"馆\n{OTHER}"}
    assert run("-c", PUT, write(tmp_path / "pages", pages)).returncode == 0
    done = run("-c", TASKS)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    worked = [False, True, True]
    for name in ("new", "below", "added", "day", "issue"):
        assert told[name] == worked, name
    assert told["lost"] == [*worked, True]
    assert told["nothing new"] == [True, True]
    assert told["target"] == "luigi.contrib.s3"
    assert not told["missing"][2]
    assert told["api"] == [True, 3, True]
    homes = ("bucket/by/days/2026-01-20", "bucket/by/issues/jxrb/2026-01-20")
    assert told["files"] == sorted(
        f"{home}/{name}" for home in homes for name in ("manifest.json", "report/index.html")
    )
    assert told["pages"] == 1
    assert (tmp_path / "titles.txt").read_text("utf-8") == "植树馆"


def test_luigis_command_takes_urls(run: Run, tmp_path: Path) -> None:
    """``luigi`` reads and writes S3, too; a mistake is one line with the exit code of a mistake."""
    luigi = ("-m", "luigi", "--module", "jieban.tasks", "CleanCorpus", "--local-scheduler")
    luigi += ("--lock-pid-dir", str(tmp_path / "pids"), "--retcode-scheduling-error", "35")
    pages = ("--input-path", "s3://bucket/pages", "--output-path")
    assert run("-c", PUT, write(tmp_path / "pages", {"a.txt": f"植树\n{STORY}"})).returncode == 0
    assert run(*luigi, *pages, "s3://bucket/out").returncode == 0
    assert run("-c", GET, tmp_path / "got").returncode == 0
    assert (tmp_path / "got" / "manifest.json").is_file()
    inside = run(*luigi, *pages, "s3://bucket/pages/out")
    assert inside.returncode == 35
    assert (
        "the output s3://bucket/pages/out and the input s3://bucket/pages lie one in the other"
        in inside.stderr
    )
    code = "import sys; sys.modules['s3fs'] = None; from luigi.cmdline import luigi_run; luigi_run()"
    without = run("-c", code, *luigi[2:], *pages, "out")
    assert without.returncode == 35
    assert (
        "s3://bucket/pages needs what is not installed; install it with: pip install 'jieban[s3]'"
        in without.stderr
    )
    assert "Traceback" not in without.stderr


def test_http(tmp_path: Path) -> None:
    """A folder and a file are read from a web server; a changed file is read again, though no date is told."""
    pytest.importorskip("aiohttp", reason="fsspec reads http with aiohttp")
    pages = write(tmp_path / "pages", {"报/01.txt": f"植树\n{STORY}", "b.txt": f"馆\n{OTHER}"})
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    with server(tmp_path, WEB, "PORT") as port:
        for place, here in (
            (f"http://127.0.0.1:{port}/pages", pages),
            (f"http://127.0.0.1:{port}/pages/b.txt", pages / "b.txt"),
        ):
            for other in ("", "另"):
                write(pages, {"b.txt": f"馆\n{other or '此'}{OTHER}"})
                outputs = []
                for name, source in (("there", place), ("here", here)):
                    done = python(
                        tmp_path,
                        "-m",
                        "jieban",
                        "run",
                        source,
                        "--output",
                        name,
                        "--quiet",
                        "--workers",
                        1,
                        **cache,
                    )
                    assert (done.returncode, done.stderr) == (0, "")
                    outputs.append(contents(tmp_path / name))
                assert outputs[0] == outputs[1]


def test_without_the_extra(run: Run) -> None:
    """Where s3fs is not installed one line says how to install it."""
    code = "import sys; sys.modules['s3fs'] = None; from pipeline.cli import main; sys.exit(main(['run', 's3://b/p']))"
    done = run("-c", code)
    assert done.returncode == 2
    assert (
        done.stderr
        == "jieban: s3://b/p needs what is not installed; install it with: pip install 'jieban[s3]'\n"
    )
    code = "import sys; sys.modules['s3fs'] = None; import jieban; jieban.clean_corpus('s3://b/p', 'o')"
    told = run("-c", code).stderr.splitlines()[-1]
    assert told.endswith(
        "UserError: s3://b/p needs what is not installed; install it with: pip install 'jieban[s3]'"
    )


def test_target_that_luigi_has_none_for() -> None:
    """A file at any other URL is a target, too: written, looked at, read."""
    pytest.importorskip("fsspec", reason="URLs are read by fsspec")
    file = target("memory://bucket/out/", "articles.jsonl")
    assert isinstance(file, UrlTarget)
    assert not file.exists()
    with file.open("w") as handle:
        handle.write("接版\n")
    assert file.exists()
    with file.open() as handle:
        assert list(handle) == ["接版\n"]


def test_url_or_path() -> None:
    """A URL has a protocol; a path has none, whatever else it holds."""
    assert [
        remote.is_url(place) for place in ("s3://b/p", "https://h/p.zip", "a/b", "C:/pages", "s3:/b")
    ] == [*(True, True, False, False, False)]

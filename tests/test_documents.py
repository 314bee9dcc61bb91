"""What the documents say can be done: commands exist, links lead somewhere, snippets run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
import zstandard

from pipeline import cli

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
_COMMAND = re.compile(r"^    (?:venv/bin/|\.venv/bin/)?jieban ([a-z].*?)(?:\s+[#>].*)?$", re.MULTILINE)
_PATH = re.compile(r"(?<![\w/.])(?:pipeline|tests|tools|benchmarks|jieban|requirements)/[\w/.-]*[\w/]")
_MODULE = re.compile(r"python -m ((?:pipeline|benchmarks)[\w.]*)")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_are_those_of_the_command_line(path: Path) -> None:
    """Each command of the documents is one that the command line takes."""
    for line in _COMMAND.findall(path.read_text("utf-8")):
        if "[" not in line and "FORM" not in line:
            assert cli.parser().parse_args(shlex.split(line)).command


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """A link to a file of ours leads to one."""
    for link in _LINK.findall(path.read_text("utf-8")):
        assert (path.parent / link).exists(), link


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the documents speak of: the seeds, an archive, lines of pages, a page, an output."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    (folder / "tests").symlink_to(ROOT / "tests")
    day = folder / "archive" / "jxrb" / "2026-01-20"
    day.mkdir(parents=True)
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    for number, seed in enumerate(seeds, 1):
        shutil.copy(seed, day / f"{number:02}.txt")
    shutil.copy(seeds[1], folder / "page.txt")
    rows = [{"id": seed.stem, "text": seed.read_text("utf-8"), "source": "made"} for seed in seeds]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "pages.jsonl.zst").write_bytes(zstandard.compress(lines.encode()))
    return folder


@pytest.fixture(scope="module")
def cleaned(here: Path) -> Path:
    """The output of the seeds with its table, made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUIGI_CONFIG_PATH", str(ROOT / "pipeline" / "luigi.cfg"))
        cli.main(["run", str(here / "seeds"), "--output", str(here / "cleaned"), "--quiet"])
        cli.main(["export", "parquet", str(here / "cleaned")])
    return here / "cleaned"


@pytest.fixture
def at_home(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the folder one works in, without an output."""
    monkeypatch.chdir(here)
    monkeypatch.setenv("LUIGI_CONFIG_PATH", str(ROOT / "pipeline" / "luigi.cfg"))  # the command changes it
    shutil.rmtree(here / "output", ignore_errors=True)
    return here


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_files_and_modules_that_are_named_are_there(path: Path) -> None:
    """A path of the repository in a document leads to a file, a module to one that can be run."""
    text = path.read_text("utf-8")
    assert [name for name in _PATH.findall(text) if "NAME" not in name and not (ROOT / name).exists()] == []
    for name in _MODULE.findall(text):
        module = ROOT / name.replace(".", "/")
        assert module.with_suffix(".py").is_file() or (module / "__main__.py").is_file(), name


def _with(words: str) -> list[Path]:
    return [path for path in DOCUMENTS if f"\n{words}" in path.read_text("utf-8")]


_HERE = {**os.environ, "PYTHONPATH": str(ROOT), "LUIGI_CONFIG_PATH": str(ROOT / "pipeline" / "luigi.cfg")}
TASKS = sorted((ROOT / "docs" / "tasks").glob("*.md"))
ENGLISH = [path for path in TASKS if ".zh-CN" not in path.name]


def _typed(path: Path) -> tuple[list[str], list[str]]:
    """The commands of a document: those of jieban, and those of Luigi."""
    text = path.read_text("utf-8")
    return _COMMAND.findall(text), re.findall(r"^    (luigi .*)$", text, re.MULTILINE)


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.name)
def test_commands_of_a_task_run(path: Path, at_home: Path) -> None:
    """The commands of a task do it, one after the other; those that need a cluster or a luigid are tested elsewhere."""
    commands, of_luigi = _typed(path)
    for line in commands:
        if "://" not in line and "luigid" not in line:
            assert cli.main(shlex.split(line)) == 0, line
    for line in of_luigi:
        subprocess.run([sys.executable, "-m", *shlex.split(line)], check=True, capture_output=True, env=_HERE)
    if "luigi" in path.name:
        assert (at_home / "output" / "days" / "2026-01-20" / "articles.jsonl").stat().st_size
    elif "spark" not in path.name:
        assert (at_home / "output" / "articles.jsonl").stat().st_size


@pytest.mark.parametrize("path", _with("    select "), ids=lambda path: path.name)
def test_queries_run(path: Path, at_home: Path, cleaned: Path) -> None:
    """A query of the documents chooses articles of an output."""
    duckdb = pytest.importorskip("duckdb", reason="queries are run by DuckDB")
    queries = re.findall(r"^    (select .*(?:\n      ?.*)*)", path.read_text("utf-8"), re.MULTILINE)
    shutil.copytree(cleaned, at_home / "output")
    for query in queries:
        assert duckdb.sql(query).fetchall(), query


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("path", _with("```python"), ids=lambda path: path.name)
def test_snippets_of_python_run(path: Path, at_home: Path, cleaned: Path) -> None:
    """The Python of a document runs where the seeds are and their output."""
    snippets = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    if "output" in "".join(snippets):
        shutil.copytree(cleaned, at_home / "output")
    for snippet in snippets:
        exec(snippet, {})


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cells of the notebook run one after the other, and choose some articles of the seeds."""
    pytest.importorskip("pandas", reason="the notebook reads its table with pandas")
    monkeypatch.chdir(ROOT)
    cells = json.loads((ROOT / "docs" / "table.ipynb").read_text("utf-8"))["cells"]
    found: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), found)
    assert 0 < len(found["chosen"]) < len(found["articles"])  # type: ignore[arg-type]


def test_site_names_every_page() -> None:
    """Each page of the site is there; each page of a task is on the site in both languages."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = re.findall(r": (\S+\.md)$", text, re.MULTILINE)
    assert yaml.safe_load(text)["docs_dir"] == "docs"
    assert not [page for page in pages if not (ROOT / "docs" / page).is_file()]
    tasks = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs" / "tasks").glob("*.md")}
    assert tasks <= set(pages)


def test_each_task_has_both_languages() -> None:
    """A page of a task in English has a sister in Chinese with the same commands, and the other way round."""
    sisters = [path.with_name(path.name.replace(".md", ".zh-CN.md")) for path in ENGLISH]
    assert sorted([*ENGLISH, *sisters]) == TASKS
    for path, sister in zip(ENGLISH, sisters, strict=True):
        assert _typed(path) == _typed(sister)


def test_citation_and_package_have_one_version() -> None:
    """CITATION.cff names the version of the package."""
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == version[1]

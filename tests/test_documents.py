"""What the documents say can be done: commands exist, links lead somewhere, snippets run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from pipeline import cli

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
_COMMAND = re.compile(r"^    (?:venv/bin/|\.venv/bin/)?jieban ([a-z].*?)(?:\s+[#>].*)?$", re.MULTILINE)
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


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_snippets_of_python_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the Chinese README runs from the project's folder."""
    monkeypatch.chdir(ROOT)
    (snippet,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.zh-CN.md").read_text("utf-8"), re.DOTALL)
    found: dict[str, object] = {}
    exec(snippet, found)
    assert found["page"].articles  # type: ignore[attr-defined]


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


def test_citation_and_package_have_one_version() -> None:
    """CITATION.cff names the version of the package."""
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == version[1]

"""Parts become one output: fixed order, one page for an id, and a manifest that can be trusted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import write
from running import clean, rows

from pipeline import records
from pipeline.records import FILES, Counts
from pipeline.run import planning
from pipeline.run.sums import read_manifest

pytestmark = pytest.mark.usefixtures("plain_chain")


@pytest.fixture
def many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is a batch of its own."""
    monkeypatch.setattr(planning, "ONE_IN", 1)


@pytest.mark.usefixtures("many_batches")
def test_order_is_that_of_the_paths(tmp_path: Path) -> None:
    """Rows stand in the order of the pages, whatever the batches."""
    names = ["a/2", "b/1", "a/10", "a/1"]
    clean(write(tmp_path / "in", {f"{name}.txt": f"{name}\n正文" for name in names}), tmp_path / "out")
    assert [row["doc"] for row in rows(tmp_path / "out", "articles.jsonl")] == sorted(names)
    assert [row["doc"] for row in rows(tmp_path / "out", "pages.jsonl")] == sorted(names)


@pytest.mark.parametrize("batched", [False, True])
def test_second_page_is_quarantined_wherever_it_stands(
    tmp_path: Path, batched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two pages with one id only the first is written, in one batch or in two."""
    if batched:
        monkeypatch.setattr(planning, "ONE_IN", 1)
    root = write(
        tmp_path / "in",
        {"a.md": "第一\n正文", "a.txt": "第二\n正文", "b.jsonl": '{"id": "a", "text": "第三"}'},
    )
    manifest = clean(root, tmp_path / "out")
    assert [row["title"] for row in rows(tmp_path / "out", "articles.jsonl")] == ["第一"]
    pages = rows(tmp_path / "out", "pages.jsonl")
    assert [row["status"] for row in pages] == ["ok", "quarantined", "quarantined"]
    assert all("already that of a.md" in str(row["reason"]) for row in pages[1:])
    assert manifest.counts == Counts(pages=3, ok=1, quarantined=2, articles=1, kept=4)


def test_manifest_holds_the_digest_of_every_file(tmp_path: Path) -> None:
    """The manifest names every file of the output, with its SHA-256 and size."""
    output = tmp_path / "out"
    manifest = clean(write(tmp_path / "in", {"a.txt": "标题\n正文"}), output)
    found = {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*")
        if path.is_file() and ".jieban" not in path.parts and path.name != "manifest.json"
    }
    assert {name: row.sha256 for name, row in manifest.files.items()} == found
    assert set(FILES) < set(found)


@pytest.mark.parametrize("damage", ["gone", "shorter", "no manifest", "no JSON"])
def test_output_that_is_not_whole_is_found_out(tmp_path: Path, damage: str) -> None:
    """A file that is missing or of another size makes the manifest count for nothing."""
    output = tmp_path / "out"
    manifest = clean(write(tmp_path / "in", {"a.txt": "标题\n正文"}), output)
    assert read_manifest(output) == manifest
    if damage == "gone":
        (output / "audit.jsonl").unlink()
    elif damage == "shorter":
        (output / "articles.jsonl").write_text("")
    elif damage == "no manifest":
        (output / "manifest.json").unlink()
    else:
        (output / "manifest.json").write_text("{")
    assert read_manifest(output) is None


def test_failure_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure while parts are joined leaves every file of the last run as it was."""
    output = tmp_path / "out"
    root = write(tmp_path / "in", {"a.txt": "标题\n正文"})
    clean(root, output)
    before = {path: path.read_bytes() for path in output.glob("*.json*")}
    write(root, {"b.txt": "标题\n正文"})
    monkeypatch.setattr(records, "load", None)
    with pytest.raises(TypeError):
        clean(root, output)
    assert {path: path.read_bytes() for path in output.glob("*.json*")} == before


def test_lines_are_utf_8_without_carriage_returns(tmp_path: Path) -> None:
    """Rows are UTF-8, one a line, whatever line ends the page had."""
    clean(write(tmp_path / "in", {"a.txt": "标题\r\n正文\r\n"}), tmp_path / "out")
    for name in FILES:
        content = (tmp_path / "out" / name).read_bytes()
        assert b"\r" not in content
        assert content.decode().endswith("\n") or not content

"""The Python interface cleans pages and folders as the command does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from running import rows

import jieban

SEED = ROOT / "seeds" / "001_9baf812a4a5c718c.txt"


def test_settings_may_be_a_mapping() -> None:
    """Settings are given as sections and keys; what is unknown is told of."""
    text = "# 题\n\n文，\n\n文。"
    assert jieban.clean(text, settings={"encoding": {"punctuation_width": False}}).articles
    with pytest.raises(jieban.UserError, match="there is no encodings; known: input, encoding"):
        jieban.clean(text, settings={"encodings": {}})
    with pytest.raises(jieban.UserError, match="settings: "):
        jieban.clean(text, settings={"encoding": {"punctuation": 1}})


def test_a_page_is_cleaned_as_a_run_cleans_it(tmp_path: Path) -> None:
    """``clean`` finds the articles that a run over the same page finds."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.txt").write_bytes(SEED.read_bytes())
    report = jieban.clean_corpus(tmp_path / "in", tmp_path / "out", workers=1)
    assert report.done
    page = jieban.clean(SEED.read_text("utf-8"))
    written = rows(tmp_path / "out", "articles.jsonl")
    assert [article.text for article in page.articles] == [row["text"] for row in written]
    assert [row.reason for row in page.audit] == [
        row["reason"] for row in rows(tmp_path / "out", "audit.jsonl")
    ]


def test_an_empty_page_is_told_of() -> None:
    """A page without a visible character raises an error that says so."""
    with pytest.raises(jieban.PageError, match="empty"):
        jieban.clean(" \n")


def test_a_missing_folder_is_told_of(tmp_path: Path) -> None:
    """A folder that is not there raises the error of the command."""
    with pytest.raises(jieban.UserError, match="does not exist"):
        jieban.clean_corpus(tmp_path / "nothing", tmp_path / "out")


def test_types_reach_the_user(tmp_path: Path) -> None:
    """Mypy knows the types of what ``clean`` gives."""
    use = tmp_path / "use.py"
    use.write_text("import jieban\nreveal_type(jieban.clean('x').articles[0].title)\n")
    command = [sys.executable, "-m", "mypy", "--strict", str(use)]
    told = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True
    )  # what is checked already is not again
    assert (
        'Revealed type is "str | None"' in told.stdout or 'Revealed type is "Union[str, None]"' in told.stdout
    )

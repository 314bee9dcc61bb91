"""The inventory lists pages, and tells of what is no regular file without opening it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import write

from pipeline.run.entries import Entry, with_digest
from pipeline.run.inventory import take_stock
from pipeline.values.errors import UserError


def problems(root: Path) -> dict[str, str | None]:
    return {entry.path: entry.problem for entry in take_stock(root)}


def test_sorted_by_path_and_folder(tmp_path: Path) -> None:
    """Files come sorted by path, a folder's files together; those that are not read are among them."""
    write(tmp_path, dict.fromkeys(["b.txt", "a/2.md", "a-b/1.txt", "a/1.jsonl.zst", "a/notes.pdf"], "x"))
    assert [entry.path for entry in take_stock(tmp_path)] == [
        *("a/1.jsonl.zst", "a/2.md", "a/notes.pdf", "a-b/1.txt", "b.txt")
    ]
    assert problems(tmp_path)["a/notes.pdf"] == ".pdf is no format that is read"


@pytest.mark.parametrize(
    ("path", "doc"),
    [
        ("jxrb/2026-01-20/02.txt", "jxrb/2026-01-20/02"),
        ("x.ocr.md", "x.ocr"),
        ("PAGE.TXT", "PAGE"),
        (".txt", ".txt"),
        ("a.jsonl.gz", "a.jsonl.gz"),
        ("\udcff.txt", "\\xff"),
    ],
)
def test_doc_is_path_without_suffix(path: str, doc: str) -> None:
    """A page's id is its path without the suffix; bytes that are no UTF-8 are spelt out."""
    assert Entry(path, "page").doc == doc


def test_link_inside_is_followed(tmp_path: Path) -> None:
    """A link to a file inside the input is a page of its own."""
    write(tmp_path, {"a/1.txt": "x"})
    (tmp_path / "b.txt").symlink_to("a/1.txt")
    assert problems(tmp_path) == {"a/1.txt": None, "b.txt": None}


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("../outside.txt", "leads out"),
        ("nowhere.txt", "leads nowhere"),
        ("link.txt", "circle"),
        ("folder", "to a folder"),
    ],
)
def test_other_links_are_told_of(tmp_path: Path, target: str, words: str) -> None:
    """A link that leads outside, nowhere, in a circle or to a folder is not followed."""
    write(tmp_path, {"outside.txt": "secret", "in/page.txt": "x", "in/folder/page.txt": "x"})
    (tmp_path / "in" / "link.txt").symlink_to(target)
    assert words in str(problems(tmp_path / "in")["link.txt"])


def test_pipe_is_told_of(tmp_path: Path) -> None:
    """A pipe is told of, whatever its name."""
    write(tmp_path, {"page.txt": "x"})
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in str(problems(tmp_path)["pipe"])


def test_folder_that_cannot_be_read_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without permission does not stop the others."""
    write(tmp_path, {"a/1.txt": "x", "b/1.txt": "x"})
    listed = os.scandir

    def scandir(path: Path) -> object:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert problems(tmp_path) == {"a": "the folder cannot be read: Permission denied", "b/1.txt": None}


def test_single_file_is_an_input(tmp_path: Path) -> None:
    """A file may be named in place of a folder; its neighbours stay out."""
    write(tmp_path, {"a.txt": "x", "b.txt": "x"})
    assert [entry.path for entry in take_stock(tmp_path / "a.txt")] == ["a.txt"]


def test_missing_input_is_a_mistake(tmp_path: Path) -> None:
    """An input that is not there is told of with the remedy."""
    with pytest.raises(UserError, match="does not exist; name a folder"):
        take_stock(tmp_path / "nothing")


def test_input_without_pages_is_a_mistake(tmp_path: Path) -> None:
    """An input without pages is told of with what pages are."""
    write(tmp_path, {"notes.pdf": "x"})
    with pytest.raises(UserError, match=r"holds no page; pages are files that end in \.txt"):
        take_stock(tmp_path)


def test_large_page_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a page above the limit not a byte is read."""
    write(tmp_path, {"a.txt": "x" * 100})
    monkeypatch.setattr("pipeline.run.entries.open_regular", None)
    (entry,) = take_stock(tmp_path)
    assert with_digest(entry, tmp_path, 99) == entry


def test_page_that_vanishes_is_told_of(tmp_path: Path) -> None:
    """A page that is gone when its digest is taken is told of."""
    write(tmp_path, {"a.txt": "x"})
    (entry,) = take_stock(tmp_path)
    (tmp_path / "a.txt").unlink()
    assert with_digest(entry, tmp_path, 99).problem == "it cannot be read: No such file or directory"

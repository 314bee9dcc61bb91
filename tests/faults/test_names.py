"""Hostile names: of files, of members of an archive and of pages. Each is data, and none is a path to write to."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from running import STORY, run

from pipeline.run.verify import verify

pytestmark = pytest.mark.usefixtures("plain_chain")

FILES = (
    b"line\nend.txt",
    b"tab\tbell\x07escape\x1b[31m.txt",
    b"not utf-8 \xff\xfe.txt",
    "right\u202eto left.txt".encode(),
    ("长" * 83 + "ab.txt").encode(),  # 255 bytes, which is all that a name may have
    b"con.txt",
    b"NUL.txt",
    b"a:b*c?.txt",
    b" .txt",
    b"-rf.txt",
    b"Page.txt",
    b"page.txt",
    "ｐａｇｅ.txt".encode(),
)
MEMBERS = (
    "../../up.txt",
    "/tmp/root.txt",
    "a/../b.txt",
    "C:\\win.txt",
    "x\\..\\y.txt",
    "n\nl.txt",
    "con.txt",
    "A.txt",
    "a.txt",
)
DOCS = ("../../up", "/etc/passwd", "a\nb", "con", "..", ".", "\x00", "\ud800", "A", "a", "长" * 300)


def rows_of(output: Path, name: str = "pages.jsonl") -> list[dict[str, Any]]:
    """The rows of a file of the output."""
    return [orjson.loads(line) for line in (output / name).read_bytes().splitlines()]


def nothing_else(folder: Path, *known: str) -> bool:
    """Whether a run wrote to its output only."""
    return {path.name for path in folder.iterdir()} == {"out", *known}


def test_files_of_any_name_are_read(tmp_path: Path) -> None:
    """Each file has a row and, if it is a page, an article; the output is whole."""
    (tmp_path / "in").mkdir()
    for n, name in enumerate(FILES):
        with open(os.path.join(os.fsencode(tmp_path / "in"), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(f"标题{n}\n{STORY}第{n}处。".encode())
    assert run(tmp_path / "in", tmp_path / "out").done
    rows = rows_of(tmp_path / "out")
    assert len(rows) == len({row["doc"] for row in rows}) == len(FILES)
    assert {row["status"] for row in rows} == {"ok"}
    assert len(rows_of(tmp_path / "out", "articles.jsonl")) == len(FILES)
    assert verify(tmp_path / "out") == []
    assert nothing_else(tmp_path, "in")


def test_members_of_an_archive_are_no_paths(tmp_path: Path) -> None:
    """A member that names a place outside the archive is a page like any other, and nothing is written there."""
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "pages.zip", "w") as archive:
        for n, name in enumerate(MEMBERS):
            archive.writestr(name, f"标题{n}\n{STORY}第{n}处。")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert run(tmp_path / "in", tmp_path / "out").done
    assert len(rows_of(tmp_path / "out")) == len(MEMBERS) + 1
    assert b"root:" not in (tmp_path / "out" / "articles.jsonl").read_bytes()
    assert verify(tmp_path / "out") == []
    assert nothing_else(tmp_path, "in")


def test_ids_of_pages_are_no_paths(tmp_path: Path) -> None:
    """Whatever a line calls its page, the page is cleaned or set aside with a reason."""
    (tmp_path / "in").mkdir()
    lines = [
        f'{{"id": {json.dumps(doc)}, "text": "标题{n}\\n{STORY}第{n}处。"}}' for n, doc in enumerate(DOCS)
    ]
    (tmp_path / "in" / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run(tmp_path / "in", tmp_path / "out").done
    rows = rows_of(tmp_path / "out")
    assert len(rows) == len(DOCS)
    assert all(row["status"] == "ok" or row["reason"] for row in rows)
    assert verify(tmp_path / "out") == []
    assert nothing_else(tmp_path, "in")

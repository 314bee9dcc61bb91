"""A folder with one file of every format and others: every page is read, every other file is told of."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path
from typing import Any

import zstandard
from running import clean

SAMPLES = Path(__file__).parent / "samples"
STORY = "# 河湾新桥{n}昨日通车\n\n本报讯（记者 林远山）河湾新桥第{n}座昨日上午正式通车，全长一千二百米，双向六车道。\n"
UNREAD = ("a.pdf", "b.jpg", "c.tif", "d.docx", "e.xlsx", "f.tar", "g.csv", "noext", ".hidden", "h.gz")
METADATA = {
    "licence": "CC BY 4.0",
    "iiif": "https://example.org/3/manifest",
    "page": "A03",
    "n": 4,
    "deep": {"a": [1]},
}


def story(n: int) -> str:
    """A page of its own."""
    return STORY.format(n="零一二三四五六七八九"[n])


def fill(folder: Path) -> None:
    """Every format once, and ten files that are not read."""
    folder.mkdir()
    for name in UNREAD:
        (folder / name).write_bytes(b"\x00\x01")
    for name in ("page.hocr", "page.alto.xml", "page.docling.json", "page.rapidocr.json"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    packers: dict[str, Any] = {
        "1.txt": bytes,
        "2.txt.gz": gzip.compress,
        "3.md.bz2": bz2.compress,
        "4.txt.xz": lzma.compress,
        "5.txt.zst": zstandard.compress,
    }
    for n, (name, pack) in enumerate(packers.items(), 1):
        (folder / name).write_bytes(pack(story(n).encode()))
    front = "---\ndate: 2024/01/02\nlicence: CC0\nsource: 河湾图书馆\n---\n"
    (folder / "6.md").write_text(front + story(6), "utf-8")
    row = {"id": "dolma", "text": story(7), "source": "s", "metadata": METADATA}
    (folder / "7.ndjson").write_text(json.dumps(row) + "\n", "utf-8")
    (folder / "8.json").write_text(json.dumps([{"text": story(8)}, {"text": story(9)}]), "utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("jxrb/2024-01-02/03.txt", story(0).replace("河湾", "城东"))
        archive.writestr("plan.dwg", "x")
    (folder / "old.zip").write_bytes(packed.getvalue())


def read(output: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a file of the output."""
    return [json.loads(line) for line in (output / name).read_text("utf-8").splitlines()]


def test_every_file_is_read_or_told_of(tmp_path: Path) -> None:
    """One row a page or an unread file; the unread are skipped with reason and size, and counted by kind."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    pages = read(tmp_path / "out", "pages.jsonl")
    skipped = {row["path"]: row for row in pages if row["status"] == "skipped"}
    assert set(skipped) == {*UNREAD, "old.zip/plan.dwg"}
    assert all(row["reason"] and row["bytes"] for row in skipped.values())
    assert {row["status"] for row in pages} == {"ok", "skipped"}
    assert len([row for row in pages if row["status"] == "ok"]) == 15
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["skipped"] == 11
    assert manifest["counts"]["pages"] == 15
    assert manifest["skipped"][".pdf"] == 1
    assert sum(manifest["skipped"].values()) == 11


def test_metadata_in_is_metadata_out(tmp_path: Path) -> None:
    """What a file says of its page goes with each article, of whatever type; dates and pages in one form."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    of = {row["doc"]: row for row in read(tmp_path / "out", "articles.jsonl")}
    assert json.loads(of["dolma"]["metadata"]) == METADATA
    assert (of["dolma"]["source"], of["dolma"]["page"]) == ("s", "A3")
    assert json.loads(of["6"]["metadata"]) == {"date": "2024/01/02", "licence": "CC0", "source": "河湾图书馆"}
    assert (of["6"]["date"], of["6"]["source"]) == ("2024-01-02", "河湾图书馆")
    inside = of["old.zip/jxrb/2024-01-02/03"]
    assert (inside["newspaper"], inside["date"], inside["page"]) == ("jxrb", "2024-01-02", "3")


def test_front_matter_is_accounted_for(tmp_path: Path) -> None:
    """Front matter is in no article: it is a dropped stretch of the page's own text."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    dropped = [
        row
        for row in read(tmp_path / "out", "audit.jsonl")
        if row["doc"] == "6" and row["action"] == "dropped"
    ]
    (front,) = [row for row in dropped if row["reason"] == "markup"]
    assert (front["start"], front["text"].splitlines()[0], front["text"].splitlines()[-1]) == (
        0,
        "---",
        "---",
    )


def test_files_that_differ_in_suffix_only_keep_it(tmp_path: Path) -> None:
    """A page as text and as hOCR under one name: two pages, the text's id without its suffix."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.txt").write_text(story(1), "utf-8")
    (tmp_path / "in" / "page.hocr").write_bytes((SAMPLES / "page.hocr").read_bytes())
    clean(tmp_path / "in", tmp_path / "out")
    assert [(row["doc"], row["status"]) for row in read(tmp_path / "out", "pages.jsonl")] == [
        ("page.hocr", "ok"),
        ("page", "ok"),
    ]


def test_boxes_are_kept(tmp_path: Path) -> None:
    """A piece of a page with boxes has those of its lines; a page without boxes says nothing of them."""
    fill(tmp_path / "in")
    clean(tmp_path / "in", tmp_path / "out")
    for row in read(tmp_path / "out", "articles.jsonl"):
        pieces = [piece for block in row["blocks"] for piece in block["pieces"]]
        assert all(("boxes" in piece) == row["doc"].startswith("page") for piece in pieces)
    (title,) = [
        row
        for row in read(tmp_path / "out", "articles.jsonl")
        if row["doc"] == "page.rapidocr" and row["order"] == 1
    ]
    assert title["blocks"][0]["pieces"][0]["boxes"] == [[56.0, 106.0, 575.0, 176.0]]

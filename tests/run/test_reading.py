"""Sources are what the files hold, or say why there is none."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import write

from pipeline.run.entries import with_digest
from pipeline.run.inventory import take_stock
from pipeline.run.planning import make_plan
from pipeline.run.reading import CHANGED, Known, Reader
from pipeline.run.source import Source
from pipeline.values.settings import EncodingSettings, InputSettings, Settings

SMALL = InputSettings(largest_page=100)


def pages(root: Path, settings: InputSettings = SMALL) -> list[Source]:
    """Every source below a folder, as a run reads them."""
    with Reader(root, settings, EncodingSettings()) as reader:
        found: list[Source] = []
        for batch in make_plan(root, Settings(input=settings)).batches:
            found += reader.lines(batch.lines) if batch.lines else ()
            found += [page for entry in batch.entries for page in reader.pages(entry)]
    return found


def lines(tmp_path: Path, *rows: Any, raw: bytes = b"") -> list[Source]:
    """The sources of a file that holds a row a line."""
    content = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    return pages(write(tmp_path, {"a.jsonl": content + raw}))


def test_page_is_its_bytes(tmp_path: Path) -> None:
    """A page's data, size and digest are those of its file."""
    (page,) = pages(write(tmp_path, {"a.txt": "一版"}))
    assert (page.data, page.size, page.problem) == ("一版".encode(), 6, None)
    assert page.sha256 == hashlib.sha256("一版".encode()).hexdigest()


def test_large_page_is_refused(tmp_path: Path) -> None:
    """A page above the limit is refused with its size and the setting to change."""
    (page,) = pages(write(tmp_path, {"a.txt": "x" * 101}))
    assert (page.size, page.data, page.sha256) == (101, b"", None)
    assert "101 bytes, more than the 100 of a page; raise largest_page" in str(page.problem)


@pytest.mark.parametrize("change", ["changed", "unlinked", "replaced by a folder"])
def test_page_that_changes_is_refused_for_now(tmp_path: Path, change: str) -> None:
    """A page that is not what it was when listed is refused, and the next run is to try again."""
    root = write(tmp_path, {"a.txt": "x"})
    (entry,) = [with_digest(entry, root, 100) for entry in take_stock(root)]
    (root / "a.txt").unlink()
    if change == "changed":
        write(root, {"a.txt": "y"})
    elif change == "replaced by a folder":
        (root / "a.txt").mkdir()
    with Reader(root, SMALL, EncodingSettings()) as reader:
        (page,) = reader.pages(entry)
    assert (page.problem, page.passing) == (CHANGED, True)


def test_line_is_its_text(tmp_path: Path) -> None:
    """A line's data, size and digest are those of its text in UTF-8; its id is its own."""
    (page,) = lines(tmp_path, {"id": "页/一", "text": "一版"})
    assert (page.doc, page.path, page.line, page.data, page.size) == (
        "页/一",
        "a.jsonl",
        1,
        "一版".encode(),
        6,
    )
    assert page.is_text


@pytest.mark.parametrize("name", [None, "", " ", True, 1.5, ["x"]])
def test_line_without_usable_id_is_named_by_its_place(tmp_path: Path, name: object) -> None:
    """Without an id that can be used, a line is <file>#<line number>."""
    assert [page.doc for page in lines(tmp_path, {"text": "x"}, {"id": name, "text": "x"})] == [
        "a.jsonl#1",
        "a.jsonl#2",
    ]


def test_whole_number_is_an_id(tmp_path: Path) -> None:
    """A whole number is an id."""
    assert lines(tmp_path, {"id": 7, "text": "x"})[0].doc == "7"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{not json}\n", "the line is no JSON"),
        (b'{"text": "\xff"}\n', "the line is no JSON"),
        (b'{"text": "\\ud800"}\n', "the line is no JSON"),
        (b"[1]\n", "the line is no JSON object"),
        (b"{}\n", 'the line has no "text"'),
        (b'{"text": null}\n', 'the line has no "text"'),
        (b'{"text": "' + b"x" * 101 + b'"}\n', "101 bytes, more than"),
        (b'{"text": "' + b"x" * 200_000 + b'"}\n', "200013 bytes, more than"),
    ],
)
def test_bad_line_does_not_stop_the_others(tmp_path: Path, raw: bytes, words: str) -> None:
    """A bad line is refused with the reason; the lines around it are read."""
    first, bad, last = lines(tmp_path, {"text": "x"}, raw=raw + b'{"text": "y"}')
    assert (first.data, last.data, last.line) == (b"x", b"y", 3)
    assert words in str(bad.problem)
    assert bad.line == 2


def test_blank_lines_and_marks_are_passed_over(tmp_path: Path) -> None:
    """Blank lines are counted, but are no pages; a byte-order mark is no part of a line."""
    found = pages(write(tmp_path, {"a.jsonl": b'\xef\xbb\xbf{"text": "x"}\r\n\r\n\n{"text": "y"}\n'}))
    assert [(page.line, page.data) for page in found] == [(1, b"x"), (4, b"y")]


def test_empty_file_of_lines_is_told_of(tmp_path: Path) -> None:
    """A file without a line is refused as a whole."""
    (page,) = pages(write(tmp_path, {"a.jsonl": ""}))
    assert (page.problem, page.line) == ("the file is empty", 1)


def test_damaged_archive_gives_what_stands_before(tmp_path: Path) -> None:
    """Lines before the damage are pages; the damage is told of, with its place."""
    rows = b"".join(
        b'{"text": "%06d%s"}\n' % (n, hashlib.sha256(b"%d" % n).hexdigest().encode()) for n in range(3000)
    )
    write(tmp_path, {"a.jsonl.gz": gzip.compress(rows)[:-20_000]})
    *good, bad = pages(tmp_path)
    assert len(good) > 1000
    assert [page.line for page in good] == list(range(1, len(good) + 1))
    assert all(page.problem is None for page in good)
    assert bad.line == len(good) + 1
    assert "the archive is damaged here (it ends too early)" in str(bad.problem)


def test_lines_that_change_are_refused_for_now(tmp_path: Path) -> None:
    """Lines that are not what they were when cut are refused one by one, and the next run is to try again."""
    root = write(tmp_path, {"a.jsonl": '{"text": "x"}\n{"text": "y"}\n'})
    (batch,) = make_plan(root, Settings()).batches
    write(root, {"a.jsonl": '{"text": "x"}\n{"text": "z"}\n'})
    assert batch.lines
    with Reader(root, SMALL, EncodingSettings()) as reader:
        found = list(reader.lines(batch.lines))
    assert [(page.doc, page.problem, page.passing) for page in found] == [
        ("a.jsonl#1", CHANGED, True),
        ("a.jsonl#2", CHANGED, True),
    ]


def test_batches_of_lines_can_be_read_in_any_order(tmp_path: Path) -> None:
    """What a batch of lines holds does not hang on what was read before it, packed or not."""
    rows = "".join(f'{{"text": "{n}"}}\n' for n in range(600))
    for name, content in {"a.jsonl": rows.encode(), "a.jsonl.gz": gzip.compress(rows.encode())}.items():
        root = write(tmp_path / name, {name: content})
        cut = [batch.lines for batch in make_plan(root, Settings()).batches if batch.lines]
        with Reader(root, SMALL, EncodingSettings()) as reader:
            found = [page for lines in (cut[2], *cut[:2], *cut[3:]) for page in reader.lines(lines)]
        assert sorted(int(page.data) for page in found) == list(range(600))


@pytest.mark.parametrize(
    ("metadata", "known"),
    [
        ({"newspaper": "某报", "date": "2026-01-20", "page": 2}, Known("某报", "2026-01-20", "2")),
        ({"date": "20260120", "page": "A03"}, Known(None, "2026-01-20", "A3")),
        ({"date": "2026-01-20T08:00:00", "page": "010"}, Known(None, "2026-01-20", "10")),
        ({"date": "some day", "page": ["1"], "newspaper": ""}, Known()),
        ("no object", Known()),
    ],
)
def test_metadata(tmp_path: Path, metadata: object, known: Known) -> None:
    """Newspaper, ISO date and page come from the metadata where they can be what they should be."""
    assert lines(tmp_path, {"text": "x", "metadata": metadata})[0].known == known


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("jxrb/2026-01-20/02.txt", Known("jxrb", "2026-01-20", "2")),
        ("old/jxrb/20260120/A03.md", Known("jxrb", "2026-01-20", "A3")),
        ("2026-01-20/cover.txt", Known(None, "2026-01-20", None)),
        ("2026-13-40/1.txt", Known(None, None, "1")),
        ("jxrb/02.txt", Known()),
    ],
)
def test_path_tells(tmp_path: Path, path: str, known: Known) -> None:
    """Newspaper, date and page come from the path where it has the pattern's form."""
    assert pages(write(tmp_path, {path: "x"}))[0].known == known


def test_metadata_come_before_the_id(tmp_path: Path) -> None:
    """What the metadata leave open, the id tells."""
    (page,) = lines(tmp_path, {"id": "jxrb/2026-01-20/02", "text": "x", "metadata": {"page": 3}})
    assert page.known == Known("jxrb", "2026-01-20", "3")


def test_line_of_ten_million_characters_takes_linear_time(tmp_path: Path) -> None:
    """A line of 30 MB is passed over in well under a second of CPU time."""
    write(tmp_path, {"a.jsonl": b'{"text": "' + "字".encode() * 10_000_000 + b'"}\n{"text": "x"}\n'})
    began = time.process_time()
    found = pages(tmp_path, InputSettings())
    assert time.process_time() - began < 5
    assert [page.problem is None for page in found] == [False, True]

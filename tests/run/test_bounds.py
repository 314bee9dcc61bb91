"""Bounds: what is beyond one is set aside with the bound and the remedy, and all else is read."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write
from running import OTHER, STORY, clean, rows

from pipeline.page import chain
from pipeline.run.archives import Bounded, Bounds
from pipeline.run.patience import OutOfTimeError, within
from pipeline.values.model import Page
from pipeline.values.settings import InputSettings, Settings

pytestmark = pytest.mark.usefixtures("plain_chain")
_ONE = (Path(__file__).parent / "samples" / "page.hocr").read_bytes()
_BODY = _ONE[_ONE.index(b"<body>") + 6 : _ONE.index(b"</body>")]
_HOCR = _ONE.replace(_BODY, _BODY * 4)
LINE = b'{"text": "%s"}\n'


def refused(root: Path, output: Path, settings: InputSettings) -> dict[str, str]:
    """Why pages and files were set aside, by their ids; one page is cleaned."""
    clean(root, output, Settings(input=settings))
    found = rows(output, "pages.jsonl")
    assert "ok" in [page["status"] for page in found]
    return {page["doc"]: page["reason"] for page in found if page["status"] == "quarantined"}


def forever() -> None:
    """Compute, and never end."""
    while True:
        sum(range(1000))


def zipped(**files: bytes) -> bytes:
    """A zip of some files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.txt", data)
    return packed.getvalue()


def test_archive_that_unpacks_to_too_much_is_set_aside_from_there_on(tmp_path: Path) -> None:
    """Lines before the bound are pages; the place and the bound are told of."""
    line = LINE % STORY.encode()
    root = write(tmp_path / "in", {"a.jsonl.gz": gzip.compress(line * 9)})
    told = refused(root, tmp_path / "out", InputSettings(largest_archive=4 * len(line) + 5))
    assert list(told) == ["a.jsonl#5"] or list(told) == ["a.jsonl.gz#5"]
    assert "raise largest_archive in [input] of luigi.cfg" in told.popitem()[1]


def test_archive_bomb_is_set_aside(tmp_path: Path) -> None:
    """What unpacks to thousands of times its size is not read to its end; an archive of a MiB is never a bomb."""
    bomb, small = b"x" * (2 << 20), b" " * 500_000 + b"\n" + LINE % b"x"
    root = write(
        tmp_path / "in",
        {
            "a.txt": STORY,
            "bomb.jsonl.gz": gzip.compress(bomb),
            "small.jsonl.gz": gzip.compress(small),
        },
    )
    told = refused(root, tmp_path / "out", InputSettings())
    assert len(told) == 1
    assert "raise archive_ratio" in told.popitem()[1]


def test_zip_bomb_is_set_aside(tmp_path: Path) -> None:
    """A zip whose files are together thousands of times its size is not opened."""
    root = write(tmp_path / "in", {"a.txt": STORY, "b.zip": zipped(x=b"x" * (1 << 20), y=b"y" * (1 << 20))})
    told = refused(root, tmp_path / "out", InputSettings())
    assert sorted(told) == ["b.zip/x", "b.zip/y"]
    assert all("the zip is not opened" in reason for reason in told.values())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b"".join(LINE % text.encode() for text in (STORY, OTHER, "三", "四")) + b"\n\n"),
        ("a.html", _HOCR),
    ],
)
def test_file_of_too_many_pages_is_set_aside_from_there_on(tmp_path: Path, name: str, data: bytes) -> None:
    """The first pages of a file are read, the others told of together."""
    root = write(tmp_path / "in", {name: data})
    told = refused(root, tmp_path / "out", InputSettings(pages_of_file=2))
    assert len(told) == 1
    assert "more than 2 pages" in told.popitem()[1]
    whole = refused(root, tmp_path / "out2", InputSettings(pages_of_file=4))
    assert "more than" not in str(whole)


def test_page_that_takes_too_long_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that never ends is given up after its time; the pages around it are cleaned."""
    cleaned = chain.segment

    def endless(page: Page, *rest: object) -> object:
        while page.doc == "b":
            try:
                sum(range(1000))
            except Exception:
                continue
        return cleaned(page, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(chain, "segment", endless)
    root = write(tmp_path / "in", {"a.txt": STORY, "b.txt": OTHER, "c.txt": OTHER[5:]})
    told = refused(root, tmp_path / "out", InputSettings(seconds_of_page=0.2))
    assert list(told) == ["b"]
    assert "it took more than 0.2 s of processor time" in told["b"]


def test_time_that_was_enough_ends_nothing_later() -> None:
    """The clock is stopped where the page ends, and 0 is no bound."""
    for seconds in (0.05, 0.0):
        with within(seconds):
            pass
        sum(range(3_000_000))
    with pytest.raises(OutOfTimeError), within(0.01):
        forever()


@pytest.mark.parametrize(
    "read", [lambda s: s.read(), lambda s: list(s), lambda s: [s.read(7) for _ in range(9)]]
)
def test_what_lies_within_a_bound_is_given_whole(read: Callable[[io.BufferedReader], object]) -> None:
    """A stream of as many bytes as it may have is read to its end, however it is read; one more is an error."""
    bounds = Bounds(size=40, ratio=250)
    assert read(io.BufferedReader(Bounded(io.BytesIO(b"x" * 40), 9, bounds)))
    with pytest.raises(Exception, match="more than 40 bytes"):
        read(io.BufferedReader(Bounded(io.BytesIO(b"x" * 41), 9, bounds)))

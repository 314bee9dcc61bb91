"""The picture of a page beside its text, with the place of what is at hand."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from running import run

from pipeline.review.report import build, scan
from pipeline.review.report.output import Output

PAGE = """<?xml version="1.0"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageFilename="{image}" imageWidth="400" imageHeight="300">
<TextRegion id="a" type="heading"><TextLine id="l1"><Coords points="10,10 200,10 200,40 10,40"/>
<TextEquiv><Unicode>老街改造让居民安心</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="b"><TextLine id="l2"><Coords points="10,60 390,60 390,90 10,90"/>
<TextEquiv><Unicode>春天的老街人来人往，青石板路刚刚铺好。</Unicode></TextEquiv></TextLine></TextRegion>
</Page></PcGts>"""


def png(path: Path, width: int = 400, height: int = 300) -> Path:
    """A grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\xbb" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    return path


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({"image": "p1.jpg"}, "p1.jpg"),
        ({"image": "https://scans.example.org/p1.png"}, "https://scans.example.org/p1.png"),
        ({"iiif": "https://iiif.example.org/p1"}, "https://iiif.example.org/p1/full/max/0/default.jpg"),
        ({"image": "javascript:alert(1)"}, None),
        ({"image": "https://x.example/a.png; script-src *"}, None),
        ({"image": 7}, None),
        ({}, None),
    ],
)
def test_what_metadata_say_of_a_picture(metadata: dict[str, Any], found: str | None) -> None:
    """A file, an address or an image service; nothing that could widen the policy of a file or run anything."""
    assert scan.address(orjson.dumps(metadata).decode()) == found


def test_picture_outside_of_the_input_is_not_shown(tmp_path: Path) -> None:
    """A path that leads out of the input folder is not followed."""
    (tmp_path / "in").mkdir()
    png(tmp_path / "out.png")
    row = {"id": "a", "text": "# 春风吹进小巷\n\n老人们坐在门前。\n", "metadata": {"image": "../out.png"}}
    (tmp_path / "in" / "lines.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    run(tmp_path / "in", tmp_path / "o")
    (page,) = Output(tmp_path / "o").pages
    assert scan.address(page.metadata) == "../out.png"
    assert scan.of(page, tmp_path / "in") is None


@pytest.mark.browser
def test_picture_stands_beside_the_text_with_its_boxes(chromium: Any, tmp_path: Path) -> None:
    """A page read from PAGE XML shows its scan; the lines of the stretch at hand are marked on it."""
    (tmp_path / "in").mkdir()
    png(tmp_path / "in" / "p 1.png")
    (tmp_path / "in" / "p1.xml").write_text(PAGE.replace("{image}", "p 1.png"), encoding="utf-8")
    run(tmp_path / "in", tmp_path / "o")
    output = Output(tmp_path / "o")
    (page,) = [row for row in output.pages if row.status == "ok"]
    tab = chromium.new_page(locale="en-US")
    troubles: list[str] = []
    tab.on("console", lambda message: troubles.append(message.text))
    tab.goto((tmp_path / "o" / "report" / "pages" / build.page_file(page)).as_uri())
    tab.keyboard.press("4")
    tab.wait_for_selector("#scan", state="visible")
    assert tab.evaluate("$('#scan').decode().then(() => $('#scan').naturalWidth)") == 400
    tab.click(".s.body >> nth=0")
    marked = tab.locator("#marked rect")
    assert marked.count() == 1
    assert [marked.get_attribute(name) for name in ("x", "y", "width", "height")] == ["10", "60", "380", "30"]
    assert not troubles
    tab.close()

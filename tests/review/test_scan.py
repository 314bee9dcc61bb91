"""The picture of a page beside its text, with the place of what is at hand."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import run

from pipeline.records import PageRow
from pipeline.review.report import builder, scan
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


SERVICE = {"id": "https://iiif.example.org/p2", "type": "ImageService3", "width": 6000, "height": 9000}
CANVASES = [
    {
        "id": f"https://iiif.example.org/canvas/{n}",
        "type": "Canvas",
        "label": {"zh": [f"第{n}版"], "none": [str(n)]},
        "thumbnail": [{"id": "https://iiif.example.org/small.jpg", "type": "Image"}],
        "items": [
            {
                "type": "AnnotationPage",
                "items": [
                    {
                        "type": "Annotation",
                        "target": f"https://iiif.example.org/canvas/{n}",
                        "body": {
                            "id": f"https://iiif.example.org/p{n}/full/max/0/default.jpg",
                            "type": "Image",
                            "service": [{**SERVICE, "id": f"https://iiif.example.org/p{n}"}],
                        },
                    }
                ],
            }
        ],
    }
    for n in (1, 2, 3)
]
MANIFEST = {
    "@context": "http://iiif.io/api/presentation/3/context.json",
    "type": "Manifest",
    "items": CANVASES,
}
OLD = {
    "@context": "http://iiif.io/api/presentation/2/context.json",
    "@type": "sc:Manifest",
    "sequences": [
        {
            "canvases": [
                {
                    "@type": "sc:Canvas",
                    "label": f"[{n}]",
                    "images": [
                        {
                            "resource": {
                                "@id": f"https://iiif.example.org/{n}.jpg",
                                "@type": "dctypes:Image",
                                "service": {
                                    "@context": "http://iiif.io/api/image/2/context.json",
                                    "@id": f"https://iiif.example.org/p{n}/",
                                },
                            }
                        }
                    ],
                }
                for n in (1, 2)
            ]
        }
    ],
}
TWO = "https://iiif.example.org/p2/full/max/0/default.jpg"


def told(metadata: dict[str, Any], source: Path | None = None, page: str | None = "2") -> scan.Scan | None:
    """What a page's metadata say."""
    row = PageRow.model_construct(metadata=orjson.dumps(metadata).decode(), page=page, path="day/2.txt")
    return scan.of(row, source)


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({"image": "https://scans.example.org/p1.png"}, "https://scans.example.org/p1.png"),
        ({"iiif": "https://iiif.example.org/p2"}, TWO),
        ({"iiif": "https://iiif.example.org/p2/info.json"}, TWO),
        ({"image": 7, "iiif": "https://iiif.example.org/p2"}, TWO),
        ({"service": SERVICE}, TWO),
        ({"service": "https://iiif.example.org/p2"}, TWO),
        ({"iiif": {"manifest": "https://iiif.example.org/m", "service": SERVICE}}, TWO),
        ({"iiif": CANVASES[1]}, TWO),
        ({"iiif": MANIFEST}, TWO),
        ({"manifest": OLD}, TWO),
        (
            {"iiif": {"items": [{"id": "https://a.example/p.jpg", "type": "Image"}]}},
            "https://a.example/p.jpg",
        ),
        ({"image": "javascript:alert(1)"}, None),
        ({"image": "https://x.example/a.png; script-src *"}, None),
        ({"service": {**SERVICE, "id": "https://x.example/a'b"}}, None),
        ({"service": {**SERVICE, "id": "file:///etc/passwd"}}, None),
        ({"iiif": "https://iiif.example.org/3/manifest.json"}, None),
        ({"iiif": {"a": [{"b": []}]}}, None),
        ({"image": 7}, None),
        ({}, None),
    ],
)
def test_what_metadata_say_of_a_picture(metadata: dict[str, Any], found: str | None) -> None:
    """A file, an address, a service, a canvas, a manifest; nothing that could widen the policy of a file."""
    scanned = told(metadata)
    assert (scanned and scanned.picture.address) == found


def test_manifest_beside_the_page_gives_the_canvas_of_its_number(tmp_path: Path) -> None:
    """A file in the input folder is read; the page's number chooses by label or order, and an unknown one nothing."""
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "manifest.json").write_bytes(orjson.dumps(MANIFEST))
    (tmp_path / "day" / "bad.json").write_bytes(b"{")
    found = told({"iiif": "manifest.json"}, tmp_path)
    assert found is not None
    assert found.picture == (
        "https://iiif.example.org/p2/full/max/0/default.jpg",
        SERVICE["id"],
        (6000, 9000),
    )
    assert told({"iiif": "manifest.json"}, tmp_path, page="9") is None
    assert told({"iiif": "manifest.json"}, tmp_path, page=None) is None
    assert told({"iiif": "bad.json"}, tmp_path) is None
    assert told({"iiif": "../../manifest.json"}, tmp_path) is None


def test_manifest_elsewhere_is_a_link() -> None:
    """An address of a manifest is given as it is; what is no address of the web is not."""
    assert scan.manifest('{"iiif": "https://a.example/3/manifest"}') == "https://a.example/3/manifest"
    assert scan.manifest('{"iiif": "javascript:manifest"}') is None
    assert scan.manifest(None) is None


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.text(max_size=3) | st.integers(0, 9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["items", "type", "@type", "id", "service", "label", "width"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_metadata_end_in_a_traceback(value: Any) -> None:
    """Whatever stands where a manifest should, gives a picture or none."""
    told({"iiif": value})


@pytest.mark.browser
def test_piece_on_a_service_has_an_address(chromium: Any, tmp_path: Path) -> None:
    """The boxes at hand give the address of this part of the image, in the service's own pixels."""
    (tmp_path / "in").mkdir()
    row = {
        "id": "p2",
        "text": "# 老街改造让居民安心\n\n春天的老街人来人往。\n",
        "metadata": {"page": "2", "service": SERVICE},
    }
    (tmp_path / "in" / "lines.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    run(tmp_path / "in", tmp_path / "o")
    (page,) = [found for found in Output(tmp_path / "o").pages if found.status == "ok"]
    tab = chromium.new_page(locale="en-US")
    tab.route("https://iiif.example.org/**", lambda route: route.abort())
    tab.goto((tmp_path / "o" / "report" / "pages" / builder.page_file(page)).as_uri())
    tab.evaluate("about.boxes = {12: [[10, 20, 110.4, 50], [10, 50, 90, 80]]}")
    tab.click(".s.body >> nth=0")
    tab.evaluate("box({dataset: {s: 0, e: 99}})")
    assert (
        tab.get_attribute("#piece a", "href") == "https://iiif.example.org/p2/10,20,100,60/max/0/default.jpg"
    )
    assert tab.get_attribute("#marked", "viewBox") == "0 0 6000 9000"
    tab.close()


def test_picture_outside_of_the_input_is_not_shown(tmp_path: Path) -> None:
    """A path that leads out of the input folder is not followed."""
    (tmp_path / "in").mkdir()
    png(tmp_path / "out.png")
    row = {"id": "a", "text": "# 春风吹进小巷\n\n老人们坐在门前。\n", "metadata": {"image": "../out.png"}}
    (tmp_path / "in" / "lines.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    run(tmp_path / "in", tmp_path / "o")
    (page,) = Output(tmp_path / "o").pages
    assert "../out.png" in str(page.metadata)
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
    tab.goto((tmp_path / "o" / "report" / "pages" / builder.page_file(page)).as_uri())
    tab.keyboard.press("4")
    tab.wait_for_selector("#scan", state="visible")
    assert tab.evaluate("$('#scan').decode().then(() => $('#scan').naturalWidth)") == 400
    tab.click(".s.body >> nth=0")
    marked = tab.locator("#marked rect")
    assert marked.count() == 1
    assert [marked.get_attribute(name) for name in ("x", "y", "width", "height")] == ["10", "60", "380", "30"]
    assert not troubles
    tab.close()

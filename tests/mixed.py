"""A folder with one file of every format, and ten that are not read."""

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

SAMPLES = Path(__file__).parent / "run" / "samples"
STORY = "# 河湾新桥{n}昨日通车\n\n本报讯（记者 林远山）河湾新桥第{n}座昨日上午正式通车，全长一千二百米，双向六车道。\n"
UNREAD = ("a.pdf", "b.jpg", "c.tif", "d.docx", "e.xlsx", "f.tar", "g.csv", "noext", ".hidden", "h.gz")
SHAPED = (
    "scan.xml",
    "mineru_content_list.json",
    "olmocr.jsonl",
    "paddle_res.json",
    "layout_res.json",
    "epaper.html",
)
"""Formats of programs that tests cannot have, by their documented forms."""
METADATA = {
    "licence": "CC BY 4.0",
    "iiif": "https://example.org/3/manifest",
    "page": "A03",
    "n": 4,
    "deep": {"a": [1]},
}


PAGE_XML = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="0003.png"
imageWidth="900" imageHeight="1200"><ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="h"/>
<RegionRefIndexed index="1" regionRef="b"/></OrderedGroup></ReadingOrder>
<TextRegion id="b" type="paragraph"><Coords points="0,60 400,60 400,90 0,90"/><TextLine id="l"><Coords
points="0,60 400,60 400,90 0,90"/><TextEquiv><Unicode>本报讯（记者 林远山）西岸渡口昨日上午正式开航，每日往返十二班。
</Unicode></TextEquiv></TextLine></TextRegion><TextRegion id="h" type="heading"><Coords points="0,0 400,0 400,40 0,40"/>
<TextEquiv><Unicode>西岸渡口昨日开航</Unicode></TextEquiv></TextRegion></Page></PcGts>"""
EPAPER = """<html><head><title>南岸街灯昨夜点亮</title><meta name="publishdate" content="2024-01-02">
<link rel="canonical" href="https://example.org/4.html"></head><body><h1>南岸街灯昨夜点亮</h1>
<p>　　本报讯（记者 林远山）南岸街灯昨夜全部点亮，沿河共三百二十盏。</p></body></html>"""
_SHEETS = (
    "# 北坡果园昨日开园\n\n本报讯 北坡果园昨日上午正式开园，占地八十亩。\n",
    "# 东门菜场昨日改建\n\n本报讯 东门菜场昨日上午动工改建，明年春天迁回。\n",
)
_CUT, _END = len(_SHEETS[0]), len("".join(_SHEETS))
OLMOCR = {
    "id": "0f3a",
    "text": "".join(_SHEETS),
    "source": "olmocr",
    "added": "2026-01-02",
    "created": "2026-01-02",
    "metadata": {"Source-File": "s3://scans/3.pdf", "olmocr-version": "0.4", "pdf-total-pages": 2},
    "attributes": {"pdf_page_numbers": [[0, _CUT, 1], [_CUT, _END, 2]]},
}
_LOW, _HIGH = [[0, 60], [400, 60], [400, 80], [0, 80]], [[0, 0], [300, 0], [300, 40], [0, 40]]
PADDLE = {
    "input_path": "5.png",
    "page_index": None,
    "rec_texts": ["本报讯 旧仓库昨日上午改成书店，藏书六万册。", "旧仓库昨日改书店"],
    "rec_scores": [0.98, 0.99],
    "rec_polys": [_LOW, _HIGH],
}
LAYOUT = {
    "input_path": "6.png",
    "parsing_res_list": [
        {"block_label": "doc_title", "block_content": "小学操场昨日启用", "block_bbox": [0, 0, 300, 40]},
        {
            "block_label": "text",
            "block_content": "本报讯 小学操场昨日上午启用，跑道长二百米。",
            "block_bbox": [0, 60, 400, 80],
        },
    ],
}
MINERU = [
    {"type": "text", "text": "山路昨日拓宽", "text_level": 1, "bbox": [10, 10, 500, 60], "page_idx": 0},
    {
        "type": "text",
        "text": "本报讯 山路昨日上午拓宽到九米，路灯同时更换。",
        "bbox": [10, 70, 500, 200],
        "page_idx": 0,
    },
    {"type": "text", "text": "水库昨日蓄水", "text_level": 1, "bbox": [10, 10, 500, 60], "page_idx": 1},
    {
        "type": "text",
        "text": "本报讯 水库昨日下午开始蓄水，库容三千万方。",
        "bbox": [10, 70, 500, 200],
        "page_idx": 1,
    },
]


def shaped() -> dict[str, str]:
    """What is in each file of :data:`SHAPED`."""
    lines = (MINERU, OLMOCR, PADDLE, LAYOUT)
    return dict(
        zip(SHAPED, [PAGE_XML, *(json.dumps(one, ensure_ascii=False) for one in lines), EPAPER], strict=True)
    )


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
    for name, text in shaped().items():
        (folder / name).write_text(text, "utf-8")
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

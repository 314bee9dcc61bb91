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

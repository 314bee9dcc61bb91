"""Files of PaddleOCR and RapidOCR: lines with boxes in no order, or the blocks of PP-Structure in theirs.

=====================================  =========================================================
written by                             shape
=====================================  =========================================================
PaddleOCR 3, ``save_to_json``          ``{"rec_texts": […], "rec_polys": […]}``, perhaps in ``"res"``
PP-StructureV3, PaddleOCR-VL           ``{"parsing_res_list": [{"block_label": …, "block_content": …}]}``
PaddleOCR 2                            ``[[box, [text, score]], …]``, perhaps in a list of pages
RapidOCR 1, 2                          ``[[box, text, score], …]``
RapidOCR 3, ``to_json``                ``[{"box": …, "txt": …, "score": …}, …]``
=====================================  =========================================================
"""

from __future__ import annotations

from typing import Any

from pipeline.run.formats import lines, markup
from pipeline.run.formats.found import Box, Found, Sheet
from pipeline.run.formats.lines import Line

_HEADS = ("doc_title", "paragraph_title", "title")


def fits(value: Any) -> bool:
    """Whether a JSON value has one of these shapes."""
    if isinstance(value, dict):
        value = _inner(value)
        return "rec_texts" in value or "parsing_res_list" in value
    if not isinstance(value, list) or not value:
        return False
    return all(_is_line(item) for item in value) or all(fits(page) for page in value)


def pages(value: Any) -> list[Found]:
    """The pages."""
    if isinstance(value, dict):
        return [_page(_inner(value))]
    if _is_line(value[0]):
        return [_laid([_line(item) for item in value])]
    whole = [page for one in value for page in pages(one)]
    if len(whole) == 1:
        return whole
    return [Found(page.text, n, boxes=page.boxes) for n, page in enumerate(whole, 1)]


def _inner(value: dict[str, Any]) -> dict[str, Any]:
    inner = value.get("res")
    return inner if isinstance(inner, dict) else value


def _is_line(item: Any) -> bool:
    if isinstance(item, dict):
        return "txt" in item and "box" in item
    return isinstance(item, list) and len(item) in (2, 3) and _is_box(item[0]) and bool(_words(item[1]))


def _is_box(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 4 and all(isinstance(point, list) for point in value)


def _words(value: Any) -> Any:
    """The text of a line: PaddleOCR puts it in a pair with the score."""
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else None


def _line(item: Any) -> Line:
    if isinstance(item, dict):
        return Line(str(item["txt"]), _box(item["box"]))
    return Line(str(_words(item[1])), _box(item[0]))


def _page(value: dict[str, Any]) -> Found:
    if "parsing_res_list" in value:
        return _structured(value["parsing_res_list"])
    boxes = value.get("rec_polys") or value.get("rec_boxes") or value.get("dt_polys") or []
    return _laid([Line(text, _box(box)) for text, box in zip(value["rec_texts"], boxes, strict=True)])


def _laid(found: list[Line]) -> Found:
    sheet = Sheet()
    lines.put(sheet, lines.in_order(found))
    return sheet.found()


def _structured(blocks: list[dict[str, Any]]) -> Found:
    sheet = Sheet()
    for block in blocks:
        label, text = block.get("block_label"), str(block.get("block_content") or "")
        text = markup.table(text) if label == "table" and "<" in text else text
        box = _box(block["block_bbox"]) if block.get("block_bbox") else None
        sheet.add(text.removeprefix("#").lstrip("# "), box, heading=label in _HEADS)
    return sheet.found()


def _box(value: Any) -> Box:
    """The upright box around four corners; a box of four numbers is one already."""
    if all(isinstance(part, int | float) for part in value):
        return Box(*map(float, value))
    across, down = [float(x) for x, _ in value], [float(y) for _, y in value]
    return Box(min(across), min(down), max(across), max(down))

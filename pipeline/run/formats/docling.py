"""docling's JSON (``DoclingDocument``): a tree of texts, tables and pictures, each with its page and box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.run.formats.found import Box, Found, Sheet

_HEADS = ("title", "section_header")


def fits(value: Any) -> bool:
    """Whether a JSON value has this shape."""
    return isinstance(value, dict) and value.get("schema_name") == "DoclingDocument"


def pages(value: dict[str, Any]) -> list[Found]:
    """The pages in order; a document without page numbers is one page."""
    sheets: dict[int, Sheet] = {}
    heights = {
        int(n): page["size"]["height"] for n, page in (value.get("pages") or {}).items() if page.get("size")
    }
    number = 0
    for item in _items(value):
        prov = item.get("prov") or []
        number = int(prov[0]["page_no"]) if prov else number
        box = _box(prov[0].get("bbox"), heights.get(number)) if prov else None
        sheet = sheets.setdefault(number, Sheet())
        if "data" in item and isinstance(item["data"], dict):
            sheet.add(_table(item["data"]), box)
        sheet.add(item.get("text") or item.get("orig") or "", box, heading=item.get("label") in _HEADS)
    given = value.get("origin")
    metadata = {"origin": given} if given else {}
    return [sheets[n].found(n if len(sheets) > 1 else None, metadata) for n in sorted(sheets)]


def _items(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that holds text, as the tree has it; a part that no branch leads to comes last."""
    known = {
        item["self_ref"]: item
        for kind in ("texts", "tables", "pictures", "key_value_items", "form_items", "groups")
        for item in document.get(kind) or []
    }
    seen: set[str] = set()

    def below(refs: list[dict[str, str]] | None) -> Iterator[dict[str, Any]]:
        waiting = [ref["$ref"] for ref in reversed(refs or [])]
        while waiting:
            ref = waiting.pop()
            if ref in seen or ref not in known:
                continue
            seen.add(ref)
            yield known[ref]
            more = [*(known[ref].get("captions") or []), *(known[ref].get("children") or [])]
            waiting += [one["$ref"] for one in reversed([*more, *(known[ref].get("footnotes") or [])])]

    for root in ("body", "furniture"):
        yield from below((document.get(root) or {}).get("children"))
    yield from (item for ref, item in known.items() if ref not in seen)


def _table(data: dict[str, Any]) -> str:
    """The rows of a table, a line each, its cells parted by tabs; a cell over several places stands once."""
    cells = data.get("table_cells") or []
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in cells:
        row, column = int(cell["start_row_offset_idx"]), int(cell["start_col_offset_idx"])
        rows.setdefault(row, []).append((column, str(cell["text"]).strip()))
    return "\n".join("\t".join(text for _, text in sorted(rows[row])) for row in sorted(rows))


def _box(value: Any, height: float | None) -> Box | None:
    """A box counted from the top, as all others are."""
    if not isinstance(value, dict):
        return None
    left, top, right, bottom = (float(value[side]) for side in "ltrb")
    if value.get("coord_origin") == "BOTTOMLEFT":
        if height is None:
            return None
        top, bottom = height - top, height - bottom
    return Box(left, top, right, bottom)

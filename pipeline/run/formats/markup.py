"""HTML: e-papers (电子报), and hOCR. Parsed by selectolax, which reads it as browsers do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.run.formats import lines
from pipeline.run.formats.found import Box, Found, Sheet
from pipeline.run.formats.lines import Line, spelled

_HIDDEN = re.compile(r"script|style|noscript|template|iframe|svg|head|select|button|textarea|title|nav")
_INLINE = re.compile(
    r"a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|rp|rt|ruby|s|samp|small|span|strong"
    r"|sub|sup|time|tt|u|var|wbr"
)
_HEADS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LINES = ".ocr_line, .ocrx_line, .ocr_caption, .ocr_header, .ocr_footer, .ocr_textfloat"
_BOX = re.compile(r"\bbbox\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
_SIZE = re.compile(r"\bx_f?size\s+([\d.]+)")


def read(text: str) -> list[Found]:
    """The pages of an HTML file: those of hOCR, or the one of an e-paper."""
    tree = LexborHTMLParser(text)
    scans = tree.css(".ocr_page")
    if scans:
        return [_scanned(page, n if len(scans) > 1 else None) for n, page in enumerate(scans, 1)]
    return [_written(tree)]


def table(source: str) -> str:
    r"""The rows of an HTML table, a line each, the cells parted by tabs.

    Example:
        >>> table("<table><tr><th>队</th><th>分</th></tr><tr><td>东城</td><td>3</td></tr></table>")
        '队\t分\n东城\t3'
    """
    tree = LexborHTMLParser(source)
    rows = tree.css("tr")
    if not rows:
        return _plain(tree.body.text() if tree.body else "")
    return "\n".join("\t".join(_plain(cell.text()) for cell in row.css("td, th")) for row in rows)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _scanned(page: LexborNode, number: int | None) -> Found:
    """A page of hOCR: its blocks in the order of the file."""
    blocks: dict[int, list[Line]] = {}
    for node in page.css(_LINES):
        line = _hocr_line(node)
        if line:
            blocks.setdefault(_area(node), []).append(line)
    sheet = Sheet()
    lines.put(sheet, list(blocks.values()))
    for text, heading, _ in () if blocks else _blocks(page):  # a page of which no line is told
        sheet.add(text, heading=heading)
    title = page.attributes.get("title") or ""
    image = re.search(r'image\s+"([^"]+)"', title)
    found = sheet.found(number, {"image": image[1]} if image else {})
    beside = _size(page.text()) - _size(found.text)
    told = f"{beside} characters of the hOCR stand in no line and were left out"
    return replace(found, warnings=(told,)) if blocks and beside > 0 else found


def _size(text: str) -> int:
    """Characters without white space."""
    return len("".join(text.split()))


def _area(node: LexborNode) -> int:
    """A number for the block that a line stands in."""
    at: LexborNode | None = node.parent
    while at is not None and "ocr_page" not in (at.attributes.get("class") or ""):
        if "ocr_carea" in (at.attributes.get("class") or "").split():
            return at.mem_id
        at = at.parent
    return node.parent.mem_id if node.parent else 0


def _hocr_line(node: LexborNode) -> Line | None:
    title = node.attributes.get("title") or ""
    box, size = _BOX.search(title), _SIZE.search(title)
    words = [_plain(word.text()) for word in node.css(".ocrx_word")]
    text = spelled(words) if words else _plain(node.text())
    if not text:
        return None
    place = Box(*map(float, box.groups())) if box else Box(0.0, 0.0, 0.0, 0.0)
    return Line(text, place, float(size[1]) if size else 0.0)


def _written(tree: LexborHTMLParser) -> Found:
    """An e-paper's page: its blocks in order, headlines marked; lists of links are navigation and left out."""
    sheet, left_out = Sheet(), 0
    for text, heading, is_link in _blocks(tree.body) if tree.body else ():
        if is_link and not heading:
            left_out += len(text)
        else:
            sheet.add(_plain(text) if heading else text, heading=heading)
    found = sheet.found(metadata=_told(tree))
    told = (f"{left_out} characters of links that lead elsewhere were left out",) if left_out else ()
    return Found(found.text, metadata=found.metadata, warnings=told)


def _blocks(body: LexborNode) -> Iterator[tuple[str, bool, bool]]:
    """The blocks of text in order: the text, whether it is a headline, whether all of it is a link."""
    run: list[tuple[str, bool]] = []
    head = False

    def taken() -> Iterator[tuple[str, bool, bool]]:
        text = _joined("".join(part for part, _ in run))
        if text:
            yield text, head, all(linked for part, linked in run if part.strip())
        run.clear()

    stack: list[tuple[LexborNode, bool, bool]] = [(body, False, False)]
    while stack:
        node, inside_link, leaving = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            run.append((node.text_content or "", inside_link))
            continue
        if _HIDDEN.fullmatch(tag) or tag.startswith(("!", "-")):
            continue
        if tag == "br":
            run.append(("\n", inside_link))
            continue
        if tag == "table" and not node.css("table table, p, div, h1, h2, h3"):
            yield from taken()
            yield table(node.html or ""), False, False
            continue
        if not _INLINE.fullmatch(tag):
            yield from taken()
            head = tag in _HEADS and not leaving
            if leaving:
                continue
            stack.append((node, inside_link, True))
        stack += [
            (child, inside_link or tag == "a", False)
            for child in reversed(list(node.iter(include_text=True)))
        ]
    yield from taken()


def _joined(text: str) -> str:
    """Text as a browser would show it: white space is one space, and none beside Chinese at a line end."""
    shown = [re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in text.split("\n")]
    return "\n".join(line for line in shown if line)


_DATES = (
    "date",
    "publishdate",
    "pubdate",
    "article:published_time",
    "dc.date",
    "dcterms.date",
    "datepublished",
)
_NEWSPAPERS = ("newspaper", "og:site_name", "application-name")


def _told(tree: LexborHTMLParser) -> dict[str, Any]:
    """Give the metadata of the head: every ``meta`` by its name, the title, and newspaper, date and URL if known."""
    told: dict[str, Any] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("name") or node.attributes.get("property")
        if name and node.attributes.get("content"):
            told.setdefault(name, node.attributes["content"])
    title, canonical = tree.css_first("title"), tree.css_first("link[rel=canonical]")
    if title is not None and _plain(title.text()):
        told.setdefault("title", _plain(title.text()))
    if canonical is not None and canonical.attributes.get("href"):
        told.setdefault("url", canonical.attributes["href"])
    by_name = {name.lower(): value for name, value in told.items()}
    for key, names in (("date", _DATES), ("newspaper", _NEWSPAPERS)):
        value = next((by_name[name] for name in names if name in by_name), None)
        if value:
            told.setdefault(key, value)
    return told

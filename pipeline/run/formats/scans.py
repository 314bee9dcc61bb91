"""ALTO and PAGE XML: lines with boxes, in the reading order of the file. Parsed by defusedxml, which opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.run.formats import lines
from pipeline.run.formats.found import Box, DamagedError, Found, Sheet, UnreadError
from pipeline.run.formats.lines import Line, spelled

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADS = ("heading", "headline", "title")


def read(data: bytes) -> list[Found]:
    """The pages of a file.

    Raises:
        DamagedError: it is no XML, or tries to make the parser open or unfold something.
        UnreadError: it is neither ALTO nor PAGE.
    """
    try:
        root = fromstring(data)
    except ParseError as problem:
        raise DamagedError(f"the file is no XML: {problem}") from None
    except DefusedXmlException:
        raise DamagedError("the XML declares entities, which pages have no use for; it is not read") from None
    except (ValueError, LookupError) as problem:
        raise DamagedError(f"the encoding that the XML names is not known: {problem}") from None
    name = _name(root)
    try:
        if name == "alto":
            found = [_alto(page) for page in _all(root, "Page")]
        elif name == "PcGts":
            found = [_page(page) for page in _all(root, "Page")]
        else:
            raise UnreadError(f"XML whose root is <{name}>; known are <alto> and PAGE's <PcGts>")
    except (ValueError, KeyError) as problem:
        raise DamagedError(f"the XML is not as its schema has it: {problem!r}") from None
    numbered = [
        Found(page.text, n, metadata=page.metadata, boxes=page.boxes) for n, page in enumerate(found, 1)
    ]
    return found if len(found) == 1 else numbered


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: Element, *names: str) -> Iterator[Element]:
    return (child for child in node.iter() if _name(child) in names)


def _children(node: Element, *names: str) -> list[Element]:
    return [child for child in node if _name(child) in names]


def _alto(page: Element) -> Found:
    sheet = Sheet()
    blocks = [_alto_lines(block) for block in _all(page, "TextBlock")]
    lines.put(sheet, [block for block in blocks if block])
    number = page.get("PHYSICAL_IMG_NR")
    return sheet.found(metadata={"image_number": number} if number else {})


def _alto_lines(block: Element) -> list[Line]:
    return [line for row in _all(block, "TextLine") if (line := _alto_line(row))]


def _alto_line(row: Element) -> Line | None:
    """A line; the size of its type is that of most of its words, for one of them may reach into the next line."""
    strings = _children(row, "String", "HYP")
    text = spelled([part.get("CONTENT") or "" for part in strings])
    if not text:
        return None
    left, top, width, height = (float(row.get(key, 0)) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    sizes = [float(part.get("HEIGHT", 0)) for part in strings]
    return Line(text, Box(left, top, left + width, top + height), median(sizes))


def _page(page: Element) -> Found:
    sheet = Sheet()
    blocks = [(_page_lines(region), region.get("type") in _HEADS) for region in _ordered(page)]
    kept = [(found, head) for found, head in blocks if found]
    lines.put(sheet, [found for found, _ in kept], [head for _, head in kept])
    image = page.get("imageFilename")
    return sheet.found(metadata={"image": image} if image else {})


def _page_lines(region: Element) -> list[Line]:
    return [line for row in _children(region, "TextLine") if (line := _page_line(row))] or _whole(region)


def _ordered(page: Element) -> list[Element]:
    """The text regions as ``ReadingOrder`` has them; those that it does not name come last."""
    regions = {region.get("id") or str(n): region for n, region in enumerate(_all(page, "TextRegion"))}
    named: list[str] = []
    for order in _children(page, "ReadingOrder"):
        named += [ref for group in order for ref in _refs(group)]
    first = dict.fromkeys(name for name in named if name in regions)
    return [regions[name] for name in {**first, **dict.fromkeys(regions)}]


def _refs(group: Element) -> Iterator[str]:
    """The regions that a group names, and those of its own groups, by their ``index`` where they have one."""
    own = group.get("regionRef")
    if own:
        yield own
    for child in sorted(group, key=lambda node: int(node.get("index", 0))):
        yield from _refs(child)


def _page_line(row: Element) -> Line | None:
    text = _equivalent(row) or spelled([_equivalent(word) for word in _children(row, "Word")])
    return Line(text, _box(row)) if text else None


def _whole(region: Element) -> list[Line]:
    """The text of a region that has no lines of its own."""
    box = _box(region)
    return [Line(text, box, 1.0) for text in _equivalent(region).splitlines() if text.strip()]


def _equivalent(node: Element) -> str:
    """The text of an element: the first reading where it has several."""
    readings = sorted(_children(node, "TextEquiv"), key=lambda one: int(one.get("index", 0)))
    texts = [child.text or "" for one in readings[:1] for child in _children(one, "Unicode")]
    return "".join(texts).strip()


def _box(node: Element) -> Box:
    for coords in _children(node, "Coords"):
        points = [point.split(",") for point in (coords.get("points") or "").split()]
        across, down = [float(x) for x, _ in points], [float(y) for _, y in points]
        if across:
            return Box(min(across), min(down), max(across), max(down))
    return Box(0.0, 0.0, 0.0, 0.0)

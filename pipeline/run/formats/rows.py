r"""A page as a JSON object with ``text``: the shape of Dolma, datatrove and olmOCR.

olmOCR writes a whole PDF as one object; ``attributes.pdf_page_numbers`` says where each of its pages stands::

    {"id": "…", "text": "第一页。\n第二页。", "source": "olmocr", "metadata": {"Source-File": "a.pdf"},
     "attributes": {"pdf_page_numbers": [[0, 5, 1], [5, 9, 2]]}}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.run.formats.found import DamagedError, Found

_MISFIT = "its pdf_page_numbers do not part its text; it is read as one page"


def usable(value: object) -> str | None:
    """An id: a string that is not blank, or a whole number as a string."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def pages(row: Mapping[str, Any]) -> list[Found]:
    """The pages of an object.

    Raises:
        DamagedError: it has no text.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise DamagedError('the line has no "text" that is a string')
    name, given, source = usable(row.get("id")), row.get("metadata"), row.get("source")
    metadata = given if isinstance(given, dict) else {}
    origin = source if isinstance(source, str) and source.strip() else None
    attributes = row.get("attributes")
    numbers = attributes.get("pdf_page_numbers") if isinstance(attributes, dict) else None
    if numbers is None:
        return [Found(text, None, name, metadata, origin)]
    spans = _spans(numbers, text)
    if spans is None:
        return [Found(text, None, name, metadata, origin, warnings=(_MISFIT,))]
    if len(spans) == 1:
        return [Found(text, None, name, metadata, origin)]
    return [Found(text[start:end], n, name, metadata, origin) for start, end, n in spans]


def _spans(numbers: object, text: str) -> list[tuple[int, int, int]] | None:
    """Where each page stands, with its number; None unless they part the text, white space aside."""
    if not isinstance(numbers, list) or not numbers:
        return None
    spans: list[tuple[int, int, int]] = []
    at = 0
    for entry in numbers:
        if not isinstance(entry, list) or len(entry) != 3 or not all(type(part) is int for part in entry):
            return None
        start, end, number = entry
        if not at <= start <= end <= len(text) or text[at:start].strip():
            return None
        spans.append((start, end, number))
        at = end
    different = len({number for _, _, number in spans}) == len(spans)
    return spans if different and not text[at:].strip() else None

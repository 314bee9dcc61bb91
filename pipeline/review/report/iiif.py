"""The picture that IIIF tells of: an image service, a canvas or a manifest, of Presentation 2 and 3, as JSON.

Nothing is fetched: only metadata and files beside the page are read.

    {"service": {"id": "https://iiif.example.org/p3", "type": "ImageService3", "width": 6000, "height": 9000}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

WHOLE = "/full/max/0/default.jpg"  # of an image service (Image API 3.0, 4.1): all of it, in its own pixels
_FORBIDDEN = " '\";,<>\\"  # would end the address in a policy or an attribute
_DEEPEST = 12  # of objects within one another; a manifest's service lies seven deep


class Picture(NamedTuple):
    """A picture.

    Attributes:
        address: of all of it.
        service: of the image service, without a slash at its end; empty where there is none.
        size: its width and height in pixels, in which boxes are measured; None where that is not told.
    """

    address: str
    service: str = ""
    size: tuple[float, float] | None = None


def of_service(address: str, size: tuple[float, float] | None = None) -> Picture | None:
    """The picture of an image service, named by its id or its ``info.json``; None where that is no address.

    Example:
        >>> of_service("https://iiif.example.org/p3/info.json").address
        'https://iiif.example.org/p3/full/max/0/default.jpg'
    """
    service = address.removesuffix("/info.json").rstrip("/")
    return Picture(service + WHOLE, service, size) if is_address(service) else None


def is_address(value: str) -> bool:
    """Whether it is an address of the web that may stand in a policy."""
    parts = urlsplit(value)
    return (
        parts.scheme in ("http", "https") and bool(parts.netloc) and not any(c in value for c in _FORBIDDEN)
    )


def picture(value: Any, page: str | None = None) -> Picture | None:
    """The picture of a page.

    Args:
        value: a service, a canvas, a manifest, or an object with one of them in it.
        page: the page's number; it chooses among the canvases of a manifest, by their labels or their order.

    Returns:
        None where there is none, or several and the page does not say which.
    """
    canvases = list(_canvases(value))
    chosen = _chosen(canvases, page) if len(canvases) > 1 else value
    return next(_pictures(chosen), None) if chosen is not None else None


def _chosen(canvases: list[Mapping[str, Any]], page: str | None) -> Mapping[str, Any] | None:
    labelled = [canvas for canvas in canvases if page and page in _labels(canvas.get("label"))]
    if len(labelled) == 1:
        return labelled[0]
    number = int(page) if page and page.isdecimal() else 0
    return canvases[number - 1] if 0 < number <= len(canvases) else None


def _labels(label: Any) -> Iterator[str]:
    """The words of a label: of Presentation 2 a string, of 3 lists by language."""
    if isinstance(label, str):
        yield label
    elif isinstance(label, dict):
        for value in label.values():
            yield from _labels(value)
    elif isinstance(label, list):
        for value in label:
            yield from _labels(value)


def _type(value: Mapping[str, Any]) -> str:
    return str(value.get("type") or value.get("@type") or "")


def _id(value: Mapping[str, Any]) -> str:
    return str(value.get("id") or value.get("@id") or "")


def _objects(value: Any, depth: int = 0) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects in an object, each with the key that it stands under; the object itself comes first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield "", value
        for key, inner in value.items():
            for name, found in _objects(inner, depth + 1):
                yield name or key, found
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _canvases(value: Any) -> Iterator[Mapping[str, Any]]:
    return (
        found
        for _, found in _objects(value)
        if _type(found).removeprefix("sc:") == "Canvas" and _holds(found)
    )


def _holds(canvas: Mapping[str, Any]) -> bool:
    """Whether a canvas has a picture; a reference to one has not."""
    return bool(canvas.get("items") or canvas.get("images"))


def _pictures(value: Any) -> Iterator[Picture]:
    """Image services, then pictures without one; thumbnails are none."""
    plain: list[Picture] = []
    for key, found in _objects(value):
        if key in ("thumbnail", "logo"):
            continue
        size = _size(found)
        named = found.get("service")
        if isinstance(named, str) and (made := of_service(named, size)):
            yield made
        if _is_service(key, found) and (made := of_service(_id(found), size)):
            yield made
        if _type(found) in ("Image", "dctypes:Image") and is_address(_id(found)):
            plain.append(Picture(_id(found), "", size))
    yield from plain


def _is_service(key: str, value: Mapping[str, Any]) -> bool:
    told = f"{_type(value)} {value.get('@context', '')} {value.get('profile', '')}"
    return "ImageService" in told or "iiif.io/api/image" in told or (key == "service" and not _type(value))


def _size(value: Mapping[str, Any]) -> tuple[float, float] | None:
    width, height = value.get("width"), value.get("height")
    good = all(isinstance(side, int | float) and side > 0 for side in (width, height))
    return (float(width), float(height)) if good else None  # type: ignore[arg-type]

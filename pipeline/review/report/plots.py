"""Plots as SVG that stands inside the page: no library, no style of its own but classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10

from markupsafe import Markup

from pipeline.review.report import words

WIDTH, HEIGHT, FOOT, ROW = 320, 190, 18, 24


def histogram(values: Sequence[float], edges: Sequence[float], label: str) -> Markup:
    """How many values lie in each class; ``edges`` are the lower ends of the classes, the last is open.

    Args:
        values: those that are counted; those below the first edge count into the first class.
        edges: in growing order, one a class.
        label: the words for the quantity that is counted (``plot_…``), for those who hear the page.
    """
    counts = [0] * len(edges)
    for value in values:
        counts[max(0, sum(edge <= value for edge in edges) - 1)] += 1
    most = max(counts, default=0) or 1
    step = WIDTH / len(edges)
    bars = [_column(n * step, step, count / most, _class(edges, n), count) for n, count in enumerate(counts)]
    return _svg(WIDTH, HEIGHT, label, bars)


def _class(edges: Sequence[float], n: int) -> str:
    return _number(edges[n]) + ("+" if n == len(edges) - 1 else "")


def _number(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"


def _column(x: float, step: float, share: float, name: str, count: int) -> Markup:
    height = share * (HEIGHT - FOOT - 16)
    top = HEIGHT - FOOT - height
    middle = x + step / 2
    return Markup(
        '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2">'
        "<title>{}: {:,}</title></rect>"
        '<text class="count" x="{:.1f}" y="{:.1f}">{}</text><text class="tick" x="{:.1f}" y="{}">{}</text>'
    ).format(
        x + 1, top, step - 2, height, name, count, middle, top - 4, count or "", middle, HEIGHT - 4, name
    )


def bars(counts: Mapping[str, tuple[str, int]], label: str) -> Markup:
    """A bar for each name, its length the logarithm of its count.

    Args:
        counts: by a code of the output, the class of its colour and the count; logarithms, because a page has
            hundreds of changed commas and one passage cut out.
        label: the words for the quantity that is counted (``plot_…``), for those who hear the page.
    """
    most = max((log10(count + 1) for _, count in counts.values()), default=0.0) or 1.0
    rows = [
        _row(n * ROW, name, kind, count, log10(count + 1) / most)
        for n, (name, (kind, count)) in enumerate(counts.items())
    ]
    return _svg(WIDTH, max(1, len(rows)) * ROW, label, rows)


def _row(y: float, name: str, kind: str, count: int, share: float) -> Markup:
    return Markup(
        '<text x="1" y="{}"{}>{}</text><text class="value" x="{}" y="{}">{:,}</text>'
        '<rect class="bar {}" x="1" y="{}" width="{:.1f}" height="4" rx="2"/>'
    ).format(
        y + 10,
        *words.switched(words.CODE + name),
        WIDTH - 1,
        y + 10,
        count,
        kind,
        y + 14,
        max(3.0, share * (WIDTH - 2)),
    )


def stacked(classes: Mapping[str, Mapping[str, int]], label: str) -> Markup:
    """A column for each class, of coloured counts one on the other; heights are logarithms of the sums."""
    sums = {name: sum(parts.values()) for name, parts in classes.items()}
    most = max((log10(total + 1) for total in sums.values()), default=0.0) or 1.0
    step = WIDTH / max(1, len(classes))
    shapes: list[Markup] = []
    for n, (name, parts) in enumerate(classes.items()):
        height = log10(sums[name] + 1) / most * (HEIGHT - FOOT - 16)
        shapes += _stack(n * step, step, height, name, parts)
    return _svg(WIDTH, HEIGHT, label, shapes)


def _stack(x: float, step: float, height: float, name: str, parts: Mapping[str, int]) -> list[Markup]:
    total = sum(parts.values())
    bottom, middle = float(HEIGHT - FOOT), x + step / 2
    shapes = [
        Markup('<text class="tick" x="{:.1f}" y="{}">{}</text>').format(middle, HEIGHT - 4, name),
        Markup('<text class="count" x="{:.1f}" y="{:.1f}">{}</text>').format(
            middle, bottom - height - 4, total or ""
        ),
    ]
    for kind, count in parts.items():
        if not count:
            continue
        share = height * count / total
        bottom -= share
        shapes.append(
            Markup(
                '<rect class="bar {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                "<title>{}: {:,}</title></rect>"
            ).format(kind, x + 1, bottom, step - 2, share, name, count)
        )
    return shapes


def _svg(width: float, height: float, label: str, shapes: Sequence[Markup]) -> Markup:
    told = words.attribute("aria-label", f"plot_{label}")
    head = Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" {}>').format(width, height, told)
    return head + Markup("").join(shapes) + Markup("</svg>")

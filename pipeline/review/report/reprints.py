"""Pictures of reprints as SVG that stands inside the page: printings on a line of time, papers as a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from math import cos, log2, pi, sin

from markupsafe import Markup

from pipeline.review.report import words

PAPERS = 24
"""Papers that the network shows, at most: those that print and are printed again most often."""

WIDTH, HEIGHT, RING, EDGE = 640, 420, 150, 30
_DOT, _STEP = 8, 19  # pixels: a printing's radius, and how far apart two of one day stand


def network(counts: Mapping[tuple[str, str], int]) -> Markup:
    """Draw which paper reprinted which: papers on a ring, an arrow for each two.

    Args:
        counts: how often, by the first paper and the later one.

    Returns:
        Nothing where there are none.

    >>> network({})
    Markup('')
    >>> "乙报" in network({("甲报", "乙报"): 3})
    True
    """
    busy: Counter[str] = Counter()
    for (first, later), count in counts.items():
        busy[first] += count
        busy[later] += count
    papers = sorted(name for name, _ in sorted(busy.items(), key=lambda item: (-item[1], item[0]))[:PAPERS])
    if not papers:
        return Markup("")
    at = {name: _on_ring(n, len(papers)) for n, name in enumerate(papers)}
    shown = {pair: count for pair, count in sorted(counts.items()) if set(pair) <= at.keys()}
    arrows = [_arrow(at[first], at[later], first, later, count) for (first, later), count in shown.items()]
    dots = [_paper(*at[name], name, busy[name]) for name in papers]
    return _svg(HEIGHT, "network", [_HEAD, *arrows, *dots])


_HEAD = Markup(
    '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    'markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>'
)


def _on_ring(n: int, count: int) -> tuple[float, float]:
    angle = 2 * pi * n / count - pi / 2
    return WIDTH / 2 + RING * cos(angle), HEIGHT / 2 + RING * sin(angle)


def _arrow(one: tuple[float, float], two: tuple[float, float], first: str, later: str, count: int) -> Markup:
    """A bow that leads to a paper's edge; the one back bends the other way."""
    (x, y), (to_x, to_y) = one, two
    away_x, away_y = to_x - x, to_y - y
    far = max((away_x**2 + away_y**2) ** 0.5, 1.0)
    to_x, to_y = to_x - 7 * away_x / far, to_y - 7 * away_y / far
    bend_x, bend_y = (x + to_x) / 2 - away_y / 8, (y + to_y) / 2 + away_x / 8
    return Markup(
        '<path class="edge" d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}" stroke-width="{:.1f}" marker-end="url(#to)">'
        "<title>{} → {}: {:,}</title></path>"
    ).format(x, y, bend_x, bend_y, to_x, to_y, 1 + log2(count), first, later, count)


def _paper(x: float, y: float, name: str, count: int) -> Markup:
    side = "start" if x > WIDTH / 2 + 1 else "end" if x < WIDTH / 2 - 1 else "middle"
    shift = {"start": 10, "end": -10, "middle": 0}[side]
    below = 4 if side != "middle" else (20 if y > HEIGHT / 2 else -10)
    return Markup(
        '<circle class="paper" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}: {:,}</title></circle>'
        '<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>'
    ).format(x, y, min(4 + log2(count + 1), 7), name, count, side, x + shift, y + below, name)


def timeline(printings: Sequence[tuple[str | None, bool]]) -> Markup:
    """Printings by their numbers, from 1, on a line from the first date to the last.

    Args:
        printings: the ISO date of each, where it is known, and whether it is the kept one.

    Returns:
        Nothing where fewer than two have a date.

    >>> timeline([("2016-05-01", True), (None, False)])
    Markup('')
    """
    days = [(_day(told), n, kept) for n, (told, kept) in enumerate(printings, start=1)]
    dated = [(day, n, kept) for day, n, kept in days if day is not None]
    if len(dated) < 2:
        return Markup("")
    first, last = min(day for day, _, _ in dated), max(day for day, _, _ in dated)
    places = [EDGE + (WIDTH - 2 * EDGE) * (day - first) / max(last - first, 1) for day, _, _ in dated]
    levels = _levels(places)
    foot = _DOT + _STEP * max(levels) + 22
    shapes = [Markup('<path class="axis" d="M{} {}H{}"/>').format(EDGE, foot - _DOT - 4, WIDTH - EDGE)]
    for (_, n, kept), x, level in zip(dated, places, levels, strict=True):
        y = foot - _DOT - 4 - level * _STEP
        shapes.append(
            Markup(
                '<circle class="{}" cx="{:.1f}" cy="{}" r="{}"/><text class="n" x="{:.1f}" y="{}">{}</text>'
            ).format("printing kept" if kept else "printing", x, y, _DOT, x, y + 4, n)
        )
    ends = ((EDGE - _DOT, "start", first), (WIDTH - EDGE + _DOT, "end", last))
    for x, side, day in ends[: 1 + (last > first)]:
        text = Markup('<text class="{}" x="{}" y="{}">{}</text>')
        shapes.append(text.format(side, x, foot + 14, date.fromordinal(day).isoformat()))
    return _svg(foot + 20, "timeline", shapes)


def _levels(places: Sequence[float]) -> list[int]:
    """How high each printing stands above the line, so that none hides another; places are in order."""
    ends: list[float] = []
    levels = []
    for place in places:
        level = next((n for n, end in enumerate(ends) if place - end >= _STEP), len(ends))
        ends[level:] = [place, *ends[level + 1 :]]
        levels.append(level)
    return levels


def _day(told: str | None) -> int | None:
    try:
        return date.fromisoformat(told or "").toordinal()
    except ValueError:
        return None


def _svg(height: float, label: str, shapes: Sequence[Markup]) -> Markup:
    told = words.attribute("aria-label", f"plot_{label}")
    head = Markup('<svg class="plot {}" viewBox="0 0 {} {}" role="img" {} lang="zh-Hans">')
    return head.format(label, WIDTH, height, told) + Markup("").join(shapes) + Markup("</svg>")

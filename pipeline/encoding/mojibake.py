"""Repair of text that was once read in a wrong encoding: a page, a line, or a few characters of a line.

Certain mojibake is mended (:mod:`pipeline.encoding.stretches`), and less certain one where the page proves that it was
read that way. Where bytes were lost, the characters that are whole are mended, and the rest is told of. Nothing
is guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.encoding import exchange
from pipeline.encoding.changes import Change
from pipeline.encoding.glance import Glance
from pipeline.encoding.stretch import REASON, Span, Stretch
from pipeline.encoding.stretches import candidates

__all__ = ["REASON", "mend"]

_LARGE = 16_000  # characters; two pages of a newspaper
_TIMES = 3  # text that was wrongly read more often than that has not been seen
# Bits that certain stretches must save to prove how a page was read, and their share of all that was read so.
_MUCH, _MUCH_OF_PAIRS, _MOST = 40.0, 150.0, 0.75
_EXCHANGES = {
    f"{right} as {wrong}" for wrong, right in exchange.ROUTES
}  # which leave no structure to be seen


def mend(text: str, glance: Glance | None = None) -> tuple[list[Change], list[Span]]:
    """Give the changes that mend a text, in order, and the stretches of it that a person should look at.

    Of those something is lost, or they read well both ways and stay as they are.

    ``glance`` is one at this text, if there was one.

    >>> made, doubtful = mend("渔港昨日开市，鱼鲜上了餐桌。".encode().decode("latin-1"))
    >>> "".join(change.text for change in made), doubtful
    ('渔港昨日开市，鱼鲜上了餐桌。', [])
    """
    if len(text) > _LARGE and not any(_stretches(Glance(part), _TIMES) for part in _parts(text)):
        return [], []
    kept = _stretches(glance or Glance(text), _TIMES)
    mended = [change for one in kept if not one.doubtful for change in one.changes]
    return mended, [span for one in kept for span in _told(one)]


def _told(stretch: Stretch) -> tuple[Span, ...]:
    """Give the stretches that a person should look at: those that lost bytes, and those that read well both ways."""
    return ((stretch.start, stretch.end),) if stretch.doubtful else stretch.lost


def _parts(text: str) -> Iterator[str]:
    """A large text in parts, cut where a line ends if one does: strange characters of one are looked for there only."""
    at = 0
    while at < len(text):
        end = text.rfind("\n", at, at + _LARGE) + 1 or at + _LARGE
        yield text[at:end]
        at = end


def _stretches(glance: Glance, times: int) -> list[Stretch]:
    """The best stretches that do not overlap, in order; the certain ones first, then others like them."""
    found = list(candidates(glance, lambda inner: _again(inner, times - 1))) if times else []
    if not found:
        return []
    evidence: dict[str, float] = defaultdict(float)
    covered: Counter[str] = Counter()
    for stretch in found:
        if stretch.certain:
            evidence[stretch.route] += stretch.gain
            covered[stretch.route] += stretch.end - stretch.start
    proven = {route for route in evidence if _is_proven(route, evidence)}
    kept: list[Stretch] = []  # in order
    for stretch in sorted(found, key=lambda one: (-covered[one.route], -one.gain, not one.lost)):
        proves = stretch.certain or stretch.route in proven
        if proves or stretch.doubtful:
            at = bisect_left(kept, stretch.start, key=_start)
            if (not at or kept[at - 1].end <= stretch.start) and (
                at == len(kept) or stretch.end <= kept[at].start
            ):
                kept.insert(at, stretch._replace(doubtful=not proves))
    return kept


def _is_proven(route: str, evidence: dict[str, float]) -> bool:
    """Tell whether certain stretches show that the page was read along this route, and along no other from there."""
    wrong = route.rpartition(" as ")[2]
    of_all = sum(bits for other, bits in evidence.items() if other.endswith(f" as {wrong}"))
    return evidence[route] >= max(_MUCH_OF_PAIRS if route in _EXCHANGES else _MUCH, _MOST * of_all)


def _start(stretch: Stretch) -> int:
    return stretch.start


def _again(text: str, times: int) -> list[Change]:
    """Give the changes that mend a mended stretch once more: it may have been read wrongly twice."""
    kept = _stretches(Glance(text), times)
    return [change for one in kept if not one.doubtful for change in one.changes]
